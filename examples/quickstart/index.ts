import { PhoneNumber } from "pulumi-phone";

const support = new PhoneNumber("support", {
  vendor: "plivo",
  country: "US",
  search: [{ areaCode: "415" }, { region: "California" }, {}], // the first entry that finds a number wins
  maxMonthlyPrice: 2,
});

export const line = support.e164;
export const monthlyPrice = support.monthlyPrice;
