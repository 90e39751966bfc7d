import { test } from "vitest";
import { keep } from "./corpus";
import { hunt } from "./hunt";
import { targets } from "./targets";

const { FUZZ_SEED, FUZZ_TARGET } = process.env;
const round = 1_000;

// `npm run fuzz`: vitest.config.mts includes it only then.
test("fuzz", { timeout: 0 }, async () => {
  const first = Number(FUZZ_SEED);
  const chosen = targets.filter(({ name }) => !FUZZ_TARGET || name === FUZZ_TARGET);
  const start = Date.now();
  const found = new Set<string>();
  let cases = 0;
  for (let seed = first; ; seed++) {
    for (const target of chosen) {
      const finding = await hunt(target, seed, Math.max(1, Math.round((target.share * round) / 1_000)));
      cases += Math.round((target.share * round) / 1_000);
      if (finding === undefined) continue;
      // What is found again and again is kept once: it is there until it is mended.
      const kind = `${target.name} ${finding.broke.replace(/[^a-z ]/gi, "").slice(0, 60)}`;
      if (found.has(kind)) continue;
      found.add(kind);
      say(
        `\n${target.name}, seed ${seed}: ${finding.broke}\nkept as ${keep(target.name, finding.broke, finding.case)}`,
      );
    }
    const seconds = (Date.now() - start) / 1_000;
    say(`seed ${seed}: ${cases} cases, ${Math.round(cases / seconds)} a second, ${found.size} findings`);
  }
});

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
