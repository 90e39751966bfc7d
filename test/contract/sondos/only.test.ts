import { describe, expect, it } from "vitest";
import {
  ArgumentError,
  NotFoundError,
  NumberTakenError,
  PermissionError,
  UnclearError,
  UnsupportedError,
} from "../../../provider/domain/errors";
import type { E164 } from "../../../provider/domain/number";
import { sondos } from "../../../provider/vendors/sondos";
import type { OwnedNumber, Vendor } from "../../../provider/vendors/vendor";
import { sondosRestrictedApiKey } from "../../../sandbox";
import { Lab, refusal, take, there } from "../lab";
import { sondosFixture } from "./support";

const lab = new Lab(sondos, sondosFixture);
const plain = { agent: undefined, subaccount: undefined, terms: null };
const german = (index: number): E164 => `+4930901820${String(index).padStart(3, "0")}`;
const british = (index: number): E164 => `+442079460${String(index).padStart(3, "0")}`;
/** The stand-in has ten that answer calls before two that make them. */
const inbound = (index: number) => there(lab.access.agents[index]);
const outbound = () => there(lab.access.agents.at(-1));

describe("a purchase", () => {
  it("shows itself the number first: the process that searched may have been another one", async () => {
    const e164 = lab.offerOne();
    await (await lab.connect()).buy({ ...plain, e164, country: "US" });
    expect(lab.calls.map(({ method, path, query }) => [method, path, query])).toEqual([
      ["GET", "/api/user/phone-numbers/search", { country_code: "US", contains: e164.slice(2) }],
      ["POST", "/api/user/phone-numbers/purchase", {}],
    ]);
    expect(lab.writes[0]?.body).toEqual({ phone_number: e164 });
    expect(lab.state.purchases).toBe(1);
  });

  it("of a number that no search shows is not even asked for", async () => {
    const vendor = await lab.connect();
    for (const e164 of [lab.ownOne(), sondosFixture.testNumber(1)]) {
      await refusal(NumberTakenError, vendor.buy({ ...plain, e164, country: "US" }));
    }
    expect(lab.writes).toEqual([]);
  });

  it("that somebody was quicker with is refused as taken, in both ways that Sondos says it", async () => {
    lab.fault("buy", "taken", { times: 2 });
    const vendor = await lab.connect();
    const words: (string | undefined)[] = [];
    for (const e164 of lab.offer(2)) {
      const error = await refusal(NumberTakenError, vendor.buy({ ...plain, e164, country: "US" }));
      expect(error.details.status).toBe(400);
      words.push(error.details.vendorMessage);
    }
    expect(words[0]).toContain("already in use");
    expect(words[1]).toContain("not available for purchase");
    expect(lab.state.purchases).toBe(0);
  });

  it("in another country finds the number by its national digits", async () => {
    lab.numbers({ add: [{ e164: british(0), country: "GB" }] });
    await (await lab.connect()).buy({ ...plain, e164: british(0), country: "GB" });
    expect(lab.calls[0]?.query).toEqual({ country_code: "GB", contains: british(0).slice(3) });
    expect(lab.state.owned).toMatchObject([{ e164: british(0) }]);
  });

  it("of a number that wants an address is made, or fails without proof that it was not", async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => german(index));
    lab.numbers({ add: numbers.map((e164) => ({ e164, country: "DE" })) });
    const vendor = await lab.connect();
    expect((await vendor.find(german(0), "DE"))?.restriction).toBe("address requirements: local");
    let failed = 0;
    for (const e164 of numbers) {
      const error = await vendor.buy({ ...plain, e164, country: "DE" }).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) continue;
      failed += 1;
      expect(error).toBeInstanceOf(UnclearError);
      expect(error).toMatchObject({ mayHaveBought: true, details: { status: 500 } });
    }
    expect(failed).toBeGreaterThan(0);
    expect(lab.state.purchases).toBe(numbers.length - failed);
    expect(lab.state.purchases).toBeGreaterThan(0);
  });
});

