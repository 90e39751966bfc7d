import { inject } from "vitest";
import { childEnvironment } from "./environment";
import { runOrThrow } from "./run";

/** What @pulumi/pulumi/dynamic does with the provider that a resource passes to super. */
const script = `
const provider = require(process.argv[1]);
const { serializeFunction } = require("@pulumi/pulumi/runtime/closure/serializeClosure");
serializeFunction(() => provider, { allowSecrets: true }).then(({ text }) => {
  process.stdout.write(text, () => process.exit());
});
`;

/** The text that Pulumi stores for a provider module, seen from a folder: by default the installed project. */
export async function serializeProvider(
  specifier: string,
  folder = inject("projectFolder"),
): Promise<string> {
  const result = await runOrThrow(process.execPath, ["-e", script, specifier], {
    cwd: folder,
    env: childEnvironment(),
  });
  return result.stdout;
}
