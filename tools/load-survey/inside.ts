import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { costsByName } from "../demo/server-log.ts";
import type { DoorReport } from "./costs.ts";
import { type Load, runLoad, type Target } from "./run.ts";

/** Runs inside emulators: `inside.ts <load as JSON> <where the result goes> <log of the emulators, or "direct">`. */
const [text = "", output = "", log = "direct"] = process.argv.slice(2);
const load: Load = JSON.parse(text);

async function direct(): Promise<Target> {
  const door = fork(join(import.meta.dirname, "direct.ts"), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  process.on("exit", () => door.kill());
  const [origin] = await once(door, "message");
  const report = async (): Promise<DoorReport> => {
    door.send("report");
    const [said] = await once(door, "message");
    return said;
  };
  return {
    origin,
    how: "the built bundle's surveyDoor on a node:http server of its own",
    costs: async () => (await report()).costs,
    memory: async () => (await report()).memory,
  };
}

function throughHosting(): Target {
  const origin = process.env.HOSTING_EMULATOR_ORIGIN;
  if (!origin) throw new Error("HOSTING_EMULATOR_ORIGIN is not set: this runs inside emulators only.");
  return {
    origin,
    how: "hosting and functions emulators",
    costs: async () => costsByName(log),
    memory: async () => null,
  };
}

const target = log === "direct" ? await direct() : throughHosting();
const result = await runLoad(load, target, (line) => console.error(line));
writeFileSync(output, JSON.stringify(result, null, 2));
process.exit(result.faults.length === 0 ? 0 : 1);
