import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, type TestContext } from "vitest";
import { startChromium } from "../support/chromium";

/** A way to open pages in one browser for a test file. */
export interface Pages {
  /** A new page in a context of its own. Skips the test, with the reason, where there is no browser. */
  open(context: TestContext, options?: BrowserContextOptions): Promise<Page>;
  /** What the console may say in this test. */
  forgive(complaint: RegExp): void;
}

/** Every page must load and run without an error in its console: a policy that is broken is one, too. */
export function useChromium(): Pages {
  let browser: Browser | undefined;
  let missing: string | undefined;
  const complaints: string[] = [];
  const forgiven: RegExp[] = [];

  beforeAll(async () => {
    try {
      browser = await startChromium();
    } catch (error) {
      missing = `there is no Chromium on this machine: ${(error as Error).message.trim().split("\n")[0]}`;
    }
  }, 900_000);
  afterEach(async () => {
    for (const context of browser?.contexts() ?? []) await context.close();
    const expected = forgiven.splice(0);
    const others = complaints.splice(0).filter((text) => !expected.some((each) => each.test(text)));
    expect(others).toEqual([]);
  });
  afterAll(() => browser?.close());

  return {
    async open({ skip }, options) {
      if (browser === undefined) return skip(missing);
      const page = await browser.newPage(options);
      page.on("pageerror", (error) => complaints.push(String(error)));
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      return page;
    },
    forgive: (complaint) => forgiven.push(complaint),
  };
}

/** What axe finds wrong, a line each: rule and element. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations, passes } = (await page.evaluate("axe.run()")) as axe.AxeResults;
  // A run that looked at nothing finds nothing.
  expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(["color-contrast", "document-title"]));
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** How far the page is wider than its window, in pixels. */
export async function overhang(page: Page): Promise<number> {
  return Number(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth"));
}

/** Light and dark, on a desk and on a phone. */
export const screens = (["light", "dark"] as const).flatMap((colorScheme) =>
  [1200, 900, 320].map((width) => ({ colorScheme, width, viewport: { width, height: 700 } })),
);
