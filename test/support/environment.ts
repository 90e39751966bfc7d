import path from "node:path";

/** Variables that say how much is tested; see CONTRIBUTING.md. They mean nothing to the package. */
const testFlags = [
  "PHONE_KILLS",
  "PHONE_KILL_SEED",
  "PHONE_LOAD",
  "PHONE_MATRIX",
  "PHONE_MUTATIONS",
  "PHONE_WRITE_COMMANDS",
  "PHONE_WRITE_DOCS",
  "PHONE_WRITE_MATRIX",
  "PHONE_WRITE_PROOFS",
];

/** Whether a variable configures this package or Pulumi. */
export function isOurs(name: string): boolean {
  return /^(PULUMI|PHONE|BOLNA|PLIVO|RAVAN|SONDOS|CALD)_/.test(name) && !testFlags.includes(name);
}

/** What child processes may take over from this process; everything else a test gives on purpose. */
const inherited = ["HOME", "LANG", "PATH", "TMPDIR", "XDG_CACHE_HOME"];

/** An environment for a child process, built from nothing, with some folders first on PATH. */
export function childEnvironment(
  additions: Record<string, string> = {},
  firstOnPath: readonly string[] = [],
): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  environment.PATH = [...firstOnPath, environment.PATH ?? ""].join(path.delimiter);
  return { ...environment, ...additions };
}
