import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import process from "node:process";

const VERSION = "0.6.0";

/** Where every checkout of this user shares the emulator. */
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "parindex");
const HIDANE = join(CACHE, `hidane-${VERSION}`);

const executable = (name: string) => (process.platform === "win32" ? `${name}.exe` : name);

/** The program of that name on PATH. */
export const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, executable(name)))
    .find((file) => existsSync(file));

const succeeds = (command: string, args: string[]): boolean =>
  spawnSync(command, args, { stdio: ["ignore", 2, 2] }).status === 0;

/** Installs hidane into the cache: from npm where the registry carries it, else from source with cargo. */
function installHidane(say: (line: string) => void): string | undefined {
  const prebuilt = join(HIDANE, "node_modules", ".bin", executable("hidane"));
  const built = join(HIDANE, "bin", executable("hidane"));
  const found = [built, prebuilt].find((file) => existsSync(file));
  if (found) return found;
  const question = ["view", `hidane@${VERSION}`, "version", "--fetch-retries=0", "--fetch-timeout=20000"];
  const carried = spawnSync("npm", question, { encoding: "utf8" });
  if (carried.status === 0 && carried.stdout.trim() !== "") {
    say(`Installing the Firestore emulator hidane ${VERSION} from npm …`);
    if (succeeds("npm", ["install", "--no-save", "--prefix", HIDANE, `hidane@${VERSION}`])) return prebuilt;
  }
  if (!onPath("cargo")) return undefined;
  say(`Building the Firestore emulator hidane ${VERSION} with cargo (once, about three minutes) …`);
  const args = ["install", "hidane", "--version", VERSION, "--locked", "--quiet", "--root", HIDANE];
  return succeeds("cargo", args) ? built : undefined;
}

/** How to start firebase-tools so that it finds a Firestore emulator, and which one it is. */
export interface FirestoreEmulator {
  name: "hidane" | "google";
  /** What stands before `firebase …` on the command line. */
  prefix: string[];
  /** The folder that comes first on PATH, if any: the Java to use. */
  path: string | null;
  env: Record<string, string>;
}

/** What firebase-tools 15 asks for. */
const JAVA_MIN = 21;

function javaMajor(java: string): number {
  const { stderr } = spawnSync(java, ["-version"], { encoding: "utf8" });
  return Number(/version "(\d+)/.exec(stderr ?? "")?.[1] ?? 0);
}

/** A Java that is new enough, wherever this machine keeps it; often it is not the default one. */
function findJava(): string | undefined {
  const homes = [process.env.JAVA_HOME ?? []].flat();
  for (const folder of ["/usr/lib/jvm", "/Library/Java/JavaVirtualMachines"])
    if (existsSync(folder)) homes.push(...readdirSync(folder).map((name) => join(folder, name)));
  const candidates = homes.flatMap((home) => [join(home, "bin"), join(home, "Contents", "Home", "bin")]);
  return [onPath("java") ?? [], candidates.map((folder) => join(folder, executable("java")))]
    .flat()
    .find((java) => existsSync(java) && javaMajor(java) >= JAVA_MIN);
}

/** The program in the Google Cloud SDK's jar, which names no main class itself. */
const MAIN_CLASS = "com.google.cloud.datastore.emulator.firestore.CloudFirestore";

function sdkJar(): string | undefined {
  const gcloud = onPath("gcloud");
  const roots = [join(homedir(), "google-cloud-sdk")];
  if (gcloud) roots.unshift(join(dirname(realpathSync(gcloud)), ".."));
  return roots
    .map((root) => join(root, "platform", "cloud-firestore-emulator", "cloud-firestore-emulator.jar"))
    .find((jar) => existsSync(jar));
}

/** The jar that firebase-tools has downloaded before. */
function downloadedJar(): string | undefined {
  const folder = process.env.FIREBASE_EMULATORS_PATH ?? join(homedir(), ".cache", "firebase", "emulators");
  if (!existsSync(folder)) return undefined;
  const jars = readdirSync(folder).filter((name) => /^cloud-firestore-emulator-v.*\.jar$/.test(name));
  return jars.sort().map((name) => join(folder, name))[0];
}

const quote = (word: string) => `'${word.replaceAll("'", `'\\''`)}'`;

/** A `java` for a folder ahead on PATH: `-jar <anything>` becomes `-cp <anything> <main class>`. */
export const javaStandIn = (java: string): string => `#!/bin/sh
left=$#
while [ "$left" -gt 0 ]; do
  word=$1; shift; left=$((left - 1))
  if [ "$word" = -jar ] && [ "$left" -gt 0 ]; then
    set -- "$@" -cp "$1" ${MAIN_CLASS}; shift; left=$((left - 1))
  else
    set -- "$@" "$word"
  fi
done
exec ${quote(java)} "$@"
`;

/** Google's own emulator, where this machine has it already; else a sentence that says what is missing. */
export function findGoogleEmulator(): FirestoreEmulator | string {
  const java = findJava();
  if (!java) return `Google's Firestore emulator needs Java ${JAVA_MIN} or newer, and none was found`;
  const jar = sdkJar();
  if (jar && process.platform !== "win32") {
    const folder = join(CACHE, "java-for-google-emulator");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "java"), javaStandIn(java), { mode: 0o755 });
    return { name: "google", prefix: [], path: folder, env: { FIRESTORE_EMULATOR_BINARY_PATH: jar } };
  }
  const downloaded = downloadedJar();
  if (downloaded)
    return {
      name: "google",
      prefix: [],
      path: dirname(java),
      env: { FIRESTORE_EMULATOR_BINARY_PATH: downloaded },
    };
  return "Google's Firestore emulator is not on this machine (install the Google Cloud SDK with its component cloud-firestore-emulator)";
}

/**
 * Finds or installs the Firestore emulator: hidane on PATH, in the cache, from npm, from source; else Google's,
 * where Java is at hand (firebase-tools downloads it if need be). `FIRESTORE_EMULATOR=google` asks for Google's.
 * Throws with what to install where none can be had.
 */
export function findFirestoreEmulator(say: (line: string) => void): FirestoreEmulator {
  if (process.env.FIRESTORE_EMULATOR === "google") {
    const google = findGoogleEmulator();
    if (typeof google === "string") throw new Error(`${google}.`);
    return google;
  }
  const hidane = onPath("hidane") ?? installHidane(say);
  if (hidane) return { name: "hidane", prefix: [hidane, "exec", "--"], path: null, env: {} };
  const google = findGoogleEmulator();
  if (typeof google !== "string") return google;
  const java = findJava();
  if (java) return { name: "google", prefix: [], path: dirname(java), env: {} };
  throw new Error(
    `No Firestore emulator: install hidane ${VERSION} (https://hidane.dev), or Rust ≥ 1.88 (https://rustup.rs) so that it can be built, or Java ≥ ${JAVA_MIN} for Google's emulator, and start again.`,
  );
}
