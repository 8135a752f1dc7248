import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { buildFunctions } from "./build.ts";
import { ROOT, withEmulators } from "./emulators.ts";
import type { Storm } from "./storm/run.ts";

/**
 * `npm run storm`: a year in which everybody works at once while the processes that serve them are killed again and again.
 * Prints one JSON document; exits 1 where anything that was acknowledged is lost, doubled or otherwise than it must be.
 */
const USAGE = `npm run storm -- [options]
  --seed N      another storm (2024 unless told); what is drawn is the same again, when it happens is not
  --minutes M   how long everybody types at once before the heads submit (1.5)
  --units U     how many units take part, 4 to 28 (28); three clerks type in each
  --answers N   how many people answer the surveys (400)
  --every S     how many seconds pass from one kill to the next, on average (25); who seals or publishes is killed besides
  --seals N     how often the result is sealed: taken back and sealed again but for the last time (2)
The Firestore emulator runs throughout, with the project's rules. Functions are those of the built bundle, in two processes
that each serve many requests at once; now and then one or both are killed and started anew. Their events come at least
once, late, some twice, in no order. A transaction of a process that was killed holds its locks for a minute, as in the cloud: a
storm takes its time, on a busy machine half an hour.`;

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "2024" },
    minutes: { type: "string", default: "1.5" },
    units: { type: "string", default: "28" },
    answers: { type: "string", default: "400" },
    every: { type: "string", default: "25" },
    seals: { type: "string", default: "2" },
    help: { type: "boolean", default: false },
  },
});
const [seed = -1, minutes = 0, units = 0, answers = 0, killEvery = 0, seals = 0] = [
  ...[values.seed, values.minutes, values.units, values.answers, values.every, values.seals].map(Number),
];
const whole = [seed, units, answers, seals].every((value) => Number.isSafeInteger(value) && value >= 0);
if (
  values.help ||
  !whole ||
  !(minutes > 0) ||
  units < 4 ||
  units > 28 ||
  answers < 1 ||
  seals < 1 ||
  !(killEvery > 0)
) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}

await buildFunctions((line) => console.error(line));
const folder = mkdtempSync(join(tmpdir(), "parindex-storm-"));
const output = join(folder, "result.json");
mkdirSync(join(ROOT, ".parindex"), { recursive: true });
const storm: Storm = {
  ...{ seed, units, seconds: minutes * 60, answers, killEvery, seals },
};
const inside = join(ROOT, "tools", "storm", "inside.ts");
const { code } = await withEmulators(["auth"], [process.execPath, inside, JSON.stringify(storm), output], {
  env: { FUNCTIONS_EMULATOR: "true", LOG_LEVEL: "error" },
  log: openSync(join(ROOT, ".parindex", "storm.log"), "w"),
});
const ended = existsSync(output);
if (ended) console.log(readFileSync(output, "utf8"));
else console.error("The storm ended without a result; its log is .parindex/storm.log.");
rmSync(folder, { recursive: true });
// Whoever stops it before its end has proven nothing.
process.exit(ended ? code : code || 1);
