import { describe, expect, it } from "vitest";
import {
  ArgumentError,
  AuthenticationError,
  NotFoundError,
  PermissionError,
  RefusedError,
  UnclearError,
  UnfinishedError,
} from "../../../provider/domain/errors";
import type { FakeAnswer, FakeCall } from "../../support/vendor-answering";
import { refusal, remembered } from "../lab";
import { bolnaAnswering, bolnaNumber, listing, bolnaRow as row } from "./support";

const { e164, hex, uuid } = bolnaNumber;
const agent = "0a0b0c0d-0d44-4b50-8888-8dd257360521";
const otherAgent = "1a0b0c0d-0d44-4b50-8888-8dd257360522";
const now = remembered(e164, hex);

describe("a change of the agent", () => {
  /** Bolna with one number: `bind` answers the calls about its agent and may change what is listed. */
  async function binding(
    bind: (call: FakeCall, list: { agent: string | null; there: boolean }) => FakeAnswer,
    agents: readonly string[] = [agent],
    carrier = "twilio",
  ) {
    const list = { agent: null as string | null, there: true };
    const handle = (call: FakeCall) => bind(call, list);
    return bolnaAnswering({
      "GET /phone-numbers/all": () => ({
        json: list.there ? [{ ...row, agent_id: list.agent, telephony_provider: carrier }] : [],
      }),
      "POST /inbound/setup": handle,
      "POST /inbound/unlink": handle,
      ...Object.fromEntries(
        [agent, otherAgent].map((id) => [
          `GET /v2/agent/${id}`,
          agents.includes(id)
            ? { json: { id } }
            : { status: 404, json: { error: 404, message: "not found" } },
        ]),
      ),
    });
  }
  const writesOf = (calls: readonly FakeCall[]) =>
    calls
      .filter(({ method }) => method === "POST")
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>);

  it.each([
    { json: { url: "https://api.bolna.ai/inbound_call", phone_number: e164, id: hex } },
    { json: { message: "Phone number is already mapped to the given agent. IVR config updated." } },
    { json: { message: "SIP trunk number successfully mapped to agent" } },
    { text: "" },
  ])("is proven by the list, whatever the answer says: %j", async (answer) => {
    const { vendor, calls } = await binding((_, list) => {
      list.agent = agent;
      return answer;
    });
    expect(await vendor.update(now, { agent })).toMatchObject({ e164, agent });
    expect(writesOf(calls)).toEqual([{ agent_id: agent, phone_number_id: hex }]);
  });

  it.each([agent.toUpperCase(), agent.replaceAll("-", "")])(
    "is seen in whatever form the list has it: %s",
    async (shown) => {
      const { vendor } = await binding((_, list) => {
        list.agent = shown;
        return { json: {} };
      });
      expect((await vendor.update(now, { agent })).e164).toBe(e164);
    },
  );

  it("that is accepted and not made is unfinished", async () => {
    const { vendor } = await binding(() => ({ json: { url: null } }));
    const error = await refusal(UnfinishedError, vendor.update(now, { agent }));
    expect(error.details.argument).toBe("agent");
  });

  it("that shows late is waited for", async () => {
    const { vendor } = await binding((_, list) => {
      setTimeout(() => {
        list.agent = agent;
      }, 500);
      return { json: {} };
    });
    expect((await vendor.update(now, { agent })).agent).toBe(agent);
  });

  it.each([
    [uuid, hex],
    [hex, uuid],
  ])("is made where Bolna knows the number as %s only", async (accepted, unknown) => {
    for (const status of [404, 400]) {
      const { vendor, calls } = await binding(({ body, url }, list) => {
        const { phone_number_id: id } = JSON.parse(body) as { phone_number_id: string };
        if (id !== accepted) return { status, json: { error: status, message: "not found" } };
        list.agent = url.pathname === "/inbound/setup" ? agent : null;
        return { json: {} };
      });
      expect((await vendor.update(remembered(e164, unknown), { agent })).agent).toBe(agent);
      expect((await vendor.update(remembered(e164, unknown), { agent: null })).agent).toBeNull();
      expect(calls.filter(({ method }) => method === "POST").length).toBeLessThanOrEqual(4);
    }
  });

  it.each([404, 400, 422])("refused by %i for its agent is a fault of the argument", async (status) => {
    const { vendor } = await binding(
      () => ({ status, json: { error: status, message: "agent not found" } }),
      [],
    );
    const error = await refusal(ArgumentError, vendor.update(now, { agent }));
    expect(error.details).toMatchObject({ argument: "agent", status });
  });

  it.each([404, 400])("refused by %i as the number is gone says so", async (status) => {
    const { vendor } = await binding((_, list) => {
      list.there = false;
      return { status, json: { error: status, message: "not found" } };
    });
    for (const to of [agent, null]) {
      await refusal(NotFoundError, vendor.update(now, { agent: to }));
    }
  });

  it.each([404, 400])(
    "refused by %i though number and agent are there is a plain refusal",
    async (status) => {
      const { vendor } = await binding(() => ({ status, json: { error: status, message: "not today" } }));
      const error = await refusal(RefusedError, vendor.update(now, { agent }));
      expect(error.details).toMatchObject({ status, vendorMessage: "not today" });
    },
  );

  it.each([404, 400])("refused by %i as there is no agent to take away is made", async (status) => {
    const { vendor } = await binding(() => ({ status, json: { error: status, message: "not mapped" } }));
    expect(await vendor.update(now, { agent: null })).toMatchObject({ e164, agent: null });
  });

  it("that cannot be taken away is a plain refusal", async () => {
    const { vendor } = await binding((_, list) => {
      list.agent = otherAgent;
      return { status: 400, json: { error: 400, message: "not today" } };
    });
    await refusal(RefusedError, vendor.update(now, { agent: null }));
  });

  it("says of Plivo's numbers only that an agent may have several", async () => {
    for (const [carrier, said] of [["plivo", true] as const, ["vobiz", undefined] as const]) {
      const { vendor, calls } = await binding(
        (_, list) => {
          list.agent = agent;
          return { json: {} };
        },
        [agent],
        carrier,
      );
      await vendor.update(now, { agent });
      expect(writesOf(calls).map(({ allow_multiple }) => allow_multiple)).toEqual([said]);
    }
  });

  it("that is none sends nothing", async () => {
    const { vendor, calls } = await bolnaAnswering({});
    expect(await vendor.update(now, {})).toEqual(now);
    expect(calls).toEqual([]);
  });

  it("of a number without an id that is not listed is not possible", async () => {
    const { vendor, calls } = await bolnaAnswering(listing());
    await refusal(NotFoundError, vendor.update(remembered(e164, ""), { agent }));
    expect(calls).toHaveLength(1);
  });
});

