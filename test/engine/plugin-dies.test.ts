import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { defined } from "../support/expect";
import { fronts } from "../support/fronts";
import { commandLine, descendants } from "../support/process-tree";
import { type PhoneStack, providerProcess, refused, withPhoneStack } from "./support";

const main = { vendor: "plivo", country: "US", search: { areaCode: "415" } };

function records({ project }: PhoneStack): string[] {
  const folder = path.join(defined(project.environment.PULUMI_HOME), "phone-intents");
  return existsSync(folder) ? readdirSync(folder) : [];
}

/** An up whose plugin, and nothing else, is killed while the vendor works on its purchase. */
async function pluginDies(phones: PhoneStack, fault: "timeout-before" | "timeout-after"): Promise<string> {
  phones.fault("buy", fault, { delayMs: 600_000 });
  let killing: Promise<void> | undefined;
  const result = await phones.stack.up([], {
    onStart: (pid) => {
      killing = (async () => {
        await expect.poll(() => phones.writes.length, { timeout: 60_000 }).toBe(1);
        const plugins = descendants(pid).filter((each) => providerProcess.test(commandLine(each)));
        expect(plugins).not.toEqual([]);
        for (const plugin of plugins) process.kill(plugin, "SIGKILL");
      })();
    },
  });
  await killing;
  refused(result);
  // The engine went on, and has forgotten the purchase.
  expect((await phones.stack.export()).deployment.pending_operations ?? []).toEqual([]);
  expect(await phones.numbersInState()).toEqual({});
  expect(records(phones)).toHaveLength(1);
  return `+${defined(phones.writes[0]).path.split("/").at(-2)}`;
}

describe.each(fronts)("a plugin (%s) that dies in a purchase while its engine goes on", (front) => {
  test("had bought: the next up finds it by the journal, and adopts it", async () => {
    await withPhoneStack({ front }, async (phones) => {
      await phones.declare({ main });
      const asked = await pluginDies(phones, "timeout-after");
      expect(phones.only.e164).toBe(asked);
      const printed = await phones.up();
      expect(printed).toContain(phones.line(`${asked} was bought by the interrupted run, and is adopted`));
      expect(phones.state).toMatchObject({ purchases: 1, owned: [{ e164: asked }] });
      expect((await phones.inState()).id).toBe(asked);
      // State has it: nothing is remembered beside it.
      await phones.refresh();
      expect(records(phones)).toEqual([]);
      await phones.up(["--expect-no-changes"]);
    });
  });

  test("had not bought: the next up asks for the same number", async () => {
    await withPhoneStack({ front }, async (phones) => {
      await phones.declare({ main });
      await phones.stack.setConfig("phone:settleSeconds", "1");
      const asked = await pluginDies(phones, "timeout-before");
      expect(phones.state.purchases).toBe(0);
      const printed = await phones.up();
      expect(printed).toContain(phones.line(`${asked} is not in the account, and is asked for again`));
      expect(phones.state).toMatchObject({ purchases: 1, owned: [{ e164: asked }] });
    });
  });

  test("is told by a preview, which writes nothing: not at the vendor, and not on this machine", async () => {
    await withPhoneStack({ front }, async (phones) => {
      await phones.declare({ main });
      await phones.preview();
      expect(phones.writes).toEqual([]);
      expect(existsSync(path.join(defined(phones.project.environment.PULUMI_HOME), "phone-intents"))).toBe(
        false,
      );
      const asked = await pluginDies(phones, "timeout-after");
      const before = records(phones);
      phones.control.clearCalls();
      expect(await phones.preview()).toContain(
        phones.line(`an earlier run was interrupted while it bought ${asked}`),
      );
      expect(phones.writes).toEqual([]);
      expect(records(phones)).toEqual(before);
    });
  });
});
