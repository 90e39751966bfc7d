import { expect, test } from "vitest";
import { useExample } from "./example";

/** The environment is there before the first test, with the SDK as its README has it generated. */
const begin = [
  "npm install",
  "npx pulumi-phone sandbox --port 4999",
  "python3 -m venv venv",
  "source venv/bin/activate",
  "pip install -r requirements.txt",
  "pulumi package gen-sdk ./node_modules/pulumi-phone/plugin/schema.json --language python",
  "pip install ./sdk/python",
  'export PULUMI_BACKEND_URL="file://$PWD" PULUMI_CONFIG_PASSPHRASE=sandbox PHONE_SANDBOX=http://127.0.0.1:4999',
  "pulumi stack init dev",
];

const example = useExample("python", { language: "python" }, begin);

test("python previews prices, buys two numbers, has nothing to do afterwards, and gives them back", async () => {
  const { phones } = example();
  await example().follow("pulumi preview");
  expect(phones.state.purchases).toBe(0);

  await example().follow("pulumi up");
  const line = (await example().follow("pulumi stack output line")).trim();
  const { overflow } = await phones.stack.outputs();
  expect(phones.state.owned.map(({ e164, alias }) => [e164, alias]).toSorted()).toEqual(
    [
      [line, null],
      [overflow, `overflow of ${line}`],
    ].toSorted(),
  );

  await example().follow("pulumi preview --expect-no-changes");
  expect(phones.state.purchases).toBe(2);

  await example().follow("pulumi destroy");
  expect(phones.state).toMatchObject({ owned: [], purchases: 2, releases: 2 });
  example().finish();
});
