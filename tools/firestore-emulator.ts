import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";

const VERSION = "0.6.0";

/** Where every checkout of this user shares the emulator. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "parindex", `hidane-${VERSION}`);

const EXECUTABLE = process.platform === "win32" ? "hidane.exe" : "hidane";

const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));

const succeeds = (command: string, args: string[]): boolean =>
  spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] }).status === 0;

/** Installs hidane into the cache: from npm where the registry carries it, else from source with cargo. */
function installHidane(say: (line: string) => void): string | undefined {
  const prebuilt = join(CACHE, "node_modules", ".bin", EXECUTABLE);
  const built = join(CACHE, "bin", EXECUTABLE);
  const found = [built, prebuilt].find((file) => existsSync(file));
  if (found) return found;
  const carried = spawnSync("npm", ["view", `hidane@${VERSION}`, "version"], { encoding: "utf8" });
  if (carried.status === 0 && carried.stdout.trim() !== "") {
    say(`Installing the Firestore emulator hidane ${VERSION} from npm …`);
    if (succeeds("npm", ["install", "--no-save", "--prefix", CACHE, `hidane@${VERSION}`])) return prebuilt;
  }
  if (!onPath(process.platform === "win32" ? "cargo.exe" : "cargo")) return undefined;
  say(`Building the Firestore emulator hidane ${VERSION} with cargo (once, about three minutes) …`);
  const args = ["install", "hidane", "--version", VERSION, "--locked", "--quiet", "--root", CACHE];
  return succeeds("cargo", args) ? built : undefined;
}

/** How to start firebase-tools so that it finds a Firestore emulator: a prefix of its command line, and which one it is. */
export interface FirestoreEmulator {
  name: "hidane" | "google";
  prefix: string[];
}

function javaMajor(): number {
  const { stderr } = spawnSync("java", ["-version"], { encoding: "utf8" });
  return Number(/version "(\d+)/.exec(stderr ?? "")?.[1] ?? 0);
}

/**
 * Finds or installs the Firestore emulator: hidane on PATH, in the cache, from npm, from source; else Google's,
 * where Java is at hand. Throws with what to install where none can be had.
 */
export function findFirestoreEmulator(say: (line: string) => void): FirestoreEmulator {
  const hidane = onPath(EXECUTABLE) ?? installHidane(say);
  if (hidane) return { name: "hidane", prefix: [hidane, "exec", "--"] };
  if (javaMajor() >= 21) return { name: "google", prefix: [] };
  throw new Error(
    `No Firestore emulator: install hidane ${VERSION} (https://hidane.dev), or Rust ≥ 1.88 (https://rustup.rs) so that it can be built, or Java ≥ 21 for Google's emulator, and start again.`,
  );
}
