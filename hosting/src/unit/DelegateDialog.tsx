import { NativeSelect, TextInput } from "@mantine/core";
import { formatInstant, fromLocalInput } from "@parindex/core";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/text.ts";
import type { UnitFile } from "./useUnitFile.ts";

interface DelegateDialogProps {
  file: UnitFile;
  opened: boolean;
  onClose: () => void;
}

/** The head lets a deputy submit in their place until an instant, or takes that back. */
export function DelegateDialog({ file, opened, onClose }: DelegateDialogProps) {
  const { act, place } = useAct();
  const { unit, unitId, session, desk } = file;
  const others = desk.people?.filter(({ id }) => id !== session.uid) ?? [];
  const current = unit?.deputy;
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("delegate")}
      explain={
        current
          ? `${t("delegateExplain")} ${t("delegatedUntil", { until: formatInstant(current.until) })}`
          : t("delegateExplain")
      }
      perform={(form) => {
        const to = String(form.get("to"));
        const until = String(form.get("until"));
        const none = to === "";
        return act("delegate", {
          ...{ ...place, unit: unitId },
          to: none ? null : to,
          until: none || until === "" ? null : fromLocalInput(until),
        });
      }}
    >
      <NativeSelect
        name="to"
        label={t("deputy")}
        defaultValue={current?.uid ?? ""}
        data={[
          { value: "", label: t("noDeputy") },
          ...others.map(({ id, data }) => ({
            value: id,
            label: data.title === "" ? data.name : `${data.name} – ${data.title}`,
          })),
        ]}
      />
      <TextInput name="until" type="datetime-local" label={t("delegateUntil")} />
    </ActDialog>
  );
}
