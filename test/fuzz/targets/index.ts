import type { Target } from "../target";
import { programArguments } from "./arguments";
import { commands } from "./commands";
import { configurationValues } from "./configuration";
import { controlCalls } from "./control-calls";
import { journal } from "./journal";
import { states } from "./states";
import { vendorAnswers } from "./vendor-answers";
import { vendorModules } from "./vendor-modules";
import { wire } from "./wire";

/** Everything that comes from outside. */
export const targets = [
  vendorAnswers,
  programArguments,
  states,
  journal,
  vendorModules,
  controlCalls,
  configurationValues,
  commands,
  wire,
] as unknown as readonly Target[];
