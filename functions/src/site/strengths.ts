import {
  compareFractions,
  type FrozenSheet,
  formatPoints,
  isKnown,
  shareOf,
  shareText,
} from "@parindex/core";
import { fieldSlug, fieldsOf, type GroupSheets, type Row } from "./group-fields.ts";
import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { tag } from "./parts.ts";

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
  return html`<li><b class="won">${share && shareText(share, decimals)}<small> %</small></b><span><a href="${links.field(id, fieldSlug(row.code))}"><span class="code">${row.code}</span> ${row.name}</a></span><span class="of">${
    full ? "đạt tối đa" : equals > 1 ? `cao nhất nhóm, cùng ${equals - 1} đơn vị` : "cao nhất nhóm"
  }</span></li>`;
}

function leafItem(id: string, sheet: FrozenSheet, { row, full, equals }: Strength, peers: number): Html {
  return html`<li><b class="won">${formatPoints(row.achieved ?? 0)}<small>/${formatPoints(row.max)}</small></b><span><a href="${links.leaf(id, sheet.criteriaSet.id, row.id)}"><span class="code">${row.code}</span> ${row.name}</a>${
    row.source === "survey" && html` ${tag("survey", "Điều tra XHH")}`
  }</span><span class="of">${!full && "cao nhất nhóm, "}${peers > 1 && (equals === 1 ? "đơn vị duy nhất" : `${equals}/${peers} đơn vị`)}</span></li>`;
}

/** Where a unit did best: fields it leads or has in full, then leaves with all points, the rarest of its group first. */
export function strengths(id: string, sheet: FrozenSheet, peers: GroupSheets, decimals: number): Html {
  const ofGroup = peers.group.ranked ? peers.sheets : [sheet];
  const { fields, leaves } = strengthsOf(sheet, ofGroup);
  if (fields.length + leaves.length === 0) return html``;
  const rest = leaves.slice(SHOWN);
  const item = (strength: Strength) => leafItem(id, sheet, strength, ofGroup.length);
  return html`<section class="losses" aria-labelledby="diem-manh"><h2 id="diem-manh">Điểm mạnh</h2>
${
  fields.length > 0 &&
  html`<p class="sub">Lĩnh vực đạt điểm tối đa${ofGroup.length > 1 && " hoặc cao nhất nhóm"}</p><ul>${fields.map((strength) => fieldItem(id, strength, decimals))}</ul>`
}
${
  leaves.length > 0 &&
  html`<p class="sub">${leaves.length} mục đạt điểm tối đa${ofGroup.length > 1 && " hoặc cao nhất nhóm, mục ít đơn vị đạt nhất trước"}</p>
<ol>${leaves.slice(0, SHOWN).map(item)}</ol>
${rest.length > 0 && html`<details><summary>${rest.length} mục còn lại</summary><ol start="${SHOWN + 1}">${rest.map(item)}</ol></details>`}`
}</section>`;
}
