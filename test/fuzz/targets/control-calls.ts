import fc from "fast-check";
import { Control } from "../../../sandbox/control/control";
import { controlRoutes } from "../../../sandbox/control/control-routes";
import { builtInStandIns } from "../../../sandbox/vendors";
import { SandboxState } from "../../../sandbox/world/sandbox-state";
import { anyJson, type Change, changed, changes, type Json, oddText } from "../generators/json";
import { must } from "../outcome";
import type { Target } from "../target";

const number = { e164: "+19072340001", country: "US", type: "local", price: "0.80", capabilities: ["voice"] };
const usual: Readonly<Record<string, Json>> = {
  "/numbers": {
    vendor: "plivo",
    add: [number],
    take: [],
    price: [],
    own: [{ ...number, agent: "a" }],
    drop: [],
  },
  "/faults": { vendor: "plivo", operation: "buy", fault: "429", times: 1, delayMs: 1, retryAfter: 1 },
  "/documents": { vendor: "plivo", country: "US", accepted: true },
  "/clock": { advance: "1d" },
};

interface Case {
  readonly path: string;
  readonly body: readonly Change[] | Json;
  readonly isText: boolean;
}

let state: SandboxState | undefined;

/** The control calls of a sandbox, which every program of the machine can make. */
export const controlCalls: Target<Case> = {
  name: "control-calls",
  share: 80,
  cases: fc.oneof(
    fc.record({ path: fc.constantFrom(...Object.keys(usual)), body: changes, isText: fc.constant(false) }),
    fc.record({ path: fc.constantFrom(...Object.keys(usual)), body: anyJson, isText: fc.boolean() }),
    fc.record({
      path: fc.constantFrom(...Object.keys(usual)),
      body: oddText as fc.Arbitrary<Json>,
      isText: fc.constant(true),
    }),
  ),
  async play({ path, body, isText }) {
    state ??= new SandboxState({ factories: builtInStandIns, stock: 5, seed: "1", rateLimit: false });
    state.reset();
    const control = new Control(state, () => "http://127.0.0.1:1");
    const isChanges = Array.isArray(body) && body.every((each) => typeof Object(each).at === "number");
    const json = isChanges ? changed(usual[path] ?? null, body as unknown as Change[]) : (body as Json);
    const text = isText && typeof body === "string" ? body : JSON.stringify(json);
    const before = JSON.stringify(control.state());
    const answer = await controlRoutes(control).request(path, { method: "POST", body: text });
    const told = (await answer.json()) as { error?: unknown };
    must([200, 400].includes(answer.status), `${path} answered ${answer.status}: ${JSON.stringify(told)}`);
    if (answer.status === 400) {
      must(typeof told.error === "string", "a refusal without words");
      must(JSON.stringify(control.state()) === before, `${path} was refused, and changed something`);
    }
  },
};
