import { describe, expect, test } from "vitest";
import type { VendorName } from "../../provider/vendors";
import { vendorDefinitions } from "../../provider/vendors";
import { isLacking, showsNumbers } from "../../provider/vendors/vendor";
import { defined } from "../support/expect";
import { useExample } from "./examples/example";
import { type PhoneStack, refused } from "./support";

/** Plain text of a command that has to change nothing: neither in state nor at the vendor. */
async function changesNothing(phones: PhoneStack, vendor: string, run: () => Promise<string>): Promise<void> {
  phones.control.clearCalls();
  await run();
  expect(phones.control.calls(vendor).filter(({ method }) => method !== "GET")).toEqual([]);
}

describe.each(vendorDefinitions.map(({ name, capabilities }) => ({ name, capabilities })))(
  "the example program of $name",
  ({ name, capabilities }) => {
    const example = useExample(name);
    const stack = () => example().phones;
    const vendor = name as VendorName;
    const at = () => defined(stack().control.state()[vendor]);
    const only = () => defined(at().owned[0]);
    const agents = () => defined(stack().control.vendors()[vendor]).agents;
    const bindsAgents = !isLacking(capabilities.agent);

    test("is previewed without a call that could change anything, with its price", async () => {
      const phones = stack();
      if (bindsAgents) await example().follow(`pulumi config set agent ${agents()[0]}`);
      expect(await example().follow("pulumi preview")).toMatch(/support: .* for \d+\.\d\d USD a month/);
      expect(at()).toEqual({ owned: [], purchases: 0, releases: 0 });
      expect(phones.control.calls(vendor).filter(({ method }) => method !== "GET")).toEqual([]);
    });

    test("buys one number, answered by its agent", async () => {
      const phones = stack();
      await example().follow("pulumi up");
      expect(at()).toMatchObject({ purchases: 1, owned: [{ agent: bindsAgents ? agents()[0] : null }] });
      const { id, outputs } = await phones.inState("support");
      expect(id).toBe(only().e164);
      expect(outputs).toMatchObject({
        e164: id,
        vendorId: String(only().id),
        status: "active",
        monthlyPrice: { amount: expect.stringMatching(/^\d+\.\d\d$/), currency: "USD" },
        renewsAt: capabilities.renewalDate ? only().renewsAt : null,
        boundAgent: only().agent,
      });
      expect(await phones.stack.outputs()).toMatchObject({ line: id });
    });

    test("has nothing to do afterwards", async () => {
      const phones = stack();
      await changesNothing(phones, vendor, () => phones.up(["--expect-no-changes"]));
      await changesNothing(phones, vendor, () => phones.refresh(["--expect-no-changes"]));
      await changesNothing(phones, vendor, () => example().follow("pulumi preview --expect-no-changes"));
    });

    if (bindsAgents) {
      test("binds another agent in place, and takes it away", async () => {
        const phones = stack();
        const { e164 } = only();
        await phones.stack.setConfig("agent", defined(agents()[1]));
        await phones.up();
        expect(only()).toMatchObject({ e164, agent: agents()[1] });
        await phones.project.writeProgram(example().program.replace(/^.*config\.require\("agent"\).*$/m, ""));
        await phones.up();
        expect(only()).toMatchObject({ e164, agent: null });
        await phones.refresh(["--expect-no-changes"]);
        expect(at().purchases).toBe(1);
      });
    } else {
      test("is refused with an agent, and told what to do instead", async () => {
        const phones = stack();
        await phones.project.writeProgram(
          `import { PhoneNumber } from "pulumi-phone";
          new PhoneNumber("support", { vendor: "${vendor}", country: "US", agent: "a" } as never);`,
        );
        expect(refused(await phones.stack.preview())).toContain(
          `agent: ${vendor} has no API to bind an agent: leave agent out`,
        );
        await phones.project.writeProgram(example().program);
      });
    }

    if (showsNumbers(capabilities)) {
      test("finds by refresh that the number is gone, which is not the case for a number that is there", async () => {
        const phones = stack();
        const { e164 } = only();
        phones.control.changeNumbers({ vendor, drop: [e164] });
        expect(await phones.refresh()).toContain(`${e164} is not in the account any more`);
        expect(await phones.numbersInState()).toEqual({});
        await phones.up();
        expect(at()).toMatchObject({ purchases: 2, owned: [{}] });
      });
    }

    test("gives its number back", async () => {
      const phones = stack();
      const { e164 } = only();
      const printed = await example().follow("pulumi destroy");
      expect(printed).toContain(
        capabilities.release.when === "at-once" ? `released ${e164}, for good` : `gave notice for ${e164}`,
      );
      expect(printed).toContain(`the rent ends ${capabilities.release.rentEnds}`);
      expect(await phones.numbersInState()).toEqual({});
      expect(at().releases).toBe(1);
      expect(at().owned.filter(({ status }) => status !== "lapsing")).toEqual([]);
      example().finish();
    });
  },
);
