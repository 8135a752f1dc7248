import { NativeSelect, Textarea } from "@mantine/core";
import { leavesOf, paths, TEXT_MAX, Unit } from "@parindex/core";
import { useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { call } from "../data/call.ts";
import { dataOf, useDocument } from "../data/live.ts";
import { newId } from "../data/new-id.ts";
import { useSession } from "../data/session.tsx";
import { useSets } from "../data/units.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/text.ts";

/** Asks the standing body about a difficulty, of one leaf or in general. */
export function AskDialog({
  unitId,
  opened,
  onClose,
}: {
  unitId: string;
  opened: boolean;
  onClose: () => void;
}) {
  const { functions } = useBackend();
  const { scheme, periodId } = useSession();
  const unit = dataOf(useDocument(paths.unit(scheme, periodId, unitId), Unit));
  const set = dataOf(useSets())?.get(unit?.criteriaSet ?? "");
  const [difficulty, setDifficulty] = useState(newId);
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("askDifficulty")}
      action={t("sendQuestion")}
      explain={t("askExplain")}
      doneText={t("questionSent")}
      perform={async (form) => {
        await call(functions, "askDifficulty", {
          ...{ scheme, period: periodId, unit: unitId, difficulty },
          leaf: String(form.get("leaf")) || null,
          question: String(form.get("question")),
        });
        setDifficulty(newId());
      }}
    >
      <NativeSelect
        name="leaf"
        label={t("aboutLeaf")}
        data={[
          { value: "", label: t("aboutWhole") },
          ...(set ? [...leavesOf(set)] : []).map(({ leaf: { id, code, name } }) => ({
            value: id,
            label: `${code} ${name}`,
          })),
        ]}
      />
      <Textarea name="question" label={t("question")} required maxLength={TEXT_MAX} autosize minRows={4} />
    </ActDialog>
  );
}
