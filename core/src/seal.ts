import { standing } from "./adjustments.ts";
import type { CriteriaSet } from "./criteria-set.ts";
import type {
  Adjustment,
  FrozenSheet,
  GroupRanking,
  Manifest,
  Period,
  RankedUnit,
  Scheme,
  Totals,
  Unit,
} from "./documents.ts";
import { canonicalJson, merkleRoot, sha256Hex } from "./merkle.ts";
import { bandOf, indexTexts, type Rankable, rankGroup } from "./ranking.ts";
import { missingOf, type Sheet, type SheetInputs, sheetRows, totalOf } from "./sheet.ts";

/** A sealed sheet with the hash that stands in the ranking and in the Merkle tree. */
export interface HashedSheet {
  sheet: FrozenSheet;
  sha256: string;
}

/** SHA-256 over the canonical JSON of a whole criteria set, its leaf table included: what "the same set" means. */
export const criteriaSetHash = (set: CriteriaSet): string => sha256Hex(canonicalJson(set));

/** The adjustments of a frozen sheet, where any stands. */
function frozenAdjustments(
  adjustments: readonly Adjustment[],
  counted = 0,
): Pick<FrozenSheet, "adjustments"> {
  const items = standing(adjustments).map(({ kind, points, reason, decision }) => ({
    ...{ kind, points, reason, decision },
  }));
  return items.length === 0 ? {} : { adjustments: { counted, items } };
}

/**
 * Freezes a computed sheet with all that is needed to read and recompute it alone; `adjustments` in the order in which
 * they were made.
 */
export function freezeSheet(
  place: { scheme: string; period: string; unit: string },
  unit: Unit,
  set: CriteriaSet,
  sheet: Sheet,
  inputs: SheetInputs,
  adjustments: readonly Adjustment[] = [],
): HashedSheet {
  const frozen: FrozenSheet = {
    ...place,
    name: unit.name,
    order: unit.order,
    group: unit.group,
    criteriaSet: { id: set.id, name: set.name, sha256: criteriaSetHash(set) },
    selfAssessed: unit.submission.state === "submitted",
    exempt: unit.exempt,
    insufficientSample: missingOf(place.unit, sheet, inputs).flatMap(({ column, leaf }) =>
      column === "sample" && leaf ? [leaf] : [],
    ),
    ...frozenAdjustments(adjustments, inputs.adjustment),
    total: totalOf(sheet),
    rows: sheetRows(sheet),
  };
  return { sheet: frozen, sha256: sha256Hex(canonicalJson(frozen)) };
}

/** What of a sheet the ranking needs: without it, thousands of sheets would have to be in memory at once. */
export const forRanking = ({ sheet, sha256 }: HashedSheet): HashedSheet => ({
  sheet: {
    ...sheet,
    rows: sheet.rows.filter(({ level, source }) => level === "field" || source === "survey"),
  },
  sha256,
});

function rankable({ sheet }: HashedSheet): Rankable {
  const fields = sheet.rows.filter((row) => row.level === "field").map((row) => [row.id, row] as const);
  const surveyed = sheet.rows.filter((row) => row.source === "survey");
  return {
    unit: sheet.unit,
    order: sheet.order,
    total: sheet.total,
    surveyMax: surveyed.reduce((sum, row) => sum + row.max, 0),
    fields: Object.fromEntries<Totals>(fields),
  };
}

function groupRanking(
  group: Period["groups"][number],
  sheets: readonly HashedSheet[],
  settings: Period["settings"],
): GroupRanking {
  const entries = sheets.map((hashed) => ({ ...rankable(hashed), hashed }));
  const placed = rankGroup(entries, group, settings.tieBreaks);
  const fractions = placed.map(({ entry }) => ({
    achieved: entry.total.achieved ?? 0,
    max: entry.total.max,
  }));
  const texts = indexTexts(fractions, settings.decimals);
  const units = placed.map(({ entry, rank }, at): RankedUnit => {
    const fraction = fractions[at] ?? { achieved: 0, max: 0 };
    const { sheet, sha256 } = entry.hashed;
    return {
      unit: sheet.unit,
      name: sheet.name,
      ...fraction,
      index: texts[at] ?? "—",
      rank,
      band: bandOf(fraction, settings.bands[group.id] ?? []),
      selfAssessed: sheet.selfAssessed,
      sha256,
    };
  });
  return { group: group.id, name: group.name, ranked: group.ranked, units };
}

/** The ranking of every group, in the period's order of groups, from the sealed sheets alone. */
export function rankSheets(
  groups: Period["groups"],
  sheets: readonly HashedSheet[],
  settings: Period["settings"],
): GroupRanking[] {
  return groups.map((group) =>
    groupRanking(
      group,
      sheets.filter(({ sheet }) => sheet.group === group.id),
      settings,
    ),
  );
}

/** The hash of each criteria set that the sheets were computed with. */
export const criteriaSetsOf = (sheets: readonly HashedSheet[]): Record<string, string> =>
  Object.fromEntries(sheets.map(({ sheet: { criteriaSet } }) => [criteriaSet.id, criteriaSet.sha256]));

function requireGroups(groups: Period["groups"], sheets: readonly HashedSheet[]): void {
  const known = new Set(groups.map(({ id }) => id));
  for (const { sheet } of sheets)
    if (!known.has(sheet.group))
      throw new RangeError(`buildManifest: ${sheet.unit} stands in no group (${sheet.group})`);
}

/**
 * Everything a result says beside its sheets. `previous` is the root it is chained to. A sheet of a group that the
 * period does not have is refused: it would be left out of ranking and root without a word.
 */
export function buildManifest(
  ids: { scheme: string; period: string; version: number },
  scheme: Scheme,
  period: Pick<Period, "name" | "year" | "settings" | "groups" | "adoption">,
  sheets: readonly HashedSheet[],
  previous: { root: string | null; corrects: string | null },
): Manifest {
  requireGroups(period.groups, sheets);
  return {
    format: "parindex/1",
    scheme: ids.scheme,
    schemeName: scheme.name,
    owner: scheme.owner,
    period: ids.period,
    periodName: period.name,
    year: period.year,
    version: ids.version,
    corrects: previous.corrects,
    previousRoot: previous.root,
    settings: period.settings,
    insufficientSampleReason: period.adoption?.insufficientSampleReason ?? null,
    criteriaSets: criteriaSetsOf(sheets),
    ranking: rankSheets(period.groups, sheets, period.settings),
  };
}

/**
 * The root that is printed in the decision: the Merkle tree (RFC 9162) over the hash of the manifest and the hashes
 * of all sheets in the manifest's order.
 */
export const sealRoot = (manifest: Manifest): string => merkleRoot(rootLeaves(manifest));

/** What the root covers, in its order: the hash of the manifest, then those of the sheets. */
export const rootLeaves = (manifest: Manifest, sha256 = sha256Hex(canonicalJson(manifest))): string[] => [
  sha256,
  ...manifest.ranking.flatMap((group) => group.units.map((unit) => unit.sha256)),
];
