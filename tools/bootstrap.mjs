/**
 * `node tools/bootstrap.mjs <command> [arguments]`: what every npm script goes through. Plain JavaScript without
 * dependencies, for whatever Node the machine has: installs the project's packages where they are missing or stale,
 * then runs tools/<command>.ts on the project's own Node 24.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { MODULES, major, ROOT, refuse, run, say, WINDOWS } from "./runtime.mjs";

const LOCK = join(ROOT, "package-lock.json");
const RECORD = join(MODULES, ".parindex-lock");

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

const [command, ...args] = process.argv.slice(2);
if (!command || !/^[a-z-]+$/.test(command)) refuse("usage: node tools/bootstrap.mjs <command> [arguments]");
checkVersions();
install();
const tool = join("tools", `${command}.ts`);
if (!existsSync(join(ROOT, tool))) refuse(`There is no tools/${command}.ts.`);
run(tool, args, ROOT);
