import { Button, Group, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { takesText } from "../shell/keys.ts";
import { t } from "../text/text.ts";

interface UndoProps {
  saves: { undoable(): string | null; undo(): { key: string; done: boolean } | null };
  /** The printed code of a leaf. */
  codeOf: (leaf: string) => string;
}

/** Takes the last edits back one by one, by button or Ctrl+Z; says what was taken back, or that somebody edited since. */
export function UndoButton({ saves, codeOf }: UndoProps) {
  const [told, setTold] = useState("");
  const next = saves.undoable();
  const undo = () => {
    const undone = saves.undo();
    if (undone) setTold(t(undone.done ? "undone" : "notUndone", { code: codeOf(undone.key) }));
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
      if (takesText(event.target) || saves.undoable() === null) return;
      event.preventDefault();
      undo();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
  return (
    <Group gap="xs" mih="1.6rem" className="no-print">
      {next !== null && (
        <Button size="compact-xs" variant="default" onClick={undo}>
          {t("undo", { code: codeOf(next) })}
        </Button>
      )}
      <Text size="xs" className="soft" role="status">
        {told}
      </Text>
    </Group>
  );
}
