import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, HOST, PROJECT, ROOT } from "../emulators.ts";
import type { FirestoreEmulator } from "../firestore-emulator.ts";

/** How long (ms) the emulator may take to start. */
const START = 60_000;

/**
 * Starts a Firestore emulator that tells its events to `events` (host:port) and not to firebase-tools, whose functions
 * emulator drops an event for good where a function's process dies. Returns its host:port and how to end it.
 */
export async function startFirestore(
  { name, prefix, path, env }: FirestoreEmulator,
  events: string,
): Promise<{ address: string; stop: () => void }> {
  const port = await freePort();
  const [hidane = ""] = prefix;
  const jar = env.FIRESTORE_EMULATOR_BINARY_PATH ?? "";
  const [program, before] = name === "hidane" ? [hidane, []] : ["java", ["-jar", jar]];
  const args = [
    ...[...before, "--host", HOST, "--port", String(port), "--rules", join(ROOT, "firestore.rules")],
    ...["--project_id", PROJECT, "--single_project_mode", "true", "--functions_emulator", events],
  ];
  const PATH = [path ?? [], process.env.PATH ?? ""].flat().join(delimiter);
  const child = spawn(program, args, {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...env, PATH },
  });
  const stop = () => {
    child.kill("SIGKILL");
  };
  process.on("exit", stop);
  const address = `${HOST}:${port}`;
  for (const end = Date.now() + START; ; await sleep(50)) {
    if (child.exitCode !== null || Date.now() > end) throw new Error("the Firestore emulator did not start");
    const answer = await fetch(`http://${address}/`).catch(() => null);
    if (answer) return { address, stop };
  }
}
