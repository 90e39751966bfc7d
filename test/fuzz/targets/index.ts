import type { Target } from "../target";
import { programArguments } from "./arguments";
import { controlCalls } from "./control-calls";
import { journal } from "./journal";
import { states } from "./states";
import { vendorAnswers } from "./vendor-answers";
import { vendorModules } from "./vendor-modules";

/** Everything that comes from outside. */
export const targets = [
  vendorAnswers,
  programArguments,
  states,
  journal,
  vendorModules,
  controlCalls,
] as unknown as readonly Target[];
