import { spawn } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { parseArgs } from "node:util";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { getFirestore } from "firebase-admin/firestore";
import { REGION } from "../core/src/index.ts";
import { accountLines } from "./account-lines.ts";
import { build } from "./build.ts";
import {
  ALL_EMULATORS,
  addresses,
  firebaseCommand,
  fixedPorts,
  HOST,
  OFFLINE,
  type Ports,
  PROJECT,
  ROOT,
  tryPort,
  writeConfig,
} from "./emulators.ts";
import { type FirestoreEmulator, findFirestoreEmulator } from "./firestore-emulator.ts";
import { loggedError } from "./logged-error.ts";
import { ended, isAlive, onStop, processTree, signalAll } from "./processes.ts";
import { DEMO_ACCOUNTS, seedLaiChau } from "./seed.ts";

const USAGE = `npm start [-- options]
  --fresh            forget the data of earlier runs
  --port-offset N    add N to every port of firebase.json`;

const FOLDER = join(ROOT, ".parindex");
const DATA = join(FOLDER, "data");
const LOG = join(FOLDER, "start.log");
/** Holds the process id of firebase-tools, which alone is told to stop: it then stops what it has started. */
const PID = join(FOLDER, "firebase.pid");

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const START_LIMIT = 3 * MINUTE;
const STOP_LIMIT = 30 * SECOND;
const SAVE_EVERY = 5 * MINUTE;

/** The scheduled functions, which the emulator never calls by itself, and how often they run here. */
const SCHEDULE = { advanceYear: 15 * SECOND, reconcile: 10 * MINUTE };

const say = (line: string) => console.log(line);
const shown = (file: string) => relative(ROOT, file);

const readPid = (): number | null => (existsSync(PID) ? Number(readFileSync(PID, "utf8")) : null);

/** Refuses to start on ports that others hold, naming them. */
async function checkPorts(ports: Ports): Promise<void> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(ports))
    if ((await tryPort(port)) === null) taken.push(`${port} (${name})`);
  if (taken.length === 0) return;
  const pid = readPid();
  const hint =
    pid !== null && isAlive(pid)
      ? `parindex already runs from this folder: open http://${HOST}:${ports.hosting}/, or press Ctrl-C where it runs (if that terminal is gone: kill -INT ${pid}).`
      : "Stop what holds it, or move to other ports: npm start -- --port-offset 100";
  throw new Error(`Port ${taken.join(", ")} is taken. ${hint}`);
}

interface Running {
  ready: Promise<void>;
  /** Settles when the emulators have ended, for whatever reason. */
  exit: Promise<void>;
  save: () => Promise<void>;
  stop: () => Promise<void>;
}

/** What the emulators say: kept in the log, its end at hand; what functions fail with is said here once all are ready. */
class Output {
  readonly #log = createWriteStream(LOG);
  readonly #last: string[] = [];
  #isReady = false;
  #announce = () => {};
  /** Settles when all emulators are ready. */
  readonly announced = new Promise<void>((resolve) => {
    this.#announce = resolve;
  });

  follow(stream: Readable): void {
    createInterface({ input: stream }).on("line", (line) => this.#take(line));
  }

  #take(line: string): void {
    this.#log.write(`${line}\n`);
    this.note(line);
    if (line.includes("All emulators ready")) {
      this.#isReady = true;
      this.#announce();
    }
    const error = this.#isReady ? loggedError(line) : null;
    if (error !== null) console.error(`functions: ${error}`);
  }

  note(line: string): void {
    this.#last.push(line);
    if (this.#last.length > 15) this.#last.shift();
  }

  failure(what: string): Error {
    return new Error(`${what}\n  ${this.#last.join("\n  ")}\n(all of it: ${shown(LOG)})`);
  }

  end(): void {
    this.#log.end();
  }
}

/** Saves the data of the running emulators, one save after another. */
function saver({ hub }: Ports): () => Promise<void> {
  let saving: Promise<void> = Promise.resolve();
  return () => {
    saving = saving.then(async () => {
      const response = await fetch(`http://${HOST}:${hub}/_admin/export`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ path: DATA, initiatedBy: "parindex" }),
      });
      if (!response.ok) throw new Error(await response.text());
    });
    const done = saving;
    saving = saving.catch(() => {});
    return done;
  };
}

/** Stops firebase-tools, which stops what it has started; what is left after a while is killed. */
async function stopTree(parent: number | undefined): Promise<void> {
  const pid = readPid();
  const tree = parent === undefined ? [] : processTree(parent);
  signalAll(pid === null ? tree : [pid], "SIGINT");
  if (!(await ended(tree, STOP_LIMIT))) signalAll(tree, "SIGKILL");
}

