import { Alert, Button, Group, Text, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { formatInstant, type Period } from "@parindex/core";
import { useMemo } from "react";
import { useBackend } from "../data/backend.tsx";
import { call } from "../data/call.ts";
import { useSession } from "../data/session.tsx";
import type { BoardUnit } from "../data/units.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { stateName, t } from "../text/text.ts";

function AdoptDialog({
  board,
  opened,
  onClose,
}: {
  board: readonly BoardUnit[];
  opened: boolean;
  onClose: () => void;
}) {
  const { functions } = useBackend();
  const { scheme, periodId } = useSession();
  const names = useMemo(() => new Map(board.map(({ unit, name }) => [unit, name])), [board]);
  const smallSamples = board.reduce((sum, { missing }) => sum + missing.insufficientSample, 0);
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("adopt")}
      explain={t("adoptExplain")}
      doneText={t("adoptedToast")}
      unitNames={names}
      perform={(form) =>
        call(functions, "adopt", {
          ...{ scheme, period: periodId },
          minutes: String(form.get("minutes")),
          insufficientSampleReason: String(form.get("sampleReason") ?? "").trim() || null,
        })
      }
    >
      <TextInput name="minutes" label={t("councilMinutes")} required maxLength={200} data-autofocus />
      {smallSamples > 0 && (
        <Textarea
          name="sampleReason"
          label={t("sampleReason")}
          description={t("smallSample", { n: smallSamples })}
          maxLength={2000}
          autosize
          minRows={2}
        />
      )}
    </ActDialog>
  );
}

function standing({ adoption, state }: Period): string {
  if (!adoption) return t("preview", { state: stateName(state) });
  const adopted = t("adopted", { minutes: adoption.minutes, at: formatInstant(adoption.at) });
  const { insufficientSampleReason: reason } = adoption;
  return reason ? `${adopted} ${t("adoptedSamples", { reason })}` : adopted;
}

/** Whether the result shown is adopted, and for the council the way to adopt it. */
export function Adoption({ board }: { board: readonly BoardUnit[] }) {
  const { period, member } = useSession();
  const [opened, { open, close }] = useDisclosure(false);
  const mayAdopt = member.roles.council === true && period.state === "adoption" && !period.adoption;
  return (
    <Group justify="space-between" align="flex-start" my="sm" gap="sm">
      {period.adoption ? (
        <Alert color="teal" variant="light" py="xs">
          <Text size="sm">✓ {standing(period)}</Text>
        </Alert>
      ) : (
        <Text size="sm" className="soft" flex={1} miw="16rem">
          {standing(period)}
        </Text>
      )}
      {mayAdopt && (
        <Button onClick={open} className="no-print">
          {t("adopt")}
        </Button>
      )}
      <AdoptDialog board={board} opened={opened} onClose={close} />
    </Group>
  );
}
