import { type Input, isSecret, output } from "@pulumi/pulumi";
import { mirroring } from "./mirroring";

/** The outputs that mirror a secret argument; undefined when none does. */
export async function outputsToHide(
  args: Readonly<Record<string, Input<unknown>>>,
): Promise<readonly string[] | undefined> {
  const secrets = await Promise.all(
    Object.entries(args).map(async ([name, value]) =>
      mirroring([name]).length > 0 && value !== undefined && (await isSecret(output(value))) ? [name] : [],
    ),
  );
  const names = mirroring(secrets.flat());
  return names.length > 0 ? names : undefined;
}
