import { describe, expect, it } from "vitest";
import { MissingKeyError } from "../../../provider/domain/errors";
import { create } from "../../../provider/lifecycle/create";
import { readInputs } from "../../../provider/lifecycle/state";
import { check as checkOfRuntime } from "../../../provider/pulumi/runtime";
import { checkNew, onlyFailure, plain, provingNothingChanged } from "../../support/checking";
import { claimOf } from "../../support/claim";
import { errorOfClass } from "../../support/expect";
import { configuration, useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 40 });
provingNothingChanged(bench);

const wrongToken = () => ({
  "phone:plivoAuthId": bench.authId,
  "phone:plivoAuthToken": "wrong-token-0123456789",
});

describe("a missing key", () => {
  it.each([
    [{}, ["phone:plivoAuthId (or PLIVO_AUTH_ID)", "phone:plivoAuthToken (or PLIVO_AUTH_TOKEN)"]],
    [{ "phone:plivoAuthId": "MA0123456789ABCDEFGH" }, ["phone:plivoAuthToken (or PLIVO_AUTH_TOKEN)"]],
  ])(
    "leaves a preview possible, and is named with its configuration key and its variable: %j",
    async (config, names) => {
      const told = await bench.contextWithKeys(config);
      const { inputs, failures } = await checkNew(told, plain);
      expect(failures).toEqual([]);
      expect(inputs.candidates).toBeUndefined();
      expect(told.lines).toHaveLength(1);
      expect(told.lines[0]).toContain(`line: no number is picked: plivo: ${names.join(" and ")} missing`);
      expect(told.lines[0]).toContain("pulumi config set --secret phone:plivoAuthToken");
    },
  );

  it("stops create before anything is asked", async () => {
    const told = await bench.contextWithKeys({});
    const { inputs } = await checkNew(told, plain);
    await errorOfClass(MissingKeyError, create(told.context, readInputs(inputs)));
    expect(bench.calls).toEqual([]);
  });
});

describe("a key at fault is a failure of the check", () => {
  it("refused by the vendor, it is said where keys are set, and the key is not", async () => {
    const failure = onlyFailure(await checkNew(await bench.contextWithKeys(wrongToken()), plain));
    expect(failure.property).toBe("vendor");
    expect(failure.reason).toContain("the key was refused (HTTP 401");
    expect(failure.reason).toMatch(/phone:plivoAuthToken.*PLIVO_AUTH_TOKEN/);
    expect(failure.reason).not.toContain("wrong-token");
  });

  it("refused by the vendor, it is asked about once and not again and again", async () => {
    await checkNew(await bench.contextWithKeys(wrongToken()), plain);
    expect(bench.calls.map(({ status }) => status)).toEqual([401]);
  });

  it("a subaccount's auth id is refused before anything is asked", async () => {
    const told = await bench.contextWithKeys({
      "phone:plivoAuthId": bench.subaccounts[0],
      "phone:plivoAuthToken": "x",
    });
    const { reason } = onlyFailure(await checkNew(told, plain));
    expect(reason).toContain("phone:plivoAuthId (or PLIVO_AUTH_ID): plivo: is malformed");
    expect(bench.calls).toEqual([]);
  });

  it("plain http to a host that is not this machine is refused before anything is sent", async () => {
    const told = await bench.contextWithKeys({
      ...wrongToken(),
      "phone:plivoBaseUrl": "http://api.plivo.com",
    });
    const { reason } = onlyFailure(await checkNew(told, plain));
    expect(reason).toMatch(/phone:plivoBaseUrl \(or PLIVO_BASE_URL\).*plain http to api\.plivo\.com/);
  });
});

describe("a fault of the whole configuration", () => {
  it.each([
    [{ "phone:sandbox": "http://example.com" }, "phone:sandbox (or PHONE_SANDBOX)"],
    [{ "phone:accounts": "[]" }, "phone:accounts: must be an object"],
    [{ "phone:settleSeconds": "soon" }, "phone:settleSeconds: must be a number of seconds"],
  ])("is a failure of the check, not a crash: %j", async (config, words) => {
    const { failures } = await checkOfRuntime(
      configuration(config),
      {},
      { ...plain, claim: claimOf("line") },
    );
    expect(failures).toHaveLength(1);
    expect(failures[0]?.property).toBe("vendor");
    expect(failures[0]?.reason).toContain(words);
  });
});
