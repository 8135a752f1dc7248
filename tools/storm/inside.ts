import { writeFileSync } from "node:fs";
import process from "node:process";
import { setLogLevel } from "firebase/app";
import { random } from "../demo/world.ts";
import { findFirestoreEmulator } from "../firestore-emulator.ts";
import { startFirestore } from "./firestore.ts";
import { Region } from "./region.ts";
import type { Storm } from "./run.ts";

/** How many processes serve the functions. */
const INSTANCES = 2;

/** Runs beside the Auth emulator: `inside.ts <storm as JSON> <where the result goes>`. */
const [text = "", output = ""] = process.argv.slice(2);
const storm: Storm = JSON.parse(text);
setLogLevel("silent");

const region = new Region(random(storm.seed, "weather"), { twice: 0.05, late: 400 });
const events = await region.listen();
const firestore = await startFirestore(
  findFirestoreEmulator((line) => console.error(line)),
  events,
);
process.env.FIRESTORE_EMULATOR_HOST = firestore.address;
process.env.FUNCTIONS_EMULATOR_ORIGIN = `http://${events}`;
// The database is known now: what talks to it looks for it when it is loaded.
const { runStorm } = await import("./run.ts");
await region.start(INSTANCES, firestore.address);
try {
  const result = await runStorm(storm, region, (line) => console.error(line));
  writeFileSync(output, JSON.stringify(result, null, 2));
  process.exitCode = result.faultCount === 0 ? 0 : 1;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  region.stop();
  firestore.stop();
}
process.exit();
