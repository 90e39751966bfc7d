import { expect, it } from "vitest";
import { ComplianceError, NoFundsError, NumberTakenError } from "../../../../provider/domain/errors";
import { refusedPurchase } from "../../../../provider/vendors/kit/refused-purchase";

const facts = { vendor: "acme", operation: "buy", status: 400 };
const advice = { noFunds: "Add credit in Acme's console", documents: "Send the documents" };

it.each([
  ["taken", NumberTakenError, "+14155550100 is not for sale any more"],
  ["price-changed", NumberTakenError, "the price of +14155550100 has changed since the search"],
  ["no-funds", NoFundsError, "Nothing was bought. Add credit in Acme's console, then run pulumi up again."],
  ["documents", ComplianceError, "Nothing was bought. Send the documents, then run pulumi up again."],
] as const)("%s: its class, what happened and what to do", (reason, type, words) => {
  const error = refusedPurchase(reason, "+14155550100", facts, advice);
  expect(error).toBeInstanceOf(type);
  expect(error.message).toContain(words);
  expect(error.message).toContain("acme buy");
  expect(error.mayHaveBought).toBe(false);
});

it("documents at a vendor without advice for them", () => {
  const error = refusedPurchase("documents", "+14155550100", facts, { noFunds: "Add credit" });
  expect(error.message).toContain("Give the documents that the vendor asks for, then run pulumi up again.");
});
