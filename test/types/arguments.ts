// Compiled by `tsc --noEmit`, never run: an unused @ts-expect-error, or an error without one, fails the type check.
import type { Output } from "@pulumi/pulumi";
import { PhoneNumber, type PhoneNumberArgs, type PhoneNumberArgsOf } from "../../provider";

declare const text: Output<string>;
declare const amount: Promise<number>;

/** What must compile. */
export const good: PhoneNumberArgs[] = [
  // No vendor at all: it comes from phone:vendor, and with it what the number can have.
  {},
  { country: "US" },
  {
    country: "US",
    agent: "1",
    subaccount: "SA1",
    alias: "a",
    number: "+14155550100",
    search: { capabilities: ["sms"] },
  },
  { country: "US", vendorOptions: { npanxx: "415555" } },
  { vendor: undefined, country: "US" },
  // Plivo has it all.
  {
    vendor: "plivo",
    country: "US",
    type: "tollfree",
    agent: "1",
    subaccount: "SA1",
    alias: "a",
    maxMonthlyPrice: 2,
  },
  { vendor: "plivo", number: "+14155550100" },
  {
    vendor: "plivo",
    search: { areaCode: "415", prefix: "4155", contains: "77", region: "California", locality: "x" },
  },
  { vendor: "plivo", search: [{ areaCode: "415" }, { capabilities: ["voice", "sms"] }, {}] },
  {
    vendor: "plivo",
    vendorOptions: { npanxx: "415555", localCallingArea: true, lata: 722, rateCenter: "SNFC CNTRL" },
  },
  { vendor: "plivo", account: "second" },
  // The others have what their capabilities say.
  { vendor: "bolna", agent: "a", search: [{ locality: "Mumbai" }], number: "+14155550100" },
  { vendor: "ravan", search: { region: "California" }, number: "+14155550100" },
  { vendor: "sondos", agent: "a", alias: "nickname", search: { capabilities: ["sms"] } },
  { vendor: "cald", agent: "a", search: { prefix: "4155" } },
];

/** Every argument but vendor and account takes outputs and promises. */
export const inputs: PhoneNumberArgs[] = [
  { vendor: "plivo", country: text, agent: text, subaccount: text, alias: text, number: text },
  {
    vendor: "plivo",
    country: Promise.resolve("US"),
    maxMonthlyPrice: amount,
    type: Promise.resolve("local" as const),
  },
  { vendor: "plivo", search: { areaCode: text, capabilities: [Promise.resolve("sms" as const)] } },
  { vendor: "plivo", search: [Promise.resolve({ areaCode: "415" }), { areaCode: text }] },
  { vendor: "plivo", search: Promise.resolve([{ areaCode: "415" }]) },
  { vendor: "plivo", vendorOptions: Promise.resolve({ npanxx: "415555" }) },
  { vendor: "plivo", vendorOptions: { npanxx: text } },
];

/** What must not compile: the vendor cannot honour it. */
export const dishonoured: PhoneNumberArgs[] = [
  // @ts-expect-error Ravan's API binds no agent.
  { vendor: "ravan", country: "US", agent: "a" },
  // @ts-expect-error Bolna has no label.
  { vendor: "bolna", country: "US", alias: "a" },
  // @ts-expect-error Ravan has no label.
  { vendor: "ravan", country: "US", alias: "a" },
  // @ts-expect-error Cald has no label.
  { vendor: "cald", country: "US", alias: "a" },
  // @ts-expect-error Cald sells no chosen numbers.
  { vendor: "cald", number: "+14155550100" },
  // @ts-expect-error Only Plivo has subaccounts.
  { vendor: "bolna", country: "US", subaccount: "SA1" },
  // @ts-expect-error Only Plivo has subaccounts.
  { vendor: "ravan", country: "US", subaccount: "SA1" },
  // @ts-expect-error Only Plivo has subaccounts.
  { vendor: "sondos", country: "US", subaccount: "SA1" },
  // @ts-expect-error Only Plivo has subaccounts.
  { vendor: "cald", country: "US", subaccount: "SA1" },
  // @ts-expect-error Bolna has not Plivo's options.
  { vendor: "bolna", country: "US", vendorOptions: { npanxx: "415555" } },
  // @ts-expect-error Ravan has no options of its own.
  { vendor: "ravan", country: "US", vendorOptions: {} },
  // @ts-expect-error An output is no way around it.
  { vendor: "ravan", country: "US", agent: text },
];

/** Criteria that the vendor cannot search by. */
export const unsearchable: PhoneNumberArgs[] = [
  // @ts-expect-error Bolna does not filter capabilities.
  { vendor: "bolna", search: { capabilities: ["voice"] } },
  // @ts-expect-error Ravan knows no cities.
  { vendor: "ravan", search: { locality: "Boston" } },
  // @ts-expect-error Sondos knows no regions.
  { vendor: "sondos", search: [{ areaCode: "415" }, { region: "California" }] },
  // @ts-expect-error Cald takes leading digits only.
  { vendor: "cald", search: { contains: "77" } },
  // @ts-expect-error Cald takes leading digits only.
  { vendor: "cald", search: { region: "California" } },
];

