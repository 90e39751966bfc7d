import type { Exchange, SendRequest } from "../../../provider/http/transport";
import { Control, type VendorInfo } from "../../../sandbox/control/control";
import { dispatch } from "../../../sandbox/http/dispatch";
import type { StandInFactory, VendorCall } from "../../../sandbox/kit/stand-in";
import { bolna } from "../../../sandbox/vendors/bolna/index";
import { cald } from "../../../sandbox/vendors/cald/index";
import { plivo } from "../../../sandbox/vendors/plivo/index";
import { ravan } from "../../../sandbox/vendors/ravan/index";
import { sondos } from "../../../sandbox/vendors/sondos/index";
import type { OwnedNumber } from "../../../sandbox/world/account";
import type { Random } from "../../../sandbox/world/random";
import { type MountedStandIn, SandboxState } from "../../../sandbox/world/sandbox-state";
import type { Processes } from "./process";
import type { VirtualClock } from "./virtual-clock";

export const vendorNames = ["plivo", "bolna", "ravan", "sondos", "cald"] as const;
export type SimulatedVendor = (typeof vendorNames)[number];

const factories: Readonly<Record<SimulatedVendor, StandInFactory>> = { plivo, bolna, ravan, sondos, cald };

/** What a request changed in the account. */
export interface Effect {
  readonly bought: readonly string[];
  readonly released: readonly string[];
  /** Method, path and status; 0 where the connection was cut. */
  readonly call: string;
  readonly isRead: boolean;
}

/** The one account that all stacks share, at a stand-in of the sandbox, reached over memory. */
export class VendorAccount {
  readonly world: SandboxState;
  readonly control: Control;
  /** The key that opens the account now, and those that did. */
  private readonly keys: string[];
  private readonly keyName: string;
  /** How the vendor's answers differ from the stand-in's. */
  rewrite: (text: string) => string = (text) => text;
  /** Whether the vendor sells another number than is ordered. */
  sellsAnother = false;
  /** Whether it tells other days of purchase than there were. */
  tellsWrongDates = false;

  constructor(
    readonly vendor: SimulatedVendor,
    seed: string,
    private readonly clock: VirtualClock,
    private readonly settleSeconds: number,
  ) {
    this.world = new SandboxState({ factories: [factories[vendor]], stock: 24, seed, rateLimit: false });
    this.control = new Control(this.world, () => "https://sim.test");
    const [name, key] = Object.entries(this.access.credentials).at(-1) ?? [];
    if (name === undefined || key === undefined) throw new Error(`${vendor} takes no key`);
    this.keyName = name;
    this.keys = [key];
    this.skew(0);
  }

  private get access(): VendorInfo {
    const access = this.control.vendors()[this.vendor];
    if (access === undefined) throw new Error(`no stand-in of ${this.vendor}`);
    return access;
  }

  /** What every stack has configured: the vendor's own keys, and two entries that are the same account. */
  get configuration(): ReadonlyMap<string, string> {
    const baseUrl = `https://sim.test/${this.vendor}`;
    const keys = { ...this.access.credentials, [this.keyName]: this.keys.at(-1) ?? "" };
    const entry = { vendor: this.vendor, baseUrl, ...keys };
    return new Map([
      ...Object.entries(keys).map(([key, value]) => [`phone:${key}`, value] as const),
      [`phone:${this.vendor}BaseUrl`, baseUrl],
      ["phone:settleSeconds", String(this.settleSeconds)],
      ["phone:accounts", JSON.stringify({ front: entry, back: entry })],
    ]);
  }

  /** The vendor issues a new key; the former ones open nothing any more. */
  rotateKey(): void {
    const last = this.keys.at(-1) ?? "";
    this.keys.push(`${last.slice(0, -1)}${((Number.parseInt(last.slice(-1), 36) + 1) % 16).toString(16)}`);
  }

  // The stand-in knows its first key only.
  private translated(header: string): string {
    if (this.keys.length === 1) return header;
    if (header.startsWith("Basic ")) {
      const plain = this.translated(Buffer.from(header.slice(6), "base64").toString());
      return `Basic ${Buffer.from(plain).toString("base64")}`;
    }
    const [first = "", now = ""] = [this.keys[0], this.keys.at(-1)];
    return header.replaceAll(first, "revoked").replaceAll(now, first);
  }

