import { Config } from "@pulumi/pulumi";
import { PhoneNumber } from "pulumi-phone";

const config = new Config();

const support = new PhoneNumber("support", {
  vendor: "plivo",
  country: "US",
  // The first entry that has a number wins: San Francisco, else anywhere in California, else anywhere.
  search: [{ areaCode: "415" }, { region: "California" }, {}],
  // The Plivo application that answers, e.g. `pulumi config set agent 20468599130939380`.
  agent: config.require("agent"),
  maxMonthlyPrice: 2,
});

export const line = support.e164;
export const monthlyPrice = support.monthlyPrice;
export const renewsAt = support.renewsAt;
