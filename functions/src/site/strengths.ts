import { compareFractions, type FrozenSheet, isKnown, shareOf, shareText } from "@parindex/core";
import { fieldSlug, fieldsOf, type GroupSheets, type Row } from "./group-fields.ts";
import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { decimal, pointsText } from "./numbers.ts";
import { tag } from "./parts.ts";
import { given, t } from "./text/text.ts";

/** How many strengths stand open; the others unfold. */
const SHOWN = 10;

/** A node where a unit has all points, or more of them than anyone else of its group. `equals`: how many did as well. */
interface Strength {
  row: Row;
  full: boolean;
  equals: number;
}

/** A unit's strength in a row, given the same row of all units of its group, or null. */
function strengthIn(row: Row, ofGroup: readonly Row[]): Strength | null {
  if (!isKnown(row) || row.achieved === 0) return null;
  const full = row.achieved >= row.max;
  const known = ofGroup.filter(isKnown);
  const best = known.length > 1 && known.every((other) => compareFractions(other, row) <= 0);
  const equals = known.filter((other) => compareFractions(other, row) === 0).length;
  return full || best ? { row, full, equals } : null;
}

/** Where few others did as well first, then by points, then in printed order. */
const rarest = (a: Strength, b: Strength): number => a.equals - b.equals || b.row.max - a.row.max;

/** A unit's strengths: among its fields and among the leaves of its criteria set. */
function strengthsOf(
  sheet: FrozenSheet,
  peers: readonly FrozenSheet[],
): { fields: Strength[]; leaves: Strength[] } {
  const fields = fieldsOf(peers).flatMap(({ rows }) => {
    const own = rows.get(sheet.unit);
    return (own && strengthIn(own, [...rows.values()])) ?? [];
  });
  const alike = peers.filter(({ criteriaSet }) => criteriaSet.id === sheet.criteriaSet.id);
  const byLeaf = Map.groupBy(
    alike.flatMap(({ rows }) => rows),
    ({ id }) => id,
  );
  const leaves = sheet.rows.flatMap((row) =>
    row.source === null ? [] : (strengthIn(row, byLeaf.get(row.id) ?? []) ?? []),
  );
  return { fields, leaves: leaves.toSorted(rarest) };
}

function fieldItem(id: string, { row, full, equals }: Strength, decimals: number): Html {
  const share = shareOf(row);
  return html`<li><b class="won">${share && decimal(shareText(share, decimals))}<small> %</small></b><span><a href="${links.field(id, fieldSlug(row.code))}"><span class="code">${row.code}</span> ${given(row.name)}</a></span><span class="of">${
    full ? t("inFull") : equals > 1 ? t("bestWith", { count: equals - 1 }) : t("best")
  }</span></li>`;
}

function leafItem(id: string, sheet: FrozenSheet, { row, full, equals }: Strength, peers: number): Html {
  return html`<li><b class="won">${pointsText(row.achieved ?? 0)}<small>/${pointsText(row.max)}</small></b><span><a href="${links.leaf(id, sheet.criteriaSet.id, row.id)}"><span class="code">${row.code}</span> ${given(row.name)}</a>${
    row.source === "survey" && html` ${tag("survey", t("surveyShort"))}`
  }</span><span class="of">${!full && `${t("best")}, `}${peers > 1 && (equals === 1 ? t("onlyUnit") : t("unitsOf", { equals, peers }))}</span></li>`;
}

/** Where a unit did best: fields it leads or has in full, then leaves with all points, the rarest of its group first. */
export function strengths(id: string, sheet: FrozenSheet, peers: GroupSheets, decimals: number): Html {
  const ofGroup = peers.group.ranked ? peers.sheets : [sheet];
  const { fields, leaves } = strengthsOf(sheet, ofGroup);
  if (fields.length + leaves.length === 0) return html``;
  const rest = leaves.slice(SHOWN);
  const item = (strength: Strength) => leafItem(id, sheet, strength, ofGroup.length);
  return html`<section class="losses" aria-labelledby="diem-manh"><h2 id="diem-manh">${t("strengths")}</h2>
${
  fields.length > 0 &&
  html`<p class="sub">${t(ofGroup.length > 1 ? "bestFields" : "fullFields")}</p><ul>${fields.map((strength) => fieldItem(id, strength, decimals))}</ul>`
}
${
  leaves.length > 0 &&
  html`<p class="sub">${t(ofGroup.length > 1 ? "bestItems" : "fullItems", { count: leaves.length })}</p>
<ol>${leaves.slice(0, SHOWN).map(item)}</ol>
${rest.length > 0 && html`<details><summary>${t("moreLosses", { count: rest.length })}</summary><ol start="${SHOWN + 1}">${rest.map(item)}</ol></details>`}`
}</section>`;
}
