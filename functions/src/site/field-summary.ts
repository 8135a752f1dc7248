import { differenceText, type FrozenSheet, indexText, shareOf } from "@parindex/core";
import { signed } from "./change.ts";
import type { Row } from "./group-fields.ts";
import { type Html, html } from "./html.ts";
import { decimal } from "./numbers.ts";
import { bar, hidden, none, outOf } from "./parts.ts";
import { cell, head, num, row, rowHead } from "./tables.ts";
import { given, t } from "./text/text.ts";

/** A unit's sheet of some year. */
export interface SheetOfYear {
  year: number;
  sheet: FrozenSheet;
}

/** The change of a field since the unit's sheet of an earlier year, in percentage points; matched by number and name. */
function changeOfField(field: Row, { year, sheet }: SheetOfYear, decimals: number): Html {
  const was = sheet.rows.find(
    ({ level, code, name }) => level === "field" && code === field.code && name === field.name,
  );
  if (!was) return none(t("noFieldThen", { year }));
  const [from, to] = [shareOf(was), shareOf(field)];
  return from && to ? signed(differenceText(from, to, decimals)) : none(t("noPointsOnce"));
}

function fieldRow(field: Row, longest: number, decimals: number, before: SheetOfYear | null): Html {
  const { id, code, name, achieved, max } = field;
  const absent = t("noPoints");
  return row([
    rowHead(html`<a href="#${id}"><span class="code">${code}</span> ${given(name)}</a>`),
    cell(achieved !== null && bar({ achieved, max }, longest), "drawing"),
    cell(outOf(achieved, max, absent), "num"),
    cell(
      achieved === null
        ? none(absent)
        : html`${decimal(indexText({ achieved, max }, decimals))}<small> %</small>`,
      "num",
    ),
    before && num(t("sinceYear", { year: before.year }), changeOfField(field, before, decimals), "change"),
  ]);
}

/** A unit's fields as bars, with their change since the year before where there is one. */
export function fieldSummary(sheet: FrozenSheet, decimals: number, before: SheetOfYear | null): Html {
  const fields = sheet.rows.filter(({ level }) => level === "field");
  const longest = Math.max(...fields.map(({ max }) => max));
  return html`<section aria-labelledby="linh-vuc"><h2 id="linh-vuc">${t("byField")}</h2>
<p class="sub">${t("byFieldHint")}</p>
<table role="table" class="fields" aria-labelledby="linh-vuc"><thead role="rowgroup"><tr role="row">${[
    head(t("field")),
    head(hidden(t("chart")), "drawing"),
    head(t("achievedColumn"), "num"),
    head(t("index"), "num"),
    before && head(t("sinceYear", { year: before.year }), "num change"),
  ]}</tr></thead>
<tbody role="rowgroup">${fields.map((field) => fieldRow(field, longest, decimals, before))}</tbody></table></section>`;
}
