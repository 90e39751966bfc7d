import { z } from "zod";

/** How many there are, as a list tells it beside its rows; null where it tells nothing that can be counted with. */
export const count = z.int().nonnegative().nullish().catch(null);
