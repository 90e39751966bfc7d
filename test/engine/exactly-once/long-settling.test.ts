import { expect, test } from "vitest";
import { testNumber, testNumbers } from "../../support/sandbox";
import { withPhoneStack } from "../support";

// Six minutes of waiting: only when asked for.
const isAsked = process.env.PHONE_LOAD !== undefined;

test.skipIf(!isAsked)(
  "a number that begins to show more than five minutes after an unclear answer is this resource's, where settleSeconds are ten minutes (with PHONE_LOAD=1)",
  { timeout: 900_000 },
  async () => {
    await withPhoneStack({ sandbox: { stock: 0 } }, async (phones) => {
      phones.numbers({ add: testNumbers(3) });
      await phones.stack.setConfig("phone:settleSeconds", "600");
      const search = { prefix: testNumber(0).slice(2, 8) };
      await phones.declare({ main: { vendor: "plivo", country: "US", search } });
      phones.fault("buy", "reset-after");
      phones.fault("buy", "list-lag", { delayMs: 330_000 });
      const printed = await phones.up();
      const { id, outputs } = await phones.inState();
      expect(printed).toContain(phones.line(`${id} was bought although no answer said so, and is kept`));
      expect(outputs).toMatchObject({ status: "active" });
      expect(phones.owned).toEqual([id]);
      expect(phones.state).toMatchObject({ purchases: 1, releases: 0 });
      await phones.up(["--expect-no-changes"]);
    });
  },
);
