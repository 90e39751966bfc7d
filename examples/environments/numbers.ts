import type { PhoneNumberArgsOf } from "pulumi-phone";

/** The environments, each of which is a stack of this name with a `Pulumi.<name>.yaml` of its own. */
export const environments = ["dev", "staging", "production"] as const;
export type Environment = (typeof environments)[number];

/** Who answers. Which Plivo application that is, each stack's configuration says. */
export type Desk = "support" | "sales";

type Plivo = PhoneNumberArgsOf<"plivo">;

/** One number. What the compiler takes here, Plivo can do. */
export interface Line extends Pick<Plivo, "country" | "type" | "search" | "renewal"> {
  readonly desk: Desk;
  /** The environments that have it. */
  readonly in: readonly Environment[];
  /** In US dollars, where the stack's own ceiling is too low for it. */
  readonly maxMonthlyPrice?: number;
}

const everywhere = environments;
const rehearsed = ["dev", "production"] as const;

/** The table: a line added here is bought by the next deployment, and one taken out is given back. */
export const lines: Readonly<Record<string, Line>> = {
  "support-us": { desk: "support", country: "US", type: "tollfree", in: everywhere },
  "support-sf": { desk: "support", country: "US", search: [{ areaCode: "415" }, {}], in: everywhere },
  "support-ny": { desk: "support", country: "US", search: [{ areaCode: "212" }, {}], in: rehearsed },
  "support-la": { desk: "support", country: "US", search: [{ areaCode: "213" }, {}], in: rehearsed },
  "support-london": { desk: "support", country: "GB", search: [{ areaCode: "20" }], in: rehearsed },
  "sales-us": { desk: "sales", country: "US", type: "tollfree", in: rehearsed },
  "sales-sf": { desk: "sales", country: "US", search: [{ areaCode: "415" }, {}], in: everywhere },
  "sales-austin": { desk: "sales", country: "US", search: [{ areaCode: "512" }, {}], in: rehearsed },
  "sales-chicago": { desk: "sales", country: "US", search: [{ areaCode: "312" }, {}], in: rehearsed },
  "sales-manchester": { desk: "sales", country: "GB", search: [{ areaCode: "161" }], in: rehearsed },
  "sales-gb-mobile": { desk: "sales", country: "GB", type: "mobile", maxMonthlyPrice: 5, in: rehearsed },
  // It ends by itself before its rent is due again: the nightly job does it.
  "trade-fair": {
    desk: "sales",
    country: "US",
    search: [{ areaCode: "415" }, {}],
    renewal: "off",
    in: everywhere,
  },
};
