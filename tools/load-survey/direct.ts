import { subscribe } from "node:diagnostics_channel";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { ROOT } from "../emulators.ts";
import { addCost, type Cost, type Costs, type DoorReport } from "./costs.ts";
import { type HttpFunction, serve } from "./serve.ts";

/**
 * A process of its own that serves the built bundle's door, many requests at once as a deployed instance does; tells its
 * parent where, and when asked what its transactions cost and how much memory it took at most.
 */
const costs: Record<string, Costs> = {};
let memory = 0;
subscribe("parindex.transaction", (cost) => addCost(costs, cost as Cost));
setInterval(() => {
  memory = Math.max(memory, process.memoryUsage().rss);
}, 1_000).unref();

const bundle: { surveyDoor: HttpFunction } = await import(
  pathToFileURL(join(ROOT, "functions", "lib", "index.js")).href
);
const { origin } = await serve(() => bundle.surveyDoor);
process.on("message", () => {
  const report: DoorReport = { costs, memory: Math.round(memory / 2 ** 20) };
  process.send?.(report);
});
process.on("disconnect", () => process.exit(0));
process.send?.(origin);
