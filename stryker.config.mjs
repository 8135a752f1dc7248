/** `npm run mutate:core`: what is mutated, and what is not and why, stands here; tools/mutate-core.ts starts it. */

/** Letters outside ASCII or words with blanks between them: a sentence or label that people read, no code or key. */
const isWording = (text) => /[^\p{ASCII}]/u.test(text) || /\S\s+\S/.test(text);
const isName = ({ type }) => type === "Identifier" || type === "MemberExpression";

/** The wording of a template; one that computes something inside is no mere wording. */
const templateText = ({ quasis, expressions }) =>
  expressions.every(isName) ? quasis.map(({ value }) => value.raw).join("") : "";

const wording = {
  shouldIgnore({ node }) {
    const text =
      node.type === "StringLiteral" ? node.value : node.type === "TemplateLiteral" ? templateText(node) : "";
    return isWording(text) ? "wording" : undefined;
  },
};

export const strykerPlugins = [{ kind: "Ignore", name: "wording", value: wording }];

export default {
  // The queries and paths of the database say nothing by themselves: test/rules and test/functions try them, against the emulator.
  mutate: ["core/src/**/*.ts", "!core/src/queries.ts", "!core/src/paths.ts"],
  testRunner: "vitest",
  vitest: { configFile: "tools/mutate/vitest.config.ts", related: false, pool: "forks" },
  plugins: ["@stryker-mutator/vitest-runner", import.meta.filename],
  // What is only read by people: other words there would have to be repeated in a test to be noticed.
  ignorers: ["wording"],
  coverageAnalysis: "perTest",
  // What runs once, while a module loads (schemas, tables), can't be switched on in a loaded process: each such change would take a
  // run of all tests. The schemas are tried from outside instead: test/core/documents.test.ts, the rules' oracle, `npm run fuzz`.
  ignoreStatic: true,
  concurrency: 1,
  incremental: true,
  incrementalFile: ".parindex/mutate/incremental.json",
  ignorePatterns: [".parindex", "dist", "functions/lib"],
  tempDirName: ".parindex/mutate/sandbox",
  // Types are not checked, so nothing of them need be prepared: no file is touched but those that are mutated.
  tsconfigFile: "none.json",
  disableTypeChecks: false,
  reporters: ["progress-append-only", "clear-text", "json"],
  jsonReporter: { fileName: ".parindex/mutate/report.json" },
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  // A busy machine is slow, not at fault: an endless loop is told by how often it turns, hardly ever by the clock.
  timeoutMS: 60_000,
  dryRunTimeoutMinutes: 60,
  thresholds: { high: 95, low: 90, break: 90 },
  allowConsoleColors: false,
};
