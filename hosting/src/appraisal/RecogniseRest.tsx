import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { CallRefused, call } from "../data/call.ts";
import { t } from "../text/text.ts";
import type { AppraisalFile } from "./useAppraisalFile.ts";

/** Recognises, in one act, every claimed score of the field that nobody has judged yet. */
export function RecogniseRest({ file, field, open }: { file: AppraisalFile; field: string; open: number }) {
  const { functions } = useBackend();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { scheme, periodId } = file.session;
  const perform = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      await file.saves.saves.whenIdle();
      const input = { scheme, period: periodId, unit: file.unitId, field };
      const { recognised } = await call<"recogniseRest", { recognised: number }>(
        functions,
        "recogniseRest",
        input,
      );
      notifications.show({ message: t("recognisedCount", { n: recognised }) });
      setAsking(false);
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error.message : t("unexpected"));
    }
    setBusy(false);
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)} disabled={open === 0 || file.lock !== null}>
        {t("recogniseRest")} ({open})
      </Button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("recogniseRest")}
        closeButtonProps={{ "aria-label": t("close") }}
      >
        <Stack>
          <Text size="sm">{t("recogniseRestExplain", { n: open })}</Text>
          {refusal && (
            <Alert color="red" variant="light" role="alert">
              {refusal}
            </Alert>
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t("cancel")}
            </Button>
            <Button onClick={perform} loading={busy} data-autofocus>
              {t("recogniseRest")}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
