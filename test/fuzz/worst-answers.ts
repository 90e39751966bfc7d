import { z } from "zod";
import { PhoneError } from "../../provider/domain/errors";
import { createClient } from "../../provider/http/client";
import { vendorDefinitions } from "../../provider/vendors";
import { defined } from "../support/expect";

// A program of its own: asks the server of worst-answers.test.ts for everything, and prints what became of it and how much memory it took.
const [url = "", ...bodies] = process.argv.slice(2);
const secrets: string[] = [];
const settings = { vendor: "acme", headers: {}, secrets, rateLimit: null, keyAdvice: "Set it." };
const call = { operation: "buy", method: "POST", path: "/", json: {}, effect: "purchase" } as const;
const sondos = defined(vendorDefinitions.find(({ name }) => name === "sondos"));

async function ask(body: string): Promise<unknown> {
  const explain = (told: unknown) => ({ message: JSON.stringify(told) });
  const client = createClient({ ...settings, explain, baseUrl: `${url}/${body}` });
  return client.read(await client.ask(call), z.object({ numbers: z.array(z.string()) }));
}

function listWithoutEnd(): Promise<void> {
  const vendor = sondos.connect(
    { baseUrl: `${url}/endless`, keys: { apiKey: "1|a-key-0123456789" } },
    { createClient: (client) => createClient(client) },
  );
  return vendor.checkAgent("no-such");
}

async function main(): Promise<void> {
  const errors: Record<string, string> = {};
  const works = [
    ...bodies.map((name) => [name, () => ask(name)] as const),
    ["endless", listWithoutEnd] as const,
  ];
  for (const [name, work] of works) {
    errors[name] = await work().then(
      () => "no error",
      (error: unknown) => (PhoneError.isInstance(error) ? error.message : `not typed: ${error}`),
    );
  }
  const { maxRSS } = process.resourceUsage();
  process.stdout.write(JSON.stringify({ errors, megabytes: maxRSS / 1024 }), () => process.exit());
}

void main();
