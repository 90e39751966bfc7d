import { byName } from "../steps/step";
import * as deaths from "./deaths";
import type { Fault } from "./fault";
import * as host from "./host";
import * as vendor from "./vendor";

/** Every fault there is: whatever these files export. */
export const faults: readonly Fault[] = byName([deaths, host, vendor]);
