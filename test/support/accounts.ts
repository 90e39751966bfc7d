import { openContext } from "../../provider/pulumi/open-context";
import { type Bench, configuration, noStacks, type Told } from "./sandbox";

/** The sandbox's account at Plivo as an entry of `phone:accounts`. */
export const accountEntry = (bench: Bench) => ({
  vendor: "plivo",
  baseUrl: bench.plivo.baseUrl,
  plivoAuthId: bench.authId,
  plivoAuthToken: bench.token,
});

/** A context of a new process with these `phone:accounts`. */
export async function contextOfAccounts(accounts: object, cli = noStacks): Promise<Told> {
  const lines: string[] = [];
  const config = configuration({ "phone:accounts": JSON.stringify(accounts) });
  return { context: await openContext(config, { tell: (line) => lines.push(line), cli }), lines };
}
