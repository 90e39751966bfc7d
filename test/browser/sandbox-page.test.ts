import type { Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { useSandbox } from "../support/sandbox";
import { serve } from "../support/server";
import { accessibilityFaults, overhang, screens, useChromium } from "./chromium";

const bench = useSandbox({ stock: 20 });
const pages = useChromium();

const form = (page: Page, call: string) => page.locator(`form[data-call="${call}"]`);
const member = (within: Locator, name: string) => within.locator(`[name="${name}"]`);
const press = (page: Page, call: string, name: string) =>
  form(page, call).getByRole("button", { name, exact: true }).click();
const figure = (page: Page, name: string) =>
  page.locator("#summary div", { hasText: name }).locator("dd").textContent();

async function opened(page: Page): Promise<Page> {
  await page.goto(`${bench.sandbox.url}/`);
  await expect.poll(() => page.locator("#live").textContent()).toBe("Live");
  return page;
}

describe("the page of the sandbox in a browser", () => {
  for (const { width, ...screen } of screens) {
    test(`is accessible and fits: ${screen.colorScheme}, ${width} wide`, async (context) => {
      const page = await pages.open(context, screen);
      await bench.bought("country_iso=US", { app_id: bench.agents[0] });
      bench.control.postFault({ vendor: "plivo", operation: "buy", fault: "taken", times: 2 });
      await opened(page);
      expect(await accessibilityFaults(page)).toEqual([]);
      expect(await overhang(page)).toBeLessThanOrEqual(0);
    });
  }

  test("shows a number as it is bought, the call, and the money", async (context) => {
    const page = await opened(await pages.open(context));
    expect(await figure(page, "Numbers")).toBe("0");
    const digits = await bench.bought("country_iso=US&type=local");
    await expect
      .poll(() => page.locator('#numbers th[scope="row"]').allTextContents())
      .toEqual([`+${digits}`]);
    expect(await figure(page, "Spent")).toBe("0.80 USD");
    expect(await page.locator("#calls li").first().textContent()).toContain(`POST`);
  });

  test("stays sorted, filtered and focused when it changes", async (context) => {
    const own = (e164: string, alias: string) => ({ e164, country: "US", alias });
    bench.control.changeNumbers({
      vendor: "plivo",
      own: [own("+14155550101", "b"), own("+14155550102", "a")],
    });
    const page = await opened(await pages.open(context));
    await page.getByLabel("Filter").fill("+1415");
    const sort = page.locator("#numbers").getByRole("button", { name: "Label" });
    await sort.click();
    bench.control.changeNumbers({
      vendor: "plivo",
      own: [own("+14155550103", "aa"), own("+19072340001", "ab")],
    });
    await expect
      .poll(() => page.locator('#numbers th[scope="row"]:visible').allTextContents())
      .toEqual(["+14155550102", "+14155550103", "+14155550101"]);
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Label");
  });

  test("has a fault happen to the next call", async (context) => {
    const page = await opened(await pages.open(context));
    const faults = form(page, "faults");
    await member(faults, "vendor").selectOption("plivo");
    await member(faults, "operation").selectOption("buy");
    await member(faults, "fault").selectOption("no-funds");
    await member(faults, "times").fill("2");
    await press(page, "faults", "Let it happen");
    await expect
      .poll(() => page.locator("#faults").textContent())
      .toBe("no-funds for the next 2 times buy at plivo");
    expect((await bench.buy(await bench.freeNumber())).status).toBeGreaterThanOrEqual(400);
    await expect.poll(() => page.locator("#faults").textContent()).toBe("no-funds for the next buy at plivo");
    await press(page, "faults", "Clear all");
    await expect.poll(() => bench.control.faults()).toEqual([]);
  });

  test("says why a switch was refused", async (context) => {
    const page = await opened(await pages.open(context));
    const faults = form(page, "faults");
    await member(faults, "operation").selectOption("list");
    await member(faults, "fault").selectOption("taken");
    const answered = page.waitForResponse("**/_sandbox/faults");
    await press(page, "faults", "Let it happen");
    expect((await answered).status()).toBe(400);
    await expect.poll(() => faults.locator("output").textContent()).toMatch(/^operation: must be buy/);
    // The browser tells of the answer in its console, too.
    pages.forgive(/status of 400/);
  });

  test("changes the stock and the account", async (context) => {
    const page = await opened(await pages.open(context));
    const numbers = form(page, "numbers");
    const change = async (what: string, e164: string, price = "") => {
      await member(numbers, "vendor").selectOption("plivo");
      await member(numbers, "change").selectOption(what);
      await member(numbers, "e164").fill(e164);
      await member(numbers, "price").fill(price);
      const answered = page.waitForResponse("**/_sandbox/numbers");
      await press(page, "numbers", "Change");
      expect((await answered).status()).toBe(200);
    };
    await change("add", "+19072340001", "0.50");
    expect((await bench.search("country_iso=US&pattern=907")).length).toBe(1);
    await change("take", "+19072340001");
    expect((await bench.search("country_iso=US&pattern=907")).length).toBe(0);
    await change("own", "+19072340002");
    await change("price", "+19072340002", "7");
    await expect.poll(() => figure(page, "A month")).toBe("7.00 USD");
    await change("drop", "+19072340002");
    await expect.poll(() => figure(page, "Numbers")).toBe("0");
  });

  test("accepts documents, moves the clock, forgets calls and starts over", async (context) => {
    const page = await opened(await pages.open(context));
    await member(form(page, "documents"), "vendor").selectOption("plivo");
    await press(page, "documents", "Accept");
    await expect.poll(() => page.locator("#vendors").textContent()).toContain("documents accepted for IN");
    await press(page, "documents", "Take back");
    await expect.poll(() => page.locator("#vendors").textContent()).not.toContain("documents");
    const before = new Date(bench.control.now());
    await press(page, "clock", "+ 30 days");
    await expect
      .poll(() => new Date(bench.control.now()) > new Date(before.getTime() + 29 * 86_400_000))
      .toBe(true);
    await bench.bought();
    await expect.poll(() => page.locator("#calls li").count()).toBeGreaterThan(0);
    await press(page, "calls", "Forget them");
    await expect.poll(() => page.locator("#calls").textContent()).toBe("None yet.");
    expect(bench.control.state().plivo?.purchases).toBe(1);
    await press(page, "reset", "Start over");
    await expect.poll(() => bench.control.state().plivo?.purchases).toBe(0);
    await expect.poll(() => figure(page, "Numbers")).toBe("0");
  });

  test("says so when the sandbox does not answer any more", async (context) => {
    const page = await pages.open(context);
    await page.route("**/_events", (route) => route.abort());
    await page.goto(`${bench.sandbox.url}/`);
    await expect.poll(() => page.locator("#live").textContent()).toContain("does not answer");
    pages.forgive(/ERR_FAILED/);
  });

  test("has no switch that another site can press", async (context) => {
    const attack = `<script>
      const body = JSON.stringify({ vendor: "plivo", operation: "buy", fault: "taken" });
      fetch("${bench.sandbox.url}/_sandbox/faults", { method: "POST", mode: "no-cors", body })
        .finally(() => { document.title = "pressed"; });
    </script>`;
    const { url } = await serve(() => ({
      status: 200,
      headers: { "content-type": "text/html" },
      body: attack,
    }));
    const page = await pages.open(context);
    await page.goto(url);
    await expect.poll(() => page.title()).toBe("pressed");
    expect(bench.control.faults()).toEqual([]);
    pages.forgive(/403/);
  });
});
