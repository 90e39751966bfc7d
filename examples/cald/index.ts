// Against the sandbox, which `npx pulumi-phone sandbox --port 4999` starts in another terminal:
// PHONE_SANDBOX=http://127.0.0.1:4999 pulumi up
import { Config } from "@pulumi/pulumi";
import { PhoneNumber } from "pulumi-phone";

const config = new Config();

const support = new PhoneNumber("support", {
  vendor: "cald",
  country: "US",
  // Cald picks the number: the first area code under which it has one wins.
  search: [{ areaCode: "415" }, { areaCode: "628" }, { areaCode: "510" }],
  // The Cald agent that answers, e.g. `pulumi config set agent <id>`.
  agent: config.require("agent"),
  maxMonthlyPrice: 10,
});

export const line = support.e164;
export const monthlyPrice = support.monthlyPrice;
