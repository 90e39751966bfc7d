import { type Command, InvalidArgumentError, Option } from "commander";
import { ArgumentError } from "../../provider/domain/errors";
import { formatMoney } from "../../provider/domain/money";
import { numberCapabilities, numberTypes } from "../../provider/domain/names";
import { nearest } from "../../provider/domain/nearest";
import type { AnyQuery, AvailableNumber } from "../../provider/inventory/asked-and-found";
import type { VendorDefinition } from "../../provider/vendors/vendor";
import { configurationOf } from "../accounts/configuration-of";
import { stackOption } from "../accounts/stack-option";
import { tellSandbox } from "../accounts/tell-sandbox";
import { vendorOption } from "../accounts/vendor-option";
import { withProgress } from "../output/progress";
import { type Column, table } from "../output/table";
import { standardOutput } from "../output/terminal";
import { chosenFrom, chosenSeveralFrom } from "../words/chosen-from";
import { UsageError } from "../words/usage-error";

interface SearchOptions extends Omit<AnyQuery, "vendorOptions"> {
  readonly vendorOption?: Readonly<Record<string, string>>;
  readonly stack?: string;
  readonly json?: true;
}

export function addSearchCommand(program: Command): void {
  program
    .command("search")
    .description("Say which numbers are free, with their prices, in the vendor's order. Buys nothing.")
    .requiredOption("--country <code>", "required: country of the numbers, such as US")
    .addOption(vendorOption("whom to ask; default: that of the account, or phone:vendor of the stack"))
    .option("--account <name>", "an entry of phone:accounts; default: the vendor's own keys")
    .addOption(
      new Option("--type <type>", "kind of number").choices(numberTypes).argParser(chosenFrom(numberTypes)),
    )
    .option("--area-code <digits>", "area code, such as 415")
    .option("--prefix <digits>", "how the number begins, after the country code")
    .option("--contains <digits>", "digits that are in the number")
    .option("--region <name>", "region, such as California")
    .option("--locality <name>", "town, such as San Francisco")
    .addOption(
      new Option("--capabilities <name...>", "what the number can do; several may be given")
        .choices(numberCapabilities)
        .argParser(chosenSeveralFrom(numberCapabilities)),
    )
    .option("--vendor-option <name=value>", "one of vendorOptions; repeatable", vendorOptionOf)
    .option("--limit <count>", "most numbers to show", limitOf, 20)
    .addOption(stackOption())
    .option("--json", "print JSON")
    .action(runSearch);
}

async function runSearch({ stack, json, vendorOption, ...criteria }: SearchOptions): Promise<void> {
  const found = await withProgress(async (waitingFor) => {
    waitingFor("Searching …");
    const config = await configurationOf(stack);
    tellSandbox([config]);
    // Loaded on demand: with it comes the Pulumi SDK.
    const [{ openContext }, { definitionOf }, { searchNumbers }] = await Promise.all([
      import("../../provider/pulumi/open-context.js"),
      import("../../provider/inventory/owner.js"),
      import("../../provider/inventory/search-numbers.js"),
    ]);
    const tell = (line: string) => void process.stderr.write(`note: ${line}\n`);
    const context = await openContext(config, { tell });
    try {
      const vendorOptions = vendorOption && optionsOf(definitionOf(context, criteria), vendorOption);
      return await searchNumbers(context, { ...criteria, ...(vendorOptions && { vendorOptions }) });
    } catch (error) {
      throw inWordsOfOptions(error, criteria.vendor, [...context.vendors.keys()]);
    }
  });
  if (json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
  else if (found.length === 0) process.stdout.write("No free number fits.\n");
  else process.stdout.write(table(columns, found, standardOutput()));
}

const columns: readonly Column<AvailableNumber>[] = [
  { title: "number", cell: ({ e164 }) => e164 },
  { title: "type", cell: ({ type }) => type ?? "" },
  { title: "place", cell: ({ place }) => place ?? "", shrinks: true },
  { title: "can do", cell: ({ capabilities }) => capabilities.join(" ") },
  { title: "a month", cell: ({ monthlyPrice }) => priceOf(monthlyPrice), align: "right" },
  { title: "to set up", cell: ({ setupPrice }) => priceOf(setupPrice), align: "right" },
  { title: "asks for", cell: ({ restriction }) => restriction ?? "", shrinks: true },
];

function priceOf(price: AvailableNumber["monthlyPrice"]): string {
  return price === null ? "?" : formatMoney(price);
}

/** What is wrong with an argument, under the name that it has here. */
function inWordsOfOptions(error: unknown, vendor: string | undefined, vendors: readonly string[]): unknown {
  if (!ArgumentError.isInstance(error)) return error;
  const { argument = "", nextStep } = error.details;
  const option = argument.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const meant = argument === "vendor" && vendor !== undefined ? nearest(vendor, vendors) : undefined;
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  return new UsageError(`--${option}: ${error.what}.${hint} ${nextStep}`);
}

function limitOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError("It must be a whole number of 1 or more.");
  return Number(text);
}

function vendorOptionOf(text: string, others: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("It must be name=value.");
  return { ...others, [name]: value };
}

type VendorOption = string | number | boolean;

/** The options as the vendor takes them: what looks like a number or a yes or no may be text for it, such as the digits of `npanxx`. */
function optionsOf(
  { options }: VendorDefinition,
  written: Readonly<Record<string, string>>,
): Record<string, VendorOption> {
  const issuesOf = (name: string, value: VendorOption) =>
    options?.safeParse({ [name]: value }).error?.issues.filter(({ path }) => path[0] === name) ?? [];
  return Object.fromEntries(
    Object.entries(written).map(([name, text]) => {
      const plain = plainOf(text);
      const isText =
        issuesOf(name, text).length === 0 ||
        // Then what is wrong with the text is the better word.
        issuesOf(name, plain).some(({ code }) => code === "invalid_type");
      return [name, isText ? text : plain];
    }),
  );
}

function plainOf(text: string): VendorOption {
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
