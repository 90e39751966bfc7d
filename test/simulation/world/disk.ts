import type { JournalFiles } from "../../../provider/host/journal";
import type { Processes } from "./process";

export type DiskFault = "full" | "read-only";

/** The disk of one machine; it outlives the processes. */
export class Disk {
  readonly files = new Map<string, string>();

  /** The disk as the plugin of one run sees it; `onWrite` hears of every write. */
  open(processes: Processes, fault: DiskFault | undefined, onWrite: () => void): JournalFiles {
    const { files } = this;
    const write = async (act: () => void): Promise<void> => {
      if (fault === "read-only") throw failure("EROFS", "read-only file system");
      if (fault === "full") throw failure("ENOSPC", "no space left on device");
      await processes.at("write", () => {
        onWrite();
        act();
      });
    };
    return {
      mkdir: () => processes.alive(),
      open: async (file) => ({
        writeFile: (text) => write(() => files.set(file, text)),
        sync: () => processes.alive(),
        close: () => processes.alive(),
      }),
      readdir: async (folder) =>
        [...files.keys()]
          .filter((file) => file.startsWith(`${folder}/`))
          .map((file) => file.slice(folder.length + 1)),
      readFile: async (file) => {
        const text = await processes.at("read", () => files.get(file));
        if (text === undefined) throw failure("ENOENT", "no such file or directory");
        return text;
      },
      rename: (from, to) =>
        write(() => {
          files.set(to, files.get(from) ?? "");
          files.delete(from);
        }),
      rm: async (file) => {
        if (!files.has(file)) return;
        await write(() => files.delete(file));
      },
    };
  }
}

function failure(code: string, text: string): Error {
  return Object.assign(new Error(`${code}: ${text}`), { code });
}
