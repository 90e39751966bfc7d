import type { ExecaChildProcess } from "execa";

/** A server on this machine that Pulumi can keep stacks in. */
export interface BackendServer {
  /** For PULUMI_BACKEND_URL. */
  readonly url: string;
  /** What the CLI needs to know besides. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

const startMs = 60_000;

/** Waits until a server has printed that it is up, and gives what it printed; an error when it ends before, or takes too long. */
export async function printed(server: ExecaChildProcess, up: RegExp): Promise<RegExpExecArray> {
  let text = "";
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      const failed = (what: string) => reject(new Error(`${server.spawnfile} ${what}: ${text.trim()}`));
      timer = setTimeout(() => failed("has not started within a minute"), startMs);
      server.all?.setEncoding("utf8").on("data", (more: string) => {
        text += more;
        const found = up.exec(text);
        if (found !== null) resolve(found);
      });
      void server.then(
        ({ exitCode }) => failed(`ended with status ${exitCode}`),
        (error: Error) => failed(error.message),
      );
    });
  } finally {
    clearTimeout(timer);
  }
}

/** Ends a server, and waits until it has. */
export async function end(server: ExecaChildProcess): Promise<void> {
  // SIGINT has Postgres end at once, and moto as well.
  server.kill("SIGINT", { forceKillAfterTimeout: 10_000 });
  await server.catch(() => {});
}
