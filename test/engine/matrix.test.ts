import { expect, test } from "vitest";
import { type InstallationOptions, type Manager, withInstallation } from "../support/installations";
import { programOf, withPhoneStack } from "./support";

// Pulumi's CLI stays the one of the setup: stacks that are shared are brought forward by one program after the other.
const oldest = "3.216.0";
const usual = "3.248.0";
const newest = "3.276.0";

const managers: readonly Manager[] = ["npm", "pnpm", "yarn 1", "yarn 4, node-modules", "yarn 4, PnP"];

/** The newest SDK wants Node.js 22, and so does pnpm. */
const all: readonly InstallationOptions[] = [
  { manager: "npm", node: 20, sdk: oldest },
  { manager: "npm", node: 20, sdk: usual },
  ...[22, 24, 26].flatMap((node) =>
    [oldest, usual, newest].map((sdk): InstallationOptions => ({ manager: "npm", node, sdk })),
  ),
  ...managers.slice(1).map((manager): InstallationOptions => ({ manager, node: 22, sdk: newest })),
];

/** What differs most from everything else that the tests install. */
const quick: readonly InstallationOptions[] = [{ manager: "yarn 4, PnP", sdk: usual }];

const title = ({ manager, node, sdk }: InstallationOptions) =>
  `${manager}, Node.js ${node ?? "of the tests"}, SDK ${sdk}`;

test.each((process.env.PHONE_MATRIX ? all : quick).map((options) => [title(options), options] as const))(
  "a number is previewed, bought, refreshed and released with %s",
  { timeout: 300_000 },
  async (_, options) => {
    await withInstallation(options, async ({ folder, environment }) => {
      const program = programOf({ main: { vendor: "plivo", country: "US" } });
      await withPhoneStack({ installation: folder, program, environment }, async (phones) => {
        expect(await phones.preview()).toContain("main: picked +1");
        await phones.up();
        await phones.refresh(["--expect-no-changes"]);
        await phones.preview(["--expect-no-changes"]);
        await phones.destroy();
        expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
      });
    });
  },
);
