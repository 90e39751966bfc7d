import { existsSync } from "node:fs";
import path from "node:path";
import { inject } from "vitest";
import { type GoProgram, goProgram } from "./go-program";

/** Pulumi's hosts for programs in languages that its SDK for Node.js knows nothing of. */
const hosts = {
  yaml: {
    module: "language-yaml",
    source: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
    name: "pulumi-language-yaml",
  },
  python: {
    module: "language-python",
    source: "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python",
    name: "pulumi-language-python",
    beside: {
      "pulumi-language-python-exec": {
        of: "github.com/pulumi/pulumi/sdk/v3",
        path: "python/cmd/pulumi-language-python-exec",
      },
    },
  },
} satisfies Record<string, GoProgram>;

export type HostedLanguage = keyof typeof hosts;

/** The folder of a language's host: that of the CLI, or one that is built with Go. */
export async function languageHost(language: HostedLanguage): Promise<string> {
  const bin = inject("pulumiBin");
  return existsSync(path.join(bin, hosts[language].name)) ? bin : goProgram(hosts[language]);
}
