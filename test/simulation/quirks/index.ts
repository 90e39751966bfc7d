import type { VendorAccount } from "../world/vendor-account";

/** A habit of the vendor that holds for a whole schedule. */
export interface Quirk {
  readonly name: string;
  apply(account: VendorAccount): void;
}

const hour = 3_600_000;

const skewed = (name: string, ms: number): Quirk => ({ name, apply: (account) => account.skew(ms) });

/** Rewrites the times of a vendor's rows; days alone are left as they are. */
const dated = (name: string, form: (date: Date) => string | null): Quirk => ({
  name,
  apply(account) {
    account.rewrite = (text) =>
      text.replaceAll(/"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d[^"]*)"/g, (whole, time: string) => {
        const date = new Date(time);
        return Number.isNaN(date.getTime()) ? whole : JSON.stringify(form(date));
      });
  },
});

const carrier = dated("the vendor tells the day the carrier made the number", () => "2019-06-01T00:00:00Z");
const carrierDated: Quirk = {
  ...carrier,
  apply(account) {
    carrier.apply(account);
    account.tellsWrongDates = true;
  },
};

export const quirks: readonly Quirk[] = [
  skewed("the vendor's clock is an hour ahead", hour),
  skewed("the vendor's clock is 26 hours ahead", 26 * hour),
  skewed("the vendor's clock is two hours behind", -2 * hour),
  dated("the vendor's times cannot be parsed", () => "5th of January, noon"),
  dated("the vendor tells no times", () => null),
  dated("the vendor tells its local time without a zone", (date) =>
    new Date(date.getTime() - 7 * hour).toISOString().slice(0, 19),
  ),
  carrierDated,
];
