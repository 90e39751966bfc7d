import { expect, test } from "vitest";
import { defined } from "../support/expect";
import { testNumber } from "../support/sandbox";
import { refused, usePhoneStack } from "./support";

const stack = usePhoneStack();
const number = testNumber(1);

test("adopt takes over a number with who answers it; nothing is bought, and nothing is to be done then", async () => {
  const phones = stack();
  const [agent] = phones.agents;
  phones.numbers({ own: [{ e164: number, country: "US", agent }] });
  await phones.declare({ main: { vendor: "plivo", adopt: "+1 (907) 234-0001" } });
  const line = `main: takes over ${number} of plivo, which ${agent} answers; nothing is bought`;
  expect(await phones.preview()).toContain(line);
  expect(await phones.up()).toContain(line);
  expect((await phones.inState()).outputs).toMatchObject({ e164: number, country: "US", boundAgent: agent });
  expect(phones.writes).toEqual([]);
  await phones.preview(["--expect-no-changes"]);
  await phones.refresh(["--expect-no-changes"]);
  await phones.preview(["--expect-no-changes"]);
});

test("a number of another resource, or of another stack, is refused", async () => {
  const phones = stack();
  const adopting = { vendor: "plivo", adopt: number };
  await phones.declare({ main: adopting, other: adopting });
  expect(refused(await phones.stack.preview())).toContain(
    `${number} cannot be adopted: main of this stack has it`,
  );
  await phones.declare({ main: adopting });
  const beside = await phones.project.createStack("beside");
  expect(refused(await beside.preview())).toContain(
    `${number} cannot be adopted: main of the stack organization/harness/dev has it`,
  );
});

test("a forced replacement of it is refused, as the number itself would be given up", async () => {
  const phones = stack();
  const { urn } = await phones.inState();
  expect(refused(await phones.stack.up(["--replace", urn]))).toContain(
    "replaced by itself it would be given up",
  );
  expect(phones.state).toMatchObject({ owned: [{}], purchases: 0, releases: 0 });
});

test("an agent that is given answers from now on; cald takes over by id, with an agent only", async () => {
  const phones = stack();
  const [before, after] = phones.agents;
  phones.control.changeNumbers({ vendor: "cald", own: [{ e164: testNumber(2), country: "US" }] });
  const { id } = defined(phones.control.state().cald?.owned[0]);
  const [caldAgent] = defined(phones.control.vendors().cald).agents;
  const main = { vendor: "plivo", adopt: number, agent: after };
  await phones.declare({ main, cald: { vendor: "cald", adopt: String(id) } });
  expect(refused(await phones.stack.preview())).toContain(
    "agent: cald: cald shows numbers only by their ids",
  );
  await phones.declare({ main, cald: { vendor: "cald", adopt: String(id), agent: caldAgent } });
  await phones.up();
  expect(phones.only).toMatchObject({ e164: number, agent: after });
  expect(before).not.toBe(after);
  expect(phones.control.state().cald).toMatchObject({ owned: [{ agent: caldAgent }], purchases: 0 });
  expect((await phones.inState("cald")).id).toBe(testNumber(2));
  await phones.preview(["--expect-no-changes"]);
});
