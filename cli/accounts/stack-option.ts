import { Option } from "commander";

/** `--stack`: whose configuration has the keys. */
export function stackOption(): Option {
  return new Option(
    "--stack <name>",
    "take keys from the configuration of this stack, too; default: the environment alone",
  );
}
