import { unknownValue } from "@pulumi/pulumi/runtime/rpc";
import { describe, expect, it } from "vitest";
import { argumentNames } from "../../../provider/domain/argument-schema";
import { checkNew, onlyFailure, plain, properties, provingNothingChanged } from "../../support/checking";
import { useSandbox } from "../../support/sandbox";

const bench = useSandbox({ stock: 40 });
provingNothingChanged(bench);

const supported = argumentNames.filter(
  (name) =>
    !["account", "adopt", "renewal", "deletionPolicy", "deletionProtection", "replaceable"].includes(name),
);

describe("an unknown value of a preview", () => {
  it.each(["country", "type", "search", "number", "maxMonthlyPrice", "vendorOptions"])(
    "in %s passes through, and no number is picked as long as it is unknown",
    async (name) => {
      const told = await bench.context();
      const { inputs, failures } = await checkNew(told, { ...plain, [name]: unknownValue });
      expect(failures).toEqual([]);
      expect(inputs[name]).toBe(unknownValue);
      expect(inputs).toMatchObject({ candidates: unknownValue, quote: unknownValue });
      expect(bench.calls).toEqual([]);
      expect(told.lines).toEqual([`line: a number is picked once ${name} is known`]);
    },
  );

  it.each(["agent", "subaccount", "alias", "nothingBought"])(
    "in %s passes through, and a number is picked all the same",
    async (name) => {
      const { inputs, failures } = await checkNew(await bench.context(), { ...plain, [name]: unknownValue });
      expect(failures).toEqual([]);
      expect(inputs[name]).toBe(unknownValue);
      expect(inputs.candidates).not.toHaveLength(0);
      const search = "/v1/Account/[redacted]/PhoneNumber/";
      expect(new Set(bench.calls.map(({ path }) => path))).toEqual(new Set([search]));
    },
  );

  it("was tried for every argument this release supports", () => {
    expect(supported.toSorted()).toEqual(
      [
        "vendor",
        "country",
        "type",
        "search",
        "number",
        "maxMonthlyPrice",
        "vendorOptions",
        "nothingBought",
        "agent",
        "subaccount",
        "alias",
      ].toSorted(),
    );
  });

  it("in vendor is refused: it must be plain", async () => {
    const failure = onlyFailure(await checkNew(await bench.context(), { ...plain, vendor: unknownValue }));
    expect(failure.property).toBe("vendor");
    expect(failure.reason).toContain("must be a plain string");
  });

  it("deep inside a criterion leaves the whole search unknown", async () => {
    const search = [{ areaCode: "415" }, { region: unknownValue }];
    const { inputs, failures } = await checkNew(await bench.context(), { ...plain, search });
    expect(failures).toEqual([]);
    expect(inputs.search).toEqual(search);
    expect(inputs.candidates).toBe(unknownValue);
  });

  it("in one argument does not hide the faults of others", async () => {
    const { failures } = await checkNew(await bench.context(), {
      vendor: "plivo",
      country: "XX",
      agent: unknownValue,
      colour: "red",
    });
    expect(properties(failures)).toContain("colour");
  });

  it("in number makes the country no longer required", async () => {
    const { failures } = await checkNew(await bench.context(), { vendor: "plivo", number: unknownValue });
    expect(failures).toEqual([]);
  });

  it("beside a country that is wrong reports the country", async () => {
    const failure = onlyFailure(
      await checkNew(await bench.context(), { vendor: "plivo", country: "XX", agent: unknownValue }),
    );
    expect(failure.property).toBe("country");
  });
});
