// npm run build: compiles what has changed into dist, and removes what deleted sources have left there.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const repository = fileURLToPath(new URL("..", import.meta.url));
const output = path.join(repository, "dist");

const compiler = [path.join(repository, "node_modules/typescript/bin/tsc"), "--build", "tsconfig.build.json"];
const { status } = spawnSync(process.execPath, compiler, { cwd: repository, stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

for (const file of readdirSync(output, { recursive: true, encoding: "utf8" })) {
  const source = file.replace(/(\.d\.ts|\.js)(\.map)?$/, ".ts");
  if (source !== file && !existsSync(path.join(repository, source))) rmSync(path.join(output, file));
}
