import { expect, test } from "vitest";
import { type Layout, withLayout } from "../support/layouts";
import { withPhoneStack } from "./support";

test.each<Layout>(["named like the package", "pnpm", "workspaces"])(
  "preview, up and destroy work where the project's layout is: %s",
  async (layout) => {
    await withLayout(layout, async (installation) => {
      await withPhoneStack({ installation }, async (phones) => {
        await phones.declare({ main: { vendor: "plivo", country: "US" } });
        expect(await phones.preview()).toContain("main: picked +1");
        await phones.up();
        expect(phones.state.purchases).toBe(1);
        await phones.destroy();
        expect(phones.state).toMatchObject({ owned: [], purchases: 1, releases: 1 });
      });
    });
  },
);
