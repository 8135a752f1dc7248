import { readAnnexLines } from "./annex-rows.ts";
import { type NamedSheet, type SheetFinding, sheetName, type WrittenSheet } from "./cells.ts";
import { nodesOf, type SetDraft } from "./criteria-set.ts";
import type { NamedUnit } from "./member-file.ts";
import type { PastUnit, PastYear } from "./past-year.ts";
import { namedSame, type PastContext, SheetReader } from "./past-year-cells.ts";
import {
  type Listed,
  RANKING,
  RANKING_WIDTHS,
  rankingAmong,
  rankingRows,
  readRanking,
} from "./past-year-ranking.ts";
import { isUnitSheet, ownerOf, PAST_UNIT_WIDTHS, pastUnitRows, readPastUnit } from "./past-year-unit.ts";
import { readSetRows, SET_WIDTHS, setRows } from "./set-rows.ts";
import { idOfName, searchable } from "./text-search.ts";

export type ReadPast = { past: PastYear; findings: [] } | { past: null; findings: SheetFinding[] };

/**
 * A set whose sheet tells no ids, with those of the year at hand where code and name are the same, so that years compare.
 * Every other node gets an id that nothing in that year has: two things of one id would be compared as one.
 */
function withKnownIds(set: SetDraft, known: PastContext["sets"]): SetDraft {
  const wordsOf = ({ code, name }: { code: string; name: string }) => `${code} ${searchable(name)}`;
  const ids = new Map(known.flatMap(nodesOf).map((node) => [wordsOf(node), node.id]));
  const given = new Set<string>();
  const withId = <Node extends { id: string; code: string; name: string }>(node: Node): Node => {
    const id = ids.get(wordsOf(node));
    const free = id === undefined || given.has(id) ? `cu${node.id}` : id;
    given.add(free);
    return { ...node, id: free };
  };
  const fields = set.fields.map((field) => ({
    ...withId(field),
    criteria: field.criteria.map((criterion) =>
      "subCriteria" in criterion
        ? { ...withId(criterion), subCriteria: criterion.subCriteria.map(withId) }
        : withId(criterion),
    ),
  }));
  return { ...set, fields };
}

/** The sets of a workbook, each from its sheet; one that is at fault is left out, with its findings. */
function readSets(
  sheets: readonly NamedSheet[],
  leads: readonly NamedUnit[],
  context: PastContext,
  into: SheetFinding[],
): SetDraft[] {
  const sets: SetDraft[] = [];
  for (const { name, rows } of sheets) {
    const sheet = new SheetReader(name, into);
    const id = idOfName(name) || "bo-tieu-chi";
    const options = { id, name, lead: context.lead, units: leads, past: true };
    const { set, findings } = readSetRows(rows, options);
    sheet.add(findings);
    if (!set) continue;
    const { leaves: _, ...draft } = set;
    if (sets.some((one) => one.id === draft.id))
      sheet.report(1, "A", `mã bộ tiêu chí «${draft.id}» trùng với một trang khác`);
    sets.push(readAnnexLines(rows).tellsIds ? draft : withKnownIds(draft, context.sets));
  }
  return sets;
}

/** The set of a listed unit: the one it names, or the only one there is. */
function setOf(
  { row, setText, name }: Listed,
  sets: readonly SetDraft[],
  ranking: SheetReader,
): SetDraft | null {
  const found =
    setText === ""
      ? sets.filter(() => sets.length === 1)
      : sets.filter((set) => set.id === setText || namedSame(set.name, setText));
  if (found[0]) return found[0];
  ranking.report(
    ...[row, "A"],
    setText === ""
      ? `chưa rõ đơn vị «${name}» dùng bộ tiêu chí nào; ghi vào cột «Bộ tiêu chí»`
      : `không có bộ tiêu chí «${setText}» trong tệp`,
  );
  return null;
}

