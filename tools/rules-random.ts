import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { ROOT, withEmulators } from "./emulators.ts";

/**
 * `npm run rules:random -- --requests N [--seed S]`: sends N random requests through Firebase's SDK and compares the
 * security rules with the policy in test/rules/policy.ts. Prints how often each kind of request was allowed and refused;
 * exits 1 at a disagreement, with its seed and the request as small as it shrinks.
 */
const USAGE = `npm run rules:random -- [options]
  --requests N   how many requests (100000 unless told)
  --seed S       the same requests again, or others (2024)`;

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "100000" },
    seed: { type: "string", default: "2024" },
    help: { type: "boolean", default: false },
  },
});
const isCount = (text: string) => /^\d+$/.test(text) && Number.isSafeInteger(Number(text));
if (values.help || !isCount(values.requests) || !isCount(values.seed)) {
  console.error(USAGE);
  process.exit(values.help ? 0 : 2);
}
const inside = join(ROOT, "tools", "rules-random", "inside.ts");
const { code } = await withEmulators(["firestore"], [process.execPath, inside, values.requests, values.seed]);
process.exit(code);
