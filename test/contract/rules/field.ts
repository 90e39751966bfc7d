import { describe, expect, it } from "vitest";
import {
  AuthenticationError,
  RateLimitedError,
  RefusedError,
  UnclearError,
  UnclearPurchaseError,
} from "../../../provider/domain/errors";
import { digitsOf, type E164, nationalDigits } from "../../../provider/domain/number";
import { isLacking, showsNumbers, type Vendor } from "../../../provider/vendors/vendor";
import { answered, type Between, type Lab, refusal, take, there } from "../lab";
import { ofGateways } from "./gateways";

const page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>nginx</body></html>";
const nobodysWords: typeof ofGateways = [["a page", 404, page], ["nothing", 404, ""], ...ofGateways];
const wordless = [
  ["nothing", 204, ""],
  ["{}", 200, "{}"],
] as const;

/** What stands between an adapter and its vendor in the field, and what vendors answer there that no documentation says. */
export function fieldRules(lab: Lab): void {
  const { fixture } = lab;
  const { capabilities } = lab.definition;
  const byNumber = capabilities.purchase === "number";
  const shows = showsNumbers(capabilities);
  const atOnce = capabilities.release.when === "at-once";
  const isWrite = ({ method }: { method: string }) => method !== "GET";
  const order = {
    e164: byNumber ? fixture.testNumber(0) : fixture.testPrefix,
    country: fixture.country,
    agent: undefined,
    subaccount: undefined,
    terms: fixture.testTerms ?? null,
  };
  const query = {
    country: fixture.country,
    type: undefined,
    criteria: fixture.testRange,
    options: {},
  };

  describe("gone needs the vendor's own words", () => {
    it.each(nobodysWords)("a release answered by %s is not over", async (_, status, text) => {
      const reference = lab.reference(lab.ownOne());
      const { vendor } = await lab.connectThrough(async (request, forward) =>
        isWrite(request) ? answered(status, text) : forward(),
      );
      await expect(vendor.release(reference)).rejects.toThrow();
      expect(lab.state.owned).toHaveLength(1);
    });

    it.each(nobodysWords)("where everything is answered by %s, nothing is gone", async (_, status, text) => {
      const reference = lab.reference(lab.ownOne());
      const { vendor } = await lab.connectThrough(async () => answered(status, text));
      await expect(vendor.release(reference)).rejects.toThrow();
      if (capabilities.list) await expect(vendor.list()).rejects.toThrow();
      if (shows) await expect(vendor.get(reference)).rejects.toThrow();
      if (byNumber) await expect(take(vendor.search(query))).rejects.toThrow();
    });

    if (shows && atOnce) {
      it("a release that seems made is not, while the account shows the number", async () => {
        const reference = lab.reference(lab.ownOne());
        const { vendor } = await lab.connectThrough(async (request, forward) =>
          isWrite(request) ? answered(204, "") : forward(),
        );
        await expect(vendor.release(reference)).rejects.toThrow();
      });
    }
  });

  describe("done is done", () => {
    it.each(wordless)("a release answered by %s is over", async (_, status, text) => {
      const reference = lab.reference(lab.ownOne());
      const { vendor } = await lab.connectThrough(async (request, forward) => {
        const answer = await forward();
        return request.method === "DELETE" ? answered(status, text) : answer;
      });
      expect(["released", "scheduled", "gone"]).toContain(await vendor.release(reference));
      expect(lab.state.releases).toBe(1);
    });

    const changes = [
      ["agent", !isLacking(capabilities.agent), () => there(lab.access.agents[0])],
      ["alias", !isLacking(capabilities.label), () => "Support"],
    ] as const;
    for (const [name, able, value] of changes) {
      it.runIf(able).each(wordless)(
        `a change of the ${name} answered by %s is made`,
        async (_, status, text) => {
          const e164 = lab.ownOne();
          const { vendor } = await lab.connectThrough(async (request, forward) => {
            const answer = await forward();
            return isWrite(request) ? answered(status, text) : answer;
          });
          expect(await lab.change(vendor, e164, { [name]: value() })).toMatchObject({
            e164,
            [name]: value(),
          });
          expect(lab.state.owned).toMatchObject([{ [name]: value() }]);
        },
      );
    }
  });

  if (byNumber && fixture.noneFound !== undefined) {
    it("none found is no error of the search, and neither is a success without content", async () => {
      const { status, json } = there(fixture.noneFound);
      for (const answer of [answered(status, JSON.stringify(json)), answered(204, "")]) {
        const { vendor } = await lab.connectThrough(async () => answer);
        expect(await take(vendor.search(query))).toEqual([]);
        expect(await vendor.find(fixture.testNumber(0), fixture.country)).toBeUndefined();
      }
    });
  }

  describe.runIf(capabilities.list || byNumber)("one odd row", () => {
    if (capabilities.list) {
      it("spoils no list, is said once, and is never taken for gone", async () => {
        const [odd, kept] = lab.own(2).map((e164) => lab.reference(e164));
        const { vendor, told } = await lab.connectThrough(hiding(there(odd).e164, fixture.country));
        expect((await vendor.list()).map(({ e164 }) => e164)).toEqual([there(kept).e164]);
        await vendor.list();
        expect(told).toHaveLength(1);
        expect((await vendor.get(there(kept)))?.e164).toBe(there(kept).e164);
        await refusal(UnclearError, vendor.get(there(odd)));
        await refusal(UnclearError, vendor.get({ ...there(odd), vendorId: null }));
      });
    }

    if (byNumber) {
      it("spoils no search", async () => {
        const [odd, ...others] = lab.offer(3);
        const { vendor } = await lab.connectThrough(hiding(there(odd), fixture.country));
        const found = await take(vendor.search(query));
        expect(found.map(({ e164 }) => e164).toSorted()).toEqual(others);
      });
    }
  });

  describe("a refusal", () => {
    const buy = (vendor: Vendor) => vendor.buy(order);
    const refusing = (status: number, text: string, more = {}): Between => {
      return async (request, forward) => (isWrite(request) ? answered(status, text, more) : forward());
    };

    it.each([401, 403])(
      "(%i) that is a page of a proxy says nothing of the key, and proves nothing of a purchase",
      async (status) => {
        if (byNumber) lab.offer(1);
        const { vendor } = await lab.connectThrough(refusing(status, page));
        const error = await refusal(UnclearPurchaseError, buy(vendor));
        expect(error).not.toBeInstanceOf(AuthenticationError);
        expect(error.details.status).toBe(status);
      },
    );

    it.each(ofGateways)(
      "by %s proves nothing of a purchase, which is asked for once",
      async (_, status, text) => {
        if (byNumber) lab.offer(1);
        let purchases = 0;
        const { vendor } = await lab.connectThrough(async (request, forward) => {
          if (!isWrite(request)) return forward();
          purchases += 1;
          return answered(status, text);
        });
        const error = await refusal(UnclearPurchaseError, buy(vendor));
        expect(error.details.status).toBe(status);
        expect(purchases).toBe(1);
      },
    );

    it("for a reason that nobody knows is told with its status, and nothing was bought", async () => {
      if (byNumber) lab.offer(1);
      const words = "the moon is in the seventh house";
      const body = JSON.stringify({ error: words, message: words, detail: words });
      const { vendor } = await lab.connectThrough(refusing(400, body));
      const error = await refusal(RefusedError, buy(vendor));
      expect(error.message).toContain("HTTP 400");
      expect(error.mayHaveBought).toBe(false);
    });

    it("until a time that is told says how long that is", async () => {
      if (byNumber) lab.offer(1);
      const { vendor } = await lab.connectThrough(refusing(429, "{}", { retryAfter: 600_000 }));
      expect((await refusal(RateLimitedError, buy(vendor))).message).toContain("10 minutes");
    });
  });

  describe.runIf(capabilities.list || byNumber)("a number in national form", () => {
    if (capabilities.list) {
      it("is read with its country or passed over, and never as another country's", async () => {
        const numbers = lab.own(2);
        const { vendor } = await lab.connectThrough(nationally(numbers, fixture.country));
        for (const { e164 } of await vendor.list()) expect(numbers).toContain(e164);
        for (const e164 of numbers) {
          const seen = await vendor.get(lab.reference(e164)).catch((error: unknown) => {
            expect(UnclearError.isInstance(error)).toBe(true);
            return { e164 };
          });
          expect(seen?.e164).toBe(e164);
        }
      });
    }

    if (byNumber) {
      it("is offered as itself or not at all", async () => {
        const numbers = lab.offer(2);
        const { vendor } = await lab.connectThrough(nationally(numbers, fixture.country));
        const offers = await take(vendor.search(query)).catch((error: unknown) => {
          expect(UnclearError.isInstance(error)).toBe(true);
          return [];
        });
        for (const { e164 } of offers) expect(numbers).toContain(e164);
      });
    }
  });

  const companions = [
    ["agents", capabilities.agent, (vendor: Vendor) => vendor.checkAgent(there(lab.access.agents[0]))],
    [
      "subaccounts",
      capabilities.subaccount,
      (vendor: Vendor) => vendor.checkSubaccount(there(lab.access.subaccounts?.[0])),
    ],
  ] as const;
  const faults = [
    ["a fault", answered(500, '{"message":"Server Error"}')],
    ["a page", answered(404, page)],
  ] as const;
  const cases = companions
    .filter(([, capability]) => !isLacking(capability))
    .flatMap(([what, , check]) => faults.map(([how, answer]) => [what, how, check, answer] as const));
  describe.runIf(cases.length > 0)("what fails that was not needed", () => {
    it.for(cases)("%s answered by %s fail no number that has none", async ([, , check, answer], context) => {
      const paths = new Set<string>();
      const pathOf = ({ path }: { path: string }) => there(path.split("?")[0]);
      const asking = await lab.connectThrough((request, forward) => {
        paths.add(pathOf(request));
        return forward();
      });
      await check(asking.vendor);
      if (paths.size === 0) context.skip("they are not asked about beforehand");
      lab.offer(1);
      const { vendor } = await lab.connectThrough(async (request, forward) =>
        paths.has(pathOf(request)) ? answer : forward(),
      );
      const reference = lab.reference((await vendor.buy(order)).e164);
      if (capabilities.list) expect((await vendor.list()).map(({ e164 }) => e164)).toEqual([reference.e164]);
      if (shows) expect(await vendor.get(reference)).toMatchObject({ e164: reference.e164 });
      await vendor.release(reference);
      expect(lab.state).toMatchObject({ purchases: 1, releases: 1 });
    });
  });

  describe("a redirect", () => {
    const reads = [
      ["list", capabilities.list, () => void lab.ownOne(), (vendor: Vendor) => vendor.list()],
      ["search", byNumber, () => void lab.offer(1), (vendor: Vendor) => take(vendor.search(query))],
    ] as const;
    for (const [name, able, prepare, read] of reads) {
      it.runIf(able)(`of a ${name} to its path with or without the last slash is followed`, async () => {
        prepare();
        const { vendor } = await lab.connectThrough(overOtherSlash());
        expect(await read(vendor)).toHaveLength(1);
      });

      it.runIf(able)(`of a ${name} to another host is not followed`, async () => {
        prepare();
        const origins = new Set<string>();
        const { vendor } = await lab.connectThrough(async ({ origin, path }) => {
          origins.add(origin);
          return answered(308, "", { location: `https://elsewhere.example${path}/` });
        });
        const error = await refusal(RefusedError, read(vendor));
        expect(error.message).toContain("https://elsewhere.example");
        expect(origins.size).toBe(1);
      });
    }

    it("of a release to its path with or without the last slash is followed", async () => {
      const reference = lab.reference(lab.ownOne());
      const { vendor } = await lab.connectThrough(overOtherSlash());
      expect(["released", "scheduled"]).toContain(await vendor.release(reference));
      expect(lab.state.releases).toBe(1);
    });

    it("of a purchase is not followed, and says what to set", async () => {
      if (byNumber) lab.offer(1);
      let purchases = 0;
      const { vendor } = await lab.connectThrough(async (request, forward) => {
        if (!isWrite(request)) return forward();
        purchases += 1;
        return answered(308, "", { location: `https://elsewhere.example${request.path}` });
      });
      const error = await refusal(UnclearPurchaseError, vendor.buy(order));
      expect(error.message).toContain(`BaseUrl to https://elsewhere.example`);
      expect(purchases).toBe(1);
    });
  });
}

