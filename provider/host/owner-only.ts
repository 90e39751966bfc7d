import { fchmod, fstat } from "node:fs";
import fileSystem, { type FileHandle } from "node:fs/promises";
import { promisify } from "node:util";

// By descriptor, not by handle: under Yarn's Plug'n'Play a handle cannot do all that.
const [changeMode, statusOf] = [promisify(fchmod), promisify(fstat)];

/**
 * Opens a file to be written that only its owner can read: from the start where it is new, and before anything is written where it exists
 * and others could. What is no file, such as a terminal, stays as it is, and so does what the file system has no permissions for.
 */
export async function openOwnerOnly(file: string): Promise<FileHandle> {
  const handle = await fileSystem.open(file, "w", 0o600);
  if ((await statusOf(handle.fd)).isFile()) await changeMode(handle.fd, 0o600).catch(() => {});
  return handle;
}

/** Takes from everybody but its owner what permissions a folder gives. What cannot be changed stays: it belongs to somebody else. */
export async function keepFolderToOwner(folder: string): Promise<void> {
  const { mode } = await fileSystem.stat(folder);
  if ((mode & 0o077) !== 0) await fileSystem.chmod(folder, mode & 0o700).catch(() => {});
}
