import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import process from "node:process";
import { type FirestoreEmulator, findFirestoreEmulator } from "./firestore-emulator.ts";
import { type Ended, runToEnd } from "./processes.ts";

export const ROOT = join(import.meta.dirname, "..");
export const PROJECT = "demo-parindex";

/** The emulators a command may ask for. */
export type Emulator = "auth" | "firestore" | "functions" | "hosting";

export const ALL_EMULATORS: readonly Emulator[] = ["auth", "firestore", "functions", "hosting"];

/** What listens on a port of its own. */
const LISTENERS = [...ALL_EMULATORS, "hub", "logging"] as const;
export type Ports = Record<(typeof LISTENERS)[number], number>;

export const HOST = "127.0.0.1";

/** Listens on a port (0: any free one) for a moment, and returns it; null where it is taken. */
export function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(port, HOST, () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === "object" ? address.port : null));
    });
  });
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === null) throw new Error(`no free port on ${HOST}`);
  return port;
}

/** What Google's client libraries must know so that they neither look for a metadata server nor leave the machine. */
export const OFFLINE = {
  METADATA_SERVER_DETECTION: "none",
  GCLOUD_PROJECT: PROJECT,
  FIREBASE_CLI_DISABLE_UPDATE_CHECK: "1",
  NO_UPDATE_NOTIFIER: "1",
  // Seconds a busy machine may take to load the functions.
  FUNCTIONS_DISCOVERY_TIMEOUT: "60",
};

const readConfig = () => JSON.parse(readFileSync(join(ROOT, "firebase.json"), "utf8"));

/** The ports of firebase.json, moved by `offset`. */
export function fixedPorts(offset: number): Ports {
  const { emulators } = readConfig();
  return Object.fromEntries(LISTENERS.map((name) => [name, emulators[name].port + offset])) as Ports;
}

async function freePorts(): Promise<Ports> {
  const ports = await Promise.all(LISTENERS.map(async (name) => [name, await freePort()]));
  return Object.fromEntries(ports) as Ports;
}

/** A further folder of functions to run beside the project's own. */
export interface Codebase {
  source: string;
  codebase: string;
  runtime: string;
}

interface HeaderRule {
  headers: { key: string; value: string }[];
}

/** Lets the workspace's policy reach the emulators where it reaches Google's services: all that a local policy adds. */
export function withEmulatorOrigins(rules: readonly HeaderRule[], ports: Ports): HeaderRule[] {
  const origins = (["auth", "firestore", "functions"] as const).map(
    (name) => `http://${HOST}:${ports[name]}`,
  );
  const reach = (value: string) =>
    value.replace(/connect-src [^;]*googleapis[^;]*/, (sources) => [sources, ...origins].join(" "));
  return rules.map(({ headers, ...rule }) => ({
    ...rule,
    headers: headers.map(({ key, value }) => ({ key, value: reach(value) })),
  }));
}

/**
 * Writes a copy of firebase.json with these ports beside it (paths in it are relative to its folder). The caller
 * removes it.
 */
export async function writeConfig(ports: Ports, codebases: readonly Codebase[] = []): Promise<string> {
  const config = readConfig();
  config.functions.push(...codebases);
  config.hosting.headers = withEmulatorOrigins(config.hosting.headers, ports);
  for (const name of LISTENERS) config.emulators[name] = { ...config.emulators[name], port: ports[name] };
  config.emulators.firestore.websocketPort = await freePort();
  // Two may run side by side.
  const file = join(ROOT, `.firebase-${process.pid}-${ports.hub}.json`);
  writeFileSync(file, JSON.stringify(config, null, 2));
  return file;
}

/** The environment of npm scripts: this project's tools first on PATH. */
export function projectEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const bin = join(ROOT, "node_modules", ".bin");
  return { ...process.env, ...OFFLINE, ...extra, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
}

/** The variables that lead client libraries and tests to running emulators. */
export const addresses = (ports: Ports) => ({
  FIRESTORE_EMULATOR_HOST: `${HOST}:${ports.firestore}`,
  FIREBASE_AUTH_EMULATOR_HOST: `${HOST}:${ports.auth}`,
  FUNCTIONS_EMULATOR_ORIGIN: `http://${HOST}:${ports.functions}`,
  HOSTING_EMULATOR_ORIGIN: `http://${HOST}:${ports.hosting}`,
});

/**
 * The command line and environment that start firebase-tools on a Firestore emulator; `before` stands between what
 * the emulator puts in front and firebase-tools itself.
 */
export function firebaseCommand(
  emulator: FirestoreEmulator,
  args: readonly string[],
  { before = [], env: extra = {} }: { before?: readonly string[]; env?: Record<string, string> } = {},
) {
  const env = projectEnvironment({ ...emulator.env, ...extra, FIRESTORE_EMULATOR: emulator.name });
  if (emulator.path) env.PATH = `${emulator.path}${delimiter}${env.PATH}`;
  const script = join(ROOT, "node_modules", "firebase-tools", "lib", "bin", "firebase.js");
  const [program = process.execPath, ...rest] = [
    ...emulator.prefix,
    ...before,
    process.execPath,
    script,
    ...args,
  ];
  return { program, args: rest, env };
}

const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

export interface WithEmulatorsOptions {
  env?: Record<string, string>;
  emulator?: FirestoreEmulator;
  /** Where the command's output goes instead of the terminal. */
  output?: string;
  /** Where the emulators' own output goes instead of the terminal: a file descriptor. */
  log?: number;
  /** Milliseconds. */
  timeout?: number;
  codebases?: readonly Codebase[];
}

/**
 * Runs a command while fresh emulators run on free ports. The command finds them in the usual variables
 * (FIRESTORE_EMULATOR_HOST, FIREBASE_AUTH_EMULATOR_HOST) and in FUNCTIONS_EMULATOR_ORIGIN and
 * HOSTING_EMULATOR_ORIGIN.
 */
export async function withEmulators(
  only: readonly Emulator[],
  command: readonly string[],
  {
    env,
    emulator = findFirestoreEmulator((line) => console.error(line)),
    ...options
  }: WithEmulatorsOptions = {},
): Promise<Ended> {
  const ports = await freePorts();
  const config = await writeConfig(ports, options.codebases);
  const redirect = options.output ? ` > ${quote(options.output)} 2>&1` : "";
  const script = `exec ${command.map(quote).join(" ")}${redirect}`;
  const exec = ["emulators:exec", "--config", config, "--project", PROJECT, "--only", only.join(","), script];
  const { FUNCTIONS_EMULATOR_ORIGIN, HOSTING_EMULATOR_ORIGIN } = addresses(ports);
  const firebase = firebaseCommand(emulator, exec, {
    env: {
      ...env,
      FUNCTIONS_EMULATOR_ORIGIN,
      HOSTING_EMULATOR_ORIGIN,
    },
  });
  const log = options.log ?? "inherit";
  try {
    return await runToEnd(firebase.program, firebase.args, {
      cwd: ROOT,
      env: firebase.env,
      stdio: ["ignore", log, log],
      ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    });
  } finally {
    rmSync(config, { force: true });
  }
}
