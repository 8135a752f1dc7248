import { Button, Group, NativeSelect, Text, TextInput } from "@mantine/core";
import {
  type CriteriaSet,
  formatPoints,
  leavesOf,
  mapLeaves,
  readSetRows,
  SET_WIDTHS,
  setRows,
  validateCriteriaSet,
} from "@parindex/core";
import { lazy, Suspense, useState } from "react";
import { z } from "zod";
import { CallRefused } from "../data/call.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useSets, useUnits } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { downloadWorkbook } from "../setup/download-workbook.ts";
import { ExcelField } from "../setup/ExcelField.tsx";
import { ActDialog } from "../shell/ActDialog.tsx";
import { Shown } from "../shell/Notice.tsx";
import { setQuery, useAddress } from "../shell/route.ts";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/standing-body.ts";
import styles from "./admin.module.css";
import { ReasonField } from "./ReasonField.tsx";

const TemplateDialog = lazy(() => import("../setup/TemplateDialog.tsx"));
const SetEditor = lazy(() => import("../setup/SetEditor.tsx"));

/** Where the address keeps the set that is open. */
const SET = "bo";

type Sets = ReadonlyMap<string, CriteriaSet>;
type Act = "import" | "template" | "copy" | "remove" | "replace";

interface DialogProps {
  sets: Sets;
  units: readonly NamedUnit[];
  set: CriteriaSet | undefined;
  opened: boolean;
  onClose: () => void;
}

const sizeOf = (set: CriteriaSet) => {
  const leaves = [...leavesOf(set)];
  return {
    fields: set.fields.length,
    leaves: leaves.length,
    max: formatPoints(leaves.reduce((sum, { leaf }) => sum + leaf.max, 0)),
  };
};

const draftOf = ({ leaves: _, ...draft }: CriteriaSet) => draft;

const IdField = ({ start }: { start: string }) => (
  <TextInput
    name="id"
    label={t("setCode")}
    defaultValue={start}
    required
    pattern="[a-z0-9][a-z0-9\-]{0,62}"
  />
);

/** Takes a set in the shape of an annex from Excel. */
function ImportDialog({ units, opened, onClose }: DialogProps) {
  const { period } = useSession();
  const { act, place } = useAct();
  const [set, setSet] = useState<CriteriaSet | null>(null);
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("importSetTitle")}
      action={t("importExcel")}
      explain={t("importSetExplain")}
      perform={(form) => {
        if (!set) throw new CallRefused(t("noChoice"));
        const id = String(form.get("id")).trim();
        return act("saveCriteriaSet", {
          ...{ ...place, set: { ...draftOf(set), id }, seen: null, reason: String(form.get("reason")) },
        });
      }}
    >
      <IdField start="" />
      <ExcelField
        read={(rows) => {
          const { set: read, findings } = readSetRows(rows, {
            ...{ id: "bo-moi", name: t("tabSets"), lead: period.standingBody, units },
          });
          return read ? { read, findings: [] } : { read: null, findings };
        }}
        tell={(read) => t("excelSet", { name: read.name, ...sizeOf(read) })}
        onRead={setSet}
      />
      <ReasonField />
    </ActDialog>
  );
}

/** Begins a new version of a set under another id. */
function CopyDialog({ sets, set, opened, onClose }: DialogProps) {
  const { act, place } = useAct();
  if (!set) return null;
  const version = (n: number): string => (sets.has(`${set.id}-v${n}`) ? version(n + 1) : `${set.id}-v${n}`);
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={`${t("newVersion")}: ${set.name}`}
      action={t("newVersion")}
      explain={t("saveSetExplain")}
      perform={async (form) => {
        const id = String(form.get("id")).trim();
        const name = String(form.get("name")).trim();
        await act("saveCriteriaSet", {
          ...{ ...place, set: { ...draftOf(set), id, name }, seen: null, reason: String(form.get("reason")) },
        });
        setQuery(SET, id);
      }}
    >
      <IdField start={version(2)} />
      <TextInput name="name" label={t("setName")} defaultValue={set.name} required />
      <ReasonField />
    </ActDialog>
  );
}

function RemoveDialog({ set, opened, onClose }: DialogProps) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("removeSet")}
      danger
      explain={t("removeSetExplain", { name: set?.name ?? "" })}
      perform={(form) =>
        act("removeCriteriaSet", { ...place, set: set?.id ?? "", reason: String(form.get("reason")) })
      }
    >
      <ReasonField />
    </ActDialog>
  );
}

const Replaced = z.object({ units: z.int() });

/** What becomes of the leaves when a set gives way to another. */
function Mapping({ before, after }: { before: CriteriaSet; after: CriteriaSet }) {
  const { rescore, added, removed } = mapLeaves(before, after);
  const codes = (of: CriteriaSet, ids: readonly string[]) =>
    [...leavesOf(of)].flatMap(({ leaf }) => (ids.includes(leaf.id) ? leaf.code : [])).join(", ");
  return (
    <>
      {rescore.length > 0 && <Text size="sm">{t("mustRescore", { list: codes(after, rescore) })}</Text>}
      {added.length > 0 && <Text size="sm">{t("mustScore", { list: codes(after, added) })}</Text>}
      {removed.length > 0 && <Text size="sm">{t("losesLeaves", { list: codes(before, removed) })}</Text>}
      {rescore.length + added.length === 0 && <Text size="sm">{t("nothingRescored")}</Text>}
    </>
  );
}

