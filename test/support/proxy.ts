import { type Canned, type FakeServer, type Request, serve } from "./server";

/** What the server behind it has answered. */
export interface Passed {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Stands in front of a server for the rest of the test; whatever it is asked may be passed on, and answered otherwise. */
export function inFrontOf(
  target: string,
  answer: (request: Request, pass: () => Promise<Passed>) => Promise<Canned>,
): Promise<FakeServer> {
  return serve((request) => answer(request, () => passOn(target, request)));
}

async function passOn(target: string, { method, url, headers, body }: Request): Promise<Passed> {
  const sent = Object.entries(headers).filter(
    ([name]) => !["host", "connection", "content-length", "transfer-encoding"].includes(name),
  );
  const response = await fetch(target + url, {
    method,
    headers: sent.map(([name, value]): [string, string] => [name, String(value)]),
    ...(method !== "GET" && { body }),
  });
  const given = ["content-type", "date", "retry-after", "location"].flatMap((name) => {
    const value = response.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  return { status: response.status, headers: Object.fromEntries(given), body: await response.text() };
}