describe("an agent's id", () => {
  it.each([404, 400, 422])("answered by %i is a fault of the argument", async (status) => {
    const { vendor } = await bolnaAnswering({
      [`GET /v2/agent/${agent}`]: { status, json: { detail: "?" } },
    });
    const error = await refusal(ArgumentError, vendor.checkAgent(agent));
    expect(error.details.argument).toBe("agent");
  });

  it.each<FakeAnswer>([{ text: "404 page not found" }, { json: { message: "Cannot GET /v2/agent/1" } }])(
    "answered by a gateway is not: %j",
    async (answer) => {
      const { vendor } = await bolnaAnswering({ [`GET /v2/agent/${agent}`]: { status: 404, ...answer } });
      await refusal(RefusedError, vendor.checkAgent(agent));
    },
  );

  it.each([agent.replaceAll("-", ""), agent.toUpperCase()])(
    "in another form than the one in which rows are read is one, also where Bolna takes it: %s",
    async (form) => {
      const { vendor, calls } = await bolnaAnswering({ [`GET /v2/agent/${form}`]: { json: { id: agent } } });
      const error = await refusal(ArgumentError, vendor.checkAgent(form));
      expect(error.details.argument).toBe("agent");
      expect(calls).toEqual([]);
    },
  );

  it("answered by a refused key is not", async () => {
    const { vendor } = await bolnaAnswering({
      [`GET /v2/agent/${agent}`]: { status: 403, json: { detail: "Unrecognized access token" } },
    });
    await refusal(AuthenticationError, vendor.checkAgent(agent));
  });

  it("that would be more than one segment of the path is refused without a call", async () => {
    const { vendor, calls } = await bolnaAnswering({});
    await refusal(ArgumentError, vendor.checkAgent("../all?"));
    expect(calls).toEqual([]);
  });
});

