import { Group, TextInput } from "@mantine/core";
import { fromLocalInput, type PreparedCorrection } from "@parindex/core";
import { useAct } from "../data/useAct.ts";
import { toLocalInput } from "../data/vietnam-time.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/correcting.ts";
import styles from "./correction.module.css";
import { ReasonField } from "./ReasonField.tsx";

interface DialogProps {
  opened: boolean;
  onClose: () => void;
  /** What follows once the server did it. */
  onDone: () => void;
}

/** Publishes a prepared correction by its decision, at once or at a time. */
export function PublishDialog({
  prepared,
  onDone,
  ...dialog
}: DialogProps & { prepared: PreparedCorrection }) {
  const { act, place } = useAct();
  const { root, decision, publishAt } = prepared;
  return (
    <ActDialog
      {...dialog}
      title={t("correctionPublish")}
      explain={t("correctionPublishExplain")}
      perform={async (form) => {
        const text = (name: string) => String(form.get(name)).trim();
        const when = text("publishAt");
        await act("publishCorrection", {
          ...{ ...place, root },
          decision: { number: text("number"), date: text("date"), file: text("file") },
          publishAt: when === "" ? null : fromLocalInput(when),
        });
        onDone();
        return when === "" ? t("correctionDone") : undefined;
      }}
    >
      <code className={styles.hash}>{root}</code>
      <Group grow preventGrowOverflow={false}>
        <TextInput
          name="number"
          label={t("correctionNumber")}
          defaultValue={decision?.number ?? ""}
          required
          maxLength={60}
          data-autofocus
        />
        <TextInput
          name="date"
          type="date"
          label={t("decisionDate")}
          defaultValue={decision?.date ?? ""}
          required
        />
      </Group>
      <TextInput
        name="file"
        label={t("correctionFile")}
        defaultValue={decision?.file ?? ""}
        required
        maxLength={500}
      />
      <TextInput
        name="publishAt"
        type="datetime-local"
        label={t("correctionWhen")}
        description={t("correctionWhenHint")}
        defaultValue={publishAt === null ? "" : toLocalInput(new Date(publishAt))}
      />
    </ActDialog>
  );
}

/** Gives a prepared correction up. */
export function DiscardDialog({ onDone, ...dialog }: DialogProps) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...dialog}
      danger
      title={t("correctionDiscard")}
      explain={t("correctionDiscardExplain")}
      perform={async (form) => {
        await act("discardCorrection", { ...place, reason: String(form.get("reason")) });
        onDone();
      }}
    >
      <ReasonField />
    </ActDialog>
  );
}
