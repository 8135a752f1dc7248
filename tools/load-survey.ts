import { existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { build, buildFunctions } from "./build.ts";
import { ALL_EMULATORS, ROOT, withEmulators } from "./emulators.ts";
import type { Load } from "./load-survey/run.ts";

/**
 * `npm run load:survey -- --answers N`: sends N answers through the survey's door by many clients at once, with replays,
 * double-spent, forged and malformed ones among them, and counts them three ways. Prints one JSON document; exits 1 where
 * anything was lost, doubled, accepted or counted otherwise than it must.
 */
const USAGE = `npm run load:survey -- [options]
  --answers N   how many answers (2000 unless told)
  --clients N   how many respondents at once (32)
  --units N     about how many districts, 1 to 8 (8)
  --library N   one respondent in N blinds with the browser's library, the others faster (50)
  --emulated    through the hosting and functions emulators, which serve one request at a time in each process;
                else the built bundle's door is served by node:http, many requests at once as a deployed instance does`;

const LOG = join(".parindex", "load-survey.log");

const { values } = parseArgs({
  options: {
    answers: { type: "string", default: "2000" },
    clients: { type: "string", default: "32" },
    units: { type: "string", default: "8" },
    library: { type: "string", default: "50" },
    emulated: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const [answers = 0, clients = 0, units = 0, libraryEvery = 0] = [
  ...[values.answers, values.clients, values.units, values.library].map(Number),
];
const isCount = (value: number) => Number.isSafeInteger(value) && value > 0;
if (values.help || ![answers, clients, units, libraryEvery].every(isCount) || units > 8) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}

await (values.emulated ? build : buildFunctions)((line) => console.error(line));
const folder = mkdtempSync(join(tmpdir(), "parindex-load-"));
mkdirSync(join(ROOT, ".parindex"), { recursive: true });
const [output, log] = [join(folder, "result.json"), join(ROOT, LOG)];
const load: Load = { year: 2024, answers, units, clients, libraryEvery, attemptEvery: 12, window: 60_000 };
const inside = join(ROOT, "tools", "load-survey", "inside.ts");
const { code } = await withEmulators(
  values.emulated ? ALL_EMULATORS : ["firestore"],
  [process.execPath, inside, JSON.stringify(load), output, values.emulated ? log : "direct"],
  { env: { FUNCTIONS_EMULATOR: "true", LOG_LEVEL: "error" }, log: values.emulated ? openSync(log, "w") : 2 },
);
if (existsSync(output)) console.log(readFileSync(output, "utf8"));
rmSync(folder, { recursive: true });
process.exit(code);
