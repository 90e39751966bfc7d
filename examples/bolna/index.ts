// Against the sandbox, which `npx pulumi-phone sandbox --port 4999` starts in another terminal:
// PHONE_SANDBOX=http://127.0.0.1:4999 pulumi up
import { Config } from "@pulumi/pulumi";
import { PhoneNumber } from "pulumi-phone";

const config = new Config();

const support = new PhoneNumber("support", {
  vendor: "bolna",
  country: "US",
  // The first entry that has a number wins: San Francisco, else anywhere in California, else anywhere.
  search: [{ areaCode: "415" }, { region: "California" }, {}],
  // The Bolna agent that answers, e.g. `pulumi config set agent <id>`.
  agent: config.require("agent"),
  maxMonthlyPrice: 5,
  // US numbers come from Twilio, Indian ones from Plivo or Vobiz.
  vendorOptions: { provider: "twilio" },
});

export const line = support.e164;
export const monthlyPrice = support.monthlyPrice;
export const renewsAt = support.renewsAt;