/** The rows of that number lose it, wherever they have it as a value. */
function hiding(e164: E164, country: string): Between {
  const digits = nationalDigits(e164, country);
  return async (request, forward) => {
    const answer = await forward();
    // Where one number is asked for, there is no row among others.
    if (answer.kind === "broken" || request.method !== "GET") return answer;
    return { ...answer, text: JSON.stringify(without(JSON.parse(answer.text || "null"), digits)) };
  };
}

function without(value: unknown, digits: string): unknown {
  if (typeof value === "string" || typeof value === "number") {
    return digitsOf(String(value)).includes(digits) ? null : value;
  }
  if (Array.isArray(value)) return value.map((each) => without(each, digits));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, without(each, digits)]));
}

/** The numbers are written as the people of their country do. */
function nationally(numbers: readonly E164[], country: string): Between {
  return async (request, forward) => {
    const answer = await forward();
    if (answer.kind === "broken" || request.method !== "GET") return answer;
    const text = numbers.reduce(
      (rest, e164) =>
        rest.replaceAll(new RegExp(`\\+?${digitsOf(e164)}`, "g"), nationalDigits(e164, country)),
      answer.text,
    );
    return { ...answer, text };
  };
}

/** Knows every path only with the other ending than the one that is asked for. */
function overOtherSlash(): Between {
  const known = new Map<string, string>();
  return async (request, forward) => {
    const [path = "", search] = request.path.split("?");
    const from = (name: string) => (search === undefined ? name : `${name}?${search}`);
    const asked = known.get(path);
    if (asked !== undefined) return forward({ ...request, path: from(asked) });
    const other = path.endsWith("/") ? path.slice(0, -1) : `${path}/`;
    known.set(other, path);
    return answered(308, "", { location: from(other) });
  };
}
