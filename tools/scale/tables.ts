import type { Billed, Measured } from "./measured.ts";
import {
  at,
  type CostLine,
  dollarsOf,
  linesOf,
  lineThrough,
  storedBytes,
  totalOf,
  USES,
  type Use,
} from "./model.ts";
import { PRICES } from "./prices.ts";

/** The tables of docs/cost.md, made from a run: each number there is one of these. */

const WHOLE = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const CENTS = new Intl.NumberFormat("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = (value: number): string => WHOLE.format(value);
const dollars = (value: number): string => CENTS.format(value);

const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(heads), row(heads.map((_, column) => (column === 0 ? "---" : "--:"))), ...rows.map(row)].join("\n");

const COUNTS = ["reads", "writes", "deletes"] as const;

const said = ({ reads, writes, deletes }: Pick<Billed, "reads" | "writes" | "deletes">): string =>
  `${whole(reads)} / ${whole(writes)} / ${whole(deletes)}`;

/** A step at every size that was run. */
type Runs = readonly { size: number; billed: Billed }[];

const lineOf = (runs: Runs, count: (typeof COUNTS)[number]) =>
  lineThrough(runs.map(({ size, billed }) => [size, billed[count]]));

/** A measured step at every size, what one more unit or answer adds, and what the line says of sizes that were not run. */
function growth(name: string, runs: Runs, unrun: readonly number[] = []): readonly string[] {
  const more = COUNTS.map((count) => String(Math.round(lineOf(runs, count).each * 100) / 100));
  const beyond = unrun.map((size) => COUNTS.map((count) => whole(at(lineOf(runs, count), size))).join(" / "));
  const hottest = Math.max(...runs.map(({ billed }) => billed.hottest.writes));
  return [name, ...runs.map(({ billed }) => said(billed)), more.join(" / "), ...beyond, whole(hottest)];
}

const YEAR_STEPS = {
  edit: "one edit's fold",
  tick: "schedule, first look of a day",
  reconcile: "reconciliation",
  release: "release to the units",
  adopt: "adoption",
  seal: "sealing",
  publish: "publication",
} as const;

const SURVEY_STEPS = {
  accept: "one answer",
  gather: "gathering after one answer",
  rewrite: "nightly rewrite",
  close: "closing",
} as const;

function yearTable({ year }: Measured): string {
  const rows = (Object.keys(YEAR_STEPS) as (keyof typeof YEAR_STEPS)[]).map((step) =>
    growth(
      YEAR_STEPS[step],
      year.map((run) => ({ size: run.units, billed: run[step] })),
    ),
  );
  const sizes = year.map(({ units }) => `${whole(units)} units`);
  return table(["reads / writes / deletions", ...sizes, "one more unit", "writes of one document"], rows);
}

/** The survey of which the page tells and that no emulator was filled with. */
const UNRUN_ANSWERS = 1_000_000;

const surveyRuns = ({ survey }: Measured, step: keyof typeof SURVEY_STEPS): Runs =>
  survey.map((run) => ({ size: run.answers, billed: run[step] }));

function surveyTable(measured: Measured): string {
  const rows = (Object.keys(SURVEY_STEPS) as (keyof typeof SURVEY_STEPS)[]).map((step) =>
    growth(SURVEY_STEPS[step], surveyRuns(measured, step), [UNRUN_ANSWERS]),
  );
  const sizes = measured.survey.map(({ answers }) => `${whole(answers)} answers`);
  const heads = ["one more answer", `${whole(UNRUN_ANSWERS)} answers (line)`, "writes of one document"];
  return table(["reads / writes / deletions", ...sizes, ...heads], rows);
}

/** How the line reaches a size that was not run, written out for the reads of closing. */
function arithmetic(measured: Measured): string {
  const runs = surveyRuns(measured, "close");
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last) throw new RangeError("a line needs two sizes");
  const each = `(${whole(last.billed.reads)} − ${whole(first.billed.reads)}) ÷ (${whole(last.size)} − ${whole(first.size)})`;
  const more = `(${whole(UNRUN_ANSWERS)} − ${whole(first.size)})`;
  const sum = whole(at(lineOf(runs, "reads"), UNRUN_ANSWERS));
  return `Reads of closing ${whole(UNRUN_ANSWERS)} answers: ${whole(first.billed.reads)} + ${more} × ${each} = **${sum}**.`;
}

