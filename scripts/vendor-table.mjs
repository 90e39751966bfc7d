// npm run vendor-table: writes the table of the vendors into docs/reference.md, between its two marks.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { capabilityTable } from "../.cache/build/provider/vendors/capability-table.js";
import { vendorDefinitions } from "../.cache/build/provider/vendors/index.js";

const page = fileURLToPath(new URL("../docs/reference.md", import.meta.url));
const marks = /(<!-- vendors -->\n)[\s\S]*(\n<!-- \/vendors -->)/;

const text = await readFile(page, "utf8");
await writeFile(page, text.replace(marks, `$1${capabilityTable(vendorDefinitions)}$2`));
