import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useBackend } from "../data/backend.tsx";
import { CallRefused, call } from "../data/call.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/text.ts";
import type { JudgedField } from "./judged-leaves.ts";
import type { AppraisalFile } from "./useAppraisalFile.ts";

/** Recognises, in one act, every claimed score of the field that nobody has judged yet. */
export function RecogniseRest({ file, judged }: { file: AppraisalFile; judged: JudgedField }) {
  const { functions } = useBackend();
  const [asking, { open, close }] = useDisclosure(false);
  const { scheme, periodId } = file.session;
  const unjudged = judged.leaves.filter(({ id }) => file.decisionOn(id) === null);
  const claimed = unjudged.filter(({ id }) => (file.claimed.get(id)?.points ?? null) !== null).length;
  const unclaimed = unjudged.length - claimed;
  const perform = async () => {
    const refused = await file.saves.saves.whenIdle();
    if (refused > 0) throw new CallRefused(t("refusedFirst", { n: refused }));
    const { recognised } = await call<"recogniseRest", { recognised: number }>(functions, "recogniseRest", {
      ...{ scheme, period: periodId, unit: file.unitId },
      field: judged.field.id,
    });
    return t("recognisedCount", { n: recognised });
  };
  return (
    <>
      <Button variant="default" onClick={open} disabled={claimed === 0}>
        {t("recogniseRest")} ({claimed})
      </Button>
      <ActDialog
        opened={asking}
        onClose={close}
        title={t("recogniseRest")}
        explain={t("recogniseRestExplain", { n: claimed, field: judged.field.name })}
        perform={perform}
      >
        {unclaimed > 0 && <Text size="sm">{t("unclaimedRest", { n: unclaimed })}</Text>}
      </ActDialog>
    </>
  );
}
