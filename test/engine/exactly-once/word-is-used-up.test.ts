import { rm } from "node:fs/promises";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { defined } from "../../support/expect";
import { killedUp } from "../killed-up";
import { type Args, type PhoneStack, withPhoneStack } from "../support";

vi.setConfig({ testTimeout: 400_000 });

const tokens = /nothingBought: "([0-9a-f]{12}(?: [0-9a-f]{12})*)"/;

/** The next job runs on another machine: what this one remembers is gone. */
const loseDisk = ({ project }: PhoneStack) =>
  rm(path.join(defined(project.environment.PULUMI_HOME), "phone-intents"), { recursive: true, force: true });

/** An up that is refused, and the token it prints. */
async function refusedFor(phones: PhoneStack): Promise<string> {
  const { exitCode, all } = await phones.stack.up();
  expect(exitCode, all).not.toBe(0);
  return defined(tokens.exec(all)?.[1]);
}

test.each([
  { vendor: "cald", between: "nothing" },
  { vendor: "cald", between: "a refresh" },
  { vendor: "cald", between: "a run without the word" },
  { vendor: "plivo", between: "nothing" },
] as const)(
  "a word is believed once: a run with it that was killed with its machine may have bought at $vendor, with $between in between",
  async ({ vendor, between }) => {
    await withPhoneStack({ sandbox: { latency: 300 } }, async (phones) => {
      const agent = vendor === "cald" ? { agent: defined(phones.info("cald").agents[0]) } : {};
      const line: Args = { vendor, country: "US", ...agent };
      const bought = () => phones.stateOf(vendor).purchases;
      // Asked twice at the most, and never answered: nothing was bought, which only the dashboard tells.
      const fault = {
        vendor,
        operation: "buy",
        fault: "reset-before",
        times: vendor === "cald" ? 1 : 2,
      } as const;
      phones.control.postFault(fault);
      await phones.declare({ line });
      const token = await refusedFor(phones);
      expect(bought()).toBe(0);

      await phones.declare({ line: { ...line, nothingBought: token } });
      const { isKilled } = await killedUp(phones, vendor, "tree", { purchases: 1, delayMs: 0 });
      expect(isKilled).toBe(true);
      expect(bought()).toBe(1);
      await loseDisk(phones);

      if (between === "a refresh") await phones.refresh();
      if (between === "a run without the word") {
        await phones.declare({ line });
        expect(await refusedFor(phones)).not.toBe(token);
        await phones.declare({ line: { ...line, nothingBought: token } });
      }
      if (vendor === "plivo") {
        await phones.up();
      } else {
        expect(await refusedFor(phones)).not.toBe(token);
        await loseDisk(phones);
        expect(await refusedFor(phones)).not.toBe(token);
        expect(bought()).toBe(1);
        const { id } = defined(phones.stateOf(vendor).owned[0]);
        await phones.declare({ line: { ...line, adopt: String(id) } });
        await phones.up();
      }
      await phones.declare({ line });
      await phones.up();
      await phones.up(["--expect-no-changes"]);
      expect(bought()).toBe(1);
    });
  },
);
