import { describe, expect, it } from "vitest";
import { ArgumentError, ComplianceError, RefusedError } from "../../../provider/domain/errors";
import { plivo } from "../../../provider/vendors/plivo";
import type { Order } from "../../../provider/vendors/vendor";
import { plivoInboundTrunkId, plivoOutboundTrunkId } from "../../../sandbox";
import { Lab, refusal, take } from "../lab";
import { plivoFixture } from "./support";

const lab = new Lab(plivo, plivoFixture);
const plain = { country: "US", agent: undefined, subaccount: undefined, terms: null };
const german = "+4930901820001";
const indian = "+918065531988";

describe("numbers that want documents", () => {
  it("in Germany are offered with what is wanted, bought at once, and pending", async () => {
    lab.numbers({ add: [{ e164: german, country: "DE" }] });
    const vendor = await lab.connect();
    const [offer] = await take(vendor.search({ country: "DE", type: undefined, criteria: {}, options: {} }));
    expect(offer).toMatchObject({
      e164: german,
      restriction: "Wants proof of an address in the city of the number.",
    });
    const receipt = await vendor.buy({ ...plain, e164: german });
    expect(receipt).toMatchObject({
      status: "pending",
      statusReason: "Plivo waits for verification documents",
    });
    expect(lab.state.owned).toMatchObject([{ e164: german, status: "pending" }]);
  });

  it("in Germany are shown as pending wherever the row says so, with its reason", async () => {
    const numbers = Array.from({ length: 12 }, (_, index) => `+49309018200${10 + index}` as const);
    lab.numbers({ add: numbers.map((e164) => ({ e164, country: "DE" })) });
    const vendor = await lab.connect();
    for (const e164 of numbers) await vendor.buy({ ...plain, e164 });
    const told = (await vendor.list()).filter(({ status }) => status === "pending");
    expect(told).not.toHaveLength(0);
    expect(new Set(told.map(({ statusReason }) => statusReason))).toEqual(
      new Set(["compliance status: pending"]),
    );
  });

  it("in India are refused before the purchase, by the vendor's own words", async () => {
    lab.numbers({ add: [{ e164: indian, country: "IN" }] });
    const error = await refusal(ComplianceError, (await lab.connect()).buy({ ...plain, e164: indian }));
    expect(error.details.vendorMessage).toBe("compliance_application_id is required to rent this number.");
    expect(error.mayHaveBought).toBe(false);
    expect(lab.state.purchases).toBe(0);
  });

  it("in India are bought with the accepted application that the program names, or with Plivo's choice", async () => {
    lab.numbers({
      add: [
        { e164: indian, country: "IN" },
        { e164: "+918065531989", country: "IN" },
      ],
    });
    lab.control.judgeDocuments({ vendor: "plivo", country: "IN", accepted: true });
    const vendor = await lab.connect();
    const wrong: Order = { ...plain, e164: indian, options: { complianceApplicationId: "unknown" } };
    await refusal(ComplianceError, vendor.buy(wrong));
    expect(lab.state.purchases).toBe(0);
    const right = { complianceApplicationId: "074d687f-0000-4000-8000-000000000001" };
    await vendor.buy({ ...plain, e164: indian, options: right });
    await vendor.buy({ ...plain, e164: "+918065531989" });
    expect((await vendor.get({ e164: indian, vendorId: null }))?.status).not.toBe("pending");
    expect(lab.state.purchases).toBe(2);
  });

  it("in Germany are active once they are accepted", async () => {
    lab.numbers({ add: [{ e164: german, country: "DE" }] });
    const vendor = await lab.connect();
    await vendor.buy({ ...plain, e164: german });
    lab.control.judgeDocuments({ vendor: "plivo", country: "DE", accepted: true });
    expect((await vendor.get({ e164: german, vendorId: null }))?.status).not.toBe("pending");
    expect(lab.state.owned).toMatchObject([{ status: "active" }]);
  });

  it("in the US are none: no restriction", async () => {
    lab.offer(1);
    const vendor = await lab.connect();
    expect((await vendor.find(plivoFixture.testNumber(0), "US"))?.restriction).toBeNull();
  });
});

