import { oneOf } from "../steps/step";
import type { Death, Moment, Victim } from "../world/process";
import { fault } from "./fault";

const places: Readonly<Record<Moment, string>> = {
  write: "(journal or vendor)",
  read: "(journal, vendor or CLI)",
  checkpoint: "of the checkpoint",
};

const death = (name: string, victim: Victim, what: string, of: Moment, most: number) =>
  fault({
    name,
    weight: of === "write" ? 3 : 1,
    // In old schedules the so-many-th is called `write`.
    draw: (random) => ({ write: random.below(most), when: oneOf(random, ["before", "after"] as const) }),
    arm: (trouble, { write: nth, when }) => {
      trouble.death = { victim, of, nth, when } satisfies Death;
    },
    tell: ({ write, when }) =>
      `${what} right ${when} ${of === "read" ? "read" : "write"} ${write + 1} ${places[of]}`,
  });

const plugin = "the plugin process alone is killed";
const machine = "everything on the machine is killed";
const engine = "the engine alone is killed, and the plugin ends its call,";

export const pluginDies = death("plugin dies", "plugin", plugin, "write", 5);
export const machineDies = death("killed", "machine", machine, "write", 5);
export const pluginDiesReading = death("plugin dies at a read", "plugin", plugin, "read", 16);
export const machineDiesReading = death("killed at a read", "machine", machine, "read", 16);
export const machineDiesAtCheckpoint = death("killed at the checkpoint", "machine", machine, "checkpoint", 5);
export const engineDies = death("engine dies", "engine", engine, "write", 5);
export const engineDiesAtCheckpoint = death(
  "engine dies at the checkpoint",
  "engine",
  engine,
  "checkpoint",
  5,
);

export const programFails = fault({
  name: "program fails",
  weight: 1,
  draw: (random) => ({ after: random.below(3) }),
  arm: (trouble, { after }) => {
    trouble.programFailsAfter = after;
  },
  tell: ({ after }) => `the program ends with an error after ${after} registrations`,
});
