import { Alert, Button, Group, NativeSelect, Text, Title } from "@mantine/core";
import { type AnalysedUnit, analysedUnits, formatInstant, unitIndex } from "@parindex/core";
import { lazy, useMemo } from "react";
import admin from "../admin/admin.module.css";
import { useSession } from "../data/session.tsx";
import { Shown } from "../shell/Notice.tsx";
import { QueryTabs } from "../shell/QueryTabs.tsx";
import { setQuery, useAddress } from "../shell/route.ts";
import { t } from "../text/analysis-desk.ts";
import { Lead } from "./parts.tsx";
import { type Snapshot, useSnapshot } from "./useAnalysed.ts";

const Losses = lazy(() => import("./Losses.tsx"));
const Gaps = lazy(() => import("./Gaps.tsx"));
const Discrimination = lazy(() => import("./Discrimination.tsx"));
const Correlation = lazy(() => import("./Correlation.tsx"));
const Years = lazy(() => import("./Years.tsx"));
const Peers = lazy(() => import("./Peers.tsx"));
const Robustness = lazy(() => import("./Robustness.tsx"));
const WhatIf = lazy(() => import("./WhatIf.tsx"));

const GROUP = "nhom";
const ALL = "";

function Tabs({ snapshot, units }: { snapshot: Snapshot; units: readonly AnalysedUnit[] }) {
  const { period } = useSession();
  const chosen = useAddress().searchParams.get(GROUP);
  const group = period.groups.find(({ id }) => id === chosen);
  const shown = useMemo(
    () => (group ? units.filter(({ ledger }) => ledger.group === group.id) : units),
    [units, group],
  );
  const groups = group ? [group] : period.groups;
  return (
    <>
      <NativeSelect
        className="no-print"
        label={t("analysisGroup")}
        maw="24rem"
        mb="xs"
        value={group?.id ?? ALL}
        onChange={({ currentTarget: { value } }) => setQuery(GROUP, value === ALL ? null : value)}
        data={[
          { value: ALL, label: t("analysisAllGroups") },
          ...period.groups.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <QueryTabs
        label={t("navAnalysis")}
        tabs={[
          { id: "mat-diem", label: t("tabLosses"), content: () => <Losses units={shown} /> },
          { id: "chenh-lech", label: t("tabGaps"), content: () => <Gaps units={shown} all={units} /> },
          {
            id: "phan-biet",
            label: t("tabDiscrimination"),
            content: () => <Discrimination units={shown} mixed={groups.length > 1} />,
          },
          { id: "tuong-quan", label: t("tabCorrelation"), content: () => <Correlation units={shown} /> },
          { id: "nam-truoc", label: t("tabYears"), content: () => <Years units={shown} /> },
          { id: "trung-vi", label: t("tabPeers"), content: () => <Peers {...{ groups }} units={shown} /> },
          {
            id: "do-vung",
            label: t("tabRobustness"),
            content: () => <Robustness {...{ groups }} units={shown} />,
          },
          { id: "thu", label: t("tabWhatIf"), content: () => <WhatIf {...{ snapshot, groups }} /> },
        ]}
      />
    </>
  );
}

function Analysed({ snapshot, again }: { snapshot: Snapshot; again: () => void }) {
  const units = useMemo(() => analysedUnits(snapshot.ledgers, snapshot.sets), [snapshot]);
  const open = units.filter(({ ledger, sheet }) => unitIndex(ledger, sheet).provisional).length;
  if (units.length === 0) return <Text mt="md">{t("noIndices")}</Text>;
  return (
    <>
      <Group gap="sm" mb="xs">
        <Text size="sm" className="soft">
          {t("analysisAt", { at: formatInstant(snapshot.at), n: units.length })}
        </Text>
        <Button size="compact-sm" variant="default" className="no-print" onClick={again}>
          {t("analysisAgain")}
        </Button>
      </Group>
      {open > 0 && (
        <Alert color="yellow" variant="light" py="xs" mb="xs">
          <Text size="sm">{t("analysisProvisional", { n: open, all: units.length })}</Text>
        </Alert>
      )}
      <Tabs {...{ snapshot, units }} />
    </>
  );
}

/** What the standing body and the council learn from a result: from one reading of the ledgers, and nothing is written. */
export default function AnalysisPage() {
  const { live, again } = useSnapshot();
  return (
    <div className={admin.page}>
      <Title order={1} size="h2" mb="xs">
        {t("navAnalysis")}
      </Title>
      <Lead>{t("analysisLead")}</Lead>
      <Shown live={live}>{(snapshot) => <Analysed {...{ snapshot, again }} />}</Shown>
    </div>
  );
}