/** Lets an unused version take the place of a set in use, after showing what that costs. */
function ReplaceDialog({ sets, set, opened, onClose }: DialogProps) {
  const { period } = useSession();
  const { act, place } = useAct();
  const used = period.criteriaSets.filter((id) => id !== set?.id);
  const [from, setFrom] = useState(used.find((id) => set?.id.startsWith(id)) ?? used[0] ?? "");
  const before = sets.get(from);
  if (!set) return null;
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("replaceSet")}
      danger
      explain={t("replaceSetExplain", { name: set.name })}
      perform={async (form) => {
        const answer = await act("replaceCriteriaSet", {
          ...{ ...place, from, to: set.id, reason: String(form.get("reason")) },
        });
        return t("replacedDone", { units: Replaced.parse(answer).units });
      }}
    >
      <NativeSelect
        label={t("replaceWhich")}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
        data={used.map((id) => ({ value: id, label: sets.get(id)?.name ?? id }))}
      />
      {before && <Mapping before={before} after={set} />}
      <ReasonField />
    </ActDialog>
  );
}

/** Whether the period is open and uses the set, so that it is frozen. */
const isFrozen = (period: ReturnType<typeof useSession>["period"], id: string) =>
  period.state !== "preparing" && (period.criteriaSets.includes(id) || Object.hasOwn(period.replaced, id));

function SetRow({
  set,
  units,
  onOpen,
}: {
  set: CriteriaSet;
  units: readonly NamedUnit[];
  onOpen: (act: Act) => void;
}) {
  const { period } = useSession();
  const users = units.filter(({ criteriaSet }) => criteriaSet === set.id).length;
  const faults = validateCriteriaSet(set).length;
  const frozen = isFrozen(period, set.id);
  const canReplace = period.state !== "preparing" && !frozen && faults === 0;
  const named = (key: "openSet" | "newVersion" | "removeSet" | "replaceSet" | "exportExcel") => ({
    size: "compact-sm",
    variant: "default",
    "aria-label": `${t(key)}: ${set.name}`,
    children: t(key),
  });
  return (
    <tr>
      <th scope="row">
        {set.name}
        <span className={styles.soft}>
          {set.id} · {t("setLeaves", sizeOf(set))}
        </span>
      </th>
      <td>
        {users > 0 ? t("setUsed", { n: users }) : t("setUnused")}
        {frozen && <span className={styles.soft}>{t("setFrozen")}</span>}
        {faults > 0 && <span className={styles.error}>{t("setFaults", { n: faults })}</span>}
      </td>
      <td className={styles.actions}>
        <Button {...named("openSet")} onClick={() => setQuery(SET, set.id)} />
        <Button {...named("newVersion")} onClick={() => onOpen("copy")} />
        {canReplace && <Button {...named("replaceSet")} onClick={() => onOpen("replace")} />}
        <Button
          {...named("exportExcel")}
          onClick={() =>
            void downloadWorkbook(`${set.id}.xlsx`, set.annex || set.id, setRows(set, units), SET_WIDTHS)
          }
        />
        {users === 0 && !frozen && <Button {...named("removeSet")} onClick={() => onOpen("remove")} />}
      </td>
    </tr>
  );
}

function List({ sets, units }: { sets: Sets; units: readonly NamedUnit[] }) {
  const dialog = useDialog<{ act: Act; set: string | null }>();
  const { subject } = dialog;
  const props = (act: Act): DialogProps => ({
    ...{ sets, units, set: sets.get(subject?.set ?? "") },
    opened: dialog.opened && subject?.act === act,
    onClose: dialog.close,
  });
  return (
    <>
      <Group gap="xs">
        <Button size="compact-sm" onClick={() => dialog.open({ act: "import", set: null })}>
          {t("importExcel")}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => dialog.open({ act: "template", set: null })}
        >
          {t("setTemplate")}
        </Button>
      </Group>
      {sets.size === 0 ? (
        <Text className="soft" mt="sm">
          {t("noSets")}
        </Text>
      ) : (
        <table className={styles.table} aria-label={t("tabSets")}>
          <thead>
            <tr>
              <th scope="col">{t("setName")}</th>
              <th scope="col">{t("state")}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {[...sets.values()].map((set) => (
              <SetRow key={set.id} {...{ set, units }} onOpen={(act) => dialog.open({ act, set: set.id })} />
            ))}
          </tbody>
        </table>
      )}
      <ImportDialog {...props("import")} />
      {subject?.act === "template" && (
        <Suspense>
          <TemplateDialog taken={new Set(sets.keys())} opened={dialog.opened} onClose={dialog.close} />
        </Suspense>
      )}
      <CopyDialog key={`copy ${subject?.set}`} {...props("copy")} />
      <RemoveDialog {...props("remove")} />
      <ReplaceDialog key={`replace ${subject?.set}`} {...props("replace")} />
    </>
  );
}

function OpenOrList({ sets, units }: { sets: Sets; units: readonly NamedUnit[] }) {
  const { period, periodId } = useSession();
  const set = sets.get(useAddress().searchParams.get(SET) ?? "");
  if (!set) return <List {...{ sets, units }} />;
  return (
    <>
      <Group mb="sm">
        <Button size="compact-sm" variant="default" onClick={() => setQuery(SET, null)}>
          ‹ {t("backToSets")}
        </Button>
      </Group>
      <SetEditor key={`${periodId}/${set.id}`} {...{ set, sets, units }} frozen={isFrozen(period, set.id)} />
    </>
  );
}

/** The criteria sets of the period: edited, compared, brought in and out by Excel, replaced. */
export default function SetsTab() {
  const sets = useSets();
  const units = useUnits();
  return (
    <Shown live={sets}>
      {(known) => <Shown live={units}>{(list) => <OpenOrList sets={known} units={list} />}</Shown>}
    </Shown>
  );
}
