import { type FrozenSheet, type GroupRanking, isKnown, medianPoints } from "@parindex/core";
import { medianBar, percentOf } from "./charts.ts";
import { fieldSlug, type GroupSheets, type Row, standingsOf } from "./group-fields.ts";
import { type Content, type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { aligned, columnDecimals, pointsText, signedPoints } from "./numbers.ts";
import { partPage } from "./part-page.ts";
import { fact, hidden, none, tag } from "./parts.ts";
import type { PublishedResult } from "./result.ts";
import { cell, head, num, row, rowHead, table } from "./tables.ts";
import { given, rich, t } from "./text/text.ts";

/** A node of one criteria set in the sheets of a group's units that have the set. */
interface NodeOfGroup {
  group: GroupRanking;
  entries: readonly { sheet: FrozenSheet; row: Row }[];
}

const nodeOf = ({ group, sheets }: GroupSheets, set: string, node: string): NodeOfGroup => ({
  group,
  entries: sheets.flatMap((sheet) => {
    const found = sheet.criteriaSet.id === set ? sheet.rows.find(({ id }) => id === node) : undefined;
    return found && found.level !== "field" ? [{ sheet, row: found }] : [];
  }),
});

/** Why a unit has no points here. */
const reasonOf = ({ sheet, row: own }: NodeOfGroup["entries"][number]): string =>
  own.max === 0 ? (sheet.exempt[own.id] ?? t("notCounted")) : t("noPoints");

/** The same as a page shows it: people wrote an exemption's reason. */
const reasonShown = (entry: NodeOfGroup["entries"][number]): Content =>
  entry.row.max === 0 && entry.sheet.exempt[entry.row.id] !== undefined
    ? given(reasonOf(entry))
    : reasonOf(entry);

type Column = "self" | "appraised" | "survey";
const COLUMN = {
  self: { head: "selfAssessment", label: "selfAssessment" },
  appraised: { head: "appraisal", label: "appraisalShort" },
  survey: { head: "surveyShort", label: "surveyShort" },
} as const;

function pointsCell(own: Row, column: Column, decimals: number, selfAssessed: boolean): Html {
  const points = own[column];
  const label = t(COLUMN[column].label);
  if (points === null)
    return num(
      label,
      none(t(column === "self" && !selfAssessed ? "unitNotSelfAssessed" : "noPointsInColumn")),
    );
  const differs = column === "appraised" && own.self !== null && own.self !== points;
  return num(
    label,
    html`${aligned(points, decimals)}${differs && html` <span class="delta">${hidden(t("comparedWithSelf"))}${signedPoints(own.self ?? 0, points)}</span>`}`,
  );
}

/** The columns in which any unit has points here. */
const columnsOf = ({ entries }: NodeOfGroup): Column[] =>
  (["self", "appraised", "survey"] as const).filter((column) =>
    entries.some(({ row: own }) => own[column] !== null),
  );

function unitRow(
  id: string,
  entry: NodeOfGroup["entries"][number],
  columns: readonly (readonly [Column, number])[],
  median: number | null,
): Html {
  const { sheet, row: own } = entry;
  const absent = isKnown(own) ? null : none(reasonOf(entry), reasonShown(entry));
  const middle = median === null ? null : percentOf({ achieved: median, max: own.max });
  return row([
    rowHead(
      html`<a href="${links.sheet(id, sheet.unit)}#${own.id}">${sheet.name}</a>${
        own.max === 0 &&
        html`<small class="remark">${tag("exempt", t("exempt"))}: ${reasonShown(entry)}</small>`
      }${sheet.insufficientSample.includes(own.id) && html` ${tag("sample", t("smallSample"))}`}`,
      "unit",
    ),
    cell(
      html`<div>${absent ? html`<span></span>` : medianBar(own, middle)}<b>${absent ?? html`${pointsText(own.achieved ?? 0)}<small>/${pointsText(own.max)}</small>`}</b></div>`,
      "index points",
    ),
    columns.map(([column, decimals]) => pointsCell(own, column, decimals, sheet.selfAssessed)),
  ]);
}

/** Ranked groups by their points, units without any last; others in annex order. */
function inOrder({ group, entries }: NodeOfGroup): readonly NodeOfGroup["entries"][number][] {
  if (!group.ranked) return entries;
  const byUnit = new Map(entries.map((entry) => [entry.sheet.unit, entry]));
  return standingsOf(new Map(entries.map(({ sheet, row: own }) => [sheet.unit, own]))).flatMap(
    ({ unit }) => byUnit.get(unit) ?? [],
  );
}

function nodeSection(id: string, node: NodeOfGroup): Html {
  const { group, entries } = node;
  const known = entries.map(({ row: own }) => own).filter(isKnown);
  const median =
    group.ranked && known.length > 1 ? medianPoints(known.map(({ achieved }) => achieved)) : null;
  const full = known.filter(({ achieved, max }) => achieved >= max).length;
  const columns = columnsOf(node).map(
    (column) => [column, columnDecimals(entries.map(({ row: own }) => own[column]))] as const,
  );
  const heads = [
    head(t("unitColumn"), "unit"),
    head(t("achievedColumn"), "index"),
    columns.map(([column]) => head(t(COLUMN[column].head), "num")),
  ];
  return html`<section class="group" aria-labelledby="nhom-${group.group}"><h2 id="nhom-${group.group}">${given(group.name)}</h2>
<p class="sub">${
    group.ranked
      ? html`${t("fullOf", { full, count: known.length })}${median !== null && html` · ${rich("medianPoints", { median: html`<b>${pointsText(median)}</b>` })}`}`
      : t("unrankedOrder")
  }</p>
${table(
  "ranking plain",
  t("pointsOf", { group: group.name }),
  heads,
  inOrder(node).map((entry) => unitRow(id, entry, columns, median)),
)}
</section>`;
}

/** The nodes above and directly below a row of a sheet. */
function around({ rows }: FrozenSheet, node: string): { field?: Row; above?: Row; below: Row[] } {
  const at = rows.findIndex(({ id }) => id === node);
  const own = rows[at];
  const before = rows.slice(0, at);
  const field = before.findLast(({ level }) => level === "field");
  const above =
    own?.level === "subCriterion" ? before.findLast(({ level }) => level === "criterion") : undefined;
  const after = rows.slice(at + 1);
  const end = after.findIndex(({ level }) => level !== "subCriterion");
  const below = own?.source === null ? after.slice(0, end === -1 ? undefined : end) : [];
  return { ...(field && { field }), ...(above && { above }), below };
}

const SOURCE_TEXT = { self: "sourceSelf", survey: "survey" } as const;

/** One criterion or sub-criterion of a criteria set over all units that have it. Null where there is none. */
export function leafPage(
  result: PublishedResult,
  shown: readonly GroupSheets[],
  set: string,
  leaf: string,
): Html | null {
  const nodes = shown.map((group) => nodeOf(group, set, leaf)).filter(({ entries }) => entries.length > 0);
  const first = nodes[0]?.entries[0];
  if (!first) return null;
  const { sheet, row: own } = first;
  const { field, above, below } = around(sheet, leaf);
  const link = (row: Row) =>
    html`<a href="${links.leaf(result.id, set, row.id)}">${row.code} ${given(row.name)}</a>`;
  const max = Math.max(...nodes.flatMap(({ entries }) => entries.map((entry) => entry.row.max)));
  return partPage(result, {
    heading: `${own.code} ${own.name}`,
    shown: given(`${own.code} ${own.name}`),
    description: t("leafAbout", { code: own.code, name: own.name }),
    crumbs: [
      { href: links.fields(result.id), text: t("byField") },
      ...(field
        ? [
            {
              href: links.field(result.id, fieldSlug(field.code)),
              text: given(`${field.code}. ${field.name}`),
            },
          ]
        : []),
    ],
    main: html`<dl class="facts">${above !== undefined && fact(t("ofCriterion"), link(above))}${fact(t("maxColumn"), max === 0 ? none(t("notThisYear")) : pointsText(max))}${
      own.source && fact(t("pointsSource"), t(SOURCE_TEXT[own.source]))
    }${fact(t("criteriaSet"), given(sheet.criteriaSet.name))}</dl>
${below.length > 0 && html`<ul class="plain-list">${below.map((child) => html`<li>${link(child)}</li>`)}</ul>`}
${nodes.map((node) => nodeSection(result.id, node))}`,
  });
}
