import { availableParallelism } from "node:os";
import process from "node:process";
import { parseArgs } from "node:util";
import type { Limits } from "../test/chaos/faults.ts";
import { Fleet } from "../test/chaos/fleet.ts";
import { SLICES } from "../test/chaos/slices.ts";
import { failureText, type Tally, traceText } from "../test/chaos/tally.ts";

/**
 * `npm run chaos -- --seeds N`: plays N seeds of the simulator (docs/decisions/0019-the-simulator.md): the functions' own
 * code over a Firestore in memory, with everything going wrong that can. Prints one JSON document; exits 1 at the first
 * seed that breaks an invariant, with the smallest run of it that still does.
 */
const USAGE = `npm run chaos -- [options]
  --seeds N      how many seeds (1000 unless told)
  --from S       the first of them (1)
  --minutes M    no more seeds are handed out after so long (Infinity)
  --workers W    on how many threads (as many as there are processors)
  --slice NAME   one part of the year alone: ${Object.keys(SLICES).join(", ")}
  --limits JSON  what a shrunk run leaves out, as a failure prints it
  --trace        prints every step`;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    minutes: { type: "string", default: "Infinity" },
    workers: { type: "string", default: String(availableParallelism()) },
    slice: { type: "string" },
    limits: { type: "string", default: "{}" },
    trace: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
const [seeds = 0, from = 0, minutes = 0, workers = 0] = [
  ...[values.seeds, values.from, values.minutes, values.workers].map(Number),
];
if (
  values.help ||
  ![seeds, from, workers].every(Number.isSafeInteger) ||
  seeds < 1 ||
  workers < 1 ||
  !(minutes > 0) ||
  (values.slice !== undefined && !Object.hasOwn(SLICES, values.slice))
) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}

const began = performance.now();
const rateOf = (played: number) => Math.round((10 * played * 1_000) / (performance.now() - began)) / 10;
let told = began;

function progress({ seeds: played, failures }: Tally): void {
  if (performance.now() - told < 10_000) return;
  told = performance.now();
  const rest = Math.round((seeds - played) / rateOf(played));
  console.error(
    `${played} of ${seeds} seeds, ${rateOf(played)}/s, ${failures.length} failed, ${rest} s to go`,
  );
}

const limits: Limits = { ...JSON.parse(values.limits), ...(values.slice ? { slice: values.slice } : {}) };
const fleet = await Fleet.of(Math.min(workers, seeds));
const tally = await fleet.play({
  ...{ from, seeds, limits, keepTrace: values.trace, shrinks: true },
  ...{ time: minutes * 60_000, onProgress: progress },
});
await fleet.end();
for (const result of tally.traces)
  console.error([`seed ${result.seed} (${result.slice})`, ...result.acts, ...traceText(result)].join("\n"));
for (const failure of tally.failures) console.error(failureText(failure));
const { seeds: played, steps, slices, faults, reached, failures } = tally;
const seconds = Math.round((performance.now() - began) / 1_000);
const failed = failures.map(({ result }) => ({ seed: result.seed, ...result.violation }));
const sorted = Object.fromEntries(Object.entries(reached).sort(([a], [b]) => (a < b ? -1 : 1)));
console.log(
  JSON.stringify(
    {
      from,
      seeds: played,
      seconds,
      perSecond: rateOf(played),
      steps,
      failed,
      slices,
      faults,
      reached: sorted,
    },
    null,
    2,
  ),
);
process.exit(failures.length > 0 ? 1 : 0);
