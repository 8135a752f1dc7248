import {
  at,
  type CostLine,
  dollarsOf,
  linesOf,
  lineThrough,
  type Measured,
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

type Billed = { reads: number; writes: number; deletes: number; hottest: { path: string; writes: number } };

const said = ({ reads, writes, deletes }: Pick<Billed, "reads" | "writes" | "deletes">): string =>
  `${whole(reads)} / ${whole(writes)} / ${whole(deletes)}`;

/** A measured step at every size, and what one more unit or answer adds. */
function growth(name: string, runs: readonly { size: number; billed: Billed }[]): readonly string[] {
  const more = (["reads", "writes", "deletes"] as const).map((count) => {
    const { each } = lineThrough(runs.map(({ size, billed }) => [size, billed[count]]));
    return String(Math.round(each * 100) / 100);
  });
  const hottest = Math.max(...runs.map(({ billed }) => billed.hottest.writes));
  return [name, ...runs.map(({ billed }) => said(billed)), more.join(" / "), whole(hottest)];
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

function surveyTable({ survey }: Measured): string {
  const rows = (Object.keys(SURVEY_STEPS) as (keyof typeof SURVEY_STEPS)[]).map((step) =>
    growth(
      SURVEY_STEPS[step],
      survey.map((run) => ({ size: run.answers, billed: run[step] })),
    ),
  );
  const sizes = survey.map(({ answers }) => `${whole(answers)} answers`);
  return table(["reads / writes / deletions", ...sizes, "one more answer", "writes of one document"], rows);
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

/** All tables by their names, as the page has them between its marks. */
export const tablesOf = (measured: Measured): Record<string, string> => ({
  year: yearTable(measured),
  survey: surveyTable(measured),
  opened: openedTable(measured),
  stored: storedTable(measured),
  lines: PROVINCE ? linesTable(measured, PROVINCE) : "",
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
