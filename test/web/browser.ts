import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect, onTestFailed } from "vitest";
import { z } from "zod";
import { CHROMIUM_FLAGS } from "../../tools/chromium.ts";
import { ROOT } from "../../tools/emulators.ts";

/** Where the browser is: named by the test runner, or where Debian puts it. */
export const executablePath = process.env.CHROME_PATH ?? "/usr/bin/chromium";
export const ORIGIN = process.env.HOSTING_EMULATOR_ORIGIN ?? "";

export const launch = (): Promise<Browser> => chromium.launch({ executablePath, args: CHROMIUM_FLAGS });

/**
 * Waits until something is true of a page. Playwright's own `waitForFunction` evaluates in the page itself, whose policy
 * forbids that.
 */
export async function until(page: Page, expression: string): Promise<void> {
  await expect.poll(() => page.evaluate(`Boolean(${expression})`), { timeout: 60_000 }).toBe(true);
}

const AXE = readFileSync(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const Violations = z.object({
  violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })),
});

/** Checks a page as it stands against WCAG 2.2 AA with axe. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // What fades in or out has no contrast of its own yet.
  await until(page, "document.getAnimations().every(({ playState }) => playState !== 'running')");
  await page.evaluate(AXE);
  const found = await page.evaluate(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })",
  );
  const violations = Violations.parse(found).violations.map(
    ({ id, nodes }) => `${what}: ${id}: ${nodes[0]?.html}`,
  );
  expect(violations).toEqual([]);
}

/** Expects that nothing sticks out sideways at the page's width. */
export async function expectNoSidewaysScroll(page: Page, what: string): Promise<void> {
  const over = await page.evaluate(
    "document.documentElement.scrollWidth - document.documentElement.clientWidth",
  );
  expect({ what, over }).toEqual({ what, over: 0 });
}

/** Looks at a page at both widths: for axe, for what sticks out, and with PICTURES=true for people (below .parindex/test). */
export async function expectGoodAtBothWidths(page: Page, folder: string, what: string): Promise<void> {
  for (const width of [1440, 360]) {
    await page.setViewportSize({ width, height: 900 });
    if (process.env.PICTURES === "true")
      await page.screenshot({
        path: join(ROOT, ".parindex", "test", folder, `${what}-${width}.png`),
        fullPage: true,
        animations: "disabled",
      });
    await expectAccessible(page, `${what} at ${width} px`);
    await expectNoSidewaysScroll(page, `${what} at ${width} px`);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** What a page tells of each breach of its Content-Security-Policy, and how that begins. */
const BREACH = "breach of the policy:";
const TELL_BREACHES = `addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile, lineNumber, sample }) =>
  console.error("${BREACH}", effectiveDirective, blockedURI, sourceFile + ":" + lineNumber, sample))`;

/** Where pages ask for anything: this site and, in the place of Google's services, the emulators. */
const LOCAL = /^((blob:)?http:\/\/127\.0\.0\.1:\d+\/|data:|about:)/;

/**
 * What a browser says without anything being wrong: of a network that a test cut off, of a server that refused, of the
 * picture at Google by which Firestore's SDK would learn whether there is a network (the policy refuses it, and the SDK goes
 * on), of the script of a page that is previewed in a frame without scripts.
 */
const EXPECTED =
  /Failed to load resource|net::ERR|@firebase\/|cleardot\.gif|Blocked script execution in 'about:srcdoc'/;

/** Gathers what pages of a context do wrong: breaches of their policy, other errors they tell, requests to anyone else. */
export async function gatherWrongs(context: BrowserContext, into: string[]): Promise<void> {
  await context.addInitScript(TELL_BREACHES);
  context.on("console", (message) => {
    if (message.type() === "error" && !EXPECTED.test(message.text())) into.push(message.text());
  });
  context.on("request", (request) => {
    if (!LOCAL.test(request.url()) && !EXPECTED.test(request.url()))
      into.push(`asked of a stranger: ${request.url()}`);
  });
}

/** The password of every account of the demonstration. */
export const PASSWORD = "parindex-demo";

/** A person at their own browser: signed in at a page of the workspace, all that its pages do wrong remembered. */
export class Person {
  readonly errors: string[];
  readonly context: BrowserContext;
  readonly page: Page;

  private constructor(context: BrowserContext, page: Page, errors: string[]) {
    this.context = context;
    this.page = page;
    this.errors = errors;
  }

  /** Opens a page, where nobody is signed in yet. */
  static async open(browser: Browser, email: string, path: string, width = 1440): Promise<Person> {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      locale: "vi-VN",
      reducedMotion: "reduce",
    });
    const errors: string[] = [];
    await gatherWrongs(context, errors);
    const person = new Person(context, await context.newPage(), errors);
    person.page.setDefaultTimeout(60_000);
    const picture = join(ROOT, ".parindex", "test", `${email}.png`);
    onTestFailed(async () => {
      await person.page.screenshot({ path: picture });
      console.error(`What ${email} saw: ${picture}`, person.errors);
    });
    person.page.on("pageerror", (error) => person.errors.push(String(error)));
    await person.page.goto(ORIGIN + path);
    return person;
  }

  static async signIn(browser: Browser, email: string, path: string, width = 1440): Promise<Person> {
    const person = await Person.open(browser, email, path, width);
    await person.page.getByLabel("Thư điện tử").fill(email);
    await person.page.locator("input[name=password]").fill(PASSWORD);
    await person.page.getByRole("button", { name: "Đăng nhập" }).click();
    await person.page.getByRole("button", { name: "Đăng xuất" }).waitFor();
    return person;
  }

  async leave(): Promise<void> {
    await this.context.close();
    expect(this.errors).toEqual([]);
  }
}
