import * as program from "./program";
import * as runs from "./runs";
import * as state from "./state";
import { byName, type Step } from "./step";
import * as world from "./world";

/** Every step there is: whatever these files export. */
export const steps: readonly Step[] = byName([program, runs, state, world]);
