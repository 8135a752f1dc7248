import { formatPoints } from "@parindex/core";
import { t } from "../text/text.ts";
import styles from "./sheet.module.css";

/** A number of points, or "—" with its reason where there is none. */
export const PointsText = ({ points, reason }: { points: number | null; reason?: string }) =>
  points === null ? (
    <span className={styles.none} title={reason ?? t("notScored")}>
      <span aria-hidden>—</span>
      <span className={styles.hidden}>{reason ?? t("notScored")}</span>
    </span>
  ) : (
    formatPoints(points)
  );

/** The difference self → appraised as a small signed figure; nothing where they agree. */
export function Difference({ self, appraised }: { self: number | null; appraised: number | null }) {
  if (self === null || appraised === null || self === appraised) return null;
  const down = appraised < self;
  return (
    <span className={down ? styles.down : styles.up}>
      {down ? "−" : "+"}
      {formatPoints(Math.abs(appraised - self))}
    </span>
  );
}

/** A bar from zero: how much of the maximum is achieved. The number stands beside it. */
export const ShareBar = ({ points, max }: { points: number | null; max: number }) => (
  <span className={styles.track} aria-hidden>
    <span className={styles.fill} style={{ width: max > 0 ? `${(100 * (points ?? 0)) / max}%` : 0 }} />
  </span>
);
