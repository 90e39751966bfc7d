import { describe, expect, it } from "vitest";
import { z } from "zod";
import { UnclearError } from "../../../../provider/domain/errors";
import { createClient } from "../../../../provider/http/client";
import { bolna } from "../../../../provider/vendors/bolna";
import { requireEnd } from "../../../../provider/vendors/kit/require-end";
import { rowsOf } from "../../../../provider/vendors/kit/rows-of";
import { plivo } from "../../../../provider/vendors/plivo";
import { ravan } from "../../../../provider/vendors/ravan";
import { sondos } from "../../../../provider/vendors/sondos";
import type { VendorDefinition } from "../../../../provider/vendors/vendor";

const noEnd = "the list has no end";

/** The list of a vendor whose pages all say so, by a network that answers at once. */
async function listed(
  definition: VendorDefinition,
  page: (turn: number, address: string) => Record<string, unknown>,
): Promise<{ calls: number; error: unknown }> {
  let calls = 0;
  const keys = { authId: "MA0123456789ABCDEFGH", authToken: "token", apiKey: "key" };
  const vendor = definition.connect(
    { baseUrl: "https://vendor.test", keys },
    {
      createClient: (settings) =>
        createClient({ ...settings, rateLimit: null }, async ({ path }) => {
          const text = JSON.stringify(page(++calls, path));
          return { kind: "answered", status: 200, retryAfter: undefined, requestId: undefined, text };
        }),
    },
  );
  const error = await vendor.list().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { calls, error };
}

const numberAt = (turn: number) => `+1907${2_000_000 + turn}`;

describe("a list that never ends", () => {
  it.each([
    [
      "plivo",
      plivo,
      (turn: number) => ({ meta: { next: "/more" }, objects: [{ number: numberAt(turn).slice(1) }] }),
    ],
    [
      "bolna",
      bolna,
      (turn: number) => ({ has_more: true, data: [{ id: turn, phone_number: numberAt(turn) }] }),
    ],
    [
      "ravan",
      ravan,
      (turn: number) => ({ success: true, meta: { limit: 1 }, data: [{ id: turn, number: numberAt(turn) }] }),
    ],
  ] as [string, VendorDefinition, (turn: number) => Record<string, unknown>][])(
    "of %s is read so far, and not further",
    async (_, definition, page) => {
      const { calls, error } = await listed(definition, page);
      expect(error).toBeInstanceOf(UnclearError);
      expect(error).toMatchObject({ what: expect.stringContaining(noEnd) });
      expect(calls).toBe(5_000);
    },
  );

  it.each([1e9, 1e15, 2 ** 53 - 1])(
    "is none of Plivo's, which would have %d numbers",
    async (total_count) => {
      const { calls, error } = await listed(plivo, () => ({ meta: { total_count }, objects: [] }));
      expect(error).toMatchObject({ what: expect.stringContaining(noEnd) });
      expect(calls).toBe(1);
    },
  );

  it("nor one whose total is no count: it is as if it told none", async () => {
    for (const total_count of [-1, 0.5, 1e308, "many", {}]) {
      const { error } = await listed(plivo, () => ({ meta: { total_count }, objects: [] }));
      expect(error).toBeUndefined();
    }
  });

  it("is none of Sondos' assistants", async () => {
    const page = (turn: number, address: string) => ({
      data: [{ id: turn, phone_number: numberAt(turn) }],
      last_page: address.includes("assistants") ? 1e12 : 1,
    });
    // Assistants that cannot be read fail no list of numbers.
    expect(await listed(sondos, page)).toEqual({ calls: 2, error: undefined });
  });

  it("may be one page as well", () => {
    const row = rowsOf(z.number());
    expect(row.safeParse(Array.from({ length: 100_000 }, () => 1)).success).toBe(true);
    expect(row.safeParse(Array.from({ length: 100_001 }, () => 1)).success).toBe(false);
    expect(() => requireEnd(1_000, {}, 100)).not.toThrow();
    expect(() => requireEnd(1_001, {}, 100)).toThrow(noEnd);
  });
});