describe("a search", () => {
  const query = { country: "US", type: undefined, options: {} };

  it.each([
    [{}, undefined],
    [{ areaCode: "415" }, "415"],
    [{ areaCode: "415", prefix: "41523" }, "41523"],
    [{ areaCode: "415", contains: "77777" }, "77777"],
    [{ prefix: "4152", contains: "77" }, "4152"],
    [{ areaCode: "415", contains: "777" }, "415"],
    [{ contains: "123456789012" }, "1234567890"],
  ])("sends the longest digits of %j, and the country always", async (criteria, contains) => {
    await take((await lab.connect()).search({ ...query, criteria }));
    expect(lab.calls.map((call) => call.query)).toEqual([
      { country_code: "US", ...(contains !== undefined && { contains }) },
    ]);
  });

  it("filters what is not sent, and where the digits are", async () => {
    const [first, ...others] = ["+19072340770", "+19072340707", "+14159072347"] as const;
    lab.numbers({ add: [first, ...others].map((e164) => ({ e164, country: "US" })) });
    const criteria = { prefix: "907234", contains: "77" };
    const offers = await take((await lab.connect()).search({ ...query, criteria }));
    expect(offers.map(({ e164 }) => e164)).toEqual([first]);
  });

  it("for numbers that can text leaves out those that cannot", async () => {
    const criteria = { capabilities: ["sms"] as ["sms"] };
    lab.numbers({ add: [{ e164: british(0), country: "GB" }] });
    const vendor = await lab.connect();
    expect(await take(vendor.search({ ...query, country: "GB", criteria }))).toEqual([]);
    expect(await take(vendor.search({ ...query, country: "GB", criteria: {} }))).not.toEqual([]);
  });

  it("for mms is refused before anything is asked, as Sondos tells nothing of it", () => {
    expect(sondos.searchFailures?.({ capabilities: ["voice", "mms"] }, undefined, "US")).toMatchObject([
      { criterion: "capabilities" },
    ]);
    expect(sondos.searchFailures?.({ capabilities: ["voice", "sms"] }, undefined, "US")).toEqual([]);
  });
});

describe("a key that may do nothing", () => {
  const calls: [string, (vendor: Vendor) => Promise<unknown>][] = [
    ["search", (vendor) => vendor.find(sondosFixture.testNumber(0), "US")],
    ["buy", (vendor) => vendor.buy({ ...plain, e164: sondosFixture.testNumber(0), country: "US" })],
    ["list", (vendor) => vendor.list()],
    ["release", (vendor) => vendor.release({ e164: sondosFixture.testNumber(0), vendorId: "1" })],
    ["checkAgent", (vendor) => vendor.checkAgent("1")],
  ];
  it.each(calls)("makes %s an error of permission, not of the key", async (_, run) => {
    const error = await refusal(PermissionError, run(await lab.connect({ apiKey: sondosRestrictedApiKey })));
    expect(error.details).toMatchObject({
      status: 403,
      vendorMessage: "Insufficient permissions: The API key lacks the permission this takes.",
    });
    expect(error.message).not.toContain(sondosRestrictedApiKey.slice(2));
  });
});

