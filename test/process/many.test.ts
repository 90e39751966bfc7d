import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, test } from "vitest";
import { fronts } from "../support/fronts";
import { type Properties, withPlugin } from "../support/plugin";
import { useSandbox } from "../support/sandbox";
import { checked, servedBy } from "./support";

const bench = useSandbox({ rateLimit: true, latency: 20 });
const names = Array.from({ length: 40 }, (_, index) => `line-${index}`);

/** Stands before the sandbox, and counts who connects. */
async function withDoor<T>(work: (url: string, connections: () => number) => Promise<T>): Promise<T> {
  let connections = 0;
  const door = createServer((outside) => {
    connections += 1;
    const inside = connect(bench.sandbox.port, "127.0.0.1");
    outside.pipe(inside).pipe(outside);
    for (const socket of [outside, inside]) socket.on("error", () => socket.destroy());
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  try {
    return await work(`http://127.0.0.1:${(door.address() as AddressInfo).port}`, () => connections);
  } finally {
    door.close();
  }
}

test.each(fronts)(
  "40 numbers at once with the front %s: 40 purchases over shared connections, and the rate limit fails none of them",
  async (front) => {
    await withDoor(async (url, connections) => {
      await withPlugin(servedBy(front), async (plugin) => {
        const { plivoAuthId = "", plivoAuthToken = "" } = bench.plivo.credentials;
        await plugin.configure({
          "phone:plivoBaseUrl": `${url}/plivo`,
          "phone:plivoAuthId": plivoAuthId,
          "phone:plivoAuthToken": plivoAuthToken,
        });
        // The engine checks one after the other, and creates all at once.
        const inputs: Properties[] = [];
        for (const name of names) inputs.push(await checked(plugin, { agent: bench.agents[0] }, name));
        const numbers = await Promise.all(inputs.map((each) => plugin.create(each)));
        const ids = numbers.map(({ id }) => id).sort();
        expect(new Set(ids).size).toBe(40);
        expect(bench.owned.sort()).toEqual(ids);
        expect(bench.state.purchases).toBe(40);

        expect(bench.calls.map(({ status }) => status)).not.toContain(429);

        // Together with what follows, more calls than the vendor takes in one window.
        const changed = await Promise.all(
          numbers.map(({ id, properties }, index) =>
            plugin.update(id, properties, { ...inputs[index], alias: `line ${index}` }),
          ),
        );
        const restored = await Promise.all(
          changed.map((properties, index) =>
            plugin.update(String(properties.e164), properties, inputs[index] ?? {}),
          ),
        );
        expect(restored).toEqual(numbers.map(({ properties }) => properties));
        await Promise.all(numbers.map(({ id, properties }) => plugin.delete(id, properties)));
        expect(bench.state).toMatchObject({ owned: [], purchases: 40, releases: 40 });

        expect(bench.calls.length).toBeGreaterThan(300);
        expect(connections()).toBeLessThanOrEqual(32);
      });
    });
  },
);