function openedTable({ opened }: Measured): string {
  const roles = [...new Set(opened.map(({ role }) => role))];
  const sizes = [...new Set(opened.map(({ units }) => units))].sort((a, b) => a - b);
  const rows = roles.map((role) => {
    const runs = opened.filter((run) => run.role === role);
    const line = lineThrough(runs.map(({ units, reads }) => [units, reads]));
    return [
      role,
      ...sizes.map((size) => whole(runs.find(({ units }) => units === size)?.reads ?? Number.NaN)),
      String(Math.round(line.each * 100) / 100),
      whole(at(line, 4_000)),
    ];
  });
  const heads = sizes.map((size) => `${whole(size)} units`);
  return table(["workspace opened: documents", ...heads, "one more unit", "4,000 units (line)"], rows);
}

function filesTable({ files }: Measured): string {
  const rows = files.map(({ role, leaves, empty, filled }) => [
    ...[role, whole(leaves), whole(empty), whole(filled)],
    String(Math.round((100 * (filled - empty)) / leaves) / 100),
  ]);
  const heads = ["a unit's file opened: documents", "leaves", "empty", "all scored, judged, proven"];
  return table([...heads, "one more leaf"], rows);
}

function linesTable(measured: Measured, use: Use): string {
  const cost = ({ times, reads, writes, deletes }: CostLine): number =>
    times * (reads * PRICES.read + writes * PRICES.write + deletes * PRICES.delete);
  const lines = linesOf(measured, use);
  const rows = lines.map((line) => [line.name, whole(line.times), said(line), dollars(cost(line))]);
  const total = totalOf(lines);
  const sum = lines.reduce((all, line) => all + cost(line), 0);
  return table(
    [`${use.name}: a year`, "times", "reads / writes / deletions of one", "US$"],
    [...rows, ["**all**", "", said(total), `**${dollars(sum)}**`]],
  );
}

function usesTable(measured: Measured): string {
  const columns = USES.map((use) => ({ use, cost: dollarsOf(measured, use) }));
  const kinds = ["reads", "writes", "deletes", "storage", "functions", "egress"] as const;
  const rows = kinds.map((kind) => [kind, ...columns.map(({ cost }) => dollars(cost[kind]))]);
  const stored = columns.map(({ use }) => storedBytes(measured, use) * use.schemes * use.years);
  const totals = columns.map(({ cost }) => kinds.reduce((sum, kind) => sum + cost[kind], 0));
  return table(
    ["US$ a year", ...columns.map(({ use }) => use.name)],
    [
      ...rows,
      ["**all**", ...totals.map((total) => `**${dollars(total)}**`)],
      ["a unit", ...columns.map(({ use }, index) => dollars((totals[index] ?? 0) / use.units / use.schemes))],
      ["GiB stored", ...stored.map((bytes) => dollars(bytes / 2 ** 30))],
    ],
  );
}

function storedTable({ stored: { unit, answer } }: Measured): string {
  const rows = Object.entries({ "a unit's scores, history, ledger": unit, "an answer": answer }).map(
    ([name, { documents, documentBytes, indexBytes }]) => [
      name,
      whole(documents),
      whole(documentBytes),
      whole(indexBytes),
    ],
  );
  return table(["stored", "documents", "bytes of documents", "bytes of indexes"], rows);
}

const [PROVINCE] = USES;
const LARGEST = USES.at(-1);

/** All tables by their names, as the page has them between its marks. */
export const tablesOf = (measured: Measured): Record<string, string> => ({
  year: yearTable(measured),
  survey: surveyTable(measured),
  arithmetic: arithmetic(measured),
  opened: openedTable(measured),
  files: filesTable(measured),
  stored: storedTable(measured),
  lines: PROVINCE ? linesTable(measured, PROVINCE) : "",
  largest: LARGEST ? linesTable(measured, LARGEST) : "",
  uses: usesTable(measured),
});

const mark = (name: string, end = false): string => `<!-- ${end ? "/" : ""}${name} -->`;

/** A page with these tables in the place of what stood between their marks. A mark that is missing is an error. */
export function withTables(page: string, measured: Measured): string {
  return Object.entries(tablesOf(measured)).reduce((text, [name, made]) => {
    const [before, rest] = text.split(`${mark(name)}\n`);
    const after = rest?.split(mark(name, true))[1];
    if (before === undefined || after === undefined) throw new Error(`no marks «${name}» in the page`);
    return `${before}${mark(name)}\n\n${made}\n\n${mark(name, true)}${after}`;
  }, page);
}
