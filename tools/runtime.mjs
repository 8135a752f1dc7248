/** The project's own Node 24, for whatever Node the machine has. Plain JavaScript without dependencies. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
export const MODULES = join(ROOT, "node_modules");
export const WINDOWS = process.platform === "win32";

export const say = (line) => console.error(`parindex: ${line}`);

export function refuse(...lines) {
  for (const line of lines) say(line);
  process.exit(1);
}

export const major = (version) => Number.parseInt(version, 10);

/** The Node to run tools with: the installed one, or this one where it is new enough. */
function runtime() {
  const installed = join(MODULES, ".bin", WINDOWS ? "node.cmd" : "node");
  if (existsSync(installed)) return installed;
  if (major(process.versions.node) >= 24) return process.execPath;
  return refuse(
    "Node 24 is missing from node_modules: npm did not run the install script of the package `node`.",
    "Allow install scripts (npm config get ignore-scripts), remove node_modules and start again, or install Node 24.",
  );
}

/** npm, when killed, leaves its scripts running: what it started then has to stop by itself. */
function endWithParent(child) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    child.kill("SIGTERM");
  }, 500);
  watch.unref();
}

/** Runs a script of the project in a folder, with the project's tools first on PATH, and ends as it ends. */
export function run(script, args, cwd) {
  const env = { ...process.env, PATH: `${join(MODULES, ".bin")}${delimiter}${process.env.PATH ?? ""}` };
  const child = spawn(runtime(), [join(ROOT, script), ...args], { cwd, env, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) endWithParent(child);
  child.once("error", (error) => refuse(`Could not run ${script}: ${error.message}`));
  child.once("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
