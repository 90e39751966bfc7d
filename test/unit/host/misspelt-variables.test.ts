import { describe, expect, it } from "vitest";
import { misspeltVariables, requireSpeltAddresses } from "../../../provider/host/misspelt-variables";
import { vendorDefinitions } from "../../../provider/vendors";

const require = (environment: Record<string, string>) => () =>
  requireSpeltAddresses(environment, vendorDefinitions);

describe("a variable that should say where the vendor is", () => {
  it.each([
    ["PHONE_SANBOX", "PHONE_SANDBOX"],
    ["PHONE_SANDBX", "PHONE_SANDBOX"],
    ["PLIVO_BASE_ULR", "PLIVO_BASE_URL"],
    ["BOLNA_BASEURL", "BOLNA_BASE_URL"],
  ])("%s is refused, as %s was meant, and the run would be on the real vendor", (name, meant) => {
    expect(require({ [name]: "http://127.0.0.1:4999" })).toThrow(
      `${name}: is no variable that is read. Did you mean ${meant}?`,
    );
  });

  it.each([
    { PHONE_SANBOX: "http://127.0.0.1:4999", PHONE_SANDBOX: "http://127.0.0.1:4999" },
    { PHONE_SANBOX: "" },
    {
      PHONE_NUMBER: "+14155550100",
      PLIVO_NUMBER: "x",
      PLIVO_APP_ID: "x",
      BOLNA_AGENT_ID: "x",
      PHONE_HOME: "x",
    },
    { CAS_BASE_URL: "x", CALL_BASE_URL: "x", RAVEN_BASE_URL: "x", BASE_URL: "x" },
    {
      PLIVO_ANSWER_URL: "x",
      PLIVO_APP_URL: "x",
      PLIVO_SMS_URL: "x",
      BOLNA_WEBHOOK_URL: "x",
      PHONE_INBOX: "x",
    },
    { PLIVO_AUTH_ID: "x", PLIVO_AUTH_TOKEN_FILE: "x", SONDOS_BASE_URL: "x", PHONE_SANDBOX_TOKEN: "x" },
  ])("is not seen in %j", (environment) => {
    expect(require(environment)).not.toThrow();
  });
});

describe("the variables that doctor calls misspelt", () => {
  it("are slips of one that is read, and not a program's own", () => {
    const names = ["PLIVO_AUTH_TOKN", "PLIVO_ANSWER_URL", "PLIVO_AUTH_TOKEN", "PHONE_NUMBER"];
    expect(misspeltVariables(names, vendorDefinitions)).toEqual([
      { name: "PLIVO_AUTH_TOKN", meant: "PLIVO_AUTH_TOKEN" },
    ]);
  });
});
