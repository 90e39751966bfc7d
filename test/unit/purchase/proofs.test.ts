import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { proofs, type Verdict } from "../../../provider/purchase/proofs";
import { repository } from "../../support/repository";

const page = path.join(repository, "docs/recovery.md");
const [begin, end] = ["<!-- proofs -->\n", "<!-- end of proofs -->"];

/** What counts as a proof of what, as a table. */
function table(): string {
  const rows = Object.values(proofs).map(({ verdict, seen, why }) => `| ${verdict} | ${seen} | ${why} |`);
  return ["| verdict | what is seen | why |", "|---|---|---|", ...rows, ""].join("\n");
}

it("docs/recovery.md has the table of proofs: PHONE_WRITE_PROOFS=1 writes it", () => {
  const text = readFileSync(page, "utf8");
  const [head = "", rest = ""] = text.split(begin);
  const tail = rest.slice(rest.indexOf(end));
  const expected = `${head}${begin}${table()}${tail}`;
  if (process.env.PHONE_WRITE_PROOFS) writeFileSync(page, expected);
  expect(readFileSync(page, "utf8")).toBe(expected);
});

it("every verdict has a proof", () => {
  const verdicts: readonly Verdict[] = ["ours", "theirs", "free", "open"];
  const proven = new Set<Verdict>(Object.values(proofs).map(({ verdict }) => verdict));
  expect([...proven].toSorted()).toEqual(verdicts.toSorted());
});

it("each proof is found by code of this folder, and none elsewhere", () => {
  const provider = path.join(repository, "provider");
  const files = readdirSync(provider, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".ts"),
  );
  const found = files.flatMap((file) =>
    [...readFileSync(path.join(provider, file), "utf8").matchAll(/\bfind\(\s*"([^"]+)"/g)].map(
      ([, proof]) => ({ proof, folder: path.dirname(file) }),
    ),
  );
  expect([...new Set(found.map(({ proof }) => proof))].toSorted()).toEqual(Object.keys(proofs).toSorted());
  expect([...new Set(found.map(({ folder }) => folder))]).toEqual(["purchase"]);
});
