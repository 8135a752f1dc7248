import { standing } from "./adjustments.ts";
import type { CriteriaSet } from "./criteria-set.ts";
import type { Adjustment, Ledger, Manifest, Period, Publication, Scheme, Seal, Unit } from "./documents.ts";
import type { ReportResult } from "./report-result.ts";
import { buildManifest, freezeSheet, type HashedSheet } from "./seal.ts";
import { compileSet, computeSheet } from "./sheet.ts";

/** The documents that a result is made of while it is not published, by the ids of units and sets. */
export interface LiveDocuments {
  ids: { scheme: string; period: string };
  scheme: Scheme;
  period: Period;
  units: ReadonlyMap<string, Unit>;
  ledgers: ReadonlyMap<string, Ledger>;
  sets: ReadonlyMap<string, CriteriaSet>;
  /** Read where bonus or penalty points can count at all. */
  adjustments: ReadonlyMap<string, readonly Adjustment[]>;
}

/** The sheets as sealing would freeze them now. */
function frozenSheets({ ids, units, ledgers, sets, adjustments }: LiveDocuments): HashedSheet[] {
  const compiled = new Map([...sets].map(([id, set]) => [id, compileSet(set)]));
  return [...ledgers].flatMap(([unit, ledger]) => {
    const given = units.get(unit);
    const set = sets.get(ledger.criteriaSet);
    const tree = compiled.get(ledger.criteriaSet);
    if (!given || !set || !tree) return [];
    const sheet = computeSheet(tree, ledger);
    const made = standing(adjustments.get(unit) ?? []).toSorted((a, b) => a.at.getTime() - b.at.getTime());
    return [freezeSheet({ ...ids, unit }, given, set, sheet, ledger, made)];
  });
}

const inOrderOf = ({ ranking }: Manifest, sheets: readonly HashedSheet[]) => {
  const byUnit = new Map(sheets.map(({ sheet }) => [sheet.unit, sheet]));
  return ranking.flatMap(({ units }) => units.flatMap(({ unit }) => byUnit.get(unit) ?? []));
};

/** The result as it would be with today's scores; nothing of it is final. */
export function provisionalResult(live: LiveDocuments): ReportResult {
  const sheets = frozenSheets(live);
  const ids = { ...live.ids, version: 1 };
  const manifest = buildManifest(ids, live.scheme, live.period, sheets, { root: null, corrects: null });
  return { manifest, sheets: inOrderOf(manifest, sheets), root: null, sealedAt: null, decision: null };
}

/**
 * The sealed result, its sheets computed again from the frozen ledgers. Throws `RangeError` where a sheet is not the one
 * that was sealed: a report never prints another.
 */
export function resultOfSeal(live: LiveDocuments, { manifest, root, readTime }: Seal): ReportResult {
  if (!manifest || !root || !readTime) throw new RangeError("kết quả chưa được chốt xong");
  const sheets = frozenSheets(live);
  const hashes = new Map(sheets.map(({ sheet, sha256 }) => [sheet.unit, sha256]));
  for (const { units } of manifest.ranking)
    for (const { unit, name, sha256 } of units)
      if (hashes.get(unit) !== sha256) throw new RangeError(`bảng điểm của ${name} khác với bản đã chốt`);
  return {
    manifest,
    sheets: inOrderOf(manifest, sheets),
    root,
    sealedAt: readTime,
    decision: live.period.decision,
  };
}

/** A published result with its sheets; it was sealed when its seal says, or where that is another's, when it was published. */
export function publishedResult(
  { manifest, root, decision, publishedAt }: Publication,
  sheets: readonly HashedSheet[],
  seal: Pick<Seal, "root" | "readTime"> | undefined,
): ReportResult {
  const sealedAt = seal?.root === root && seal.readTime ? seal.readTime : publishedAt;
  return { manifest, sheets: inOrderOf(manifest, sheets), root, sealedAt, decision };
}

/** Which units took over from which, by the names of those that went: a unit's `successors` turned round. */
export function predecessorsOf(units: Iterable<Pick<Unit, "name" | "successors">>): Record<string, string[]> {
  const from: Record<string, string[]> = {};
  for (const { name, successors } of units)
    for (const successor of successors) {
      const names = from[successor] ?? [];
      from[successor] = names.includes(name) ? names : [...names, name];
    }
  return from;
}
