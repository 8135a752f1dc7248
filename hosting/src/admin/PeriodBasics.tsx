import { Button, Checkbox, Group, NativeSelect, TextInput } from "@mantine/core";
import { Id, type UnitGroup } from "@parindex/core";
import { useState } from "react";
import { CallRefused } from "../data/call.ts";
import { newId } from "../data/new-id.ts";
import { useSession } from "../data/session.tsx";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/standing-body.ts";
import { ReasonField } from "./ReasonField.tsx";

/** A group as it is edited; `key` keeps its row while its id is typed. */
type Row = UnitGroup & { key: string };

/** What a period says of itself before it opens: its name, the groups of its units, and who runs it. */
export function PeriodBasics({
  units,
  opened,
  onClose,
}: {
  units: readonly NamedUnit[];
  opened: boolean;
  onClose: () => void;
}) {
  const { period } = useSession();
  const { act, place } = useAct();
  const [rows, setRows] = useState<readonly Row[]>(() =>
    period.groups.map((group) => ({ ...group, key: group.id })),
  );
  const change = (key: string, next: Partial<UnitGroup>) =>
    setRows(rows.map((row) => (row.key === key ? { ...row, ...next } : row)));
  const choices = units.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("periodBasics")}
      action={t("save")}
      explain={t("periodBasicsExplain")}
      perform={async (form) => {
        const wrong = rows.find(({ id, name }) => !Id.safeParse(id).success || name.trim() === "");
        if (wrong) throw new CallRefused(t("groupWrong", { group: wrong.name || wrong.id || "—" }));
        await act("savePeriodBasics", {
          ...place,
          name: String(form.get("name")),
          groups: rows.map(({ id, name, ranked }) => ({ id, name: name.trim(), ranked })),
          standingBody: String(form.get("standingBody")),
          standingBodyOwn: String(form.get("standingBodyOwn")),
          reason: String(form.get("reason")),
        });
      }}
    >
      <TextInput name="name" label={t("newYearName")} defaultValue={period.name} required />
      {rows.map(({ key, id, name, ranked }) => (
        <Group key={key} align="flex-end" gap="xs">
          <TextInput
            label={t("groupCode")}
            value={id}
            flex="1 1 8rem"
            onChange={(event) => change(key, { id: event.currentTarget.value })}
          />
          <TextInput
            label={t("groupName")}
            value={name}
            flex="2 1 12rem"
            onChange={(event) => change(key, { name: event.currentTarget.value })}
          />
          <Checkbox
            label={t("groupRanked")}
            checked={ranked}
            mb={8}
            onChange={(event) => change(key, { ranked: event.currentTarget.checked })}
          />
          <Button
            size="compact-sm"
            variant="default"
            mb={6}
            aria-label={`${t("removeGroup")}: ${name}`}
            disabled={rows.length === 1}
            onClick={() => setRows(rows.filter((row) => row.key !== key))}
          >
            {t("removeGroup")}
          </Button>
        </Group>
      ))}
      <Button
        size="compact-sm"
        variant="default"
        w="fit-content"
        onClick={() => setRows([...rows, { key: newId(), id: "", name: "", ranked: true }])}
      >
        {t("addGroup")}
      </Button>
      <NativeSelect
        name="standingBody"
        label={t("standingBody")}
        defaultValue={period.standingBody}
        data={choices}
      />
      <NativeSelect
        name="standingBodyOwn"
        label={t("standingBodyOwn")}
        defaultValue={period.standingBodyOwn}
        data={choices}
      />
      <ReasonField />
    </ActDialog>
  );
}
