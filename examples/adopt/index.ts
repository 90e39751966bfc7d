import { Config } from "@pulumi/pulumi";
import { PhoneNumber, type PhoneNumberArgsOf } from "pulumi-phone";

/** What the vendor's console shows of a number, and what becomes of it when it leaves this stack. It is never given back. */
type Bought = PhoneNumberArgsOf<"plivo"> & {
  readonly adopt: string;
  readonly deletionPolicy: "retain" | "detach";
};

const bought: Readonly<Record<string, Bought>> = {
  // Answered by our agent from now on, and by none once it leaves the stack.
  support: {
    vendor: "plivo",
    adopt: "+1 415 555 0101",
    agent: new Config().require("agent"),
    deletionPolicy: "detach",
  },
  // Another team's agents answer these two: they stay as they are, in the stack and after it.
  sales: { vendor: "plivo", adopt: "+1 415 555 0102", deletionPolicy: "retain" },
  press: { vendor: "plivo", adopt: "+1 212 555 0103", deletionPolicy: "retain" },
};

const numbers = Object.entries(bought).map(([name, args]) => [name, new PhoneNumber(name, args)] as const);

export const lines = Object.fromEntries(numbers.map(([name, { e164 }]) => [name, e164]));
