import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { setPriority, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { z } from "zod";
import { followLines } from "./demo/follow.ts";
import { ROOT, withEmulators } from "./emulators.ts";
import { Explained, isSame, Place, SURVIVORS } from "./mutate-rules/explained.ts";

/**
 * `npm run mutate:rules [-- --from N --count M]`: changes firestore.rules in one place after the other, and for each of
 * these mutants sends requests until one is answered otherwise than the policy in test/rules/policy.ts says. Exits 1
 * where a mutant survives that test/rules/mutation-survivors.json does not explain, where an explained one is killed after
 * all, or where less than 95 % of all are killed, the explained ones counted among them.
 */
const USAGE = `npm run mutate:rules -- [options]
  --from N    begin at this mutant, in the order of the text (0)
  --count M   so many of them (all)
  --verbose   also what killed each`;

const LEAST = 0.95;

const { values } = parseArgs({
  options: {
    from: { type: "string", default: "0" },
    count: { type: "string", default: "0" },
    verbose: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});
if (values.help || !/^\d+$/.test(values.from) || !/^\d+$/.test(values.count)) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}
const whole = values.from === "0" && values.count === "0";

const At = { line: z.int(), ...Place.shape };
const Told = z.discriminatedUnion("type", [
  z.object({ type: z.literal("wrong"), request: z.string() }),
  z.object({ type: z.literal("ready"), cases: z.int(), mutants: z.int(), seconds: z.number() }),
  z.object({ type: z.literal("killed"), ...At, request: z.string() }),
  z.object({ type: z.literal("survived"), ...At }),
  z.object({ type: z.literal("invalid"), ...At }),
]);
type Told = z.infer<typeof Told>;

const explained = Explained.parse(JSON.parse(readFileSync(SURVIVORS, "utf8")));
const reasonOf = (survivor: Place) => explained.find((one) => isSame(one, survivor));

/** The lines that a message is told in; null where it says nothing to a reader. */
function linesOf(message: Told): string | null {
  switch (message.type) {
    case "wrong":
      return `The rules as they are answer otherwise than the policy: ${message.request}`;
    case "ready":
      return `${message.mutants} mutants, ${message.cases} requests, ready after ${message.seconds.toFixed(0)} s`;
    case "survived":
      return `survived${reasonOf(message) ? ", explained" : ""}: line ${message.line} (${message.block}): ${message.text}\n    ${message.from}  →  ${message.to}`;
    case "killed":
      if (!values.verbose) return null;
      return `killed: line ${message.line}: ${message.from}  →  ${message.to}\n    ${message.request}`;
    case "invalid":
      return values.verbose ? `no rules: line ${message.line}: ${message.from}  →  ${message.to}` : null;
  }
}

const told: Told[] = [];
function take(line: string): void {
  if (!line.startsWith("{")) {
    console.error(line);
    return;
  }
  const message = Told.parse(JSON.parse(line));
  told.push(message);
  const lines = linesOf(message);
  if (lines !== null) console.log(lines);
}

// Whatever else this machine does comes first.
setPriority(10);
const folder = mkdtempSync(join(tmpdir(), "parindex-mutants-"));
const output = join(folder, "mutants.jsonl");
mkdirSync(join(ROOT, ".parindex"), { recursive: true });
const log = openSync(join(ROOT, ".parindex", "mutate-rules.log"), "w");
const started = performance.now();
let over = false;
const inside = join(ROOT, "tools", "mutate-rules", "inside.ts");
const running = withEmulators(["firestore"], [process.execPath, inside, values.from, values.count], {
  ...{ output, log },
}).finally(() => {
  over = true;
});
const [{ code }] = await Promise.all([running, followLines(output, take, () => over)]);
rmSync(folder, { recursive: true });

const killed = told.filter(({ type }) => type === "killed").length;
const survivors = told.filter((message) => message.type === "survived");
const unexplained = survivors.filter((survivor) => !reasonOf(survivor));
const stale = whole ? explained.filter((one) => !survivors.some((survivor) => isSame(one, survivor))) : [];
const all = killed + survivors.length;
const seconds = (performance.now() - started) / 1_000;
console.log(
  `${killed} of ${all} mutants killed (${((100 * killed) / all).toFixed(1)} %), ${survivors.length - unexplained.length} survivors explained, ${unexplained.length} not; ${told.filter(({ type }) => type === "invalid").length} more are no rules; ${seconds.toFixed(0)} s`,
);
for (const { text, from, to } of stale)
  console.error(`Explained, but killed or gone: ${text}: ${from}  →  ${to}`);
const good = code === 0 && unexplained.length === 0 && stale.length === 0 && killed >= LEAST * all;
process.exit(good ? 0 : 1);
