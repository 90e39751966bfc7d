import { expect, test } from "vitest";
import { defined } from "../support/expect";
import { pluginNumber } from "../support/fronts";
import { testNumber } from "../support/sandbox";
import { refused, succeeded, usePhoneStack } from "./support";

const phones = usePhoneStack({ language: "python", hasPlugin: true });

const program = (...lines: readonly string[]) => `
import pulumi
import pulumi_phone as phone
${lines.join("\n")}
`;

/** A number by typed arguments and by plain ones, and a number that waits for the first one's. */
const line = (alias: string) => `
line = phone.PhoneNumber(
    "line",
    vendor="plivo",
    country="US",
    type=phone.NumberType.LOCAL,
    search=[phone.NumberSearchArgs(area_code="415"), {"region": "California"}],
    alias="${alias}",
)
pulumi.export("line", line.e164)
pulumi.export("price", line.monthly_price.amount)
pulumi.export("can", line.capabilities)`;

test("a preview tells number and price, an up buys one, and another has nothing to do", async () => {
  await phones().project.writeProgram(program(line("first")));
  const printed = await phones().preview();
  expect(printed).toMatch(/picked \+1415\d{7} from plivo for 0\.80 USD a month/);
  expect(phones().state.purchases).toBe(0);
  await phones().up();
  const { e164 } = phones().only;
  expect(await phones().stack.outputs()).toMatchObject({ line: e164, price: "0.80", can: expect.any(Array) });
  await phones().up(["--expect-no-changes"]);
  expect(phones().state.purchases).toBe(1);
});

test("a change is made in place, from an output of another resource, too", async () => {
  const { e164 } = phones().only;
  const second = `
phone.PhoneNumber("second", vendor="plivo", country="US", alias=line.e164.apply(lambda number: f"with {number}"))`;
  await phones().project.writeProgram(program(line("second"), second));
  await phones().up();
  const owned = phones().state.owned.map(({ alias }) => alias);
  expect(owned.toSorted()).toEqual(["second", `with ${e164}`]);
  await phones().project.writeProgram(program(line("second")));
  expect(await phones().up()).toContain("released");
  expect(phones().only.e164).toBe(e164);
});

test("what is free and what is owned is asked by functions", async () => {
  const { e164 } = phones().only;
  const asking = `
free = phone.search_numbers(vendor="plivo", country="US", area_code="415", limit=2)
pulumi.export("free", [number.e164 for number in free.numbers])
pulumi.export("owned", phone.list_numbers_output(vendor="plivo").numbers.apply(lambda numbers: [n.e164 for n in numbers]))`;
  await phones().project.writeProgram(program(line("second"), asking));
  await phones().up();
  const { free, owned } = await phones().stack.outputs();
  expect(free).toEqual([expect.stringMatching(/^\+1415/), expect.stringMatching(/^\+1415/)]);
  expect(owned).toEqual([e164]);
});

test("a provider of its own has its own keys, which are in no state", async () => {
  const { baseUrl, credentials } = phones().plivo;
  const europe = `
other = phone.Provider(
    "other",
    plivo_auth_id="${credentials.plivoAuthId}",
    plivo_auth_token="${credentials.plivoAuthToken}",
    plivo_base_url="${baseUrl}",
    max_purchases=1,
)
desk = phone.PhoneNumber("desk", vendor="plivo", country="US", opts=pulumi.ResourceOptions(provider=other))
pulumi.export("desk", desk.e164)`;
  await phones().project.writeProgram(program(line("second"), europe));
  await phones().up();
  expect(phones().owned).toContain((await phones().stack.outputs()).desk);
  const exported = JSON.stringify(await phones().stack.export());
  expect(exported).not.toContain(credentials.plivoAuthToken);
  await phones().up(["--expect-no-changes"]);
  await phones().project.writeProgram(program(line("second")));
  await phones().up();
});

test("a number that is looked up stays whosever it is", async () => {
  const { e164 } = phones().only;
  const seen = `pulumi.export("seen", phone.PhoneNumber.get("seen", "plivo:${e164.slice(2)}").status)`;
  await phones().project.writeProgram(program(line("second"), seen));
  await phones().up();
  expect(await phones().stack.outputs()).toMatchObject({ seen: "active", line: e164 });
  await phones().project.writeProgram(program(line("second")));
  await phones().up();
  expect(phones().only.e164).toBe(e164);
});

test("an owned number is imported, and what the program says of it then changes nothing", async () => {
  const owned = testNumber(0);
  phones().numbers({ own: [{ e164: owned, country: "US" }] });
  const args = ["import", pluginNumber, "front", owned, "--protect=false", "--generate-code=false"];
  succeeded(await phones().stack.pulumi([...args, "--yes", "--skip-preview"]));
  const { id, inputs } = await phones().inState("front");
  expect(id).toBe(owned);
  expect(inputs).toMatchObject({ vendor: "plivo", country: "US", deletionPolicy: "retain" });
  const front = 'phone.PhoneNumber("front", vendor="plivo", country="US", deletion_policy="retain")';
  await phones().project.writeProgram(program(line("second"), front));
  await phones().up(["--expect-no-changes"]);
});

test("an argument at fault is named before anything is done", async () => {
  const wrong = 'phone.PhoneNumber("other", vendor="plivo", country="US", subaccount="nobody")';
  await phones().project.writeProgram(program(line("second"), wrong));
  expect(refused(await phones().stack.preview())).toContain("subaccount");
});

test("a destroy releases what was bought and keeps what was imported", async () => {
  const bought = defined((await phones().inState("line")).id);
  await phones().destroy();
  expect(phones().owned).toEqual([testNumber(0)]);
  expect(phones().owned).not.toContain(bought);
});
