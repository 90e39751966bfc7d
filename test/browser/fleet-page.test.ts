import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { fleetPage } from "../../fleet/fleet-page";
import type { FleetRow } from "../../fleet/fleet-row";
import { fleetRow, mixedFleet } from "../support/fleet-rows";
import { accessibilityFaults, overhang, screens, useChromium } from "./chromium";

const pages = useChromium();

/** The address of a page of these rows, in a file as `--html` writes it. */
function addressOf(rows: readonly FleetRow[]): string {
  const file = path.join(mkdtempSync(path.join(os.tmpdir(), "fleet-")), "fleet.html");
  const groupOf = ({ stack }: FleetRow) => stack ?? "Without a stack";
  writeFileSync(file, fleetPage({ rows, groupOf, remarks: ["a remark"], at: new Date() }));
  return pathToFileURL(file).href;
}

const numbers = (page: Page) => page.locator('#numbers th[scope="row"]:visible').allTextContents();
const groups = (page: Page) => page.locator("#numbers tr.group:visible").count();
const sortBy = (page: Page, column: string) =>
  page.locator("#numbers").getByRole("button", { name: column }).click();
const inOrder = ["+14155550104", "not known", "+14155550103", "+14155550105", "+14155550102", "+14155550101"];

describe("the page of a fleet in a browser", () => {
  for (const { width, ...screen } of screens) {
    test(`is accessible and fits: ${screen.colorScheme}, ${width} wide`, async (context) => {
      const page = await pages.open(context, screen);
      const long = fleetRow({ label: "x".repeat(200), agent: "a".repeat(60), subaccount: "s", account: "b" });
      await page.goto(addressOf([...mixedFleet, long]));
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await overhang(page)).toBeLessThanOrEqual(0);
    });
  }

  test("is dark where the system is", async (context) => {
    const page = await pages.open(context, { colorScheme: "dark" });
    await page.goto(addressOf(mixedFleet));
    const colors = await page.evaluate(
      "[getComputedStyle(document.body)].map((s) => [s.color, s.backgroundColor])[0]",
    );
    expect(colors).toEqual(["rgb(236, 235, 230)", "rgb(22, 22, 21)"]);
  });

  test("shows a label as text, and runs nothing of it", async (context) => {
    const page = await pages.open(context);
    await page.goto(addressOf(mixedFleet));
    expect(await page.title()).toBe("Phone numbers");
    expect(await page.locator("img").count()).toBe(0);
    await expect.poll(() => page.getByText("</td><script>document.title='run'").count()).toBe(1);
  });

  test("sorts each group by a column, up and down, with what is not known last", async (context) => {
    const page = await pages.open(context);
    await page.goto(addressOf(mixedFleet));
    expect(await numbers(page)).toEqual(inOrder);
    await sortBy(page, "A month");
    const head = page.locator('#numbers th[data-column="A month"]');
    expect(await head.getAttribute("aria-sort")).toBe("ascending");
    const [orphan, open, priced, unpriced] = inOrder;
    expect(await numbers(page)).toEqual([open, orphan, priced, unpriced, "+14155550101", "+14155550102"]);
    await sortBy(page, "A month");
    expect(await head.getAttribute("aria-sort")).toBe("descending");
    expect(await numbers(page)).toEqual([orphan, open, priced, unpriced, "+14155550102", "+14155550101"]);
    await sortBy(page, "Renews");
    expect(await head.getAttribute("aria-sort")).toBeNull();
    expect(await numbers(page)).toEqual([orphan, open, priced, unpriced, "+14155550102", "+14155550101"]);
  });

  test("sorts by the keyboard, and the agents by how many numbers they have", async (context) => {
    const page = await pages.open(context);
    const twelve = Array.from({ length: 12 }, (_, index) =>
      fleetRow({ e164: `+1415555020${index}`, agent: "agent-z" }),
    );
    await page.goto(addressOf([...mixedFleet, ...twelve]));
    const button = page.locator("#agents").getByRole("button", { name: "Numbers" });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    const agents = await page.locator('#agents th[scope="row"]').allTextContents();
    expect([agents[0], agents.at(-1)]).toEqual(["agent-z", "agent-b"]);
  });

  test("filters by all words, in any column and in the name of the group, and says how many are left", async (context) => {
    const page = await pages.open(context);
    await page.goto(addressOf(mixedFleet));
    const filter = page.getByLabel("Filter");
    await filter.fill("PROD  sales");
    expect(await numbers(page)).toEqual(["+14155550102"]);
    expect(await groups(page)).toBe(1);
    expect(await page.getByRole("status").textContent()).toBe("1 of 6 shown");
    await filter.fill("nothing of the kind");
    expect(await numbers(page)).toEqual([]);
    await filter.fill("");
    expect(await numbers(page)).toEqual(inOrder);
    expect(await page.getByRole("status").textContent()).toBe("");
  });

  test("is complete without its script", async (context) => {
    const page = await pages.open(context, { javaScriptEnabled: false });
    await page.goto(addressOf(mixedFleet));
    expect(await numbers(page)).toEqual(inOrder);
    expect(await page.getByLabel("Filter").isVisible()).toBe(false);
    expect(await page.locator("button").count()).toBe(0);
  });

  test("prints as a table, black on white, without what is pressed", async (context) => {
    const page = await pages.open(context, { colorScheme: "dark", viewport: { width: 700, height: 900 } });
    await page.goto(addressOf(mixedFleet));
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.getByLabel("Filter").isVisible()).toBe(false);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    expect(
      await page.evaluate(
        "[document.body, document.querySelector('tr')].map((e) => [getComputedStyle(e).display, getComputedStyle(e).color])",
      ),
    ).toEqual([
      ["block", "rgb(0, 0, 0)"],
      ["table-row", "rgb(0, 0, 0)"],
    ]);
  });

  test("asks nothing of any network", async (context) => {
    const page = await pages.open(context);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    const address = addressOf(mixedFleet);
    await page.goto(address, { waitUntil: "networkidle" });
    expect(asked.filter((url) => url !== address && url !== "data:,")).toEqual([]);
  });
});
