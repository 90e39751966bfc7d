import * as program from "./program";
import * as runs from "./runs";
import type { Step } from "./step";
import * as world from "./world";

/** Every step there is: whatever these files export. */
export const steps: readonly Step[] = [program, runs, world].flatMap((file) => Object.values(file));
