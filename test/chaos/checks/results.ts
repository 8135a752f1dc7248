import { isDeepStrictEqual } from "node:util";
import {
  Adjustment,
  Appraisal,
  type Column,
  collectionOf,
  computeSheet,
  Evidence,
  emptyLedger,
  foldChanges,
  freezeSheet,
  isFrozen,
  Ledger,
  type Period,
  paths,
  SealSheet,
  SelfScore,
  SurveyScore,
  standing,
  Unit,
  UnitIndex,
  unitIndex,
} from "../../../core/src/index.ts";
import { SMALL_SET } from "../../functions/setup/small-set.ts";
import type { Sim } from "../people.ts";
import type { Database } from "../platform/database.ts";
import { all, read } from "../stored.ts";
import { COMPILED, changeOf, PERIOD, SCHEME, UNITS } from "../templates.ts";
import { differenceOf, type Fail } from "./difference.ts";

const withoutMarks = (ledger: Ledger): Ledger => {
  const unmarked = <T extends { unrecorded?: true | undefined }>(column: Record<string, T>) =>
    Object.fromEntries(Object.entries(column).map(([leaf, { unrecorded: _, ...score }]) => [leaf, score]));
  return {
    ...ledger,
    ...{
      self: unmarked(ledger.self),
      appraisal: unmarked(ledger.appraisal),
      survey: unmarked(ledger.survey),
    },
  };
};

/** A unit's ledger as it follows from what is stored, by `core` alone. */
function ledgerFrom(
  database: Database,
  period: Period,
  id: string,
  unit: Unit,
): { ledger: Ledger; adjustments: Adjustment[] } {
  const given = all(database, paths.adjustments(SCHEME, PERIOD, id), Adjustment);
  given.sort((a, b) => a.data.at.getTime() - b.data.at.getTime() || (a.id < b.id ? -1 : 1));
  const adjustments = standing(given.map(({ data }) => data));
  const evidence: Record<string, number> = {};
  for (const { data } of all(database, paths.evidence(SCHEME, PERIOD, id), Evidence))
    for (const leaf of Object.keys(data.leaves)) evidence[leaf] = (evidence[leaf] ?? 0) + 1;
  const empty = {
    ...emptyLedger(id, unit, period.settings, adjustments),
    evidence,
    frozen: isFrozen(period.state),
  };
  const column = (name: Column) => paths.column(SCHEME, PERIOD, id, collectionOf[name]);
  const changes = [
    ...all(database, column("self"), SelfScore).map(({ data }) => changeOf("self", data)),
    ...all(database, column("appraisal"), Appraisal).map(({ data }) => changeOf("appraisal", data)),
    ...all(database, column("survey"), SurveyScore).map(({ data }) => changeOf("survey", data)),
  ];
  return { ledger: foldChanges(empty, changes), adjustments };
}

/** Every ledger and index is what its sources give, and every sheet that was sealed too. */
export function checkResults({ database, caller }: Sim, period: Period, fail: Fail): void {
  if (period.state === "preparing") return;
  const sealedOnce = database.list(`${paths.period(SCHEME, PERIOD)}/seals`).length > 0;
  for (const id of UNITS) {
    const stored = read(database, paths.ledger(SCHEME, PERIOD, id), Ledger);
    const unit = read(database, paths.unit(SCHEME, PERIOD, id), Unit);
    if (!unit) {
      fail("a unit stays", id);
      continue;
    }
    const { ledger, adjustments } = ledgerFrom(database, period, id, unit);
    if (!stored) {
      fail("every ledger follows from its sources", `${id} has none`);
      continue;
    }
    if (!isDeepStrictEqual(withoutMarks(stored), ledger))
      fail("every ledger follows from its sources", `${id}: ${differenceOf(withoutMarks(stored), ledger)}`);
    const sheet = computeSheet(COMPILED, ledger);
    const index = read(database, paths.index(SCHEME, PERIOD, id), UnitIndex);
    if (!isDeepStrictEqual(index, unitIndex(ledger, sheet)))
      fail(
        "every index follows from its sources",
        `${id}: ${differenceOf(index ?? {}, unitIndex(ledger, sheet))}`,
      );
    // What came while a ledger was frozen left its history, and stays marked when the result is opened again.
    if (!sealedOnce && caller.dropped.size === 0 && !isDeepStrictEqual(stored, withoutMarks(stored)))
      fail("no version waits for its event", id);
    if (period.state !== "sealed" && period.state !== "published") continue;
    const place = { scheme: SCHEME, period: PERIOD, unit: id };
    const frozen = freezeSheet(place, unit, SMALL_SET, sheet, ledger, adjustments);
    const sealed = read(database, paths.sealSheet(SCHEME, PERIOD, period.seal ?? "", id), SealSheet);
    if (sealed?.sha256 !== frozen.sha256)
      fail(
        "every acknowledged write is in the sealed result",
        `${id}: ${differenceOf(sealed?.sheet ?? {}, frozen.sheet)}`,
      );
  }
}
