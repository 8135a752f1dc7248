import { Checkbox, Textarea, TextInput } from "@mantine/core";
import { fromLocalInput } from "@parindex/core";
import { useState } from "react";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/standing-body.ts";
import styles from "./admin.module.css";
import { ReasonField } from "./ReasonField.tsx";

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

/** Opens a unit's self-assessment past the deadline until an instant, or takes that back. */
export function ExceptionDialog({ unit, opened, onClose }: FileDialogProps) {
  const { act, place } = useAct();
  const [withdrawing, setWithdrawing] = useState(false);
  const granted = unit.lockException !== null;
  const withdraw = granted && withdrawing;
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={`${t("lockException")}: ${unit.name}`}
      action={t(withdraw ? "withdrawException" : "lockException")}
      explain={t("lockExceptionExplain")}
      perform={(form) =>
        act("setLockException", {
          ...{ ...place, unit: unit.id, reason: String(form.get("reason")) },
          until: withdraw ? null : fromLocalInput(String(form.get("until"))),
        })
      }
    >
      {granted && (
        <Checkbox
          label={t("withdrawException")}
          checked={withdrawing}
          onChange={({ currentTarget: { checked } }) => setWithdrawing(checked)}
        />
      )}
      {!withdraw && <TextInput name="until" type="datetime-local" label={t("until")} required />}
      <ReasonField />
    </ActDialog>
  );
}

interface RemindDialogProps {
  units: readonly NamedUnit[];
  opened: boolean;
  onClose: () => void;
}

/** Reminds the people of the chosen units of what they still lack. */
export function RemindDialog({ units, opened, onClose }: RemindDialogProps) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("remindUnits", { n: units.length })}
      action={t("sendReminder")}
      explain={t("remindExplain")}
      perform={(form) =>
        act("remindUnits", {
          ...place,
          units: units.map(({ id }) => id),
          text: String(form.get("text")),
        })
      }
    >
      <ul className={styles.chosen}>
        {units.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
      <Textarea name="text" label={t("reminderText")} required maxLength={2000} autosize minRows={3} />
    </ActDialog>
  );
}
