import type { E164 } from "../../provider/domain/number";
import { readConfiguration } from "../../provider/host/configuration";
import { type Call, type Client, createClient } from "../../provider/http/client";
import { type Exchange, exchange, type WireRequest } from "../../provider/http/transport";
import { remembered as asRemembered, expected } from "../../provider/lifecycle/observed";
import type { ContractFixture } from "../../provider/vendors/kit/contract-fixture";
import {
  type NumberChanges,
  type NumberReference,
  type Order,
  type OwnedNumber,
  showsNumbers,
  type Vendor,
  type VendorDefinition,
  type VendorTools,
} from "../../provider/vendors/vendor";
import type { SandboxOptions } from "../../sandbox";
import { AccountUnderTest, useSandboxFor } from "../support/account-under-test";

/** A vendor's adapter in front of its account at a sandbox. */
export class Lab extends AccountUnderTest {
  constructor(
    readonly definition: VendorDefinition,
    readonly fixture: ContractFixture,
    options: SandboxOptions = {},
  ) {
    super(definition.name);
    useSandboxFor(this, { stock: 200, ...options });
  }

  /** The adapter of a new process. */
  async connect(
    keys: Readonly<Record<string, string>> = {},
    tools: VendorTools = { createClient },
  ): Promise<Vendor> {
    const reader = { get: (key: string) => (key === "phone:sandbox" ? this.sandbox.url : undefined) };
    const settings = await readConfiguration(reader, {}).settings(this.definition);
    return this.definition.connect({ ...settings, keys: { ...settings.keys, ...keys } }, tools);
  }

  /** The adapter of a new process, and the lines that it says, with whatever stands between it and the vendor. */
  async connectThrough(between: Between): Promise<{ vendor: Vendor; told: string[] }> {
    const told: string[] = [];
    const tellOnce = (line: string) => {
      if (!told.includes(line)) told.push(line);
    };
    const createClientThrough: VendorTools["createClient"] = (settings) =>
      createClient(
        settings,
        (request, effect) => between(request, (other = request) => exchange(other, effect)),
        tellOnce,
      );
    return { vendor: await this.connect({}, { createClient: createClientThrough }), told };
  }

  get access() {
    return there(this.control.vendors()[this.definition.name]);
  }

  /** Puts test numbers into the stock, and tells them. */
  offer(count: number, price?: string): E164[] {
    const numbers = this.testNumbers(count);
    this.numbers({
      add: numbers.map((e164) => ({ e164, country: this.fixture.country, ...(price && { price }) })),
    });
    return numbers;
  }

  /** Lets the account own test numbers from before, and tells them. */
  own(count: number): E164[] {
    const numbers = this.testNumbers(count);
    this.numbers({ own: numbers.map((e164) => ({ e164, country: this.fixture.country })) });
    return numbers;
  }

  /** The number by all names that the lifecycle knows of it. */
  reference(e164: E164): NumberReference {
    const id = this.state.owned.find((owned) => owned.e164 === e164)?.id;
    return { e164, vendorId: id === undefined ? null : String(id) };
  }

  /** The purchase of a number on the terms it is offered on. */
  async order(vendor: Vendor, e164: E164, more: Partial<Order> = {}): Promise<Order> {
    const { country } = this.fixture;
    const { purchase } = this.definition.capabilities;
    const terms = purchase === "number" ? ((await vendor.find(e164, country))?.terms ?? null) : null;
    return { e164, country, agent: undefined, subaccount: undefined, terms, ...more };
  }

  /** Changes a number as the lifecycle does: as it was just read, or as it is remembered where it cannot be read. */
  async change(vendor: Vendor, e164: E164, changes: NumberChanges): Promise<OwnedNumber> {
    return vendor.update(await this.current(vendor, e164), changes);
  }

  async current(vendor: Vendor, e164: E164): Promise<OwnedNumber> {
    if (showsNumbers(this.definition.capabilities)) return there(await vendor.get(this.reference(e164)));
    const { id, agent } = there(this.state.owned.find((owned) => owned.e164 === e164));
    return remembered(e164, String(id), agent);
  }

  /** One number that the account owns. */
  ownOne(): E164 {
    return there(this.own(1)[0]);
  }

  offerOne(price?: string): E164 {
    return there(this.offer(1, price)[0]);
  }

  private testNumbers(count: number): E164[] {
    return Array.from({ length: count }, (_, index) => this.fixture.testNumber(index));
  }
}

/** What stands between an adapter and its vendor: it may hand a request on, or answer in the vendor's place. */
export type Between = (
  request: WireRequest,
  forward: (other?: WireRequest) => Promise<Exchange>,
) => Promise<Exchange>;

/** An answer as it comes over the wire. */
export function answered(status: number, text: string, more: Partial<Exchange> = {}): Exchange {
  return { kind: "answered", status, text, retryAfter: undefined, requestId: undefined, ...more } as Exchange;
}

/** A number of which nothing is known but its names and its agent. */
export function remembered(e164: E164, vendorId: string, agent: string | null = null): OwnedNumber {
  const outcome = { vendorId, status: "active", statusReason: null } as const;
  return { ...asRemembered({ observed: expected(e164, null, outcome) }), agent };
}

/**
 * How often a test asks for a refusal that the vendor may word in several ways: a stand-in gives one after the other, see
 * `OpenQuestions`.
 */
export const forms = 4;

/** The client with another way to send. */
export function clientSending(client: Client, send: Client["send"]): Client {
  const ask = async (call: Call) => {
    const answer = await send(call);
    if (!answer.ok) throw client.failure(answer);
    return answer;
  };
  return { ...client, send, ask };
}

/** The value, which the test knows to be there. */
export function there<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error("the test expected a value here");
  return value;
}

/** The first rows of a search, or all of them. */
export async function take<T>(
  pages: AsyncIterable<readonly T[]>,
  most = Number.POSITIVE_INFINITY,
): Promise<T[]> {
  const taken: T[] = [];
  for await (const page of pages) {
    taken.push(...page);
    if (taken.length >= most) break;
  }
  return taken.slice(0, most);
}

/** What the promise was rejected with, which must be of that class. */
export async function refusal<T extends Error>(
  type: abstract new (...args: never[]) => T,
  promise: Promise<unknown>,
): Promise<T> {
  const outcome = await promise.then(
    (value) => new Error(`expected ${type.name}, got ${JSON.stringify(value).slice(0, 200)}`),
    (error: unknown) => error,
  );
  if (isOfClass(outcome, type)) return outcome;
  throw outcome;
}

/** Also of an error from another copy of the package, as a module of one's own throws it. */
function isOfClass<T extends Error>(error: unknown, type: abstract new (...args: never[]) => T): error is T {
  if (error instanceof type) return true;
  return "isInstance" in type && typeof type.isInstance === "function" && type.isInstance(error) === true;
}
