import { ConfigurationError } from "../domain/errors";

/** Counts the numbers that one run would buy, each once however often it is asked about. */
export class PurchaseBudget {
  private readonly claims = new Set<string>();

  /** Null: without a limit. */
  constructor(private readonly most: number | null) {}

  /** Throws ConfigurationError when this purchase is one too many. */
  spend(claim: string): void {
    this.claims.add(claim);
    if (this.most === null || this.claims.size <= this.most) return;
    throw new ConfigurationError(
      `this run would buy more than ${this.most} ${this.most === 1 ? "number" : "numbers"}`,
      {
        argument: "phone:maxPurchases",
        nextStep: "Raise it if all of them are wanted, or check why so many are new.",
      },
    );
  }
}
