import { Button, Group, NativeSelect, NumberInput, Text, TextInput } from "@mantine/core";
import {
  type CriteriaSet,
  existsOn,
  type ListedUnit,
  readUnitRows,
  UNIT_WIDTHS,
  type UnitDetails,
  unitRows,
} from "@parindex/core";
import { lazy, Suspense, useState } from "react";
import { CallRefused } from "../data/call.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useSets, useUnits } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { downloadWorkbook } from "../setup/download-workbook.ts";
import { ExcelField } from "../setup/ExcelField.tsx";
import { ActDialog } from "../shell/ActDialog.tsx";
import { Shown } from "../shell/Notice.tsx";
import { dayText } from "../shell/time.ts";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/standing-body.ts";
import styles from "./admin.module.css";
import { PeriodBasics } from "./PeriodBasics.tsx";
import { ReasonField } from "./ReasonField.tsx";

const RosterDialog = lazy(() => import("../setup/RosterDialog.tsx"));

type Sets = ReadonlyMap<string, CriteriaSet>;
type Act = "save" | "remove" | "import" | "roster" | "basics";

interface DialogProps {
  units: readonly NamedUnit[];
  unit: NamedUnit | undefined;
  sets: Sets;
  opened: boolean;
  onClose: () => void;
}

/** The highest place in the official order. */
const lastOrder = (units: readonly NamedUnit[]) =>
  units.reduce((most, { order }) => Math.max(most, order), 0);

const day = (form: FormData, name: string) => String(form.get(name)) || null;

function detailsIn(form: FormData, unit: NamedUnit | undefined): UnitDetails {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  return {
    name: text("name"),
    order: unit && !form.has("order") ? unit.order : Number(text("order")),
    group: form.has("group") ? text("group") : (unit?.group ?? ""),
    criteriaSet: form.has("criteriaSet") ? text("criteriaSet") : (unit?.criteriaSet ?? ""),
    from: day(form, "from"),
    until: day(form, "until"),
    successors: text("successors")
      .split(/[;,\s]+/)
      .filter(Boolean),
  };
}

/** What is said of a unit. Once the period is open its place in the result is fixed. */
function UnitDialog({ units, unit, sets, opened, onClose }: DialogProps) {
  const { period } = useSession();
  const { act, place } = useAct();
  const fixed = period.state !== "preparing";
  const next = lastOrder(units) + 1;
  return (
    <ActDialog
      key={unit?.id ?? "new"}
      {...{ opened, onClose }}
      title={unit ? `${t("changeUnit")}: ${unit.name}` : t("addUnit")}
      action={t("save")}
      explain={fixed ? t("unitOpenHint") : t("unitSuccessorsHint")}
      perform={(form) =>
        act("saveUnit", {
          ...place,
          unit: unit?.id ?? String(form.get("unit")).trim(),
          isNew: !unit,
          details: detailsIn(form, unit),
          reason: String(form.get("reason")),
        })
      }
    >
      {!unit && (
        <TextInput
          name="unit"
          label={t("unitCode")}
          required
          pattern="[a-z0-9][a-z0-9\-]{0,62}"
          placeholder="so-y-te"
        />
      )}
      <TextInput
        name="name"
        label={t("unitFullName")}
        defaultValue={unit?.name ?? ""}
        required
        maxLength={300}
      />
      {!fixed && (
        <Group grow>
          <NumberInput
            name="order"
            label={t("unitOrder")}
            defaultValue={unit?.order ?? next}
            min={0}
            allowDecimal={false}
          />
          <NativeSelect
            name="group"
            label={t("unitGroup")}
            defaultValue={unit?.group ?? ""}
            data={period.groups.map(({ id, name }) => ({ value: id, label: name }))}
          />
          <NativeSelect
            name="criteriaSet"
            label={t("unitSet")}
            defaultValue={unit?.criteriaSet ?? ""}
            data={period.criteriaSets.map((id) => ({ value: id, label: sets.get(id)?.name ?? id }))}
          />
        </Group>
      )}
      <Group grow>
        <TextInput name="from" type="date" label={t("unitFrom")} defaultValue={unit?.from ?? ""} />
        <TextInput name="until" type="date" label={t("unitUntil")} defaultValue={unit?.until ?? ""} />
      </Group>
      <TextInput
        name="successors"
        label={t("unitSuccessors")}
        description={t("unitCodes")}
        defaultValue={unit?.successors.join("; ") ?? ""}
        list="unit-codes"
      />
      <datalist id="unit-codes">
        {units
          .filter(({ id }) => id !== unit?.id)
          .map(({ id, name }) => (
            <option key={id} value={id} label={name} />
          ))}
      </datalist>
      <ReasonField />
    </ActDialog>
  );
}

function RemoveDialog({ unit, opened, onClose }: Omit<DialogProps, "units" | "sets">) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("removeUnit")}
      danger
      explain={t("removeUnitExplain", { name: unit?.name ?? "" })}
      perform={(form) =>
        act("removeUnit", { ...place, unit: unit?.id ?? "", reason: String(form.get("reason")) })
      }
    >
      <ReasonField />
    </ActDialog>
  );
}

