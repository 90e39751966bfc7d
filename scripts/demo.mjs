// npm run demo: the main job, end to end, against the sandbox: a number previewed, bought, changed and released by the real
// Pulumi engine. Needs no account, costs nothing, leaves nothing behind (but with --keep).
import assert from "node:assert/strict";
import { parseArgs } from "node:util";
import { openDemo } from "./lib/demo-stack.mjs";

/** @typedef {import("./lib/demo-stack.mjs").Demo} Demo */

/**
 * One step: what it shows, the act, and what must be true of the vendor's side after it.
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {(demo: Demo) => Promise<void>} act
 */

/** @type {Step[]} */
const steps = [
  {
    title: "pulumi preview: which number, and what the month costs. Nothing is bought.",
    async act(demo) {
      const said = await demo.pulumi("preview");
      assert.match(said, /picked \+1415\d{7} from plivo for \d+\.\d+ USD a month/);
      assert.equal((await demo.vendor()).purchases, 0);
      assert.deepEqual(await demo.writes(), []);
    },
  },
  {
    title: "pulumi up: exactly one is bought, with its agent.",
    async act(demo) {
      await demo.pulumi("up", "--yes");
      const { owned, purchases } = await demo.vendor();
      assert.equal(purchases, 1);
      assert.equal(owned[0]?.agent, demo.agents[0]);
      assert.equal(await demo.output("line"), owned[0]?.e164);
      console.log(`bought ${owned[0]?.e164}`);
    },
  },
  {
    title: "The agent changes in the program: the same number, changed in place.",
    async act(demo) {
      const line = await demo.output("line");
      await demo.configure("agent", demo.agents[1]);
      await demo.pulumi("up", "--yes");
      const { owned, purchases } = await demo.vendor();
      assert.equal(purchases, 1);
      assert.deepEqual([owned[0]?.e164, owned[0]?.agent], [line, demo.agents[1]]);
      console.log(`changed ${line}`);
    },
  },
  {
    title: "pulumi up once more: nothing to do.",
    async act(demo) {
      await demo.pulumi("up", "--yes", "--expect-no-changes");
    },
  },
  {
    title:
      "A colleague binds another agent in the vendor's console. pulumi refresh sees it, pulumi up repairs it.",
    async act(demo) {
      const line = await demo.output("line");
      await demo.behindTheBack(line, demo.agents[0]);
      assert.equal((await demo.vendor()).owned[0]?.agent, demo.agents[0]);
      assert.match(await demo.pulumi("refresh", "--yes"), /~ 1 updated/);
      await demo.pulumi("up", "--yes");
      const { owned, purchases } = await demo.vendor();
      assert.equal(purchases, 1);
      assert.equal(owned[0]?.agent, demo.agents[1]);
      console.log(`changed ${line}`);
    },
  },
  {
    title: "pulumi destroy: the number is given back.",
    async act(demo) {
      const line = await demo.output("line");
      await demo.pulumi("destroy", "--yes");
      const { owned, releases } = await demo.vendor();
      assert.equal(releases, 1);
      assert.deepEqual(owned, []);
      console.log(`released ${line}`);
    },
  },
];

/**
 * @param {Demo} demo
 * @returns {Promise<boolean>} whether every step did what it says
 */
async function run(demo) {
  for (const [index, { title, act }] of steps.entries()) {
    console.log(`\n${index + 1}. ${title}`);
    try {
      await act(demo);
      await demo.showVendor();
    } catch (error) {
      console.error(
        `\nStep ${index + 1} did not do what it says: ${error instanceof Error ? error.message : error}`,
      );
      return false;
    }
  }
  return true;
}

const { values } = parseArgs({ options: { keep: { type: "boolean", default: false } } });
// What is not kept ends with this process.
process.once("SIGINT", () => process.exit(130));
const demo = await openDemo();
if (values.keep) console.log(`Watch it in a browser: ${demo.page}`);
const done = await run(demo);
if (done) console.log("\nEach step did what it says.");
if (values.keep) demo.keep();
else await demo.close();
process.exitCode = done ? 0 : 1;
