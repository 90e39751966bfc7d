import { expect, it } from "vitest";
import { check } from "../../../provider/lifecycle/check";
import { tellLostPurchases } from "../../../provider/lifecycle/steps/resume";
import { numberInState, Stacks } from "../../support/backend";
import { checkNew } from "../../support/checking";
import { claimOf } from "../../support/claim";
import { journalRecord } from "../../support/killed-run";
import { testNumber, useSandbox } from "../../support/sandbox";
import { asked, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 0 });

it("what a machine remembers of a lost purchase is found where no program tells the organization, also after another number was looked at", async () => {
  withTestNumbers(bench);
  const [lost, kept] = [testNumber(50), testNumber(60)];
  const stacks = new Stacks().put("acme/phones/dev", {
    resources: [numberInState(claimOf("kept"), kept)],
  });
  const killed = await bench.context({}, stacks.cli);
  killed.context.program.organization = "acme";
  await killed.context.journal.write(journalRecord({ claim: claimOf("gone"), candidates: [lost] }));
  bench.numbers({ own: [{ e164: lost, country: "US" }] });

  const told = await bench.context({}, stacks.cli);
  await tellLostPurchases(told.context, claimOf("kept"), kept);
  await checkNew(told, { ...asked, organization: null }, "new");
  expect(told.lines.join("\n")).toContain(lost);
});

it("inputs of before a rename of the stack, which ignoreChanges puts in the place of new ones, do not tell the stack", async () => {
  const told = await bench.context({}, new Stacks().put("organization/phones/prod").cli);
  const args = { vendor: "plivo", country: "US" };
  await check(told.context, {}, { ...args, organization: "organization", claim: claimOf("new", "prod") });
  expect(told.context.program.stack).toBe("organization/phones/prod");
  const before = { ...args, claim: claimOf("old", "dev"), candidates: [testNumber(0)] };
  await check(told.context, before, before);
  expect(told.context.program.stack).toBe("organization/phones/prod");
});