/** What no vendor takes. */
export const wrong: PhoneNumberArgs[] = [
  // @ts-expect-error An unknown vendor.
  { vendor: "twilio", country: "US" },
  // @ts-expect-error The vendor decides what compiles, so it is plain.
  { vendor: text, country: "US" },
  // @ts-expect-error Plain too.
  { vendor: "plivo", account: text },
  // @ts-expect-error Plain, also where the vendor is not named.
  { country: "US", account: text },
  // @ts-expect-error An unknown argument.
  { vendor: "plivo", country: "US", colour: "red" },
  // @ts-expect-error An unknown criterion.
  { vendor: "plivo", search: { zip: "94103" } },
  // @ts-expect-error An unknown option.
  { vendor: "plivo", vendorOptions: { npa: "415" } },
  // @ts-expect-error An option of the wrong type.
  { vendor: "plivo", vendorOptions: { lata: "722" } },
  // @ts-expect-error An unknown type of number.
  { vendor: "plivo", type: "pager" },
  // @ts-expect-error Prices are numbers.
  { vendor: "plivo", maxMonthlyPrice: "2" },
  // @ts-expect-error Area codes are texts: a leading zero would be lost.
  { vendor: "plivo", search: { areaCode: 415 } },
  // @ts-expect-error The claim is the package's own.
  { vendor: "plivo", country: "US", claim: "urn" },
  // @ts-expect-error Outputs are no arguments.
  { vendor: "plivo", country: "US", e164: "+14155550100" },
];

/** The resource takes them as they are, with Pulumi's options. */
export function resources(): PhoneNumber[] {
  return [
    new PhoneNumber("a", { vendor: "plivo", country: "US" }),
    new PhoneNumber("b", { country: "US" }, { protect: true, aliases: [{ name: "a" }] }),
    // @ts-expect-error The same rules hold where the resource is made.
    new PhoneNumber("c", { vendor: "ravan", country: "US", agent: "a" }),
    // @ts-expect-error Arguments are required.
    new PhoneNumber("d"),
  ];
}

declare const maybe: string | undefined;

/** Lists of people's own, and what is put together of them. */
export function composed(): PhoneNumber[] {
  const wishes = [
    { name: "a", args: { vendor: "plivo", country: "US", search: [{ areaCode: "415" }, {}] } },
    { name: "b", args: { vendor: "sondos", country: "US", search: { capabilities: ["voice"] } } },
  ] as const;
  const rows: readonly { name: string; args: PhoneNumberArgsOf<"plivo"> }[] = [
    { name: "c", args: { vendor: "plivo", country: "US" } },
  ];
  const searches: readonly { areaCode: string }[] = [{ areaCode: "415" }];
  const frozen = Object.freeze({ vendor: "plivo", search: Object.freeze([{ areaCode: "415" }]) } as const);
  const one = { vendor: "plivo", country: "US" } satisfies PhoneNumberArgs;
  return [
    ...wishes.map(({ name, args }) => new PhoneNumber(name, args)),
    ...wishes.map(({ name, args }) => new PhoneNumber(name, { ...args, agent: text })),
    ...rows.map(({ name, args }) => new PhoneNumber(name, { ...args, agent: maybe, search: searches })),
    new PhoneNumber("d", frozen),
    new PhoneNumber("e", { ...one, alias: "a" }),
    new PhoneNumber("f", { vendor: "plivo", agent: undefined, search: undefined, vendorOptions: undefined }),
    new PhoneNumber("g", { vendor: "plivo", search: [{ areaCode: maybe, region: undefined }] }),
    // Written once for all: what a vendor cannot honour may be there as long as it is undefined.
    new PhoneNumber("h", { vendor: "ravan", country: "US", agent: undefined, alias: undefined }),
    // @ts-expect-error Not where it has a value.
    new PhoneNumber("i", { vendor: "ravan", country: "US", agent: maybe }),
    // @ts-expect-error Rows of a vendor are of that vendor.
    ...rows.map(({ name, args }) => new PhoneNumber(name, { ...args, vendor: "ravan", agent: text })),
  ];
}

/** A function of a team's own that narrows what its callers give. */
export function desk(
  name: string,
  args: Omit<PhoneNumberArgsOf<"plivo">, "vendor" | "country">,
): PhoneNumber {
  return new PhoneNumber(name, { ...args, vendor: "plivo", country: "US" });
}

// @ts-expect-error The arguments of a vendor are those that it can honour.
export const unbindable: PhoneNumberArgsOf<"ravan"> = { vendor: "ravan", agent: "a" };
