import { existsSync } from "node:fs";
import { chown, mkdtemp, readdir, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import execa from "execa";
import { type BackendServer, end, printed } from "./backend-server";
import { cachedFolder } from "./cached-folder";
import { downloadPackages, libraryFolders, unpackPackages } from "./debian-packages";
import { defined } from "./expect";

const initMs = 2 * 60_000;

/** Where Postgres is, and the folders with the libraries that were brought along with it. */
interface Postgres {
  readonly bin: string;
  readonly libraries: readonly string[];
}

/** A Postgres with a cluster of its own in a temporary folder. Whatever prevents it is an error. */
export async function startPostgres(): Promise<BackendServer> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "postgres-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const { bin, libraries } = (await ofThisMachine()) ?? (await unpacked(path.join(folder, "debian")));
    const user = await unprivileged();
    if (user !== undefined) await chown(folder, user.uid, user.gid);
    const data = path.join(folder, "data");
    const env = { ...(libraries.length > 0 && { LD_LIBRARY_PATH: libraries.join(":") }) };
    const options = { cwd: folder, env, ...user };
    const form = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
    await execa(path.join(bin, "initdb"), ["-D", data, ...form], { ...options, timeout: initMs });
    const port = await freePort();
    const settings = ["-h", "127.0.0.1", "-p", String(port), "-k", folder, "-F"];
    const server = execa(path.join(bin, "postgres"), ["-D", data, ...settings], {
      ...options,
      all: true,
      buffer: false,
    });
    const close = () => end(server);
    await printed(server, /ready to accept connections/).catch((error) =>
      close().then(() => Promise.reject(error)),
    );
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable`,
      environment: {},
      close: () => close().then(remove),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Debian has it beside PATH, one folder for each version. */
async function ofThisMachine(): Promise<Postgres | undefined> {
  const versions = await readdir("/usr/lib/postgresql").catch(() => []);
  const folders = [
    ...(process.env.PATH ?? "").split(path.delimiter),
    ...versions.map((version) => `/usr/lib/postgresql/${version}/bin`),
  ];
  const bin = folders.find((each) =>
    ["initdb", "postgres"].every((name) => existsSync(path.join(each, name))),
  );
  return bin === undefined ? undefined : { bin, libraries: [] };
}

/** Debian's packages, unpacked into a folder. */
async function unpacked(root: string): Promise<Postgres> {
  const packages = await cachedFolder("postgres-packages", (folder) =>
    downloadPackages("postgresql", folder),
  );
  await unpackPackages(packages, root);
  const [version] = await readdir(path.join(root, "usr/lib/postgresql"));
  const bin = path.join(root, "usr/lib/postgresql", defined(version), "bin");
  return { bin, libraries: await libraryFolders(root) };
}

/** Postgres refuses to run as root. */
async function unprivileged(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (flag) => (await execa("id", [flag, "nobody"])).stdout),
  );
  return { uid: Number(uid), gid: Number(gid) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