/** The sheets of listed units by their units; a sheet of nobody, a second one and a missing one are findings. */
function sheetsByUnit(
  sheets: readonly NamedSheet[],
  listed: readonly Listed[],
  ranking: string,
  into: SheetFinding[],
): Map<Listed, NamedSheet> {
  const byUnit = new Map<Listed, NamedSheet>();
  for (const sheet of sheets) {
    const { wanted, owner } = ownerOf(sheet, listed);
    const reader = new SheetReader(sheet.name, into);
    if (!owner) reader.report(1, "A", `không có đơn vị «${wanted}» trong trang «${ranking}»`);
    else if (byUnit.has(owner)) reader.report(1, "A", `đơn vị «${owner.name}» có hai trang bảng điểm`);
    else byUnit.set(owner, sheet);
  }
  return byUnit;
}

/** The units of the year at hand, and those that only the ranking has. */
function knownUnits(units: readonly NamedUnit[], listed: readonly Listed[]): NamedUnit[] {
  const known = new Map(units.map((unit) => [unit.id, unit]));
  for (const { unit, name } of listed)
    if (unit !== "" && !known.has(unit)) known.set(unit, { id: unit, name });
  return [...known.values()];
}

/**
 * Reads the result of a past year from the sheets of a workbook: the ranking, criteria sets in the shape of an annex, and
 * one sheet per unit with the annex's columns of points. Sheets of another shape are passed over. With any finding there
 * is no result.
 */
export function readPastYear(sheets: readonly NamedSheet[], context: PastContext): ReadPast {
  const findings: SheetFinding[] = [];
  const rankingSheet = rankingAmong(sheets);
  const ranking = new SheetReader((rankingSheet ?? sheets[0])?.name ?? "", findings);
  if (!rankingSheet) {
    ranking.report(1, "A", `tệp không có trang «${RANKING}» với các cột «Đơn vị», «Nhóm»`);
    return { past: null, findings };
  }
  const { listed, groups } = readRanking(rankingSheet, context, findings);
  const others = sheets.filter((sheet) => sheet !== rankingSheet);
  const unitSheets = others.filter(isUnitSheet);
  const setSheets = others.filter(
    (sheet) => !unitSheets.includes(sheet) && readAnnexLines(sheet.rows).header >= 0,
  );
  if (setSheets.length === 0) ranking.report(1, "A", "tệp không có trang nào chứa bộ tiêu chí");
  const sets = readSets(setSheets, knownUnits(context.units, listed), context, findings);
  const byUnit = sheetsByUnit(unitSheets, listed, rankingSheet.name, findings);
  const units = new Map<Listed, PastUnit>();
  if (sets.length === setSheets.length)
    for (const [one, sheet] of byUnit) {
      const set = setOf(one, sets, ranking);
      const { surveyHeld } = context;
      if (set) units.set(one, readPastUnit(sheet, one, { set, surveyHeld }, findings));
    }
  for (const one of listed)
    if (!byUnit.has(one)) ranking.report(one.row, "A", `đơn vị «${one.name}» chưa có trang bảng điểm`);
  if (findings.length > 0) return { past: null, findings };
  const past = { surveyHeld: context.surveyHeld, groups, sets };
  return { past: { ...past, units: listed.flatMap((one) => units.get(one) ?? []) }, findings: [] };
}

/**
 * The sheets of a past year: what `readPastYear` reads into the same year, with its groups and the leads of its sets in the
 * context.
 */
export function pastYearSheets(
  { groups, sets, units }: PastYear,
  leads: readonly NamedUnit[] = [],
): WrittenSheet[] {
  const taken = new Set<string>();
  const setById = new Map(sets.map((set) => [set.id, set]));
  return [
    { name: sheetName(RANKING, taken), rows: rankingRows({ groups, units }), widths: RANKING_WIDTHS },
    ...sets.map((set) => ({
      name: sheetName(`Bộ ${set.id}`, taken),
      ...{ rows: setRows(set, leads), widths: SET_WIDTHS },
    })),
    ...units.flatMap((unit) => {
      const set = setById.get(unit.criteriaSet);
      const rows = set && pastUnitRows(unit, set);
      return rows ? [{ name: sheetName(unit.name, taken), rows, widths: PAST_UNIT_WIDTHS }] : [];
    }),
  ];
}
