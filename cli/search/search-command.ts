import { type Command, InvalidArgumentError, Option } from "commander";
import { ArgumentError } from "../../provider/domain/errors";
import { formatMoney } from "../../provider/domain/money";
import { numberCapabilities, numberTypes } from "../../provider/domain/names";
import { nearest } from "../../provider/domain/nearest";
import type { AnyQuery, AvailableNumber } from "../../provider/inventory/asked-and-found";
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
  readonly vendorOption?: Record<string, string | number | boolean>;
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
    const [{ openContext }, { searchNumbers }] = await Promise.all([
      import("../../provider/pulumi/open-context.js"),
      import("../../provider/inventory/search-numbers.js"),
    ]);
    const tell = (line: string) => void process.stderr.write(`note: ${line}\n`);
    const context = await openContext(config, { tell });
    const query = { ...criteria, ...(vendorOption && { vendorOptions: vendorOption }) };
    return searchNumbers(context, query).catch((error: unknown) => {
      throw inWordsOfOptions(error, criteria.vendor, [...context.vendors.keys()]);
    });
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

function vendorOptionOf(
  text: string,
  others: Record<string, string | number | boolean> = {},
): Record<string, string | number | boolean> {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError("It must be name=value.");
  const plain = value === "true" || value === "false" ? value === "true" : value;
  return { ...others, [name]: plain };
}
