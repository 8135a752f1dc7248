import process from "node:process";
import { ALL_EMULATORS, type Emulator, withEmulators } from "./emulators.ts";

/** `node tools/with-emulators.ts auth,firestore -- command …`: runs a command while fresh emulators run on free ports. */
const [list, separator, ...command] = process.argv.slice(2);
const only = (list ?? "").split(",");
const known = (name: string): name is Emulator => ALL_EMULATORS.some((emulator) => emulator === name);
if (!only.every(known) || separator !== "--" || command.length === 0) {
  console.error(`usage: node tools/with-emulators.ts ${ALL_EMULATORS.join(",")} -- command …`);
  process.exit(2);
}
const { code } = await withEmulators(only, command);
process.exit(code);
