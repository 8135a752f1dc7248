import { Text, Title } from "@mantine/core";
import { type CriteriaSet, Ledger, paths } from "@parindex/core";
import { useMemo } from "react";
import { useDocuments } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useSets, useUnits } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { setQuery, useAddress } from "../shell/route.ts";
import { t } from "../text/text.ts";
import { AppraisedUnit } from "./AppraisedUnit.tsx";
import styles from "./appraisal.module.css";
import { judgedFields, progressOf } from "./judged-leaves.ts";
import { type JudgedUnit, UnitNav } from "./UnitNav.tsx";

const UNIT = "don-vi";

/** The units of which the member may judge something, in official order, with how far that has come. */
function useJudgedUnits(units: readonly NamedUnit[], sets: ReadonlyMap<string, CriteriaSet>): JudgedUnit[] {
  const { scheme, periodId, member, period } = useSession();
  const judged = useMemo(
    () =>
      units
        .map((unit) => {
          const set = sets.get(unit.criteriaSet);
          return { unit, fields: set ? judgedFields(unit.id, unit, set, member, period) : [] };
        })
        .filter(({ fields }) => fields.length > 0),
    [units, sets, member, period],
  );
  const ids = judged.map(({ unit }) => unit.id).join(" ");
  const ledgerPaths = useMemo(
    () => (ids === "" ? [] : ids.split(" ").map((id) => paths.ledger(scheme, periodId, id))),
    [scheme, periodId, ids],
  );
  const ledgers = useDocuments(ledgerPaths, Ledger);
  return judged.map(({ unit, fields }) => ({
    unit,
    progress: progressOf(fields, ledgers.get(paths.ledger(scheme, periodId, unit.id))),
  }));
}

function Desk({ units, sets }: { units: readonly NamedUnit[]; sets: ReadonlyMap<string, CriteriaSet> }) {
  const { groups } = useSession().period;
  const judged = useJudgedUnits(units, sets);
  const chosen = useAddress().searchParams.get(UNIT);
  const current = (judged.find(({ unit }) => unit.id === chosen) ?? judged[0])?.unit;
  if (!current)
    return (
      <Text p="md" className="soft">
        {t("noUnitsYours")}
      </Text>
    );
  return (
    <div className={styles.page}>
      <UnitNav
        units={judged}
        groups={groups}
        current={current.id}
        onChoose={(unit) => setQuery(UNIT, unit)}
      />
      <div>
        <Title order={1} size="h3" mb="xs">
          {t("appraisalTitle")}: {current.name}
        </Title>
        <AppraisedUnit key={current.id} unit={current} />
      </div>
    </div>
  );
}

/** A lead department's appraiser: every unit they may judge but their own, field by field. */
export default function AppraisalPage() {
  const units = useUnits();
  const sets = useSets();
  return (
    <Shown live={units}>
      {(units) => <Shown live={sets}>{(sets) => <Desk units={units} sets={sets} />}</Shown>}
    </Shown>
  );
}
