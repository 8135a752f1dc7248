import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import process from "node:process";
import { audit } from "./audit.ts";
import { build } from "./build.ts";
import { checkDeploy } from "./check-deploy.ts";
import { findChromium } from "./chromium.ts";
import { ALL_EMULATORS, type Emulator, projectEnvironment, ROOT, withEmulators } from "./emulators.ts";
import { type FirestoreEmulator, findFirestoreEmulator, findGoogleEmulator } from "./firestore-emulator.ts";
import { type Ended, onStop, runToEnd } from "./processes.ts";
import { failed, type Outcome, outcomeOf, PASSED, skipped, total, VitestReport } from "./test-outcome.ts";

/** `npm test [-- floor …]`: every floor of the tests, headless; each says what it skipped and why. */

const FOLDER = join(ROOT, ".parindex", "test");
const MINUTE = 60_000;

/** A floor that hangs must not hang the run. */
const FLOOR_LIMIT = 14 * MINUTE;

/** The floors that a whole run leaves out when it is older than `LATE`; asked for by name they always run. */
const EXTRA = ["pages", "storm", "rules-on-google", "functions-on-google"];
const LATE = 8 * MINUTE;

const TAIL_LINES = 40;

const say = (line: string) => console.log(line);

let interrupted = false;

const why = ({ code, stopped }: Ended): string => {
  if (stopped === "timeout") return `not done after ${FLOOR_LIMIT / MINUTE} minutes`;
  return stopped === "signal" ? "interrupted" : `exit code ${code}`;
};

/** Runs one of the project's commands to its end, its output in the terminal. */
async function command(program: string, ...args: string[]): Promise<Outcome> {
  const end = await runToEnd(program, args, {
    cwd: ROOT,
    env: projectEnvironment(),
    stdio: ["ignore", "inherit", "inherit"],
    timeout: FLOOR_LIMIT,
  });
  return end.code === 0 && end.stopped === null
    ? PASSED
    : failed(`${[program, ...args].join(" ")}: ${why(end)}`);
}

async function inTurn(...steps: (() => Promise<Outcome>)[]): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const step of steps) outcomes.push(await step());
  return total(outcomes);
}