describe("a SIP trunk as agent", () => {
  it("is good when it is an inbound one, and answers like an application", async () => {
    const e164 = lab.ownOne();
    const vendor = await lab.connect();
    await vendor.checkAgent(plivoInboundTrunkId);
    expect((await lab.change(vendor, e164, { agent: plivoInboundTrunkId })).agent).toBe(plivoInboundTrunkId);
    expect((await lab.change(vendor, e164, { alias: "Support" })).agent).toBe(plivoInboundTrunkId);
  });

  it("is refused when it is an outbound one: Plivo would accept it, and calls would go unanswered", async () => {
    const error = await refusal(ArgumentError, (await lab.connect()).checkAgent(plivoOutboundTrunkId));
    expect(error.message).toContain("an outbound trunk cannot answer calls");
    expect(lab.writes).toEqual([]);
  });

  it("bound at the purchase is bound", async () => {
    const e164 = lab.offerOne();
    const vendor = await lab.connect();
    await vendor.buy({ ...plain, e164, agent: plivoInboundTrunkId });
    expect((await vendor.get({ e164, vendorId: null }))?.agent).toBe(plivoInboundTrunkId);
  });
});

describe("what Plivo refuses of a purchase", () => {
  it.each([{ agent: plivoFixture.unknownAgent }, { subaccount: plivoFixture.unknownSubaccount }])(
    "an id that it does not know is no reason to try another number: %j",
    async (wrong) => {
      const order = { ...plain, ...wrong, e164: lab.offerOne() };
      const error = await refusal(RefusedError, (await lab.connect()).buy(order));
      expect(error.details).toMatchObject({
        status: 400,
        vendorMessage: expect.stringContaining("does not exist"),
      });
      expect(lab.state.purchases).toBe(0);
    },
  );
});

describe("on the wire", () => {
  it("numbers are digits without plus, and every path ends in a slash", async () => {
    const [free, owned] = [lab.offerOne(), plivoFixture.testNumber(500)];
    lab.numbers({ own: [{ e164: owned, country: "US" }] });
    const vendor = await lab.connect();
    await vendor.find(free, "US");
    await vendor.buy({ ...plain, e164: free });
    await vendor.list();
    await lab.change(vendor, owned, { alias: "Support" });
    await vendor.release({ e164: owned, vendorId: null });
    const paths = lab.calls.map(({ path }) => path);
    expect(paths.filter((path) => !path.endsWith("/") || /[+]|%2B/i.test(path))).toEqual([]);
    expect(
      new Set(paths.filter((path) => /\d{11}/.test(path)).map((path) => `+${path.split("/").at(-2)}`)),
    ).toEqual(new Set([free, owned]));
  });

  it("pages hold twenty rows and follow one another", async () => {
    lab.offer(45);
    const vendor = await lab.connect();
    const query = { country: "US", type: undefined, criteria: plivoFixture.testRange, options: {} };
    await take(vendor.search(query));
    expect(lab.calls.map(({ query: { limit, offset } }) => [limit, offset])).toEqual([
      ["20", "0"],
      ["20", "20"],
      ["20", "40"],
    ]);
  });

  it("every update carries the application: left out, Plivo would put its default one there", async () => {
    const e164 = lab.ownOne();
    const [agent] = lab.access.agents;
    const vendor = await lab.connect();
    await lab.change(vendor, e164, { agent: agent ?? null });
    await lab.change(vendor, e164, { alias: "Support" });
    await lab.change(vendor, e164, { subaccount: lab.access.subaccounts?.[0] ?? null });
    expect(lab.writes.map(({ body }) => (body as { app_id?: string }).app_id)).toEqual([agent, agent, agent]);
  });

  it("what is taken away is an empty text, and what is left alone is absent", async () => {
    const e164 = lab.ownOne();
    const vendor = await lab.connect();
    await lab.change(vendor, e164, { alias: null });
    await lab.change(vendor, e164, { agent: null, subaccount: null });
    expect(lab.writes.map(({ body }) => body)).toEqual([{ alias: "" }, { app_id: "", subaccount: "" }]);
  });
});
