import { differenceText, type FrozenSheet, isKnown, shareOf, shareText } from "@parindex/core";
import { signed } from "./change.ts";
import { axisFrom, dotAxis, dotRow, percentOf } from "./charts.ts";
import {
  absenceOf,
  fieldSlug,
  fieldsOf,
  type GroupField,
  type GroupSheets,
  medianOf,
  percentOfShare,
  standingsOf,
} from "./group-fields.ts";
import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { decimal } from "./numbers.ts";
import { hidden, none } from "./parts.ts";
import { cell, head, num, row, rowHead, table } from "./tables.ts";
import { given, rich, t } from "./text/text.ts";

/** Whether a unit can be compared with its group: it is ranked, and there is somebody else. */
export const hasPeers = ({ group, sheets }: GroupSheets): boolean => group.ranked && sheets.length > 1;

function fieldRow(id: string, unit: string, field: GroupField, from: number, decimals: number): Html | null {
  const own = field.rows.get(unit);
  if (!own) return null;
  const [median, share] = [medianOf(field), shareOf(own)];
  const others = [...field.rows].flatMap(([other, fraction]) =>
    other !== unit && isKnown(fraction) ? [percentOf(fraction)] : [],
  );
  const place = standingsOf(field.rows).find((standing) => standing.unit === unit)?.place ?? null;
  const missing = none(absenceOf(own));
  return row([
    rowHead(
      html`<a href="${links.field(id, fieldSlug(field.code))}"><span class="code">${field.code}</span> ${given(field.name)}</a>`,
    ),
    cell(median && dotRow(share && percentOfShare(share), others, percentOfShare(median), from), "drawing"),
    num(t("unitColumn"), share ? html`<b>${decimal(shareText(share, decimals))}</b>` : missing),
    num(t("median"), median ? decimal(shareText(median, decimals)) : none(t("noPoints"))),
    num(t("difference"), share && median ? signed(differenceText(median, share, decimals)) : missing),
    num(t("rankColumn"), place === null ? missing : html`${place}<small>/${others.length + 1}</small>`),
  ]);
}

/** A unit's fields against the median of its group, every other unit a faint dot. */
export function againstGroup(id: string, { unit }: FrozenSheet, peers: GroupSheets, decimals: number): Html {
  const fields = fieldsOf(peers.sheets);
  const from = axisFrom(fields.flatMap(({ rows }) => [...rows.values()].filter(isKnown).map(percentOf)));
  const heads = [
    head(t("field")),
    head(html`${hidden(t("chart"))}${dotAxis(from)}`, "drawing"),
    ...[t("unitPercent"), t("medianPercent"), t("difference"), t("rankColumn")].map((text) =>
      head(text, "num"),
    ),
  ];
  return html`<section aria-labelledby="so-voi-nhom"><h2 id="so-voi-nhom">${t("againstGroup")}</h2>
<p class="sub">${rich("againstHint", { count: peers.group.units.length, group: given(peers.group.name) })}</p>
${table(
  "fields against",
  t("againstLabel"),
  heads,
  fields.map((field) => fieldRow(id, unit, field, from, decimals)),
)}</section>`;
}
