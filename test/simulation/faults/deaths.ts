import { oneOf } from "../steps/step";
import { fault } from "./fault";

const death = (victim: "plugin" | "machine", name: string, what: string) =>
  fault({
    name,
    weight: 3,
    draw: (random) => ({ write: random.below(5), when: oneOf(random, ["before", "after"] as const) }),
    arm: (trouble, given) => {
      trouble.death = { victim, ...given };
    },
    tell: ({ write, when }) => `${what} right ${when} write ${write + 1} (journal or vendor)`,
  });

export const pluginDies = death("plugin", "plugin dies", "the plugin process alone is killed");
export const machineDies = death("machine", "killed", "everything on the machine is killed");
