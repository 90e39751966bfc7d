import { tablesOf } from "./figures.mjs";

/** docs/performance.md. @param {import("../bench.mjs").Result} result */
export function documentOf(result) {
  const { cores, memoryGiB, node, pulumi } = result.machine;
  return `# Performance

Made by \`npm run bench -- --write\` on ${cores} cores with ${memoryGiB} GiB, Node.js ${node}, Pulumi ${pulumi} and a file backend, against the sandbox's Plivo with
its limit of 300 calls in 5 s. Seconds are of that machine; ratios and calls mean the same on others.

Four providers take turns: the *floor* makes the one call of create and of delete that cannot be left out, and is told which numbers are for sale; the *naive* one
is what people write on a first afternoon: it looks at the account, searches, buys and reads for each number by itself; *ours* is this package's class, served by a
dynamic provider as the first two are; *plugin* is the class of \`pulumi-phone/plugin\`, which the package's plugin serves. A column without a unit is a ratio to the floor of the same row. CPU seconds are
those of the engine, the program and the provider together.

${tablesOf(result).map(markdownOf).join("\n\n")}

## What it costs, and how it grows

With N numbers of one account, W creates under way at once (four for each core of the machine), and pages of 20 rows at Plivo:

| what | grows as |
|---|---|
| calls of an up | N purchases + N/20 pages of a search and one more, which are read before the first purchase (the package's classes tell what all numbers ask for; without them, and beyond 24 pages, some rows are read again) + about N/W looks that are shared by those bought side by side + one look before the first purchase |
| calls of an up without changes | 0 |
| calls of a refresh | N/20, rounded up |
| calls of a destroy | N releases, and a look after the first |
| processes of the Pulumi CLI in an up | 2, side by side, in a run that creates something (\`stack export\`, \`stack history\`); none in one that does not |
| state | N times the bytes of a number above, and what the engine writes beside them |
| what a file backend writes in an up | the whole state after each step: about N² times half the bytes of a number |
| memory of the provider's process | a constant for the code, and the rows of the account's list and of the searches: some kB a number |

## Where the time of an up goes

Measured once, on two cores, with 100 new numbers and eight creates under way at once: by the sandbox's log of calls with their times, the profiler of Node.js in the program
and in the provider, a trace of every check and create, and the same with the engine's checkpoints switched off (\`PULUMI_SKIP_CHECKPOINTS\`, which the package refuses by now: nothing would
be written down before a purchase).

- **Until the first purchase** it is 2.4 s for the floor, 2.5 s for the plugin and 2.9 s for the class. Nearly all of it is the SDK, which the program and a dynamic
  provider load one after the other (1 s of CPU each). The package adds 0.25 s of CPU: zod and undici are a third of that each. As one bundled file they load only a tenth
  faster: it is their code that runs, not their number.
- **From the first purchase to the last** it is 1.0 s for the floor. Without any delay of the vendor it is 2.0 s for both fronts, whatever number of creates are under
  way, and 3.4 s where a call takes 50 ms.
  - *Checkpoints.* Without them the floor takes 0.4 s, and both fronts take 1.2 s. Writing costs 0.6 s for the floor's rows, and 1.0 s for ours, which are longer.
  - *Handlers.* They take 6.5 ms of CPU a number beyond the floor's: the schemas, the journal's file (written, synced and renamed before the purchase), and the two lines
    that tell of the purchase.
  - *The vendor.* The engine begins eight creates in 80 ms, in which the floor's one call is over. A create that tells what the account shows needs two calls, one after the
    other, and eight numbers wait for each other's to share the second: 13 times 100 ms that nothing else fills.
- **The engine checks no further than it creates.** While as many creates are under way as it lets, it asks for no check. So it is the program that tells how many pages of a search are wanted, and they are read before the first purchase.
- **Tried and left out.** Looks for half as many numbers each: 0.8 s faster at 50 ms a call and no faster at 0 ms, for 14 calls more. A look for each number: no faster at 0 ms,
  for 45 calls more. To go on in a search after purchases, in place of beginning it anew: 14 calls of 476 less at 400 numbers.
- Without changes nothing is asked and no process of the CLI is started: what is left is the loading.
- **What is not the engine's own** in an up is the CPU of the handlers, the longer rows, and the second call of each create. That call tells what the account shows of the number: without it the state would have
  neither the day of its rent nor what the vendor has made of the order, until a refresh.

Four stacks that buy at once by the same search want the same numbers: what of their creates fails is in the table, nothing is bought wrongly, and the next \`up\` picks others. [Thousands of numbers](scale.md) has
the advice, and [a decision](decisions/0018-shared-looks.md) what was tried.
`;
}

/** @param {import("./figures.mjs").Table} table */
function markdownOf({ heading, columns, rows }) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [`## ${heading}`, "", line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}
