// npm run vendor-table: writes the table of the vendors into the README, between its two marks.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { capabilityTable } from "../dist/provider/vendors/capability-table.js";
import { vendorDefinitions } from "../dist/provider/vendors/index.js";

const readme = fileURLToPath(new URL("../README.md", import.meta.url));
const marks = /(<!-- vendors -->\n)[\s\S]*(\n<!-- \/vendors -->)/;

const text = await readFile(readme, "utf8");
await writeFile(readme, text.replace(marks, `$1${capabilityTable(vendorDefinitions)}$2`));
