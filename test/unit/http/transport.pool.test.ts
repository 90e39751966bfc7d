import { expect, it } from "vitest";
import { clientOf, reading, sendOrThrow } from "../../support/http-client";
import { serve } from "../../support/server";

const largestPool = 32;

it("many calls at once share one pool of connections", async () => {
  const server = await serve([{}]);
  const client = clientOf(server.url);
  await Promise.all(Array.from({ length: 200 }, () => sendOrThrow(client, reading)));
  expect(server.requests).toHaveLength(200);
  expect(server.sockets.size).toBeLessThanOrEqual(largestPool);
});

it("clients of one host share the pool too", async () => {
  const server = await serve([{}]);
  await Promise.all(Array.from({ length: 200 }, () => sendOrThrow(clientOf(server.url), reading)));
  expect(server.sockets.size).toBeLessThanOrEqual(largestPool);
});

it("calls one after the other open no connection each", async () => {
  const server = await serve([{}]);
  const client = clientOf(server.url);
  for (let call = 0; call < 20; call++) await sendOrThrow(client, reading);
  // A connection is given back a moment after its answer has ended: the next call may need a second one.
  expect(server.sockets.size).toBeLessThan(5);
});

it("calls at once are on the way at once, not one after the other", async () => {
  let waiting = 0;
  let release = () => {};
  const allHere = new Promise<void>((resolve) => {
    release = resolve;
  });
  const server = await serve(async () => {
    waiting += 1;
    if (waiting === largestPool) release();
    await allHere;
    return {};
  });
  const client = clientOf(server.url);
  await Promise.all(Array.from({ length: largestPool }, () => sendOrThrow(client, reading)));
  expect(server.sockets.size).toBe(largestPool);
});
