import { stat } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { childEnvironment } from "../support/environment";
import { repository } from "../support/repository";
import { runOrThrow } from "../support/run";

const demo = path.join(repository, "scripts/demo.mjs");

/** `npm run demo` after its setup. */
async function demonstrate(...options: string[]): Promise<string> {
  const { stdout } = await runOrThrow(process.execPath, [demo, ...options], { env: childEnvironment() });
  return stdout;
}

test("the demo shows the life of a number and leaves nothing behind", { timeout: 400_000 }, async () => {
  const said = await demonstrate();
  expect(said.match(/^\d\. /gm)).toHaveLength(6);
  expect(said).toMatch(/vendor holds: \+1415\d{7} with agent .*\(1 bought, 0 released in all\)/);
  expect(said).toMatch(
    /vendor holds: nothing \(1 bought, 1 released in all\)\n\nEach step did what it says\.\n$/,
  );
});

test("what --keep leaves can be looked at and ended with the lines that it prints", {
  timeout: 400_000,
}, async () => {
  const said = await demonstrate("--keep");
  const [, look = ""] = /To look around:\n([\s\S]*)\nTo end it: /.exec(said) ?? [];
  const [, end = "", sandbox = "", folder = ""] = /To end it: (kill (\d+); rm -r (.+))$/m.exec(said) ?? [];
  const page = /^In a browser: (\S+)$/m.exec(said)?.[1] ?? "";
  try {
    expect(await (await fetch(page)).text()).toContain("<title>");
    const again = await runOrThrow("sh", ["-ec", look.replace(/pulumi up$/m, "$& --yes")], {
      env: childEnvironment(),
    });
    expect(again.all).toMatch(/bought \+1415\d{7}/);
  } finally {
    await runOrThrow("sh", ["-ec", end], { env: childEnvironment() });
  }
  await expect(stat(folder)).rejects.toThrow("ENOENT");
  await expect
    .poll(() =>
      fetch(page).then(
        () => "answers",
        () => "ended",
      ),
    )
    .toBe("ended");
  expect(Number(sandbox)).toBeGreaterThan(1);
});
