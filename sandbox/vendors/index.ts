import type { StandInFactory } from "../kit/stand-in";
import { bolna } from "./bolna";
import { cald } from "./cald";
import { plivo } from "./plivo";
import { ravan } from "./ravan";
import { sondos } from "./sondos";

/** The stand-ins that every sandbox has. */
export const builtInStandIns: readonly StandInFactory[] = [bolna, plivo, ravan, sondos, cald];
