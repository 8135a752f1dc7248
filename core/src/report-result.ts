import { differenceText, type Share } from "./comparison.ts";
import type {
  Decision,
  FrozenSheet,
  GroupRanking,
  Manifest,
  Period,
  RankedUnit,
  SheetRow,
} from "./documents.ts";
import { type Fraction, indexText } from "./ranking.ts";
import { resultFindingText, sumFindings } from "./result-check.ts";

/**
 * A year's result as reports are made of it. `root` and `sealedAt` are null while the result is provisional; the
 * decision is null until it is entered.
 */
export interface ReportResult {
  manifest: Manifest;
  sheets: readonly FrozenSheet[];
  root: string | null;
  sealedAt: Date | null;
  decision: Decision | null;
}

/** What official documents name beside the result. */
export interface ReportContext {
  /** The standing body's name. */
  standingBody: string;
  /** The decision that established the council, null where it was not entered. */
  council: Period["council"]["decision"];
  /** The minutes by which the council adopted the result. */
  minutes: string | null;
}

/** Ranked groups first, each kind in the period's own order: what is not ranked stands apart (decision, section II.4). */
export const groupsInReadingOrder = ({ ranking }: Manifest): GroupRanking[] =>
  [...ranking.filter(({ ranked }) => ranked), ...ranking.filter(({ ranked }) => !ranked)].filter(
    ({ units }) => units.length > 0,
  );

/** Whether another unit of the group has the same rank (*đồng hạng*). */
export const sharesRank = ({ units }: GroupRanking, { unit, rank }: RankedUnit): boolean =>
  rank !== null && units.some((other) => other.rank === rank && other.unit !== unit);

/** Where a unit stands in a result, or null. */
export function placeOf(manifest: Manifest, id: string): { group: GroupRanking; unit: RankedUnit } | null {
  for (const group of manifest.ranking) {
    const unit = group.units.find((candidate) => candidate.unit === id);
    if (unit) return { group, unit };
  }
  return null;
}

/** "3/16", "3/16 (đồng hạng)"; "không xếp hạng chung" in a group that is not ranked, "—" where there are no points yet. */
export function rankText(group: GroupRanking, unit: RankedUnit): string {
  if (unit.rank === null) return group.ranked ? "—" : "không xếp hạng chung";
  return `${unit.rank}/${group.units.length}${sharesRank(group, unit) ? " (đồng hạng)" : ""}`;
}

/** The sheet of a unit; a result without it is none. */
export function sheetOf({ sheets }: Pick<ReportResult, "sheets">, unit: string): FrozenSheet {
  const sheet = sheets.find((one) => one.unit === unit);
  if (!sheet) throw new RangeError(`kết quả không có bảng điểm của ${unit}`);
  return sheet;
}

/** A sheet whose sums were checked: a report never prints one that does not add up. */
export function checkedSheet(result: Pick<ReportResult, "sheets">, unit: string): FrozenSheet {
  const sheet = sheetOf(result, unit);
  const [finding] = sumFindings(sheet);
  if (finding) throw new RangeError(`bảng điểm không khớp tổng: ${resultFindingText(finding)}`);
  return sheet;
}

/** The index of a row in per cent; "—" where nothing of it is scored or it has no maximum. */
export const rowIndex = ({ achieved, max }: Pick<SheetRow, "achieved" | "max">, decimals: number): string =>
  achieved === null ? "—" : indexText({ achieved, max }, decimals);

/** The fields of a sheet. */
export const fieldsOf = ({ rows }: Pick<FrozenSheet, "rows">): SheetRow[] =>
  rows.filter(({ level }) => level === "field");

/** The leaves of a sheet that count. */
export const countedRows = ({ rows }: Pick<FrozenSheet, "rows">): SheetRow[] =>
  rows.filter(({ source, exempt }) => source !== null && !exempt);

const DEPTH = { field: 0, criterion: 1, subCriterion: 2 } as const;

/** The leaves of a row of a sheet, or itself where it is one. */
export function leavesUnder(rows: readonly SheetRow[], row: SheetRow): SheetRow[] {
  if (row.source) return [row];
  const after = rows.slice(rows.indexOf(row) + 1);
  const end = after.findIndex(({ level }) => DEPTH[level] <= DEPTH[row.level]);
  return (end === -1 ? after : after.slice(0, end)).filter(({ source }) => source !== null);
}

/** Why a unit is out of a leaf: its exemption, or no survey this period. */
export const exemptReason = ({ exempt }: Pick<FrozenSheet, "exempt">, leaf: string): string =>
  exempt[leaf] ?? "kỳ này không điều tra xã hội học";

const UNDER = /^(?:Ủy ban nhân dân|UBND)\s+/i;
const TIER = /^(?:tỉnh|thành phố|huyện|thị xã|quận|xã|phường|thị trấn|đặc khu)\s+/i;

/** Whether a body is a People's Committee, which its chairman signs for. */
export const isCommittee = (body: string): boolean => UNDER.test(body);

/** The place that an official document names: "Ủy ban nhân dân tỉnh Lai Châu" → "Lai Châu". */
export const placeName = (owner: string): string => owner.replace(UNDER, "").replace(TIER, "");

/** A People's Committee in short: "Ủy ban nhân dân tỉnh Lai Châu" → "UBND tỉnh Lai Châu". */
export const shortName = (owner: string): string => owner.replace(UNDER, "UBND ");

/** What the head of a body is called, by how the body is. */
export function headTitle(body: string): string {
  if (isCommittee(body)) return "Chủ tịch";
  if (/^Sở\s/.test(body)) return "Giám đốc";
  if (/^Văn phòng\s/.test(body)) return "Chánh Văn phòng";
  if (/^Thanh tra\s/.test(body)) return "Chánh Thanh tra";
  if (/^Phòng\s/.test(body)) return "Trưởng phòng";
  if (/^Ban\s/.test(body)) return "Trưởng ban";
  return "Thủ trưởng";
}

const pointsShare = ({ achieved, max }: Fraction): Share => ({
  part: BigInt(achieved ?? 0),
  whole: BigInt(max),
});

/** What an index changed by, in percentage points, as `differenceText` says it; nothing scored is nothing achieved. */
export const indexChange = (before: Fraction, now: Fraction, decimals: number): string =>
  differenceText(pointsShare(before), pointsShare(now), decimals);
