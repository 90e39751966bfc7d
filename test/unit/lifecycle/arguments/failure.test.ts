import { describe, expect, it } from "vitest";
import { checkNew, onlyFailure, plain, provingNothingChanged } from "../../../support/checking";
import { useSandbox } from "../../../support/sandbox";

const bench = useSandbox({ stock: 40 });

provingNothingChanged(bench);

const failureOf = async (args: object, config = {}) =>
  onlyFailure(await checkNew(await bench.context(config), { ...plain, ...args }));

describe("a vendor that does not answer as it should is the vendor's failure", () => {
  it("no JSON", async () => {
    bench.fault("search", "malformed-after");
    const failure = await failureOf({});
    expect(failure.property).toBe("vendor");
    expect(failure.reason).toContain("plivo search: the answer is not JSON (HTTP 200");
  });

  it("a host that does not answer", async () => {
    const told = await bench.contextWithKeys({
      "phone:plivoAuthId": bench.authId,
      "phone:plivoAuthToken": bench.token,
      "phone:plivoBaseUrl": "http://127.0.0.1:1",
    });
    const failure = onlyFailure(await checkNew(told, plain));
    expect(failure.property).toBe("vendor");
    expect(failure.reason).toContain("nothing was changed");
  });
});
