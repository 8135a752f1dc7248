import { Text, Title } from "@mantine/core";
import { useRef } from "react";
import { useSession } from "../data/session.tsx";
import { Shown } from "../shell/Notice.tsx";
import { QueryTabs } from "../shell/QueryTabs.tsx";
import { setQuery, useAddress } from "../shell/route.ts";
import { t } from "../text/text.ts";
import { AppraisedUnit } from "./AppraisedUnit.tsx";
import styles from "./appraisal.module.css";
import { ByLeaf } from "./ByLeaf.tsx";
import { UNIT } from "./desk-address.ts";
import { Queue } from "./Queue.tsx";
import { UnitNav } from "./UnitNav.tsx";
import { type JudgedUnit, useJudgedUnits } from "./useJudgedUnits.ts";

/** One unit at a time, beside the list of them. */
function ByUnit({ units }: { units: readonly JudgedUnit[] }) {
  const { groups } = useSession().period;
  const chosen = useAddress().searchParams.get(UNIT);
  const arriving = useRef(false);
  const current = units.find(({ unit }) => unit.id === chosen) ?? units[0];
  if (!current) return null;
  const at = units.indexOf(current);
  const nextUnit = [...units.slice(at + 1), ...units.slice(0, at)].find(
    ({ progress: { done, all } }) => done < all,
  );
  return (
    <div className={styles.page}>
      <UnitNav
        units={units}
        groups={groups}
        current={current.unit.id}
        onChoose={(unit) => setQuery(UNIT, unit)}
      />
      <div>
        <Title order={2} size="h3" mb="xs">
          {current.unit.name}
        </Title>
        <AppraisedUnit key={current.unit.id} judged={current} {...{ nextUnit, arriving }} />
      </div>
    </div>
  );
}

function Desk({ units }: { units: readonly JudgedUnit[] }) {
  if (units.length === 0)
    return (
      <Text py="md" className="soft">
        {t("noUnitsYours")}
      </Text>
    );
  return (
    <QueryTabs
      label={t("appraisalTitle")}
      tabs={[
        { id: "theo-don-vi", label: t("tabByUnit"), content: () => <ByUnit units={units} /> },
        { id: "hang-doi", label: t("tabQueue"), content: () => <Queue units={units} /> },
        { id: "theo-tieu-chi", label: t("tabByLeaf"), content: () => <ByLeaf units={units} /> },
      ]}
    />
  );
}

/** A lead department's appraiser: every unit they may judge but their own, unit by unit, as one queue, or leaf by leaf. */
export default function AppraisalPage() {
  return (
    <div className={styles.desk}>
      <Title order={1} size="h3" mb="xs">
        {t("appraisalTitle")}
      </Title>
      <Shown live={useJudgedUnits()}>{(units) => <Desk units={units} />}</Shown>
    </div>
  );
}
