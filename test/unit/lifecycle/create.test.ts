import { beforeEach, describe, expect, it } from "vitest";
import { ArgumentError, ComplianceError, NoFundsError } from "../../../provider/domain/errors";
import { create } from "../../../provider/lifecycle/create";
import { outputs, readInputs } from "../../../provider/lifecycle/state";
import { UnfinishedResource } from "../../../provider/lifecycle/steps/keep-state";
import { checkNew, plain } from "../../support/checking";
import { claimOf } from "../../support/claim";
import { errorOfClass } from "../../support/expect";
import { useSandbox } from "../../support/sandbox";
import { asked, up, withTestNumbers } from "../../support/up";

const bench = useSandbox({ stock: 20 });

beforeEach(() => {
  withTestNumbers(bench);
});

describe("a number that was bought", () => {
  it("is bound and moved by the purchase itself, and labelled after it", async () => {
    const [agent] = bench.agents;
    const [subaccount] = bench.subaccounts;
    const { observed } = await up(await bench.context(), { ...asked, agent, subaccount, alias: "Support" });
    expect(observed).toMatchObject({ boundAgent: agent, heldBy: subaccount, label: "Support" });
    expect(bench.state.owned).toMatchObject([{ agent, subaccount, alias: "Support" }]);
    expect(bench.writes.map(({ body }) => body)).toEqual([
      { app_id: agent, subaccount },
      { app_id: agent, alias: "Support" },
    ]);
  });

  it("tells of nothing undefined, as the engine would lose it", async () => {
    const properties = outputs(await up(await bench.context()));
    expect(JSON.parse(JSON.stringify(properties))).toStrictEqual(properties);
    expect(properties.vendorAccount).toBe(bench.authId);
  });
});

describe("what the journal tells of a purchase, until the engine has its result,", () => {
  const noted = async () => (await bench.context()).context.journal.records(claimOf("line"));

  it("is the number that was bought, and that it was answered, also where a step after it failed", async () => {
    bench.fault("update", "500-before", { times: 5 });
    const made = up(await bench.context(), { ...asked, alias: "Support" });
    const { id } = await errorOfClass(UnfinishedResource, made);
    expect(await noted()).toMatchObject([{ candidates: [id], isHandedOver: true }]);
  });

  it("is all that was asked for where the end is not known", async () => {
    bench.fault("buy", "reset-before", { times: 5 });
    await errorOfClass(UnfinishedResource, up(await bench.context({ "phone:settleSeconds": "0" })));
    expect(await noted()).toMatchObject([{ isHandedOver: false }]);
  });
});

describe("nothing is bought", () => {
  it("without candidates", async () => {
    const { inputs } = await checkNew(await bench.context(), asked);
    const bare = readInputs({ ...inputs, candidates: [] });
    await errorOfClass(ArgumentError, create((await bench.context()).context, bare));
    expect(bench.writes).toEqual([]);
  });

  it("with an empty wallet, and the reader is told", async () => {
    bench.fault("buy", "no-funds", { times: 10 });
    const error = await errorOfClass(NoFundsError, up(await bench.context()));
    expect(error.message).toContain("Nothing was bought. Add credit");
    expect(bench.writes).toHaveLength(1);
    expect(bench.state.purchases).toBe(0);
  });

  it("where documents are wanted first", async () => {
    bench.numbers({ add: [{ e164: "+918065531988", country: "IN" }] });
    const error = await errorOfClass(ComplianceError, up(await bench.context(), { ...plain, country: "IN" }));
    expect(error.details.vendorMessage).toContain("compliance_application_id is required");
    expect(bench.state.purchases).toBe(0);
  });

  it("for an agent that is gone since the check", async () => {
    const told = await bench.context();
    const { inputs } = await checkNew(told, asked);
    await errorOfClass(
      ArgumentError,
      create(told.context, readInputs({ ...inputs, agent: "12345678901234567" })),
    );
    expect(bench.writes).toEqual([]);
  });
});
