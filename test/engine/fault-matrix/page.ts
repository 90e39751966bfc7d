import path from "node:path";
import { vendorNames } from "../../../provider/vendors";
import { repository } from "../../support/repository";
import { bindsAgents, faultsOf, type Operation, type Reach, reaches } from "./cells";
import { outcomeOf } from "./outcome";
import type { Played } from "./play";

export const pageFile = path.join(repository, "docs/fault-matrix.md");

const introduction = `# The fault matrix

What becomes of one number when something goes wrong with one kind of call: on every vendor's stand-in, by every fault of the
[sandbox](sandbox.md#faults), on the real engine. \`test/engine/fault-matrix.test.ts\` writes this page from what happened, and compares it in every run.

- **create**, **destroy**: the fault meets the first call of its kind.
- **next up**, **next destroy**: the fault meets every call of its kind, in that run and in the next one; and as long as that, the account does not
  show a purchase whose answer is lost. A third run meets no fault.

In the end the account owns what is in state: one number, bought once, answered by the agent that was asked for. After a release it owns
none, and none is in state. A number that was bought is in state from the run on that bought it.

An arrow leads from one run to the next one. Runs that end in one of these words fail, and the next one goes on from there:

- *not bought*: proven, so nothing is in state.
- *unsettled*: it is not known yet whether it was bought. It is in state as that.
- *refused*: it is still unsettled, and nothing was asked for.
- *kept*: the number is in state, and what was asked for is not done, or not known to be.

The others succeed:

- *bought*, *bound*, *released*: answered. *Asked again*: by the same call for the same number, sent once more. *Next number*: another customer had taken the first.
- *found*: no answer had said so, and looking told.
- *on a human's word*: Cald does not show what it has sold. Who has looked in its dashboard and found nothing says so by \`vendorOptions.nothingBought\`, and who
  has found a number names it by \`adopt\`. Until then the up refuses and buys nothing.
`;

const titles: Record<Operation, string> = {
  buy: "Buy",
  bind: "Bind an agent: in the run that buys, or changes it where the purchase binds",
  release: "Release",
};

/** The page as it has to be. */
export function pageOf(matrix: Readonly<Record<Operation, readonly Played[]>>): string {
  const sections = (Object.keys(titles) as Operation[]).map(
    (operation) => `## ${titles[operation]}\n\n${tableOf(operation, matrix[operation])}\n`,
  );
  return [introduction, ...sections].join("\n");
}

function tableOf(operation: Operation, played: readonly Played[]): string {
  const vendors = vendorNames.filter((vendor) => operation !== "bind" || bindsAgents({ vendor }));
  const columns = vendors.flatMap((vendor) => reaches.map((reach) => ({ vendor, reach })));
  const cell = (fault: string, { vendor, reach }: (typeof columns)[number]) => {
    const found = played.find(
      ({ cell: each }) => each.fault === fault && each.vendor === vendor && each.reach === reach,
    );
    return found === undefined ? "" : outcomeOf(operation, found);
  };
  const rows = faultsOf(operation).map((fault) => [
    `\`${fault}\``,
    ...columns.map((column) => cell(fault, column)),
  ]);
  const run = (reach: Reach) => (operation === "release" ? reach.replace(/create|up/, "destroy") : reach);
  const head = ["", ...columns.map(({ vendor, reach }) => `${vendor}: ${run(reach)}`)];
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}
