import { all, Config, getStack } from "@pulumi/pulumi";
import { PhoneNumber } from "pulumi-phone";

const agent = new Config().require("agent");
const isProduction = getStack() === "production";

// Customers know the numbers of production: those are never given back by mistake. The other stacks need only one line.
const teams = isProduction ? ["support", "sales", "billing"] : ["support"];

const numbers = teams.map(
  (team) =>
    new PhoneNumber(team, {
      vendor: "plivo",
      country: "US",
      search: [{ areaCode: "415" }, { region: "California" }],
      agent,
      alias: `${team} (${getStack()})`,
      maxMonthlyPrice: 2,
      deletionProtection: isProduction,
    }),
);

export const lines = all(numbers.map(({ e164 }) => e164));
