// Against the sandbox, which `npx pulumi-phone sandbox --port 4999` starts in another terminal:
// PHONE_SANDBOX=http://127.0.0.1:4999 pulumi up
import { Config } from "@pulumi/pulumi";
import { PhoneNumber } from "pulumi-phone";

const config = new Config();

const support = new PhoneNumber("support", {
  vendor: "sondos",
  country: "US",
  // The first entry that has a number wins: San Francisco, else anywhere.
  search: [{ areaCode: "415" }, {}],
  // The inbound assistant that answers, e.g. `pulumi config set agent 789`. It has this number and no other.
  agent: config.require("agent"),
  alias: "Support line",
  maxMonthlyPrice: 5,
});

export const line = support.e164;
export const monthlyPrice = support.monthlyPrice;
