import { Group, TextInput } from "@mantine/core";
import { fromLocalInput } from "@parindex/core";
import { type ReactNode, useMemo } from "react";
import { dataOf } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { useUnits } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { toLocalInput } from "../data/vietnam-time.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { useNow } from "../shell/time.ts";
import { t } from "../text/standing-body.ts";
import { ReasonField } from "./ReasonField.tsx";

interface DialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Seals the adopted result; a run that stopped is carried on. `children` shows how it goes. */
export function SealDialog(props: DialogProps & { children: ReactNode }) {
  const { act, place } = useAct();
  const units = dataOf(useUnits());
  const names = useMemo(() => new Map(units?.map(({ id, name }) => [id, name])), [units]);
  return (
    <ActDialog
      {...props}
      title={t("seal")}
      explain={t("sealExplain")}
      doneText={t("sealedToast")}
      unitNames={names}
      perform={() => act("seal", place)}
    />
  );
}

const HALF_HOUR = 30 * 60_000;

/** Enters UBND tỉnh's decision and when the result is published. */
export function DecisionDialog(props: DialogProps) {
  const { period } = useSession();
  const { act, place } = useAct();
  const now = useNow();
  const { decision, dates } = period;
  const publishAt = dates.publishAt > now ? dates.publishAt : new Date(now.getTime() + HALF_HOUR);
  return (
    <ActDialog
      {...props}
      title={t("enterDecision")}
      explain={t("decisionExplain")}
      perform={(form) =>
        act("enterDecision", {
          ...place,
          decision: {
            number: String(form.get("number")).trim(),
            date: String(form.get("date")),
            file: String(form.get("file")).trim(),
          },
          publishAt: fromLocalInput(String(form.get("publishAt"))),
        })
      }
    >
      <Group grow>
        <TextInput
          name="number"
          label={t("decisionNumber")}
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
      <TextInput name="file" label={t("decisionFile")} defaultValue={decision?.file ?? ""} maxLength={500} />
      <TextInput
        name="publishAt"
        type="datetime-local"
        label={t("publishWhen")}
        defaultValue={toLocalInput(publishAt)}
        required
      />
    </ActDialog>
  );
}

/** Takes adoption and seal back, with a reason. */
export function ReopenDialog(props: DialogProps) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...props}
      danger
      title={t("reopen")}
      explain={t("reopenExplain")}
      perform={(form) => act("reopen", { ...place, reason: String(form.get("reason")) })}
    >
      <ReasonField />
    </ActDialog>
  );
}
