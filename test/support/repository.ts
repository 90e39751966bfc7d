import path from "node:path";

/** The top folder of the checkout. */
export const repository = path.resolve(__dirname, "../..");
