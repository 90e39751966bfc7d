import { Option } from "commander";
import { vendorNames } from "../../provider/vendors";

/** `--vendor`: one of the built-in ones, or one that a module adds. */
export function vendorOption(description: string): Option {
  // Choices are completed by shells, but others are right as well: modules add vendors.
  return new Option("--vendor <name>", description).choices(vendorNames).argParser((name: string) => name);
}
