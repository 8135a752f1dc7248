import { performance } from "node:perf_hooks";
import process from "node:process";
import type { Browser } from "playwright-core";
import { issueInvitations } from "../../functions/src/store/survey-invitations.ts";
import { openSurvey } from "../../functions/src/store/surveys.ts";
import { SCHEME } from "../seed.ts";
import { type Measurement, quantile, rounded } from "./measurement.ts";

const SURVEY = { scheme: SCHEME, period: "2024", survey: "nguoi-dan" };
const ADMIN = "quantri";
const VISITS = 5;

/** Slow 4G as Lighthouse has it: 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const SLOW_4G = {
  offline: false,
  latency: 150,
  downloadThroughput: (1_600 * 1_024) / 8,
  uploadThroughput: (750 * 1_024) / 8,
};

/** One respondent with a new code on a slow phone: milliseconds until the first question stands, bytes that came. */
async function firstQuestion(browser: Browser, code: string): Promise<{ ms: number; bytes: number }> {
  const context = await browser.newContext({ viewport: { width: 360, height: 720 }, locale: "vi-VN" });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", SLOW_4G);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  let bytes = 0;
  devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  const began = performance.now();
  await page.goto(`${process.env.HOSTING_EMULATOR_ORIGIN}/s/#${code}`, { waitUntil: "commit" });
  await page.locator("fieldset").first().waitFor();
  const ms = performance.now() - began;
  await context.close();
  return { ms, bytes };
}

/** What a respondent with a code waits for, on slow 4G with a CPU four times slower; the emulator answers for the door. */
export async function benchRespond(browser: Browser): Promise<Measurement[]> {
  await openSurvey(SURVEY, ADMIN);
  const { codes } = await issueInvitations(
    {
      ...{ ...SURVEY, batch: "bench".padEnd(20, "0"), kind: "slips", units: ["so-y-te"], uses: 1 },
      ...{ note: "", eligibility: "", count: VISITS + 1 },
    },
    ADMIN,
  );
  const visits: { ms: number; bytes: number }[] = [];
  for (const code of codes) visits.push(await firstQuestion(browser, code));
  // The first one also wakes the function.
  const warm = visits.slice(1);
  const times = warm.map(({ ms }) => ms);
  return [
    {
      name: "respond: time to the first question, slow 4G, CPU × 4",
      goal: "≤ 2000 ms",
      medianMs: rounded(quantile(times, 0.5)),
      worstMs: rounded(Math.max(...times)),
      coldMs: rounded(visits[0]?.ms ?? Number.NaN),
      bytes: Math.max(...warm.map(({ bytes }) => bytes)),
    },
  ];
}
