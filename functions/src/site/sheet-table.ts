import { type FrozenSheet, indexText, type SheetRow } from "@parindex/core";
import { fieldSlug } from "./group-fields.ts";
import { type Content, type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { aligned, columnDecimals, decimal, share, signedPoints } from "./numbers.ts";
import { hidden, none, tag } from "./parts.ts";
import { given, rich, t } from "./text/text.ts";

const cell = (label: string, content: Content, kind = ""): Html =>
  html`<td role="cell" class="num${kind && ` ${kind}`}" data-label="${label}">${content}</td>`;

/** A cell of a column that does not apply to the row: the annex leaves it blank. */
const blank: Html = html`<td role="cell" class="num blank"></td>`;

type Column = "max" | "self" | "appraised" | "survey" | "achieved";

/** A sheet with how many decimals each of its columns shows, and the index. */
interface Drawn {
  publication: string;
  sheet: FrozenSheet;
  decimals: Record<Column | "index", number>;
}

function drawn(publication: string, sheet: FrozenSheet, index: number): Drawn {
  const of = (column: Column) => columnDecimals(sheet.rows.map((row) => row[column]));
  return {
    ...{ publication, sheet },
    decimals: {
      ...{ max: of("max"), self: of("self"), appraised: of("appraised") },
      ...{ survey: of("survey"), achieved: of("achieved"), index },
    },
  };
}

function selfCell(row: SheetRow, { sheet, decimals }: Drawn): Html {
  if (row.self !== null) return cell(t("selfAssessment"), aligned(row.self, decimals.self));
  const surveyed = row.source === "survey" || (row.source === null && row.appraised === null);
  if (surveyed) return blank;
  return cell(t("selfAssessment"), none(sheet.selfAssessed ? t("noSelfHere") : t("unitNotSelfAssessed")));
}

/** The recognised or adjusted points, with the difference to the unit's own as a small signed figure. */
function appraisedCell({ source, self, appraised }: SheetRow, { decimals }: Drawn): Html {
  if (appraised === null)
    return source === "self" ? cell(t("appraisalShort"), none(t("noAppraisal"))) : blank;
  const differs = self !== null && self !== appraised;
  return cell(
    t("appraisalShort"),
    html`${aligned(appraised, decimals.appraised)}${
      differs &&
      html`<span class="delta">${hidden(` ${t("comparedWithSelf")}`)}${signedPoints(self, appraised)}</span>`
    }`,
  );
}

function surveyCell(row: SheetRow, { decimals }: Drawn): Html {
  if (row.survey !== null) return cell(t("surveyShort"), aligned(row.survey, decimals.survey));
  return row.source === "survey" ? cell(t("surveyShort"), none(t("noSurveyScore"))) : blank;
}

function achievedCells({ achieved, max }: SheetRow, { decimals }: Drawn): Html {
  if (achieved === null)
    return html`${cell(t("achievedLabel"), none(t("noPoints")), "achieved")}${cell(t("indexColumn"), none(t("noPoints")))}`;
  const fill = share({ achieved, max });
  return html`${cell(
    t("achievedLabel"),
    html`<svg class="behind" width="100%" height="100%" aria-hidden="true" focusable="false"><rect width="${fill}" height="100%"/></svg><b>${aligned(achieved, decimals.achieved)}</b>`,
    "achieved",
  )}${cell(t("indexColumn"), decimal(indexText({ achieved, max }, decimals.index)))}`;
}

function scoredCells(row: SheetRow, on: Drawn): Html {
  return html`${cell(t("maxLabel"), aligned(row.max, on.decimals.max))}${selfCell(row, on)}${appraisedCell(row, on)}${surveyCell(row, on)}${achievedCells(row, on)}`;
}

/** Why a leaf is out of the maximum: the unit's exemption, or no survey this period. */
const exemptReason = (sheet: FrozenSheet, leaf: string): string => sheet.exempt[leaf] ?? t("notSurveyed");

/** The same behind what it explains. People wrote an exemption's reason. */
function exemptRemark(sheet: FrozenSheet, leaf: string, mark: Content): Html {
  const written = sheet.exempt[leaf];
  return rich("exemptWhy", { mark, reason: written === undefined ? t("notSurveyed") : given(written) });
}

function exemptCell(sheet: FrozenSheet, leaf: string): Html {
  const mark = t("exempt");
  const reason = t("exemptWhy", { mark, reason: exemptReason(sheet, leaf) });
  return html`<td role="cell" colspan="6" class="num out" data-label="${t("maxLabel")}">${none(reason, exemptRemark(sheet, leaf, mark))}</td>`;
}

function remarks(row: SheetRow, sheet: FrozenSheet): Html {
  return html`${row.exempt && html`<small class="remark">${exemptRemark(sheet, row.id, tag("exempt", t("exempt")))}</small>`}${
    row.source === "survey" &&
    !row.exempt &&
    html`<small class="remark">${tag("survey", t("surveyShort"))}${
      sheet.insufficientSample.includes(row.id) && html` ${tag("sample", t("smallSample"))}`
    }</small>`
  }`;
}

/** Where all units' points of a row are. */
const linkOf = (row: SheetRow, { publication, sheet }: Drawn): string =>
  row.level === "field"
    ? links.field(publication, fieldSlug(row.code))
    : links.leaf(publication, sheet.criteriaSet.id, row.id);

function sheetRow(row: SheetRow, on: Drawn): Html {
  const cells = row.exempt ? exemptCell(on.sheet, row.id) : scoredCells(row, on);
  return html`<tr role="row" id="${row.id}" class="${row.level}${row.source === null && " sum"}${row.exempt && " exempt"}"><th role="rowheader" scope="row"><span class="code">${row.code}</span> <span class="name"><a href="${linkOf(row, on)}">${given(row.name)}</a>${remarks(row, on.sheet)}</span></th>${cells}</tr>`;
}

const HEADINGS = [
  ...(["maxColumn", "selfAssessment", "appraisal"] as const),
  ...(["surveyShort", "achievedColumn", "indexColumn"] as const),
];

/** One body of the table a field, so that its heading sticks while its rows pass. */
function fieldBodies(sheet: FrozenSheet): SheetRow[][] {
  const bodies: SheetRow[][] = [];
  for (const row of sheet.rows) {
    if (row.level === "field") bodies.push([row]);
    else bodies.at(-1)?.push(row);
  }
  return bodies;
}

/**
 * The whole sheet with the annex's own columns, fields as headings with their sums, the total last; each row's name leads to
 * the points of all units there.
 */
export function sheetTable(sheet: FrozenSheet, decimals: number, publication: string): Html {
  const on = drawn(publication, sheet, decimals);
  const total: SheetRow = {
    ...sheet.total,
    id: "tong",
    code: "",
    name: t("total"),
    level: "field",
    source: null,
    exempt: false,
  };
  return html`<table role="table" class="sheet" aria-labelledby="bang-diem">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${t("rowColumn")}</th>${HEADINGS.map(
    (heading) => html`<th role="columnheader" scope="col" class="num">${t(heading)}</th>`,
  )}</tr></thead>
${fieldBodies(sheet).map(
  (rows) => html`<tbody role="rowgroup">${rows.map((row) => sheetRow(row, on))}</tbody>\n`,
)}<tfoot role="rowgroup"><tr role="row" class="total"><th role="rowheader" scope="row">${total.name}</th>${scoredCells(total, on)}</tr></tfoot>
</table>`;
}