  private mistaken(order: string): string {
    const numbers = this.forSale();
    const ordered = numbers.find((number) => order.includes(number.slice(1)));
    const other = numbers.find(
      (number) => number !== ordered && number.startsWith(ordered?.slice(0, 2) ?? ""),
    );
    if (!this.sellsAnother || ordered === undefined || other === undefined) return order;
    return order.replace(ordered.slice(1), other.slice(1));
  }

  get agents(): readonly string[] {
    return this.access.agents;
  }

  /** The vendor's calendar runs ahead of the machines' (or behind). */
  skew(ms: number): void {
    this.world.clock.now = () => new Date(this.clock.now() + ms);
  }

  private get desk(): MountedStandIn {
    const desk = this.world.mounted.get(this.vendor);
    if (desk === undefined) throw new Error(`no stand-in of ${this.vendor}`);
    return desk;
  }

  owned(): string[] {
    return this.desk.standIn.account.all().map(({ e164 }) => e164);
  }

  lapsing(): Set<string> {
    const all = this.desk.standIn.account.all();
    return new Set(all.filter(({ status }) => status === "lapsing").map(({ e164 }) => e164));
  }

  forSale(): string[] {
    return this.desk.standIn.account.stock().map(({ e164 }) => e164);
  }

  buyByHand(e164: string): void {
    const { account } = this.desk.standIn;
    const number = account.inStock(e164);
    if (number !== undefined) account.buy(number, {});
  }

  releaseByHand(e164: string): void {
    this.desk.standIn.account.drop(e164);
  }

  /** What a person sees of a number in the vendor's console. */
  seen(e164: string): OwnedNumber | undefined {
    return this.desk.standIn.account.owned(e164);
  }

  putBackOnSale(e164: string): void {
    const { account } = this.desk.standIn;
    const number = account.owned(e164);
    if (number === undefined) return;
    account.drop(e164);
    const { id: _, agent: _agent, subaccount: _sub, alias: _alias, ...free } = number;
    account.offer(free);
  }

  /** The network of one plugin process. */
  exchange(processes: Processes, random: Random, onEffect: (effect: Effect) => void): SendRequest {
    return async (request, effect): Promise<Exchange> => {
      await processes.alive();
      await this.clock.sleep(5 + random.below(50));
      const asOrdered = (text: string) => (effect === "purchase" ? this.mistaken(text) : text);
      const url = new URL(request.origin + asOrdered(request.path));
      const mount = `/${this.vendor}`;
      const call: VendorCall = {
        method: request.method,
        path: url.pathname.slice(mount.length),
        mount,
        query: url.searchParams,
        headers: new Headers(
          Object.entries(request.headers).map(([name, value]): [string, string] => [
            name,
            this.translated(value),
          ]),
        ),
        body:
          request.body === undefined
            ? { kind: "none" }
            : { kind: "json", value: JSON.parse(asOrdered(request.body)) as unknown },
        listLagMs: 0,
      };
      const act = () => {
        const before = new Set(this.owned());
        const lapsing = this.lapsing();
        const outcome = dispatch(this.world, this.desk, call);
        const after = this.owned();
        const still = new Set(after);
        onEffect({
          bought: after.filter((number) => !before.has(number)),
          released: [
            ...[...before].filter((number) => !still.has(number) && !lapsing.has(number)),
            ...[...this.lapsing()].filter((number) => !lapsing.has(number)),
          ],
          call: `${call.method} ${call.path} ${outcome.end === "cut" ? 0 : outcome.end.status}`,
          isRead: effect === "read",
        });
        return outcome;
      };
      const outcome = await processes.at(effect === "read" ? "read" : "write", act);
      const limit = 30_000;
      await this.clock.sleep(Math.min(limit, outcome.holdMs) + 5 + random.below(50));
      await processes.alive();
      if (outcome.end === "cut" || outcome.holdMs > limit) {
        return { kind: "broken", sent: true, reason: "the connection broke: ECONNRESET" };
      }
      const { status, headers, text } = outcome.end;
      const retryAfter = headers["retry-after"];
      return {
        kind: "answered",
        status,
        text: this.rewrite(text ?? ""),
        date: this.clock.now(),
        requestId: undefined,
        retryAfter: retryAfter === undefined ? undefined : Number(retryAfter) * 1000,
      };
    };
  }
}
