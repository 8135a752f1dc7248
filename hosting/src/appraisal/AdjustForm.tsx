import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { formatPoints, type LeafNode } from "@parindex/core";
import { type KeyboardEvent, useState } from "react";
import { useReasons } from "../data/reasons.ts";
import { t } from "../text/text.ts";
import { readPoints } from "../unit/PointsCell.tsx";
import { ReasonList } from "./ReasonList.tsx";

interface AdjustFormProps {
  leaf: LeafNode;
  start: { points: number | null; reason: string; minutes: string };
  /** Whether minutes may be named that the decision rests on: the council's alone. */
  withMinutes: boolean;
  /** Reasons already given on this leaf of other units. */
  used: readonly string[];
  onAdjust: (adjusted: { points: number; reason: string; minutes: string }) => void;
  onClose: () => void;
}

/** The number typed together with Alt, on whatever layout; null where there is none. */
function reasonNumber({ altKey, code }: KeyboardEvent): number | null {
  const digit = altKey ? /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] : undefined;
  return digit === undefined ? null : Number(digit);
}

/** Asks for the points and the reason of an adjustment. Esc gives up, Enter (in the reason: Ctrl+Enter) saves. */
export function AdjustForm({ leaf, start, withMinutes, used, onAdjust, onClose }: AdjustFormProps) {
  const [points, setPoints] = useState(start.points === null ? "" : formatPoints(start.points));
  const [reason, setReason] = useState(start.reason);
  const [minutes, setMinutes] = useState(start.minutes);
  const [error, setError] = useState<{ points?: string; reason?: string }>({});
  const { reasons, known, remember, forget } = useReasons();
  const offered = [...new Set([...reasons, ...used])];
  const typed = reason.trim();
  const commit = () => {
    const read = readPoints(points, leaf);
    const refused = read.error ?? (read.points === null ? t("badPoints") : null);
    if (refused) return setError({ points: refused });
    if (typed === "") return setError({ reason: t("reasonNeeded") });
    if (read.points !== null)
      onAdjust({ points: read.points, reason: typed, minutes: withMinutes ? minutes.trim() : "" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const number = reasonNumber(event);
    const picked = number === null ? undefined : offered[number - 1];
    if (picked !== undefined) {
      event.preventDefault();
      return setReason(picked);
    }
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && (event.ctrlKey || event.currentTarget instanceof HTMLInputElement)) {
      event.preventDefault();
      commit();
    }
  };
  return (
    <Stack gap="xs" mt="xs">
      <TextInput
        label={`${t("adjustTo")} (0 – ${formatPoints(leaf.max)})`}
        inputMode="decimal"
        value={points}
        error={error.points}
        data-autofocus
        ref={(input) => {
          if (!input || input.dataset.met) return;
          input.dataset.met = "true";
          input.focus({ preventScroll: true });
          input.select();
        }}
        onChange={(event) => setPoints(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        maw={180}
      />
      <Textarea
        label={t("adjustReason")}
        value={reason}
        error={error.reason}
        autosize
        minRows={2}
        maxLength={5000}
        onChange={(event) => setReason(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {offered.length > 0 && (
        <ReasonList reasons={offered} kept={reasons} onPick={setReason} onForget={forget} />
      )}
      {withMinutes && (
        <TextInput
          label={t("councilRecord")}
          value={minutes}
          maxLength={200}
          onChange={(event) => setMinutes(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      )}
      <Group gap="xs">
        <Button size="compact-sm" onClick={commit}>
          {t("save")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          {t("cancel")}
        </Button>
        {known && typed !== "" && !reasons.includes(typed) && (
          <Button size="compact-sm" variant="subtle" onClick={() => remember(typed)}>
            {t("keepReason")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
