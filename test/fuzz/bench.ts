import type { RunCli } from "../../provider/host/backend";
import type { ConfigurationReader } from "../../provider/host/configuration";
import { openContext, useContext } from "../../provider/pulumi/open-context";
import { Random } from "../../sandbox/world/random";
import { Disk } from "../simulation/world/disk";
import { Processes } from "../simulation/world/process";
import { type SimulatedVendor, VendorAccount } from "../simulation/world/vendor-account";
import { VirtualClock } from "../simulation/world/virtual-clock";
import { mustBeDocumented } from "./endpoints";
import { hideKeys, must, mustBeReadable, mustHideKeys } from "./outcome";

export const claim = "urn:pulumi:dev::phones::pulumi-nodejs:dynamic/phone:PhoneNumber::desk";

/** One run of one stack, on an account at a stand-in, with whatever is odd around it. */
export interface Bench {
  readonly clock: VirtualClock;
  readonly account: VendorAccount;
  readonly config: ConfigurationReader;
  readonly disk: Disk;
}

/** The CLI of a stack that has nothing, and no other. */
export async function noStacks(args: readonly string[]): Promise<string> {
  if (args[1] === "ls" || args[1] === "history") return "[]";
  return JSON.stringify({ version: 3, deployment: { manifest: { time: new Date().toISOString() } } });
}

/** Plays with such a run, in virtual time. Looks at every call, and at every line. */
export async function onBench(
  vendor: SimulatedVendor,
  work: (bench: Bench) => Promise<void>,
  { cli = noStacks, disk = new Disk() }: { readonly cli?: RunCli; readonly disk?: Disk } = {},
): Promise<void> {
  const clock = new VirtualClock();
  await clock.inPlace(Math.random, async () => {
    const account = new VendorAccount(vendor, "stock", clock, 10);
    const network = account.exchange(new Processes(undefined), new Random("network"), () => {});
    const { configuration } = account;
    hideKeys(vendor, configuration);
    const config: ConfigurationReader = { get: (key) => configuration.get(key) };
    const tell = (line: string) => mustBeReadable(line, "a line");
    let calls = 0;
    const context = openContext(config, {
      tell,
      cli,
      environment: { PULUMI_HOME: "/home" },
      folder: "/",
      files: disk.open(new Processes(undefined), undefined, () => {}),
      exchange: (request, effect) => {
        mustBeDocumented(vendor, request);
        must(++calls < 5_000, "more than 5,000 calls");
        return network(request, effect);
      },
    });
    useContext(config, context);
    // It reads files, which takes time of the real kind.
    await context;
    const start = clock.now();
    await clock.run(work({ clock, account, config, disk }));
    must(clock.now() - start < 60 * 60_000, `it took ${(clock.now() - start) / 1_000} s`);
    for (const written of disk.files.values()) mustHideKeys(String(written), "the journal");
    clock.clear();
  });
}