describe("a release", () => {
  const [withHex, withUuid] = [`DELETE /phone-numbers/${hex}`, `DELETE /phone-numbers/${uuid}`];
  const reference = { e164, vendorId: hex } as const;
  const refused = (status: number): FakeAnswer => ({ status, json: { error: status, message: "not found" } });

  it.each([404, 400, 422])("refused by %i of a number that the list has not is over", async (status) => {
    const { vendor } = await bolnaAnswering({
      [withHex]: refused(status),
      [withUuid]: refused(status),
      ...listing(),
    });
    expect(await vendor.release(reference)).toBe("gone");
  });

  it.each([404, 400])(
    "refused by %i of a number that the list has is an error: it is still paid for",
    async (status) => {
      const { vendor } = await bolnaAnswering({
        [withHex]: refused(status),
        [withUuid]: refused(status),
        ...listing(row),
      });
      const error = await refusal(RefusedError, vendor.release(reference));
      expect(error.details).toMatchObject({ status, vendorMessage: "not found" });
    },
  );

  it.each([
    [withHex, withUuid, uuid],
    [withUuid, withHex, hex],
  ])("is made where Bolna knows the number by %s only", async (accepted, unknown, vendorId) => {
    const { vendor } = await bolnaAnswering({
      [accepted]: { json: { message: "removed", state: "deleted" } },
      [unknown]: refused(404),
      ...listing(row),
    });
    expect(await vendor.release({ e164, vendorId })).toBe("released");
  });

  it("of a number that the account has got under another id releases nothing", async () => {
    const { vendor, calls } = await bolnaAnswering({
      [withHex]: refused(404),
      [withUuid]: refused(404),
      ...listing({ ...row, id: "f".repeat(32) }),
    });
    const error = await refusal(RefusedError, vendor.release(reference));
    expect(error.message).toContain("f".repeat(32));
    expect(calls.filter(({ method }) => method === "DELETE")).toHaveLength(2);
  });

  it("that is unknown to a list which cannot be read is unclear, and not taken for gone", async () => {
    const { vendor } = await bolnaAnswering({
      [withHex]: refused(404),
      [withUuid]: refused(404),
      "GET /phone-numbers/all": { text: "<html>" },
    });
    await refusal(UnclearError, vendor.release(reference));
  });

  it.each([{ json: {} }, { status: 204, text: "" }, { json: { ok: 1 } }, { text: "OK" }])(
    "answered by %j is over when the list has the number no more",
    async (answer) => {
      let there = true;
      const { vendor } = await bolnaAnswering({
        [withHex]: () => {
          there = false;
          return answer;
        },
        "GET /phone-numbers/all": () => ({ json: there ? [row] : [] }),
      });
      expect(await vendor.release(reference)).toBe("released");
    },
  );

  it.each([
    "Phone number could not be deleted",
    "The number will be removed",
    "Phone number released successfully",
  ])("answered by %j, without its state, is not over while the list has the number", async (message) => {
    const { vendor } = await bolnaAnswering({ [withHex]: { json: { message } }, ...listing(row) });
    await refusal(UnfinishedError, vendor.release(reference));
  });

  it("answered by a page of a proxy is not over while the list has the number", async () => {
    const page = { text: "<html>maintenance</html>" };
    const { vendor } = await bolnaAnswering({ [withHex]: page, ...listing(row) });
    await refusal(UnfinishedError, vendor.release(reference));
  });

  it("refused for another reason is that reason", async () => {
    const { vendor, calls } = await bolnaAnswering({
      [withHex]: { status: 403, json: { detail: "admins only" } },
      ...listing(row),
    });
    await refusal(PermissionError, vendor.release(reference));
    expect(calls.map(({ method }) => method)).toEqual(["GET", "DELETE"]);
  });
});
