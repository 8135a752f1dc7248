import { Alert, Group, NativeSelect, NavLink, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { type FieldNode, type LeafNode, type Member, paths, refusalText, Unit } from "@parindex/core";
import { useState } from "react";
import { type Entry, useCollection } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import type { ShownSet } from "../sheet/useSet.ts";
import { Shown } from "../shell/Notice.tsx";
import { setQuery, useAddress } from "../shell/route.ts";
import { t } from "../text/text.ts";
import { AppraisedLeaf } from "./AppraisedLeaf.tsx";
import styles from "./appraisal.module.css";
import { RecogniseRest } from "./RecogniseRest.tsx";
import { type AppraisalFile, judgedLeaves, useAppraisalFile } from "./useAppraisalFile.ts";

type Filter = "all" | "open" | "adjusted";

function FieldLeaves({ file, leaves }: { file: AppraisalFile; leaves: readonly LeafNode[] }) {
  const [filter, setFilter] = useState<Filter>("all");
  const [adjusting, setAdjusting] = useState<string | null>(null);
  const shown = leaves.filter(({ id }) => {
    const { decision } = file.judgementOn(id);
    return filter === "all" || (filter === "open" ? decision === null : decision === "adjusted");
  });
  return (
    <>
      <SegmentedControl
        size="xs"
        value={filter}
        onChange={(value) => setFilter(value as Filter)}
        aria-label={t("state")}
        data={[
          { value: "all", label: t("filterAll") },
          { value: "open", label: t("filterOpen") },
          { value: "adjusted", label: t("filterDiffers") },
        ]}
      />
      <Stack gap="sm" mt="sm">
        {shown.map((leaf) => (
          <AppraisedLeaf
            key={leaf.id}
            file={file}
            leaf={leaf}
            adjusting={adjusting === leaf.id}
            onAdjusting={(open) => setAdjusting(open ? leaf.id : null)}
          />
        ))}
      </Stack>
    </>
  );
}

/** The fields of a unit's set in which the member has leaves to judge. */
function judgedFields(file: AppraisalFile, set: ShownSet): { field: FieldNode; leaves: LeafNode[] }[] {
  const { unitId, unit, session } = file;
  return set.set.fields
    .map((field) => ({
      field,
      leaves: judgedLeaves(field, unitId, unit, set, session.member, session.period),
    }))
    .filter(({ leaves }) => leaves.length > 0);
}

function AppraisedUnit({ unitId, unit }: { unitId: string; unit: Unit }) {
  const file = useAppraisalFile(unitId, unit);
  const chosen = useAddress().searchParams.get("linh-vuc");
  return (
    <Shown live={file.setLive}>
      {(set) => {
        const fields = judgedFields(file, set);
        const current = fields.find(({ field }) => field.id === chosen) ?? fields[0];
        if (!current) return <Text className="soft">{t("nothingYours")}</Text>;
        const open = current.leaves.filter(
          ({ id }) => file.judgementOn(id).decision === null && file.claimed.get(id)?.points != null,
        ).length;
        const done = current.leaves.filter(({ id }) => file.judgementOn(id).decision !== null).length;
        return (
          <Stack gap="sm">
            <Group justify="space-between" align="flex-end">
              <NativeSelect
                label={t("field")}
                value={current.field.id}
                onChange={(event) => setQuery("linh-vuc", event.currentTarget.value)}
                data={fields.map(({ field }) => ({ value: field.id, label: `${field.code}. ${field.name}` }))}
                style={{ flex: "1 1 16rem" }}
              />
              <RecogniseRest file={file} field={current.field.id} open={open} />
            </Group>
            {file.lock && <Alert color="gray">{refusalText(file.lock)}</Alert>}
            <Text size="sm" className="soft">
              {t("yourLeaves", { done, all: current.leaves.length })} · {t("appraisalKeys")}
            </Text>
            <FieldLeaves key={`${unitId}${current.field.id}`} file={file} leaves={current.leaves} />
          </Stack>
        );
      }}
    </Shown>
  );
}

/** The units a member may appraise: all but those they belong to, in official order. */
const appraisedUnits = (units: readonly Entry<Unit>[], { unit, roles }: Member) =>
  units
    .filter(({ id }) => id !== unit && id !== roles.unitEditor && id !== roles.unitHead)
    .toSorted((a, b) => a.data.order - b.data.order);

function Units({ units }: { units: readonly Entry<Unit>[] }) {
  const { member } = useSession();
  const open = appraisedUnits(units, member);
  const chosen = useAddress().searchParams.get("don-vi");
  const current = open.find(({ id }) => id === chosen) ?? open[0];
  const choose = (id: string) => setQuery("don-vi", id);
  if (!current) return null;
  return (
    <div className={styles.page}>
      <nav className={styles.units} aria-label={t("chooseUnit")}>
        {open.map(({ id, data }) => (
          <NavLink
            key={id}
            component="button"
            label={data.name}
            active={id === current.id}
            aria-current={id === current.id ? "true" : undefined}
            onClick={() => choose(id)}
            py={4}
          />
        ))}
      </nav>
      <div>
        <Title order={1} size="h3" mb="xs">
          {t("appraisalTitle")}: {current.data.name}
        </Title>
        <NativeSelect
          hiddenFrom="md"
          label={t("chooseUnit")}
          value={current.id}
          onChange={(event) => choose(event.currentTarget.value)}
          data={open.map(({ id, data }) => ({ value: id, label: data.name }))}
          mb="sm"
        />
        <AppraisedUnit key={current.id} unitId={current.id} unit={current.data} />
      </div>
    </div>
  );
}

/** A lead department's appraiser: every unit but their own, field by field. */
export default function AppraisalPage() {
  const { scheme, periodId } = useSession();
  const units = useCollection(paths.units(scheme, periodId), Unit);
  return <Shown live={units}>{(entries) => <Units units={entries} />}</Shown>;
}
