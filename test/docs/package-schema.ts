import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { argumentSchema } from "../../provider/domain/argument-schema";
import { type NumberStatus, numberCapabilities, numberTypes } from "../../provider/domain/names";
import { numberOutputs, type OutputForms } from "../../provider/lifecycle/observed";
import { vendorDefinitions, vendorNames } from "../../provider/vendors";
import { repository } from "../support/repository";
import { declaration, docComment, type Member, members, parsed } from "./doc-comments";
import { settingElements } from "./made-parts";

type Json = Readonly<Record<string, unknown>>;

const argumentTypes = parsed("provider/pulumi/argument-types.ts");
const resourceType = "phone:index:PhoneNumber";
const ref = (name: string): Json => ({ $ref: `#/types/phone:index:${name}` });
const list = (items: Json): Json => ({ type: "array", items });
const text: Json = { type: "string" };
const money: Json = ref("Money");

/** The statuses, each with what it means. */
const statuses: Readonly<Record<NumberStatus, string>> = {
  active: "In use.",
  pending: "Waiting for documents.",
  lapsing: "Ends with the period that is paid for.",
  released: "Has ended, as its renewal was off.",
  unsettled: "It is not known whether it was bought.",
};

/** What the arguments of a number become that are more than text; the other forms are those of zod's schema. */
const argumentForms: Readonly<Record<string, Json>> = {
  type: ref("NumberType"),
  search: list(ref("NumberSearch")),
  renewal: ref("Renewal"),
  deletionPolicy: ref("DeletionPolicy"),
  capabilities: list(ref("NumberCapability")),
  vendorOptions: { type: "object", additionalProperties: { $ref: "pulumi.json#/Any" } },
};

const outputForms: Readonly<Record<keyof OutputForms, Json>> = {
  number: text,
  status: ref("NumberStatus"),
  text,
  price: money,
  capabilities: list(ref("NumberCapability")),
  index: { type: "integer" },
};

const settingForms: Readonly<Record<string, Json>> = {
  accounts: {
    type: "object",
    additionalProperties: { type: "object", additionalProperties: text },
    secret: true,
  },
  sandboxToken: { ...text, secret: true },
  maxPurchases: { type: "integer" },
  settleSeconds: { type: "number" },
  releaseWindowHours: { type: "number" },
  onlyStack: { type: "boolean" },
  vendorModules: list(text),
};

/** The schema of the plugin's package, made from the sources: what other languages' SDKs are generated from. */
export function packageSchema(): Json {
  const { version, description, license, repository: source } = manifest();
  const settings = configuration();
  return {
    name: "phone",
    displayName: "Phone numbers",
    version,
    description,
    license,
    repository: source.url.replace(/^git\+|\.git$/g, ""),
    // The archives of a release: SDKs carry the address, and Pulumi downloads from there what a project does not name itself.
    pluginDownloadURL: "github://api.github.com/pulumi-phone/pulumi-phone",
    // A generated SDK is a package that can be published as it is: it has its version, and Go's a go.mod.
    meta: { supportPack: true },
    keywords: ["pulumi", "phone", "telephony", "voice", "category/utility", "kind/native"],
    config: { variables: settings },
    provider: {
      description: "An account of one or more vendors: the keys of `phone:` in a stack's configuration.",
      inputProperties: settings,
    },
    types: types(),
    resources: { [resourceType]: resource() },
    functions: functions(),
    language: {
      python: { packageName: "pulumi_phone", pyproject: { enabled: true } },
      go: { generateResourceContainerTypes: true },
    },
  };
}

interface Manifest {
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly repository: { readonly url: string };
}

function manifest(): Manifest {
  return JSON.parse(readFileSync(path.join(repository, "package.json"), "utf8"));
}

function configuration(): Json {
  const keys = vendorDefinitions.flatMap(({ keys }) =>
    Object.values(keys).flatMap(({ config, environment, secret, form }) => {
      const what = `${form?.description ?? "the key"}; also ${environment} in the environment.`;
      return [
        [
          config,
          {
            ...text,
            description: `${what[0]?.toUpperCase()}${what.slice(1)}`,
            ...(secret && { secret: true }),
          },
        ],
        [`${config}Command`, { ...text, description: `A command that prints ${config}.` }],
        [`${config}File`, { ...text, description: `A file that has ${config}.` }],
      ];
    }),
  );
  const ofVendors = vendorNames.flatMap((name) => [
    [`${name}BaseUrl`, { ...text, description: `Origin of ${name}'s API, if it is not the usual one.` }],
    [`${name}SettleSeconds`, { type: "number", description: `\`settleSeconds\` for ${name} alone.` }],
  ]);
  const settings = settingElements().map((element) => [
    element.text,
    { ...(settingForms[element.text] ?? text), description: docComment(element).text },
  ]);
  return Object.fromEntries([...settings, ...keys, ...ofVendors]);
}