/** Turns what a step throws into a failure. */
async function attempt(step: () => Promise<unknown>): Promise<Outcome> {
  try {
    await step();
    return PASSED;
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function tail(file: string): string {
  const lines = existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  return lines.slice(-TAIL_LINES).join("\n");
}

let built: Promise<void> | undefined;

/** Builds once, for all floors that run side by side. */
const buildOnce = (): Promise<void> => {
  built ??= build(say);
  return built;
};

/** One vitest project, or those of its files that are named; `emulators` run beside it, their output goes to a log file. */
async function vitest(
  floor: string,
  project: string,
  emulators: readonly Emulator[] = [],
  emulator?: FirestoreEmulator,
  files: readonly string[] = [],
): Promise<Outcome> {
  const report = join(FOLDER, `${floor}.json`);
  const output = join(FOLDER, `${floor}.out`);
  const log = join(FOLDER, `${floor}.log`);
  for (const file of [report, output, log]) rmSync(file, { force: true });
  const args = [
    "run",
    "--project",
    // A floor may be several projects: functions and functions-through-emulators.
    `${project}*`,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...files,
  ];
  const chromium = findChromium();
  const env = chromium ? { CHROME_PATH: chromium } : {};
  if (emulators.includes("functions")) await buildOnce();
  let end: Ended;
  if (emulators.length === 0) {
    const stdio = ["ignore", "inherit", "inherit"] as const;
    end = await runToEnd("vitest", args, {
      cwd: ROOT,
      env: projectEnvironment(env),
      stdio: [...stdio],
      timeout: FLOOR_LIMIT,
    });
  } else {
    const descriptor = openSync(log, "w");
    const options = { env, output, log: descriptor, timeout: FLOOR_LIMIT };
    end = await withEmulators(emulators, ["vitest", ...args], { ...options, ...(emulator && { emulator }) });
    closeSync(descriptor);
    say(`\n━━ ${floor}: its output`);
    if (existsSync(output)) process.stdout.write(readFileSync(output));
    if (end.code !== 0) say(`The end of ${relative(ROOT, log)}:\n${tail(log)}`);
  }
  if (!existsSync(report)) return failed(`the tests did not run to their end (${why(end)})`);
  const outcome = outcomeOf(VitestReport.parse(JSON.parse(readFileSync(report, "utf8"))));
  return end.code !== 0 && outcome.failed === 0 ? total([outcome, failed(why(end))]) : outcome;
}

/** The suites that lean on how the database itself behaves: transactions, queries, preconditions, triggers. */
const ON_GOOGLE = [
  ...["evidence", "fold", "past-year", "publishing", "reconcile", "sealing", "submission", "year"],
  ...[
    "chaos-firestore",
    "survey-door",
    "survey-field-work",
    "survey-invitations",
    "survey-unlinkable",
    "surveys",
    "triggers",
  ],
].map((name) => `test/functions/${name}.test.ts`);

/** A suite, or the named files of it, once more on Google's own Firestore emulator, where this machine has it. */
async function secondOpinion(
  floor: string,
  project: string,
  emulators: readonly Emulator[],
  files: readonly string[] = [],
): Promise<Outcome> {
  if (process.env.FIRESTORE_EMULATOR === "google")
    return skipped("the whole run already uses Google's Firestore emulator");
  const google = findGoogleEmulator();
  if (typeof google === "string") return skipped(google);
  const outcome = await vitest(floor, project, emulators, google, files);
  if (files.length > 0)
    outcome.notes.push(`${files.length} files; all of them with FIRESTORE_EMULATOR=google npm test`);
  return outcome;
}

/** A suite on the Firestore emulator of this run. */
async function onEmulators(project: string, emulators: readonly Emulator[]): Promise<Outcome> {
  if (process.env.FIRESTORE_EMULATOR === "google") {
    const google = findGoogleEmulator();
    return typeof google === "string" ? skipped(google) : vitest(project, project, emulators, google);
  }
  return vitest(project, project, emulators, findFirestoreEmulator(say));
}

/** A suite that looks at pages in Chromium. */
async function inChromium(project: string): Promise<Outcome> {
  if (!findChromium())
    return skipped("no Chromium on PATH (install chromium or google-chrome, or set CHROME_PATH)");
  return onEmulators(project, ALL_EMULATORS);
}

/** A storm of few units, some of whose processes are killed. */
const SMALL_STORM = ["--units", "4", "--minutes", "0.1", "--answers", "12", "--every", "15", "--seals", "1"];

const FLOORS: Record<string, () => Promise<Outcome>> = {
  typecheck: () =>
    inTurn(
      () => command("tsc", "-p", "."),
      () => command("tsc", "-p", "hosting"),
    ),
  lint: () => command("biome", "check", "--error-on-warnings", "."),
  knip: () => command("knip"),
  audit: () => {
    const { findings, skipped: why } = audit();
    if (findings.length > 0) return Promise.resolve(failed(findings.join("; ")));
    return Promise.resolve(why === null ? PASSED : skipped(why));
  },
  build: () => attempt(buildOnce),
  core: () => vitest("core", "core"),
  chaos: () => vitest("chaos", "chaos"),
  web: () => inChromium("web"),
  rules: () => onEmulators("rules", ["firestore"]),
  functions: () => onEmulators("functions", ALL_EMULATORS),
  "check-deploy": () =>
    attempt(async () => {
      for (const [name, trigger] of await checkDeploy(say)) say(`  ${name}: ${trigger}`);
    }),
  pages: () => inChromium("pages"),
  storm: () => command("node", join("tools", "storm.ts"), ...SMALL_STORM),
  "rules-on-google": () => secondOpinion("rules-on-google", "rules", ["firestore"]),
  "functions-on-google": () => secondOpinion("functions-on-google", "functions", ALL_EMULATORS, ON_GOOGLE),
};

/** Waits for its pages more than it works, so it runs beside the floors that follow it, up to the extra ones. */
const BESIDE = "web";

interface Result {
  name: string;
  outcome: Outcome;
  seconds: number;
}

function printSummary(results: readonly Result[]): void {
  const width = Math.max(...Object.keys(FLOORS).map((name) => name.length));
  say("\n━━ summary");
  for (const { name, outcome, seconds } of results) {
    const counts = [
      `${outcome.passed} passed`.padStart(11),
      `${outcome.failed} failed`.padStart(9),
      `${outcome.skipped} skipped`.padStart(11),
    ];
    say(`  ${name.padEnd(width)} ${counts.join(" ")}   ${seconds.toFixed(1).padStart(6)} s`);
    for (const note of outcome.notes) say(`    ${note}`);
  }
  const { passed, failed, skipped } = total(results.map(({ outcome }) => outcome));
  say("");
  say(`${passed} passed, ${failed} failed, ${skipped} skipped`);
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !Object.hasOwn(FLOORS, name));
if (unknown.length > 0) {
  console.error(
    `no such floor: ${unknown.join(", ")}\nusage: npm test [-- ${Object.keys(FLOORS).join(" ")}]`,
  );
  process.exit(2);
}
mkdirSync(FOLDER, { recursive: true });
onStop(() => {
  interrupted = true;
});
async function runFloor(name: string, run: () => Promise<Outcome>): Promise<Result> {
  const began = performance.now();
  let outcome: Outcome;
  if (interrupted) outcome = skipped("interrupted");
  else {
    say(`\n━━ ${name}`);
    outcome = await run().catch((error) => failed(error instanceof Error ? error.message : String(error)));
  }
  return { name, outcome, seconds: (performance.now() - began) / 1000 };
}

const unlessLate = (name: string, run: () => Promise<Outcome>) => async (): Promise<Outcome> =>
  performance.now() > LATE
    ? skipped(`the run is older than ${LATE / MINUTE} minutes: npm test -- ${name}`)
    : run();

const running: Promise<Result>[] = [];
for (const [name, run] of Object.entries(FLOORS)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const isExtra = chosen.length === 0 && EXTRA.includes(name);
  if (isExtra) await Promise.all(running);
  const result = runFloor(name, isExtra ? unlessLate(name, run) : run);
  running.push(result);
  if (name !== BESIDE) await result;
}
const results = await Promise.all(running);
printSummary(results);
process.exit(interrupted || results.some(({ outcome }) => outcome.failed > 0) ? 1 : 0);