describe("an assistant", () => {
  it("is known whatever its age, and each costs no list of its own", async () => {
    const vendor = await lab.connect();
    for (let index = 0; index < 10; index++) await vendor.checkAgent(inbound(index));
    expect(lab.calls.map(({ path, query }) => [path, query])).toEqual([
      ["/api/user/assistants/get", { page: "1", per_page: "100" }],
    ]);
  });

  it.each([-1, -2])("that makes calls does not answer them, and is refused: %i", async (index) => {
    const agent = there(lab.access.agents.at(index));
    const error = await refusal(ArgumentError, (await lab.connect()).checkAgent(agent));
    expect(error.details.argument).toBe("agent");
    expect(error.message).toContain(`an outbound assistant does not answer calls: ${agent}`);
  });

  it.each(["abc", "1.5", ""])("has an integer as id: %j is unknown", async (agent) => {
    await refusal(ArgumentError, (await lab.connect()).checkAgent(agent));
  });

  it("that cannot answer costs the number nothing of what answers it", async () => {
    const e164 = lab.ownOne();
    const vendor = await lab.connect();
    await lab.change(vendor, e164, { agent: inbound(0) });
    for (const agent of [outbound(), "999999"]) {
      await refusal(ArgumentError, lab.change(vendor, e164, { agent }));
    }
    expect(lab.state.owned).toMatchObject([{ agent: inbound(0) }]);
  });

  it("is sent the number as an integer, after the one before it has lost it", async () => {
    const e164 = lab.ownOne();
    const id = there(lab.state.owned[0]).id;
    const vendor = await lab.connect();
    await lab.change(vendor, e164, { agent: inbound(0) });
    await lab.change(vendor, e164, { agent: inbound(1) });
    await lab.change(vendor, e164, { agent: null });
    expect(lab.writes.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["PUT", `/api/user/assistant/${inbound(0)}`, { phone_number_id: id }],
      ["PUT", `/api/user/assistant/${inbound(0)}`, { phone_number_id: null }],
      ["PUT", `/api/user/assistant/${inbound(1)}`, { phone_number_id: id }],
      ["PUT", `/api/user/assistant/${inbound(1)}`, { phone_number_id: null }],
    ]);
  });

  it("that only calls from a number is not what answers it, and keeps it", async () => {
    const [e164] = lab.own(1);
    const id = Number(there(lab.state.owned[0]).id);
    await bindDirectly(outbound(), id);
    const vendor = await lab.connect();
    expect((await lab.current(vendor, there(e164))).agent).toBeNull();
    expect((await lab.change(vendor, there(e164), { agent: inbound(0) })).agent).toBe(inbound(0));
    expect((await lab.change(vendor, there(e164), { agent: null })).agent).toBeNull();
    expect(lab.state.owned).toMatchObject([{ agent: outbound() }]);
  });

  it("that is exchanged with another number's at the same time is lost by neither", async () => {
    const [first, second] = lab.own(2) as [E164, E164];
    const vendor = await lab.connect();
    await lab.change(vendor, first, { agent: inbound(0) });
    await lab.change(vendor, second, { agent: inbound(1) });
    const before = await Promise.all([lab.current(vendor, first), lab.current(vendor, second)]);
    await Promise.all([
      vendor.update(before[0], { agent: inbound(1) }),
      vendor.update(before[1], { agent: inbound(0) }),
    ]);
    expect(lab.state.owned).toMatchObject([
      { e164: first, agent: inbound(1) },
      { e164: second, agent: inbound(0) },
    ]);
  });

  it("that was given another number since keeps it, when the first one is to lose it", async () => {
    const [first, second] = lab.own(2) as [E164, E164];
    const vendor = await lab.connect();
    const before = await lab.change(vendor, first, { agent: inbound(0) });
    await lab.change(vendor, second, { agent: inbound(0) });
    expect((await vendor.update(before, { agent: null })).agent).toBeNull();
    expect(lab.state.owned).toMatchObject([{ agent: null }, { agent: inbound(0) }]);
  });

  it("cannot be given a number that is gone, which is no fault of the assistant", async () => {
    const vendor = await lab.connect();
    const before = await lab.current(vendor, lab.ownOne());
    lab.numbers({ drop: [before.e164] });
    const error = await refusal(NotFoundError, vendor.update(before, { agent: inbound(0) }));
    expect(error.message).toContain(before.e164);
  });
});

describe("a nickname", () => {
  it("longer than fifty characters is refused before anything is sent", async () => {
    const e164 = lab.ownOne();
    const vendor = await lab.connect();
    const before = await lab.current(vendor, e164);
    const changes = { alias: "x".repeat(51), agent: inbound(0) };
    const error = await refusal(ArgumentError, vendor.update(before, changes));
    expect(error.details.argument).toBe("alias");
    expect(lab.writes).toEqual([]);
  });

  it("of fifty characters is taken, however long each of them is", async () => {
    const alias = "📞".repeat(50);
    expect((await lab.change(await lab.connect(), lab.ownOne(), { alias })).alias).toBe(alias);
  });

  it("is unsupported in an edition without, in both answers it may give, and the agent is bound first", async () => {
    const statuses: (number | undefined)[] = [];
    for (let index = 0; index < 2; index++) {
      lab.numbers({ own: [{ e164: british(index), country: "GB" }] });
      const changes = { alias: "Support", agent: inbound(index) };
      const error = await refusal(UnsupportedError, lab.change(await lab.connect(), british(index), changes));
      expect(error.details.argument).toBe("alias");
      statuses.push(error.details.status);
    }
    expect(statuses.toSorted()).toEqual([404, 405]);
    expect(lab.state.owned).toMatchObject([{ agent: inbound(0) }, { agent: inbound(1) }]);
  });

  it("of a number that is gone is not found", async () => {
    const vendor = await lab.connect();
    const before = await lab.current(vendor, lab.ownOne());
    lab.numbers({ drop: [before.e164] });
    await refusal(NotFoundError, vendor.update(before, { alias: "Support" }));
  });
});

