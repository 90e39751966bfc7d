import { Config, getStack, type Output } from "@pulumi/pulumi";
import { PhoneNumber } from "pulumi-phone";
import { type Desk, type Environment, environments, lines } from "./numbers";

const config = new Config();
const agents = config.requireObject<Record<Desk, string>>("agents");
const maxMonthlyPrice = config.requireNumber("maxMonthlyPrice");
const isProtected = config.requireBoolean("protected");
const environment = environmentOf(getStack());

/** The numbers of this environment, by the name of their line. */
export const numbers: Record<string, Output<string>> = {};

for (const [name, { desk, in: itsEnvironments, ...line }] of Object.entries(lines)) {
  if (!itsEnvironments.includes(environment)) continue;
  const number = new PhoneNumber(name, {
    vendor: "plivo",
    maxMonthlyPrice,
    ...line,
    agent: agents[desk],
    // A number that is to end cannot be protected from ending.
    deletionProtection: isProtected && line.renewal !== "off",
  });
  numbers[name] = number.e164;
}

function environmentOf(stack: string): Environment {
  const found = environments.find((name) => name === stack);
  if (found === undefined) throw new Error(`the stack is ${stack}; there are ${environments.join(", ")}`);
  return found;
}
