import { copyFileSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { build } from "../build.ts";
import { ALL_EMULATORS, type Emulator, ROOT, withEmulators } from "../emulators.ts";
import { Measured } from "./measured.ts";
import { tablesOf, withTables } from "./tables.ts";

const USAGE = `npm run bench -- --scale [options]
  --units N,N,…    years of so many units with 100 leaves (28,250,1000,4000)
  --answers N,N,…  surveys of so many answers (1000,10000,30000)
  --minutes N      after which no further size is begun (60)
  --write          keeps the result in tools/scale/measured.json and its tables in docs/cost.md`;

const MEASURED = join(ROOT, "tools", "scale", "measured.json");
const PAGE = join(ROOT, "docs", "cost.md");

/** What is measured beside which emulators. */
const PARTS: readonly (readonly ["opened" | "filled", readonly Emulator[]])[] = [
  ["opened", ALL_EMULATORS],
  ["filled", ["firestore"]],
];

/** `npm run bench -- --scale`: what the system is billed at any size, one JSON document a line, then the tables. */
export async function benchScale(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      units: { type: "string", default: "28,250,1000,4000" },
      answers: { type: "string", default: "1000,10000,30000" },
      minutes: { type: "string", default: "60" },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [units = [], answers = []] = [values.units, values.answers].map((list) =>
    list.split(",").map(Number),
  );
  const minutes = Number(values.minutes);
  const isCount = (value: number) => Number.isSafeInteger(value) && value > 0;
  if (
    values.help ||
    units.length < 2 ||
    answers.length < 2 ||
    ![...units, ...answers, minutes].every(isCount)
  ) {
    console.error(USAGE);
    return values.help ? 0 : 2;
  }
  const say = (line: string) => console.error(line);
  await build(say);
  const folder = join(ROOT, ".parindex");
  mkdirSync(folder, { recursive: true });
  const [result, output] = [join(folder, "scale.json"), join(folder, "scale.jsonl")];
  copyFileSync(MEASURED, result);
  const inside = [process.execPath, "--max-old-space-size=8192", join(ROOT, "tools", "scale", "inside.ts")];
  say("Filling fresh emulators (their log is .parindex/scale.log) …");
  const log = openSync(join(folder, "scale.log"), "w");
  for (const [part, emulators] of PARTS) {
    const given = JSON.stringify({ part, units, answers, minutes, result });
    const { code } = await withEmulators(emulators, [...inside, given], {
      env: { FUNCTIONS_EMULATOR: "true", LOG_LEVEL: "error", IN_FLIGHT_MS: "100" },
      ...{ output, log },
    });
    const lines = readFileSync(output, "utf8").split("\n");
    for (const line of lines) if (code !== 0 || line.startsWith('{"name":"scale:')) console.log(line);
    if (code !== 0) return code;
  }
  const measured = Measured.parse(JSON.parse(readFileSync(result, "utf8")));
  for (const [name, made] of Object.entries(tablesOf(measured))) console.log(`\n${name}\n\n${made}`);
  if (values.write) {
    copyFileSync(result, MEASURED);
    writeFileSync(PAGE, withTables(readFileSync(PAGE, "utf8"), measured));
  }
  return 0;
}
