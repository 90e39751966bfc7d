import { getStack } from "@pulumi/pulumi";
import { PhoneNumber } from "pulumi-phone";

const support = new PhoneNumber("support", {
  vendor: "plivo",
  country: "US",
  search: { areaCode: "415" },
  maxMonthlyPrice: 2,
  deletionProtection: getStack() === "production",
});

export const line = support.e164;