describe("a release", () => {
  it("leaves the number in the list until the period ends, as lapsing where Sondos says so", async () => {
    const numbers = lab.own(12);
    const vendor = await lab.connect();
    for (const e164 of numbers) expect(await vendor.release(lab.reference(e164))).toBe("scheduled");
    const listed = await vendor.list();
    expect(listed).toHaveLength(12);
    const shown = (status: OwnedNumber["status"]) => listed.filter((number) => number.status === status);
    expect(shown("lapsing")).not.toHaveLength(0);
    expect(shown("active")).not.toHaveLength(0);
    expect(shown("lapsing").length + shown("active").length).toBe(12);
    expect(shown("lapsing")[0]?.statusReason).toBe("it has no active subscription any more");
    lab.advance("32d");
    expect(await vendor.list()).toEqual([]);
    expect(await vendor.release({ e164: there(numbers[0]), vendorId: null })).toBe("gone");
  });

  it("finds the id of a number that is known by no other name", async () => {
    const [e164, other] = lab.own(2);
    const vendor = await lab.connect();
    expect(await vendor.release({ e164: there(e164), vendorId: null })).toBe("scheduled");
    expect(lab.state.owned).toMatchObject([
      { e164, status: "lapsing" },
      { e164: other, status: "active" },
    ]);
  });

  it("that was made by an earlier answer nobody got is no error", async () => {
    lab.fault("release", "500-after");
    expect(await (await lab.connect()).release(lab.reference(lab.ownOne()))).toBe("scheduled");
    expect(lab.state.releases).toBe(1);
    expect(lab.writes.map(({ status }) => status)).toEqual([500, 400]);
  });

  it("of an id of the past gives back no number that was bought anew", async () => {
    const e164 = lab.ownOne();
    const before = lab.reference(e164);
    lab.numbers({ drop: [e164] });
    lab.ownOne();
    expect(lab.reference(e164)).not.toEqual(before);
    expect(await (await lab.connect()).release(before)).toBe("gone");
    expect(lab.state.releases).toBe(0);
  });
});

describe("on the wire", () => {
  it("all is asked for below /api, without a slash at the end, and never by the list of texting numbers", async () => {
    const vendor = await lab.connect();
    const e164 = lab.offerOne();
    await vendor.buy({ ...plain, e164, country: "US" });
    await lab.change(vendor, e164, { alias: "Support", agent: inbound(0) });
    await vendor.release(lab.reference(e164));
    const paths = lab.calls.map(({ path }) => path);
    expect(paths.filter((path) => !/^\/api\/user\/.*[^/]$/.test(path))).toEqual([]);
    expect(paths).not.toContain("/api/user/phone-numbers");
  });

  it("a list costs two calls, and those who want it at the same time share it", async () => {
    const numbers = lab.own(5);
    const vendor = await lab.connect();
    await Promise.all(numbers.map((e164) => vendor.get({ e164, vendorId: null })));
    expect(lab.calls).toHaveLength(4);
  });
});

/** What another program does, or a person in the dashboard. */
async function bindDirectly(agent: string, phone_number_id: number): Promise<void> {
  const response = await fetch(`${lab.access.baseUrl}/api/user/assistant/${agent}`, {
    method: "PUT",
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      authorization: `Bearer ${lab.access.credentials.sondosApiKey}`,
    },
    body: JSON.stringify({ phone_number_id }),
  });
  if (!response.ok) throw new Error(`not bound: ${response.status}`);
}
