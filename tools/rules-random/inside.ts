import process from "node:process";
import { compareRandom, neverAllowed } from "../../test/rules/random.ts";
import { leave } from "../../test/rules/world.ts";

/** The part of `npm run rules:random` that runs beside the emulator. */
const [requests, seed] = process.argv.slice(2).map(Number);
const started = performance.now();
const counts = await compareRandom(requests ?? 0, seed ?? 0).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
const seconds = (performance.now() - started) / 1_000;
let [allowed, refused] = [0, 0];
for (const [head, count] of [...counts].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const share = Math.round((100 * count.allowed) / (count.allowed + count.refused));
  console.log(
    `${String(count.allowed).padStart(7)} allowed ${String(count.refused).padStart(7)} refused ${String(share).padStart(4)} %  ${head}`,
  );
  allowed += count.allowed;
  refused += count.refused;
}
console.log(`${allowed} allowed, ${refused} refused, 0 disagreements, ${seconds.toFixed(0)} s`);
const missed = neverAllowed(counts);
if (missed.length > 0) console.error(`Never allowed, though the policy knows who may: ${missed.join(", ")}`);
await leave();
process.exit(missed.length > 0 ? 1 : 0);
