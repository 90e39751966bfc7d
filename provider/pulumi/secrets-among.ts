import { type Input, isSecret, output } from "@pulumi/pulumi";

/** The arguments that are secret or hold a secret. What is plain text or a plain number can be none. */
export async function secretsAmong(
  args: Readonly<Record<string, Input<unknown>>>,
): Promise<readonly string[]> {
  const secrets = await Promise.all(
    Object.entries(args).map(async ([name, value]) =>
      typeof value === "object" && value !== null && (await isSecret(output(value))) ? [name] : [],
    ),
  );
  return secrets.flat();
}
