import { expect, it } from "vitest";
import { fault } from "../../../provider/lifecycle/arguments/failure";
import { hiding, withoutSecrets } from "../../../provider/pulumi/hide-arguments";

it.each(['q7"z9k', 'q7"\u202ez9k', "q7\\\u0085z9k", "q7\u0001z9k", "q7\u202ez9k", "q7z9k"])(
  "what a secret argument has is in no failure, quoted neither (%j)",
  (secret) => {
    const hide = withoutSecrets({ type: secret, secretArguments: ["type"] });
    for (const quoted of [secret, JSON.stringify(secret)]) {
      const { property, reason } = hide(fault("type", `plivo does not sell ${quoted}`));
      expect(property).toBe("");
      expect(reason).not.toMatch(/q7|z9/);
      expect(reason).toMatch(/^type: plivo does not sell "?\[redacted\]/);
    }
  },
);

it("an option of the vendor is in no message, but for what a number begins with, and for tokens", () => {
  const vendorOptions = {
    complianceApplicationId: "TOPSECRET-1",
    npanxx: "907234",
    nothingBought: "0123456789ab",
  };
  const hide = hiding([{ vendorOptions, secretArguments: ["vendorOptions"] }]);
  expect(hide("TOPSECRET-1 of +19072340000, nothingBought: 0123456789ab")).toBe(
    "[redacted] of +19072340000, nothingBought: 0123456789ab",
  );
});

it("a price that is secret is in no message by its name", () => {
  const hide = hiding([{ maxMonthlyPrice: 0.37, secretArguments: ["maxMonthlyPrice"] }]);
  expect(hide("+1… costs 0.37 USD, above maxMonthlyPrice 0.37. Raise maxMonthlyPrice.")).toBe(
    "+1… costs 0.37 USD, above maxMonthlyPrice [redacted]. Raise maxMonthlyPrice.",
  );
});
