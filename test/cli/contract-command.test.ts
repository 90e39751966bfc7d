import { expect, test } from "vitest";
import { run } from "./run-cli";

const vendor = "./examples/meridian/meridian.mjs";
const standIn = "./examples/meridian/meridian-stand-in.mjs";

test("the example's vendor passes the suite", { timeout: 120_000 }, () => {
  const { status, stdout, stderr } = run("contract", vendor, "--stand-in", standIn);
  expect(stderr).toBe("");
  expect(stdout).toMatch(/Tests\s+\d+ passed/);
  expect(status).toBe(0);
});

test("a module that adds no vendor fails, and is named", { timeout: 60_000 }, () => {
  const { status, stdout, stderr } = run("contract", standIn, "--stand-in", standIn);
  expect(stdout + stderr).toContain(`pulumi-phone contract ${standIn}: does not export a vendor`);
  expect(status).toBe(1);
});

const faulty = (file: string) => `./test/fixtures/contract/${file}.mjs`;

test("what a careless vendor gets wrong fails, and nothing else does", { timeout: 180_000 }, () => {
  const { status, stdout, stderr } = run(
    "contract",
    faulty("careless"),
    "--stand-in",
    faulty("careless-stand-in"),
  );
  const failed = `${stdout}\n${stderr}`
    .split("\n")
    .flatMap((line) => / FAIL .* > meridian > (.*)$/.exec(line)?.[1] ?? []);
  const foreign = ["Fastify", "Kong", "Nest", "Spring", "Traefik", "a page", "nginx-ingress", "nothing"];
  const expected = [
    "a body that cannot be read > makes 'get' unclear, and nothing was bought",
    "a body that cannot be read > makes 'list' unclear, and nothing was bought",
    "a number in national form > is read with its country or passed over, and never as another country's",
    "a purchase > that somebody else was quicker with is refused as taken, in every form the vendor has for it",
    "get > shows a purchase",
    "get > shows the number as it is: nothing bound, held by nobody else, without label",
    "get > shows when a number renews that has been renewed meanwhile",
    ...foreign.flatMap((answer) => [
      `gone needs the vendor's own words > a release answered by ${answer} is not over`,
      `gone needs the vendor's own words > where everything is answered by ${answer}, nothing is gone`,
    ]),
    "one odd row > spoils no list, is said once, and is never taken for gone",
    "release > at the end of the period shows that the number lapses until then",
  ];
  expect(failed.toSorted()).toEqual(expected.toSorted());
  expect(status).toBe(1);
});

test("a stand-in of another vendor and a fixture with gaps are one failure, in words", {
  timeout: 60_000,
}, () => {
  const { status, stdout, stderr } = run("contract", vendor, "--stand-in", faulty("other-stand-in"));
  for (const said of [
    `the stand-in's vendor is "equator", and the definition's name is "meridian": they must be the same`,
    "contract.criteria.areaCode is missing: capabilities.search names areaCode",
    "contract.unknownAgent is missing: capabilities.agent has agents",
    "contract.wrongKeys.apikey is no key of the definition: known are apiKey",
  ]) {
    expect(stdout + stderr).toContain(said);
  }
  expect(stdout).toContain("no tests");
  expect(status).toBe(1);
});

test("a stand-in has to be named", () => {
  const { status, stderr } = run("contract", vendor);
  expect(stderr).toContain("--stand-in");
  expect(status).toBe(2);
});
