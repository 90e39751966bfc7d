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
| calls of an up | N purchases + at most N/20 + 2 pages of a search + about N/W looks that are shared by those bought side by side + one look before the first purchase |
| calls of an up without changes | 0 |
| calls of a refresh | N/20, rounded up |
| calls of a destroy | N releases, and a look after the first |
| processes of the Pulumi CLI in an up | 2, side by side, in a run that creates something (\`stack export\`, \`stack history\`); none in one that does not |
| state | N times the bytes of a number above, and what the engine writes beside them |
| what a file backend writes in an up | the whole state after each step: about N² times half the bytes of a number |
| memory of the provider's process | a constant for the code, and the rows of the account's list and of the searches: some kB a number |

## What profiles say

Of the provider's process (\`node --cpu-prof\`), of the calls with their times, and of a log of every process of the Pulumi CLI:

- What the provider's process loads is its largest share of a short run: 554 files, of which zod and undici take a third each. As one bundled file they load only
  a tenth faster: it is their code that runs, not their number.
- Picking is quadratic: the place of every number that is for sale is made anew, by a digest, for each resource. At 300 numbers it is a third of the processor's time.
- The engine asks for one check after the other, and pages of a search are asked for one after the other within them: nothing is bought until the last check is
  over, or for three seconds.
- Numbers bought side by side wait for each other: for 16 of them a purchase, a look and the journal's files take five times as long as the purchase alone.
- Without changes nothing is asked and no process of the CLI is started: what is left is the loading.
`;
}

/** @param {import("./figures.mjs").Table} table */
function markdownOf({ heading, columns, rows }) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [`## ${heading}`, "", line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
}