function types(): Json {
  const of = (values: readonly string[], description: string): Json => ({
    type: "string",
    description,
    enum: values.map((value) => ({ name: value[0]?.toUpperCase() + value.slice(1), value })),
  });
  const shape = argumentSchema.shape;
  return Object.fromEntries(
    Object.entries({
      NumberType: of(numberTypes, "Kind of number."),
      NumberCapability: of(numberCapabilities, "What a number can do."),
      Renewal: of(valuesOf(shape.renewal), "Whether the rent goes on."),
      DeletionPolicy: of(valuesOf(shape.deletionPolicy), "What a delete does."),
      NumberStatus: {
        type: "string",
        description: "Where a number stands.",
        enum: Object.entries(statuses).map(([value, description]) => ({
          name: value[0]?.toUpperCase() + value.slice(1),
          description,
          value,
        })),
      },
      NumberSearch: {
        type: "object",
        description: docComment(declaration(argumentTypes, "NumberSearch")).text,
        properties: properties(
          members(declaration(argumentTypes, "NumberSearch")),
          ({ name }) => argumentForms[name],
        ),
      },
      Money: object("A price.", {
        amount: { ...text, description: "Decimal, such as 0.80." },
        currency: { ...text, description: "ISO 4217, such as USD." },
      }),
      AvailableNumber: object(
        "A number that is for sale.",
        {
          e164: { ...text, description: "The number in E.164." },
          monthlyPrice: { ...money, description: "Rent of a month." },
          setupPrice: { ...money, description: "Price of the purchase." },
          place: { ...text, description: "Where it is, in the vendor's words." },
          capabilities: { ...list(ref("NumberCapability")), description: "What it can do." },
          restriction: { ...text, description: "Documents that the country wants, in the vendor's words." },
        },
        ["e164"],
      ),
      RentedNumber: object(
        "A number that the account owns.",
        {
          e164: { ...text, description: "The number in E.164." },
          vendorId: { ...text, description: "The vendor's own id." },
          status: { ...ref("NumberStatus"), description: "Where it stands." },
          monthlyPrice: { ...money, description: "Rent of a month." },
          renewsAt: { ...text, description: "Day of the next charge, ISO date." },
          agent: { ...text, description: "The agent that answers." },
          subaccount: { ...text, description: "The subaccount that holds it." },
          alias: { ...text, description: "The vendor's label." },
        },
        ["e164"],
      ),
    }).map(([name, type]) => [`phone:index:${name}`, type]),
  );
}

function resource(): Json {
  const named = ["CommonArguments", "CapableArguments", "OwnArguments"].flatMap((name) =>
    members(declaration(argumentTypes, name)),
  );
  const forms = z.toJSONSchema(argumentSchema, { io: "input" }).properties ?? {};
  const ordered = Object.keys(argumentSchema.shape).map((name) => {
    const member = named.find((each) => each.name === name);
    if (member === undefined) throw new Error(`${name} has no doc comment`);
    return member;
  });
  const outputs = members(declaration(parsed("provider/pulumi/number-resource.ts"), "NumberResource")).filter(
    ({ type }) => type.startsWith("Output<"),
  );
  const formOf = (name: string): Json =>
    name === "stateVersion"
      ? { type: "integer" }
      : outputForms[numberOutputs[name as keyof typeof numberOutputs].form];
  return {
    description:
      "A rented phone number.\n\n`pulumi preview` picks a number and says what it costs; `pulumi up` buys exactly one; `agent`, `subaccount` and `alias` change in place; `pulumi destroy` releases it, which cannot be undone, unless `deletionPolicy` says otherwise. The id is the number in E.164.",
    properties: properties(outputs, ({ name }) => formOf(name)),
    required: outputs.filter(({ type }) => !type.includes("| null")).map(({ name }) => name),
    inputProperties: properties(ordered, ({ name }) => {
      const form = forms[name];
      return argumentForms[name] ?? { type: typeof form === "object" ? form.type : "string" };
    }),
    aliases: [{ type: "pulumi-nodejs:dynamic/phone:PhoneNumber" }],
  };
}

function functions(): Json {
  const search = {
    ...criteria(),
    type: { ...ref("NumberType"), description: "Kind of number. Default: any." },
  };
  return {
    "phone:index:searchNumbers": {
      description: "Free numbers with their prices, in the vendor's order. Buys nothing.",
      inputs: {
        properties: {
          ...owner,
          country: { ...text, description: "ISO 3166-1 alpha-2." },
          ...search,
          vendorOptions: { ...argumentForms.vendorOptions, description: "What only this vendor has." },
          limit: { type: "integer", description: "Most numbers to return; default 20." },
        },
        required: ["country"],
      },
      outputs: object("What was found.", {
        numbers: { ...list(ref("AvailableNumber")), description: "Free numbers, in the vendor's order." },
      }),
    },
    "phone:index:listNumbers": {
      description: "Every number that the account owns, in or out of any stack.",
      inputs: { properties: owner },
      outputs: object("What the account owns.", {
        numbers: { ...list(ref("RentedNumber")), description: "Every number of the account." },
      }),
    },
  };
}

const owner = {
  vendor: { ...text, description: "Default: the account's, or `phone:vendor`." },
  account: { ...text, description: "An entry of `phone:accounts`; default: the vendor's own keys." },
};

function criteria(): Json {
  return properties(members(declaration(argumentTypes, "NumberSearch")), ({ name }) => argumentForms[name]);
}

/** Members as properties with their comments; text unless said otherwise. */
function properties(of: readonly Member[], form: (member: Member) => Json | undefined): Json {
  return Object.fromEntries(
    of.map((member) => {
      const { text: what, tags } = docComment(member.node);
      const standard = tags.get("defaultValue");
      const description = standard === undefined ? what : `${what} Default: ${standard}.`;
      return [member.name, { ...(form(member) ?? text), description }];
    }),
  );
}

function object(description: string, members: Json, required = Object.keys(members)): Json {
  return { type: "object", description, properties: members, required };
}

function valuesOf(schema: z.ZodOptional<z.ZodEnum>): readonly string[] {
  return schema.unwrap().options.map(String);
}
