import { TextInput } from "@mantine/core";
import type { NamedUnit } from "../data/units.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/text.ts";
import { ReasonField } from "./ReasonField.tsx";
import { useAct } from "./useAct.ts";
import { fromLocalInput } from "./vietnam-time.ts";

interface FileDialogProps {
  unit: NamedUnit;
  opened: boolean;
  onClose: () => void;
}

/** Returns a file to its unit; past the deadline with an instant until which it may be corrected. */
export function ReturnDialog({ unit, opened, onClose, overdue }: FileDialogProps & { overdue: boolean }) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={`${t("returnFile")}: ${unit.name}`}
      action={t("returnFile")}
      explain={t("returnExplain")}
      perform={(form) => {
        const until = String(form.get("until"));
        return act("returnSubmission", {
          ...{ ...place, unit: unit.id, reason: String(form.get("reason")) },
          until: until ? fromLocalInput(until) : null,
        });
      }}
    >
      <ReasonField />
      <TextInput name="until" type="datetime-local" label={t("until")} required={overdue} />
    </ActDialog>
  );
}

/** Locks the file of a unit that did not submit in time. */
export function LockDialog({ unit, opened, onClose }: FileDialogProps) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      danger
      title={`${t("lockFile")}: ${unit.name}`}
      action={t("lockFile")}
      explain={t("lockExplain")}
      perform={(form) =>
        act("lockAsItStands", { ...place, unit: unit.id, reason: String(form.get("reason")) })
      }
    >
      <ReasonField />
    </ActDialog>
  );
}
