import { expect, test } from "vitest";
import { pages } from "../docs/markdown";
import { run } from "../support/run";
import { refused, withPhoneStack } from "./support";

test("phone:sandbox and phone:vendor make a number that names no vendor", async () => {
  await withPhoneStack({ access: "none" }, async (phones) => {
    await phones.declare({ main: { country: "US" } });
    await phones.stack.setConfig("phone:sandbox", phones.sandbox.url);
    expect(refused(await phones.stack.preview())).toContain("vendor: is missing");
    await phones.stack.setConfig("phone:vendor", "plivo");
    await phones.up();
    expect((await phones.inState()).outputs).toMatchObject({ vendor: "plivo", status: "active" });
    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });
});

test("configuration wins over the environment", async () => {
  await withPhoneStack({ access: "variables" }, async (phones) => {
    await phones.declare({ main: { vendor: "plivo", country: "US" } });
    await phones.stack.setConfig("phone:plivoAuthToken", "no-such-token", { secret: true });
    expect(refused(await phones.stack.preview())).toContain("the key was refused (HTTP 401");
    expect(phones.state.purchases).toBe(0);
  });
});

test("an entry of phone:accounts is bought with by its name, and its key stays secret", async () => {
  await withPhoneStack({ access: "none" }, async (phones) => {
    await phones.declare({ main: { account: "desk", country: "US" } });
    const { baseUrl } = phones.plivo;
    const entry = { vendor: "plivo", baseUrl, plivoAuthId: phones.authId };
    for (const [name, value] of Object.entries(entry)) {
      await phones.stack.setConfig(`phone:accounts.desk.${name}`, value, { path: true });
    }
    expect(await phones.preview()).toContain(
      "main: no number is picked: plivo: phone:accounts.desk.plivoAuthToken missing",
    );
    const secret = { path: true, secret: true };
    await phones.stack.setConfig("phone:accounts.desk.plivoAuthToken", phones.token, secret);
    await phones.up();
    expect((await phones.inState()).outputs).toMatchObject({ vendor: "plivo", account: "desk" });
    await phones.refresh(["--expect-no-changes"]);
    expect(JSON.stringify(await phones.stack.export())).not.toContain(phones.token);
    await phones.declare({ main: { account: "other", country: "US" } });
    expect(refused(await phones.stack.preview())).toContain(
      'account: "other" is not an entry of phone:accounts',
    );
    await phones.destroy();
    expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
  });
});

test("every pulumi config set of the pages is taken by the CLI, and its keys are known", async () => {
  await withPhoneStack({}, async (phones) => {
    const { workDir: cwd, environment: env } = phones.project;
    const lines = pages().flatMap(({ text }) => text.match(/^pulumi config set .*phone:.*$/gm) ?? []);
    expect(lines.length).toBeGreaterThan(12);
    for (const line of new Set(lines)) {
      // Whom Pulumi would ask for a secret types it in.
      const { exitCode, all } = await run("sh", ["-c", `echo typed-in-0123 | ${line}`], { cwd, env });
      expect(exitCode, `${line}: ${all}`).toBe(0);
    }
    // No page has the module that the lines name.
    await phones.stack.pulumi(["config", "rm", "phone:vendorModules"]);
    await phones.stack.setConfig("phone:sandbox", phones.sandbox.url);
    await phones.declare({ main: { vendor: "plivo", country: "US" } });
    expect(await phones.preview()).toContain("main: picked");
  });
});
