import { mkdirSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { buildFunctions } from "./build.ts";
import { followLines } from "./demo/follow.ts";
import { Message, type Result, resultJson, resultLines, type Stage, stageLine } from "./demo/report.ts";
import { ALL_EMULATORS, ROOT, withEmulators } from "./emulators.ts";

/**
 * `npm run demo [-- --json] [-- --seed N] [-- --tiers]`: plays a whole year, or one of a province and its districts,
 * through the real doors, in fresh emulators. Exits 1 where anything is not as expected. With `--json` standard output is one JSON document.
 */
const USAGE = `npm run demo [-- options]
  --tiers    a province, eight districts with 13 communes each, and one district's offices: schemes below a scheme
  --seed N   another year of chance (2024 unless told)
  --json     one JSON document on standard output, everything else on standard error`;

const LOG = join(".parindex", "demo.log");
const TIME_LIMIT = 15 * 60_000;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "2024" },
    json: { type: "boolean", default: false },
    tiers: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const seed = Number(values.seed);
if (values.help || !Number.isSafeInteger(seed) || seed < 0) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}

const say = (line: string) => (values.json ? console.error(line) : console.log(line));

/** Reads a line of the play's output as a message; anything else is a complaint of Node or a library. */
function messageOf(line: string): Message | null {
  if (!line.startsWith("{")) return null;
  const parsed = Message.safeParse(JSON.parse(line));
  return parsed.success ? parsed.data : null;
}

async function play(): Promise<{ code: number; stages: Stage[]; result: Result | null }> {
  const folder = mkdtempSync(join(tmpdir(), "parindex-demo-"));
  const output = join(folder, "play.jsonl");
  mkdirSync(join(ROOT, ".parindex"), { recursive: true });
  const log = join(ROOT, LOG);
  const stages: Stage[] = [];
  let result: Result | null = null;
  const take = (line: string) => {
    const message = messageOf(line);
    if (!message) console.error(line);
    else if (message.type === "failure") console.error(`Not as expected: ${message.message}`);
    else if (message.type === "result") result = message;
    else {
      stages.push(message);
      say(stageLine(message));
    }
  };
  let over = false;
  const inside = join(ROOT, "tools", "demo", values.tiers ? "tiers.ts" : "inside.ts");
  const running = withEmulators(ALL_EMULATORS, [process.execPath, inside, String(seed), log], {
    ...{ output, log: openSync(log, "w"), timeout: TIME_LIMIT },
  }).finally(() => {
    over = true;
  });
  const [{ code, stopped }] = await Promise.all([running, followLines(output, take, () => over)]);
  rmSync(folder, { recursive: true });
  if (stopped === "timeout") console.error(`Not done within ${TIME_LIMIT / 60_000} minutes.`);
  return { code, stages, result };
}

const start = performance.now();
try {
  await buildFunctions(say);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
say(`Playing the year of seed ${seed} in fresh emulators (their log is ${LOG}) …`);
const { code, stages, result } = await play();
if (code !== 0 || !result) {
  console.error(`The demonstration failed; the emulators' log is ${LOG}.`);
  process.exit(code || 1);
}
if (values.json) console.log(JSON.stringify(resultJson(seed, stages, result), null, 2));
else for (const line of resultLines(result)) say(line);
say(`Done in ${((performance.now() - start) / 1000).toFixed(0)} s.`);