/** Takes a list of units from Excel: all of it is read and shown before anything is stored. */
function ImportDialog({ units, sets, opened, onClose }: Omit<DialogProps, "unit">) {
  const { period } = useSession();
  const { act, place } = useAct();
  const [listed, setListed] = useState<readonly ListedUnit[] | null>(null);
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("importUnitsTitle")}
      action={t("importExcel")}
      explain={t("importUnitsExplain")}
      perform={(form) => {
        if (!listed) throw new CallRefused(t("noChoice"));
        return act("importUnits", {
          ...place,
          units: listed.map(({ id, exempt, ...details }) => ({ unit: id, details, exempt })),
          reason: String(form.get("reason")),
        });
      }}
    >
      <ExcelField
        read={(rows) => {
          const { units: read, findings } = readUnitRows(rows, {
            groups: period.groups,
            sets: [...sets.values()],
            others: units.map(({ id }) => id),
          });
          return read ? { read, findings: [] } : { read: null, findings: findings ?? [] };
        }}
        tell={(read) => t("excelUnits", { n: read.length })}
        onRead={setListed}
      />
      <ReasonField />
    </ActDialog>
  );
}

const listedOf = ({ id, name, group, criteriaSet, order, from, until, successors, exempt }: NamedUnit) => ({
  ...{ id, name, group, criteriaSet, order, from, until, successors, exempt },
});

function UnitRow({
  unit,
  units,
  sets,
  onOpen,
}: {
  unit: NamedUnit;
  units: readonly NamedUnit[];
  sets: Sets;
  onOpen: (act: Act) => void;
}) {
  const { period } = useSession();
  const nameOf = (id: string) => units.find((one) => one.id === id)?.name ?? id;
  const notes = [
    unit.former.length > 0 && t("formerNames", { names: unit.former.map(({ name }) => name).join("; ") }),
    unit.until !== null && t("existsUntil", { date: dayText(unit.until) }),
    unit.successors.length > 0 && t("succeededBy", { names: unit.successors.map(nameOf).join("; ") }),
  ].filter((note) => note !== false);
  return (
    <tr className={existsOn(unit, `${period.year}-12-31`) ? undefined : styles.past}>
      <td className={styles.number}>{unit.order}</td>
      <th scope="row">
        {unit.name}
        {notes.map((note) => (
          <span key={note} className={styles.soft}>
            {note}
          </span>
        ))}
      </th>
      <td>{period.groups.find(({ id }) => id === unit.group)?.name ?? unit.group}</td>
      <td>{sets.get(unit.criteriaSet)?.name ?? unit.criteriaSet}</td>
      <td className={styles.actions}>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${t("changeUnit")}: ${unit.name}`}
          onClick={() => onOpen("save")}
        >
          {t("changeUnit")}
        </Button>
        {period.state === "preparing" && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${t("removeUnit")}: ${unit.name}`}
            onClick={() => onOpen("remove")}
          >
            {t("removeUnit")}
          </Button>
        )}
      </td>
    </tr>
  );
}

function Units({ units, sets }: { units: readonly NamedUnit[]; sets: Sets }) {
  const { period } = useSession();
  const dialog = useDialog<{ act: Act; unit: string | null }>();
  const { subject } = dialog;
  const unit = units.find(({ id }) => id === subject?.unit);
  const props = (act: Act) => ({
    opened: dialog.opened && subject?.act === act,
    onClose: dialog.close,
  });
  const preparing = period.state === "preparing";
  return (
    <>
      <Group gap="xs">
        {preparing && (
          <>
            <Button size="compact-sm" onClick={() => dialog.open({ act: "save", unit: null })}>
              {t("addUnit")}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => dialog.open({ act: "import", unit: null })}
            >
              {t("importExcel")}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => dialog.open({ act: "roster", unit: null })}
            >
              {t("rosterTitle")}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => dialog.open({ act: "basics", unit: null })}
            >
              {t("periodBasics")}
            </Button>
          </>
        )}
        <Button
          size="compact-sm"
          variant="default"
          onClick={() =>
            void downloadWorkbook(
              `don-vi-${period.year}.xlsx`,
              t("tabUnits"),
              unitRows(units.map(listedOf), [...sets.values()]),
              UNIT_WIDTHS,
            )
          }
        >
          {t("exportExcel")}
        </Button>
      </Group>
      {units.length === 0 ? (
        <Text className="soft" mt="sm">
          {t("noUnits")}
        </Text>
      ) : (
        <table className={styles.table} aria-label={t("tabUnits")}>
          <thead>
            <tr>
              <th scope="col" className={styles.number}>
                {t("unitOrder")}
              </th>
              <th scope="col">{t("unitName")}</th>
              <th scope="col">{t("unitGroup")}</th>
              <th scope="col">{t("unitSet")}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {units.map((one) => (
              <UnitRow
                key={one.id}
                unit={one}
                {...{ units, sets }}
                onOpen={(act) => dialog.open({ act, unit: one.id })}
              />
            ))}
          </tbody>
        </table>
      )}
      <UnitDialog {...{ units, unit, sets }} {...props("save")} />
      <RemoveDialog unit={unit} {...props("remove")} />
      <ImportDialog {...{ units, sets }} {...props("import")} />
      {subject?.act === "roster" && (
        <Suspense>
          <RosterDialog sets={sets} last={lastOrder(units)} {...props("roster")} />
        </Suspense>
      )}
      <PeriodBasics key={JSON.stringify(period.groups)} units={units} {...props("basics")} />
    </>
  );
}

/** Who is assessed: groups, sets, days and successors, one by one or by Excel. */
export default function UnitsTab() {
  const sets = useSets();
  const units = useUnits();
  return (
    <Shown live={sets}>
      {(known) => <Shown live={units}>{(list) => <Units units={list} sets={known} />}</Shown>}
    </Shown>
  );
}
