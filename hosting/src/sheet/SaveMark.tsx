import { Button } from "@mantine/core";
import type { SaveState } from "../data/saves.ts";
import { t } from "../text/text.ts";
import styles from "./save-mark.module.css";

interface SaveMarkProps {
  save: SaveState | undefined;
  /** Writes a value that is in conflict over what somebody else saved. */
  onKeepMine?: () => void;
  /** Gives the value up, so that the server's is shown again. */
  onDiscard?: () => void;
}

/**
 * How a typed value stands with the server: a tick that fades when saved, the reason when refused, both ways out when
 * somebody else saved another value meanwhile.
 */
export function SaveMark({ save, onKeepMine, onDiscard }: SaveMarkProps) {
  if (!save) return null;
  if (save.state === "refused" || save.state === "conflict")
    return (
      <>
        <span className={styles.refused} role="alert">
          {save.state === "refused" ? `✕ ${t("refused")}: ` : "⇄ "}
          {save.reason}
        </span>
        {save.state === "conflict" && onKeepMine && (
          <Button size="compact-xs" variant="default" onClick={onKeepMine}>
            {t("keepMine")}
          </Button>
        )}
        {onDiscard && (
          <Button size="compact-xs" variant="default" onClick={onDiscard}>
            {t(save.state === "conflict" ? "takeTheirs" : "discard")}
          </Button>
        )}
      </>
    );
  const text = save.state === "saved" ? t("saved") : t(navigator.onLine ? "saving" : "offline");
  return (
    <span className={save.state === "saved" ? styles.saved : styles.saving} role="status">
      {save.state === "saved" ? "✓ " : "… "}
      {text}
    </span>
  );
}
