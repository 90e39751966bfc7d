// Against the sandbox, which `npx pulumi-phone sandbox --port 4999` starts in another terminal:
// PHONE_SANDBOX=http://127.0.0.1:4999 pulumi up
import { PhoneNumber } from "pulumi-phone";

const support = new PhoneNumber("support", {
  vendor: "ravan",
  country: "US",
  // The first entry that has a number wins: San Francisco, else anywhere in California, else anywhere.
  search: [{ areaCode: "415" }, { region: "CA" }, {}],
  maxMonthlyPrice: 2,
});

// Give this number an inbound campaign in Ravan's dashboard: its API has no call for that.
export const line = support.e164;
// The `phoneNumberId` of an outbound campaign.
export const phoneNumberId = support.vendorId;
export const monthlyPrice = support.monthlyPrice;
