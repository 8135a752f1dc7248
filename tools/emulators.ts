import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { delimiter, join } from "node:path";
import process from "node:process";
import { findFirestoreEmulator } from "./firestore-emulator.ts";

export const ROOT = join(import.meta.dirname, "..");
export const PROJECT = "demo-parindex";

/** The emulators a command may ask for. */
export type Emulator = "auth" | "firestore" | "functions" | "hosting";

/** A port nobody listens on now. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(address)));
    });
  });
}

/** What Google's client libraries must know so that they neither look for a metadata server nor leave the machine. */
export const OFFLINE = {
  METADATA_SERVER_DETECTION: "none",
  GCLOUD_PROJECT: PROJECT,
  FIREBASE_CLI_DISABLE_UPDATE_CHECK: "1",
  NO_UPDATE_NOTIFIER: "1",
};

/**
 * Writes a copy of firebase.json with free ports beside it (paths in it are relative to its folder).
 * Returns the file and the ports; the caller removes the file.
 */
async function configWithFreePorts(): Promise<{ file: string; ports: Record<string, number> }> {
  const config = JSON.parse(readFileSync(join(ROOT, "firebase.json"), "utf8"));
  const ports: Record<string, number> = {};
  for (const name of ["auth", "firestore", "functions", "hosting", "hub", "logging"]) {
    ports[name] = await freePort();
    config.emulators[name] = { ...config.emulators[name], port: ports[name] };
  }
  config.emulators.firestore.websocketPort = await freePort();
  const file = join(ROOT, `.firebase-${process.pid}.json`);
  writeFileSync(file, JSON.stringify(config, null, 2));
  return { file, ports };
}

function runToEnd(child: ChildProcess): Promise<number> {
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  process.on("SIGINT", forward).on("SIGTERM", forward);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      process.off("SIGINT", forward).off("SIGTERM", forward);
      resolve(code ?? (signal ? 1 : 0));
    });
  });
}

/** The environment of npm scripts: this project's tools first on PATH. */
export function projectEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const bin = join(ROOT, "node_modules", ".bin");
  return { ...process.env, ...OFFLINE, ...extra, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}` };
}

/**
 * Runs a command while fresh emulators run on free ports, and returns its exit code. The command finds the ports in
 * the usual variables (FIRESTORE_EMULATOR_HOST, FIREBASE_AUTH_EMULATOR_HOST) and in FUNCTIONS_EMULATOR_ORIGIN and
 * HOSTING_EMULATOR_ORIGIN.
 */
export async function withEmulators(only: Emulator[], command: string[], extra: Record<string, string> = {}) {
  const emulator = findFirestoreEmulator((line) => console.error(line));
  const { file, ports } = await configWithFreePorts();
  const [program, ...prefix] = [...emulator.prefix, join(ROOT, "node_modules", ".bin", "firebase")];
  const quoted = command.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const args = ["emulators:exec", "--config", file, "--project", PROJECT, "--only", only.join(","), quoted];
  const env = projectEnvironment({
    ...extra,
    FIRESTORE_EMULATOR: emulator.name,
    FUNCTIONS_EMULATOR_ORIGIN: `http://127.0.0.1:${ports.functions}`,
    HOSTING_EMULATOR_ORIGIN: `http://127.0.0.1:${ports.hosting}`,
  });
  try {
    return await runToEnd(
      spawn(program as string, [...prefix, ...args], { cwd: ROOT, env, stdio: "inherit" }),
    );
  } finally {
    rmSync(file, { force: true });
  }
}
