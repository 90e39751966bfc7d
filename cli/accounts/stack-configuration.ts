import { z } from "zod";
import { parseJson } from "../../provider/domain/parse-json";
import type { ConfigurationReader } from "../../provider/host/configuration";
import { pulumi } from "../../provider/host/pulumi-cli";

const printed = z.record(z.string(), z.object({ value: z.string().optional() }));

/** The configuration of a stack, with the names of all its keys. */
export interface StackConfiguration extends ConfigurationReader {
  readonly keys: readonly string[];
}

/** The configuration of a stack of the project in the current folder, its secrets too. */
export async function stackConfiguration(stack: string): Promise<StackConfiguration> {
  const text = await pulumi(["config", "--json", "--show-secrets", "--stack", stack]);
  const read = printed.safeParse(parseJson(text));
  // What cannot be read may be a secret, and is not quoted.
  if (!read.success) throw new Error(`pulumi config --json printed what is no configuration of ${stack}`);
  return { get: (key) => read.data[key]?.value, keys: Object.keys(read.data) };
}
