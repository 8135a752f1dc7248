import process from "node:process";
import { type Emulator, withEmulators } from "./emulators.ts";

/** `node tools/with-emulators.ts auth,firestore -- command …`: runs a command while fresh emulators run on free ports. */
const [only, separator, ...command] = process.argv.slice(2);
if (!only || separator !== "--" || command.length === 0) {
  console.error("usage: node tools/with-emulators.ts auth,firestore,functions,hosting -- command …");
  process.exit(2);
}
process.exit(await withEmulators(only.split(",") as Emulator[], command));
