import { Button, Group, Stack, Textarea } from "@mantine/core";
import { TEXT_MAX } from "@parindex/core";
import { type KeyboardEvent, useState } from "react";
import { t } from "../text/text.ts";

interface AskFormProps {
  /** What is asked already; "" where nothing is. */
  start: string;
  /** An emptied text takes the request back. */
  onAsk: (ask: string) => void;
  onClose: () => void;
}

/** Asks what the unit should explain. Esc gives up, Ctrl+Enter saves. */
export function AskForm({ start, onAsk, onClose }: AskFormProps) {
  const [ask, setAsk] = useState(start);
  const commit = () => onAsk(ask.trim());
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      commit();
    }
  };
  return (
    <Stack gap="xs" mt="xs" mb="xs">
      <Textarea
        label={t("askText")}
        description={start === "" ? undefined : t("askTakenBack")}
        value={ask}
        autosize
        minRows={2}
        maxLength={TEXT_MAX}
        ref={(area) => {
          if (!area || area.dataset.met) return;
          area.dataset.met = "true";
          area.focus({ preventScroll: true });
        }}
        onChange={(event) => setAsk(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Group gap="xs">
        <Button size="compact-sm" onClick={commit} disabled={ask.trim() === start}>
          {ask.trim() === "" && start !== "" ? t("askTakeBack") : t("save")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
      </Group>
    </Stack>
  );
}
