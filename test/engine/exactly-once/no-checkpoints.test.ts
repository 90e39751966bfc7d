import { expect, test } from "vitest";
import { testNumber } from "../../support/sandbox";
import { refused, withPhoneStack } from "../support";

test.each(["dynamic", "plugin"] as const)(
  "an engine that is told to write nothing down before its end buys and adopts nothing: %s",
  async (front) => {
    await withPhoneStack({ front }, async (phones) => {
      const environment = { PULUMI_SKIP_CHECKPOINTS: "true" };
      await phones.declare({ line: { vendor: "plivo", country: "US" } });
      await phones.preview([], { environment });
      expect(refused(await phones.stack.up([], { environment }))).toMatch(
        /PULUMI_SKIP_CHECKPOINTS.*Nothing was bought/,
      );
      expect(phones.state.purchases).toBe(0);
      const adopt = testNumber(0);
      phones.numbers({ own: [{ e164: adopt, country: "US" }] });
      await phones.declare({ line: { vendor: "plivo", adopt } });
      expect(refused(await phones.stack.up([], { environment }))).toMatch(
        /PULUMI_SKIP_CHECKPOINTS.*Nothing was bought/,
      );
      expect(await phones.numbersInState()).toEqual({});
      await phones.declare({ line: { vendor: "plivo", country: "US" } });
      await phones.up();
      expect(phones.state.purchases).toBe(1);
      await phones.up(["--expect-no-changes"], { environment });
      await phones.destroy([], { environment });
    });
  },
);
