import { expect, test, vi } from "vitest";
import { testNumber, testNumbers } from "../../support/sandbox";
import { withPhoneStack } from "../support";

vi.setConfig({ testTimeout: 400_000 });

const names = ["first", "second", "third"];

/** Each number has a provider of its own: a process of its own, on the same account. */
const explicit = `
const pulumi = require("@pulumi/pulumi");
const { PhoneNumber } = require("pulumi-phone");
class Provider extends pulumi.ProviderResource {
  constructor(name) {
    super("pulumi-nodejs", name, {});
  }
}
for (const name of ${JSON.stringify(names)}) {
  const search = { prefix: "${testNumber(0).slice(2, 8)}" };
  const provider = new Provider("provider-of-" + name);
  new PhoneNumber(name, { vendor: "plivo", country: "US", search }, { provider });
}`;

/** The numbers of one program have the one front and the other in turns: two processes, on the same account. */
const bothFronts = `
const fronts = [require("pulumi-phone"), require("pulumi-phone/plugin")];
for (const [index, name] of ${JSON.stringify(names)}.entries()) {
  const search = { prefix: "${testNumber(0).slice(2, 8)}" };
  new fronts[index % 2].PhoneNumber(name, { vendor: "plivo", country: "US", search });
}`;

test.each([
  ["several providers", explicit, false],
  ["both fronts", bothFronts, true],
])(
  "numbers of %s, which are processes of their own, are different ones after unclear answers",
  async (_, program, hasPlugin) => {
    await withPhoneStack({ program, hasPlugin, sandbox: { stock: 0 } }, async (phones) => {
      phones.numbers({ add: testNumbers(4) });
      await phones.stack.setConfig("phone:settleSeconds", "2");
      phones.fault("buy", "reset-after");
      phones.fault("buy", "reset-before");
      phones.fault("buy", "500-after");
      let { exitCode, all } = await phones.stack.up();
      // Where two want one number, the one that does not get it picks another in the next run.
      for (let run = 0; run < 3 && exitCode !== 0; run++) {
        if (all.includes("pulumi refresh")) await phones.refresh();
        ({ exitCode, all } = await phones.stack.up());
      }
      expect(exitCode, all).toBe(0);
      const state = await phones.numbersInState();
      expect(Object.keys(state).toSorted()).toEqual(names.toSorted());
      expect(Object.values(state).map(({ outputs }) => outputs?.status)).toEqual(names.map(() => "active"));
      expect(
        Object.values(state)
          .map(({ id }) => id)
          .toSorted(),
      ).toEqual(phones.owned.toSorted());
      expect(phones.state).toMatchObject({ purchases: 3, releases: 0 });
      await phones.up(["--expect-no-changes"]);
    });
  },
);
