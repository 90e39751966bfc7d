import { plain } from "./table";

const patienceMs = 1_000;

/**
 * Says on standard error what is being waited for, once that takes longer than a second, and wipes it away in the end. Says nothing where
 * standard error is no terminal.
 */
export async function withProgress<T>(work: (waitingFor: (what: string) => void) => Promise<T>): Promise<T> {
  const { stderr } = process;
  if (!stderr.isTTY) return work(() => {});
  let what = "";
  let isShown = false;
  const show = () => {
    isShown = true;
    stderr.write(`\r\u001b[K${plain(what).slice(0, Math.max(0, stderr.columns - 1))}`);
  };
  const timer = setTimeout(show, patienceMs);
  try {
    return await work((next) => {
      what = next;
      if (isShown) show();
    });
  } finally {
    clearTimeout(timer);
    if (isShown) stderr.write("\r\u001b[K");
  }
}
