import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

// Without the name of the package: below a folder of that name the SDK writes another path into the text of the provider.
const name = "phone-tests-";

/** Runs once before all tests: whatever they leave in the folder for temporary files is taken away at the end. */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  // Each project of the configuration runs this, in one process.
  if (os.tmpdir().includes(name)) return undefined;
  const before = process.env.TMPDIR;
  const folder = await mkdtemp(path.join(os.tmpdir(), name));
  // Some tests act as another user.
  await chmod(folder, 0o711);
  process.env.TMPDIR = folder;
  return async () => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    await rm(folder, { recursive: true, force: true });
  };
}
