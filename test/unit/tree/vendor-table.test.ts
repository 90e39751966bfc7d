import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { vendorDefinitions } from "../../../provider/vendors";
import { capabilityTable } from "../../../provider/vendors/capability-table";
import { repository } from "../../support/repository";

it("the reference's table of vendors is what the capabilities say: npm run vendor-table writes it", () => {
  const readme = readFileSync(path.join(repository, "docs/reference.md"), "utf8");
  expect(/<!-- vendors -->\n([\s\S]*)\n<!-- \/vendors -->/.exec(readme)?.[1]).toBe(
    capabilityTable(vendorDefinitions),
  );
});

it("the table has a column for every vendor, and says what each lacks", () => {
  const table = capabilityTable(vendorDefinitions);
  expect(table.split("\n")[0]?.split("|")).toHaveLength(vendorDefinitions.length + 3);
  expect(table).toMatch(/`agent` \|.*\| no \|/);
});