/** Starts the emulators with the data of the last run. */
async function launch(emulator: FirestoreEmulator, ports: Ports): Promise<Running> {
  const config = await writeConfig(ports);
  const stored = existsSync(DATA) ? ["--import", DATA] : [];
  const only = ["--only", ALL_EMULATORS.join()];
  const firebase = firebaseCommand(
    emulator,
    ["emulators:start", "--config", config, "--project", PROJECT, ...only, ...stored],
    { before: ["/bin/sh", "-c", 'echo $$ > "$0"; exec "$@"', PID] },
  );
  const child = spawn(firebase.program, firebase.args, {
    cwd: FOLDER,
    env: firebase.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = new Output();
  output.follow(child.stdout);
  output.follow(child.stderr);
  const exit = new Promise<void>((resolve) => {
    child.once("error", (error) => {
      output.note(error.message);
      resolve();
    });
    child.once("close", () => resolve());
  });
  const ready = Promise.race([
    output.announced,
    exit.then(() => Promise.reject(output.failure("The emulators did not start:"))),
    sleep(START_LIMIT, undefined, { ref: false }).then(() =>
      Promise.reject(output.failure(`The emulators were not ready after ${START_LIMIT / MINUTE} minutes:`)),
    ),
  ]);
  const stop = async () => {
    await stopTree(child.pid);
    output.end();
    rmSync(config, { force: true });
    rmSync(PID, { force: true });
  };
  return { ready, exit, save: saver(ports), stop };
}

async function seed(ports: Ports): Promise<void> {
  Object.assign(process.env, OFFLINE, addresses(ports));
  const app = initializeApp({ projectId: PROJECT });
  try {
    const { created } = await seedLaiChau(getFirestore(app), getAuth(app), { now: new Date() });
    if (created) say("Seeded the Lai Châu scheme for 2024.");
  } finally {
    await deleteApp(app);
  }
}

/** Calls a scheduled function as the deployed scheduler would. */
async function callScheduled(ports: Ports, name: string): Promise<void> {
  const trigger = `/functions/projects/${PROJECT}/triggers/${REGION}-${name}-0`;
  const response = await fetch(`http://${HOST}:${ports.functions}${trigger}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-cloudscheduler-scheduletime": new Date().toISOString(),
    },
    body: "{}",
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

/** Does something again and again until the signal; a failure is said once, until it succeeds again. */
async function repeat(
  title: string,
  every: number,
  act: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let failing = false;
  while (!signal.aborted) {
    try {
      await act();
      failing = false;
    } catch (error) {
      if (!failing && !signal.aborted)
        console.error(`${title} failed: ${error instanceof Error ? error.message : error}`);
      failing = true;
    }
    await sleep(every, undefined, { signal }).catch(() => {});
  }
}

function printAddresses(ports: Ports): void {
  const origin = `http://${HOST}:${ports.hosting}`;
  say("");
  say("  parindex is ready");
  say("");
  say(`  Public pages   ${origin}/`);
  say(`  Workspace      ${origin}/app/`);
  say("");
  for (const line of accountLines(DEMO_ACCOUNTS)) say(`  ${line}`);
  say("");
  say(`  Data           ${shown(DATA)}, kept between runs (npm start -- --fresh starts over)`);
  say(`  Log            ${shown(LOG)}`);
  say("  Stop           Ctrl-C");
  say("");
}

/** Builds, starts, seeds and serves until told to stop. */
async function start(fresh: boolean, ports: Ports, signal: AbortSignal): Promise<void> {
  await checkPorts(ports);
  mkdirSync(FOLDER, { recursive: true });
  if (fresh) rmSync(DATA, { recursive: true, force: true });
  const emulator = findFirestoreEmulator(say);
  await build(say);
  signal.throwIfAborted();
  say("Starting the emulators …");
  const running = await launch(emulator, ports);
  const stopped = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  let serving = false;
  try {
    await Promise.race([running.ready, stopped]);
    signal.throwIfAborted();
    await seed(ports);
    serving = true;
    await running.save();
    printAddresses(ports);
    const tasks = Object.entries(SCHEDULE).map(([name, every]) =>
      repeat(name, every, () => callScheduled(ports, name), signal),
    );
    const saving = sleep(SAVE_EVERY, undefined, { signal, ref: false })
      .catch(() => {})
      .then(() => repeat("Saving", SAVE_EVERY, running.save, signal));
    const died = running.exit.then(() => {
      if (!signal.aborted) throw new Error(`The emulators ended by themselves: see ${shown(LOG)}.`);
    });
    await Promise.race([stopped, died, Promise.all([...tasks, saving])]);
  } finally {
    if (serving && signal.aborted) {
      say("Saving the data …");
      await running.save().catch((error: Error) => console.error(`Not saved: ${error.message}`));
    }
    say("Stopping …");
    await running.stop();
    say("Stopped; nothing is left running.");
  }
}

function options(): { fresh: boolean; offset: number } {
  try {
    const { values } = parseArgs({
      options: {
        fresh: { type: "boolean", default: false },
        "port-offset": { type: "string", default: "0" },
      },
    });
    const offset = Number(values["port-offset"]);
    if (Number.isInteger(offset) && offset >= 0 && offset < 50_000) return { fresh: values.fresh, offset };
  } catch {
    // An option that does not exist: the usage says which do.
  }
  console.error(USAGE);
  process.exit(2);
}

const { fresh, offset } = options();

/** One Ctrl-C arrives several times: from the terminal, from npm and from the bootstrap. */
const ONE_WISH = SECOND;

const stopping = new AbortController();
let wished = 0;
function stop(): void {
  if (stopping.signal.aborted && Date.now() - wished > ONE_WISH) say("Already stopping …");
  wished = Date.now();
  stopping.abort();
}
onStop(stop);
// Whoever read our output is gone, as when a terminal is closed.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => stopping.abort());
try {
  await start(fresh, fixedPorts(offset), stopping.signal);
} catch (error) {
  await turn();
  if (!stopping.signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
process.exit();
