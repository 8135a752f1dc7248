import { isDeepStrictEqual } from "node:util";
import {
  type Adjustment,
  collectionOf,
  computeSheet,
  type Evidence,
  emptyLedger,
  foldChanges,
  freezeSheet,
  isFrozen,
  type Ledger,
  type Period,
  paths,
  type ScoreChange,
  type SealSheet,
  standing,
  type Unit,
  unitIndex,
} from "../../../core/src/index.ts";
import { SMALL_SET } from "../../functions/setup/small-set.ts";
import type { Sim } from "../people.ts";
import type { Database } from "../platform/database.ts";
import { all, read } from "../stored.ts";
import { COMPILED, changeOf, PERIOD, SCHEME, UNITS } from "../templates.ts";
import { differenceOf, type Fail } from "./difference.ts";

const withoutMarks = (ledger: Ledger): Ledger => {
  const unmarked = <T extends object>(column: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      Object.entries(column).map(([leaf, score]) => {
        const { unrecorded: _, ...rest } = score as T & { unrecorded?: true };
        return [leaf, rest as unknown as T];
      }),
    );
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
): { ledger: Ledger; adjustments: Adjustment[] } {
  const unit = read<Unit>(database, paths.unit(SCHEME, PERIOD, id)) as Unit;
  const given = all<Adjustment>(database, paths.adjustments(SCHEME, PERIOD, id));
  given.sort((a, b) => a.data.at.getTime() - b.data.at.getTime() || (a.id < b.id ? -1 : 1));
  const adjustments = standing(given.map(({ data }) => data));
  const evidence: Record<string, number> = {};
  for (const { data } of all<Evidence>(database, paths.evidence(SCHEME, PERIOD, id)))
    for (const leaf of Object.keys(data.leaves)) evidence[leaf] = (evidence[leaf] ?? 0) + 1;
  const empty = {
    ...emptyLedger(id, unit, period.settings, adjustments),
    evidence,
    frozen: isFrozen(period.state),
  };
  const changes = (["self", "appraisal", "survey"] as const).flatMap((column): ScoreChange[] =>
    all<Parameters<typeof changeOf>[1]>(database, paths.column(SCHEME, PERIOD, id, collectionOf[column])).map(
      ({ data }) => changeOf(column, data),
    ),
  );
  return { ledger: foldChanges(empty, changes), adjustments };
}

/** Every ledger and index is what its sources give, and every sheet that was sealed too. */
export function checkResults({ database, caller }: Sim, period: Period, fail: Fail): void {
  if (period.state === "preparing") return;
  const sealedOnce = database.list(`${paths.period(SCHEME, PERIOD)}/seals`).length > 0;
  for (const id of UNITS) {
    const stored = read<Ledger>(database, paths.ledger(SCHEME, PERIOD, id));
    const { ledger, adjustments } = ledgerFrom(database, period, id);
    if (!stored) {
      fail("every ledger follows from its sources", `${id} has none`);
      continue;
    }
    if (!isDeepStrictEqual(withoutMarks(stored), ledger))
      fail("every ledger follows from its sources", `${id}: ${differenceOf(withoutMarks(stored), ledger)}`);
    const sheet = computeSheet(COMPILED, ledger);
    const index = read<object>(database, paths.index(SCHEME, PERIOD, id));
    if (!isDeepStrictEqual(index, unitIndex(ledger, sheet)))
      fail(
        "every index follows from its sources",
        `${id}: ${differenceOf(index ?? {}, unitIndex(ledger, sheet))}`,
      );
    // What came while a ledger was frozen left its history, and stays marked when the result is opened again.
    if (!sealedOnce && caller.dropped.size === 0 && !isDeepStrictEqual(stored, withoutMarks(stored)))
      fail("no version waits for its event", id);
    if (period.state !== "sealed" && period.state !== "published") continue;
    const unit = read<Unit>(database, paths.unit(SCHEME, PERIOD, id)) as Unit;
    const place = { scheme: SCHEME, period: PERIOD, unit: id };
    const frozen = freezeSheet(place, unit, SMALL_SET, sheet, ledger, adjustments);
    const sealed = read<SealSheet>(database, paths.sealSheet(SCHEME, PERIOD, period.seal ?? "", id));
    if (sealed?.sha256 !== frozen.sha256)
      fail(
        "every acknowledged write is in the sealed result",
        `${id}: ${differenceOf(sealed?.sheet ?? {}, frozen.sheet)}`,
      );
  }
}
