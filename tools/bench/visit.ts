import process from "node:process";
import type { Browser, Page } from "playwright-core";
import { z } from "zod";

const PASSWORD = "parindex-demo";

/**
 * Counts, in the page, the documents that Firestore's listeners bring: each is one read on the bill. Written for the
 * page, before its own script runs; it looks at what travels and changes nothing.
 */
const COUNT_READS = `
  const streams = [];
  window.readsByPath = () => {
    const paths = streams.flatMap((text) => [...text().matchAll(/"documentChange":\\s*{\\s*"document":\\s*{\\s*"name":\\s*"[^"]*\\/documents\\/([^"]+)"/g)]);
    return paths.map(([, path]) => path);
  };
  const listens = (url) => String(url).includes("/Listen/channel");
  const open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function (method, url, ...others) {
    if (listens(url)) streams.push(() => this.responseText);
    return open.call(this, method, url, ...others);
  };
  const ask = window.fetch;
  window.fetch = async (request, options) => {
    const response = await ask(request, options);
    if (listens(request instanceof Request ? request.url : request) && response.body) {
      let text = "";
      streams.push(() => text);
      const reader = response.clone().body.pipeThrough(new TextDecoderStream()).getReader();
      (async () => {
        for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
      })();
    }
    return response;
  };
`;

/** Signs a person in at a page of the workspace, in a browser of their own. */
export async function visit(browser: Browser, email: string, path: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: "vi-VN",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.addInitScript(COUNT_READS);
  await page.goto(`${process.env.HOSTING_EMULATOR_ORIGIN}${path}`);
  await page.getByLabel("Thư điện tử").fill(email);
  await page.locator("input[name=password]").fill(PASSWORD);
  await page.getByRole("button", { name: "Đăng nhập" }).click();
  await page.getByRole("button", { name: "Đăng xuất" }).waitFor();
  return page;
}

/** The paths of the documents that the page was sent so far, those sent again with them. */
export const readPaths = async (page: Page): Promise<string[]> =>
  z.array(z.string()).parse(await page.evaluate("window.readsByPath()"));

/** Waits until nothing more has arrived for a second. */
export async function untilQuiet(page: Page): Promise<void> {
  for (let before = -1, now = 0; before !== now; ) {
    before = now;
    await page.waitForTimeout(1_000);
    now = (await readPaths(page)).length;
  }
}
