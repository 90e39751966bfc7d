import path from "node:path";
import { inject } from "vitest";
import { goProgram } from "./go-program";
import { runOrThrow } from "./run";

/** Generates the SDK of the packed plugin's schema into a folder, as `pulumi package gen-sdk` does. */
export async function generateSdk(language: "python" | "go" | "dotnet", folder: string): Promise<void> {
  const bin = await goProgram({ module: "generate-sdk", source: ".", name: "generate-sdk" });
  const schema = path.join(inject("projectFolder"), "node_modules/pulumi-phone/plugin/schema.json");
  await runOrThrow(path.join(bin, "generate-sdk"), [language, schema, folder]);
}
