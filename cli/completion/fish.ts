import type { CompletedCommand, CompletedOption, CompletedValue } from "./completed-commands";

/** A completion script for fish. */
export function fishCompletion(
  commands: readonly CompletedCommand[],
  options: readonly CompletedOption[],
): string {
  const start = "complete -c pulumi-phone";
  const first = `${start} -n __fish_use_subcommand`;
  const lines = commands.flatMap(({ name, description, options: own, argument }) => {
    const within = `${start} -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `${first} -a ${name} -d ${quoted(description)}`,
      ...own.map((option) => `${within} ${flag(option)}`),
      ...(argument === undefined ? [] : [`${within} ${argumentOf(argument)}`]),
    ];
  });
  return [
    "# fish completion of pulumi-phone: pulumi-phone completion fish | source",
    `${start} -f`,
    ...options.map((option) => `${first} ${flag(option)}`),
    ...lines,
    "",
  ].join("\n");
}

function flag({ long, description, value }: CompletedOption): string {
  const head = `-l ${long.replace(/^--/, "")} -d ${quoted(description)}`;
  if (value === undefined) return head;
  if (value === "file") return `${head} -r -F`;
  return value === "unknown" ? `${head} -x` : `${head} -x -a ${quoted(value.join(" "))}`;
}

function argumentOf(value: CompletedValue): string {
  return Array.isArray(value) ? `-a ${quoted(value.join(" "))}` : "-F";
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
