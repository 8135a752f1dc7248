/**
 * `node tools/bootstrap.mjs <command> [arguments]`: what every npm script goes through. Plain JavaScript without
 * dependencies, for whatever Node the machine has: installs the project's packages where they are missing or stale,
 * then runs tools/<command>.ts on the project's own Node 24.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const MODULES = join(ROOT, "node_modules");
const LOCK = join(ROOT, "package-lock.json");
const RECORD = join(MODULES, ".parindex-lock");
const WINDOWS = process.platform === "win32";

const say = (line) => console.error(`parindex: ${line}`);

function refuse(...lines) {
  for (const line of lines) say(line);
  process.exit(1);
}

const major = (version) => Number.parseInt(version, 10);

function npmVersion() {
  const caller = /\bnpm\/(\S+)/.exec(process.env.npm_config_user_agent ?? "");
  if (caller) return caller[1];
  const { stdout } = spawnSync("npm", ["--version"], { encoding: "utf8", shell: WINDOWS });
  return (stdout ?? "").trim();
}

function checkVersions() {
  if (major(process.versions.node) < 20)
    refuse(`Node ${process.versions.node} is too old: install Node 20 or newer (https://nodejs.org).`);
  const npm = npmVersion();
  if (npm === "") refuse("npm was not found: install it with Node (https://nodejs.org).");
  if (major(npm) < 9) refuse(`npm ${npm} is too old: install npm 9 or newer (npm install -g npm).`);
}

/** Whether npm's own record of what is installed has every package of the lock file, in its version. */
function matchesInstalled(lock) {
  const file = join(MODULES, ".package-lock.json");
  if (!existsSync(file)) return false;
  const installed = JSON.parse(readFileSync(file, "utf8")).packages;
  const wanted = Object.entries(JSON.parse(lock).packages);
  return wanted.every(
    ([path, { version, optional, link }]) =>
      !path.includes("node_modules/") || optional || link || installed[path]?.version === version,
  );
}

function install() {
  const lock = readFileSync(LOCK, "utf8");
  const hash = createHash("sha256").update(lock).digest("hex");
  const recorded = existsSync(RECORD) ? readFileSync(RECORD, "utf8").trim() : null;
  if (recorded === hash) return;
  if (!matchesInstalled(lock)) {
    try {
      accessSync(ROOT, constants.W_OK);
    } catch (error) {
      refuse(`Cannot install packages: this folder is not writable (${error.code}).`);
    }
    say(existsSync(MODULES) ? "package-lock.json has changed: npm ci …" : "Installing packages: npm ci …");
    const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: ROOT,
      stdio: ["ignore", 2, 2],
      shell: WINDOWS,
    });
    if (status !== 0)
      refuse(
        "npm ci failed (its reason stands above); nothing was started.",
        "It needs the npm registry once (or npm's cache of these packages), and a writable folder.",
      );
  }
  writeFileSync(RECORD, `${hash}\n`);
}

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

function run(command, args) {
  const tool = join(ROOT, "tools", `${command}.ts`);
  if (!existsSync(tool)) refuse(`There is no tools/${command}.ts.`);
  const env = { ...process.env, PATH: `${join(MODULES, ".bin")}${delimiter}${process.env.PATH ?? ""}` };
  const child = spawn(runtime(), [tool, ...args], { cwd: ROOT, env, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  if (process.env.npm_lifecycle_event !== undefined) endWithParent(child);
  child.once("error", (error) => refuse(`Could not run tools/${command}.ts: ${error.message}`));
  child.once("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const [command, ...args] = process.argv.slice(2);
if (!command || !/^[a-z-]+$/.test(command)) refuse("usage: node tools/bootstrap.mjs <command> [arguments]");
checkVersions();
install();
run(command, args);
