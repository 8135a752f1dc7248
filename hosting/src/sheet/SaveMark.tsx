import type { SaveState } from "../data/saves.ts";
import { t } from "../text/text.ts";
import styles from "./save-mark.module.css";

/** How a typed value stands with the server: a tick that fades when saved, the reason when refused. */
export function SaveMark({ save }: { save: SaveState | undefined }) {
  if (!save) return null;
  if (save.state === "refused")
    return (
      <span className={styles.refused} role="alert">
        ✕ {t("refused")}: {save.reason}
      </span>
    );
  const text = save.state === "saved" ? t("saved") : t(navigator.onLine ? "saving" : "offline");
  return (
    <span className={save.state === "saved" ? styles.saved : styles.saving} role="status">
      {save.state === "saved" ? "✓ " : "… "}
      {text}
    </span>
  );
}
