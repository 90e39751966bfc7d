import { describe, expect, test } from "vitest";
import { type Front, fronts } from "../support/fronts";
import { moduleOf, withPhoneStack } from "./support";

/** A program whose number has these arguments, written as an expression that may use Pulumi and its configuration. */
function programWith(args: string, front: Front): string {
  return [
    'const pulumi = require("@pulumi/pulumi");',
    `const { PhoneNumber } = require("${moduleOf(front)}");`,
    `const line = new PhoneNumber("main", { vendor: "plivo", country: "US", ${args} });`,
    "module.exports = { label: line.label, boundAgent: line.boundAgent, heldBy: line.heldBy, e164: line.e164 };",
  ].join("\n");
}

describe.each(fronts)("with the front %s", (front) => {
  test("what an output shows of a secret argument is secret: in state, in stack outputs, after a refresh and in changes", async () => {
    await withPhoneStack({ front }, async (phones) => {
      const { project, stack } = phones;
      const [agent, other] = phones.agents;
      const [subaccount] = phones.subaccounts;
      const said = async () => {
        const outputs = await stack.pulumi(["stack", "output", "--json"]);
        return JSON.stringify(await stack.export()) + outputs.all;
      };
      const hide = (what: string) => `pulumi.secret(${JSON.stringify(what)})`;
      const args = (name: string, alias: string) =>
        `alias: ${hide(alias)}, agent: ${hide(name)}, subaccount: ${hide(subaccount)}`;

      await project.writeProgram(programWith(args(agent, "hidden-desk"), front));
      await phones.up();
      const created = await said();
      for (const each of ["hidden-desk", agent, subaccount]) expect(created).not.toContain(each);
      expect(created).toContain(phones.owned[0]);
      expect(phones.only).toMatchObject({ alias: "hidden-desk", agent, subaccount });
      await phones.up(["--refresh", "--expect-no-changes"]);
      expect(await said()).not.toContain("hidden-desk");

      await project.writeProgram(programWith(args(other, "secret-desk"), front));
      await phones.up();
      const changed = await said();
      for (const each of ["secret-desk", "hidden-desk", other, agent]) expect(changed).not.toContain(each);
      await phones.destroy();
    });
  });

  test("a secret argument that was taken out is hidden in what a failed update leaves, and in what is said of it", async () => {
    await withPhoneStack({ front }, async (phones) => {
      const { project, stack } = phones;
      const [agent] = phones.agents;
      await project.writeProgram(
        programWith(`alias: pulumi.secret("hidden-desk"), agent: "${agent}"`, front),
      );
      await phones.up();
      await project.writeProgram(programWith(`agent: "${agent}"`, front));
      phones.fault("update", "500-before", { times: 20 });
      expect((await stack.up()).exitCode).not.toBe(0);
      expect(JSON.stringify(await stack.export())).not.toContain("hidden-desk");
      expect((await stack.up()).exitCode).not.toBe(0);
      expect(JSON.stringify(await stack.export())).not.toContain("hidden-desk");
      phones.control.clearFaults();
      await phones.up();
      expect(phones.only.alias).toBeNull();

      await project.writeProgram(programWith('agent: pulumi.secret("no-such-agent")', front));
      const refused = await stack.up();
      expect(refused.exitCode).not.toBe(0);
      expect(refused.all).not.toContain("no-such-agent");
      await project.writeProgram(
        programWith(`agent: pulumi.secret("${agent}"), deletionPolicy: "detach"`, front),
      );
      await phones.up();
      const destroyed = await stack.destroy();
      expect(destroyed.exitCode).toBe(0);
      expect(destroyed.all).toContain("left in the account");
      expect(destroyed.all).not.toContain(agent);
    });
  });

  test("an argument that becomes secret hides what the state has of it by now, without a call that changes anything", async () => {
    await withPhoneStack({ front }, async (phones) => {
      const { project, stack } = phones;
      await project.writeProgram(programWith('alias: "open-desk"', front));
      await phones.up();
      expect(JSON.stringify(await stack.export())).toContain("open-desk");
      const writes = phones.writes.length;
      await project.writeProgram(programWith('alias: pulumi.secret("open-desk")', front));
      await phones.up();
      expect(JSON.stringify(await stack.export())).not.toContain("open-desk");
      expect(phones.writes).toHaveLength(writes);
      await phones.up(["--expect-no-changes"]);
    });
  });
});
