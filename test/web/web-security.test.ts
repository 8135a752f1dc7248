import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gatherWrongs, launch, ORIGIN, Person } from "./browser.ts";
import { publishFixture, unpublish } from "./published.ts";
import { openSmallYear } from "./small-year.ts";

/** Tries to run a script of one's own, by every way that a text may become one. */
const ATTACK = `(async () => {
  // What the test asks for may run texts as long as it is being asked: so only what comes after a turn counts.
  await new Promise((resolve) => setTimeout(resolve));
  const ran = [];
  window.ran = (way) => ran.push(way);
  const attempt = (act) => { try { act(); } catch {} };
  attempt(() => { const s = document.createElement("script"); s.append("ran('inline')"); document.head.append(s); });
  attempt(() => { const s = document.createElement("script"); s.src = "data:text/javascript,ran('data')"; document.head.append(s); });
  attempt(() => { const s = document.createElement("script"); s.src = "https://attacker.example/x.js"; document.head.append(s); });
  attempt(() => { const d = document.createElement("div"); d.innerHTML = "<img src=x onerror=\\"ran('handler')\\">"; document.body.append(d); });
  attempt(() => { const a = document.createElement("a"); a.href = "javascript:ran('link')"; document.body.append(a); a.click(); });
  attempt(() => { (0, eval)("ran('eval')"); });
  attempt(() => { new Function("ran('function')")(); });
  attempt(() => { setTimeout("ran('timeout')"); });
  attempt(() => { const f = document.createElement("iframe"); f.srcdoc = "<script>parent.ran('frame')</" + "script>"; document.body.append(f); });
  await new Promise((resolve) => setTimeout(resolve, 500));
  return ran;
})()`;

const attack = (page: Page) => page.evaluate(ATTACK);

describe("the policy of every page", () => {
  let browser: Browser;
  beforeAll(async () => {
    await openSmallYear();
    await publishFixture();
    browser = await launch();
  });
  afterAll(async () => {
    await unpublish();
    await browser?.close();
  });

  // That the policies hold in ordinary work every other test of the browser watches (`Person`).
  test("lets no text become a script in the workspace", async () => {
    const person = await Person.signIn(browser, "quantri@laichau.example", "/app/thuong-truc");
    expect(person.errors).toEqual([]);
    expect(await attack(person.page)).toEqual([]);
    const told = person.errors.join("\n");
    for (const way of ["inline", "ran('eval')", "ran('function')", "ran('timeout')"])
      expect(told).toContain(way);
    await person.context.close();
  });

  const PUBLIC = ["/", "/kiem-tra", "/du-lieu-mo", "/tim?q=y", "/s/"];
  test.each(PUBLIC)("holds at %s, where no text becomes a script", async (path) => {
    const context = await browser.newContext();
    const wrongs: string[] = [];
    await gatherWrongs(context, wrongs);
    const page = await context.newPage();
    await page.goto(ORIGIN + path, { waitUntil: "networkidle" });
    expect(wrongs).toEqual([]);
    expect(await attack(page)).toEqual([]);
    expect(wrongs).not.toEqual([]);
    await context.close();
  });
});
