// npm run archives -- <folder>: the plugin as Pulumi downloads it, one archive for each platform, to lay beside a release. What is in
// them is the same but for the starter: they run on the Node.js of the machine.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));
const { version } = JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder for the archives: npm run archives -- <folder>");

const common = ["plugin/phone.js", "plugin/schema.json", "plugin/LICENCES.txt", "LICENSE"];
const starters = {
  linux: "plugin/pulumi-resource-phone",
  darwin: "plugin/pulumi-resource-phone",
  windows: "plugin/pulumi-resource-phone.cmd",
};

mkdirSync(folder, { recursive: true });
for (const [system, starter] of Object.entries(starters)) {
  const scratch = mkdtempSync(path.join(os.tmpdir(), "archive-"));
  for (const file of [starter, ...common])
    copyFileSync(path.join(repository, file), path.join(scratch, path.basename(file)));
  const files = [starter, ...common].map((file) => path.basename(file));
  for (const processor of ["amd64", "arm64"]) {
    const archive = path.resolve(folder, `pulumi-resource-phone-v${version}-${system}-${processor}.tar.gz`);
    const { status } = spawnSync("tar", ["-czf", archive, "-C", scratch, ...files], { stdio: "inherit" });
    if (status !== 0) throw new Error(`tar did not make ${archive}`);
    console.log(path.basename(archive));
  }
  rmSync(scratch, { recursive: true });
}
