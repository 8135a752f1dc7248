import type { ReactNode } from "react";
import admin from "../admin/admin.module.css";
import styles from "./analysis.module.css";

/** What a tab shows, in a sentence or two. */
export const Lead = ({ children }: { children: ReactNode }) => <p className={styles.lead}>{children}</p>;

/** A cell with the name of its column, which narrow screens show. */
export function Cell({
  label,
  kind,
  place,
  children,
}: {
  label: string;
  /** A number stands right; what is wide has a line of its own on narrow screens. */
  kind?: "number" | "wide";
  /** The class of its place among the others. */
  place?: string | undefined;
  children: ReactNode;
}) {
  const className = [kind && { number: admin.number, wide: styles.wide }[kind], place]
    .filter(Boolean)
    .join(" ");
  return (
    <td className={className}>
      <span className={admin.label} aria-hidden>
        {label}
      </span>
      {children}
    </td>
  );
}

/** A node by its printed code and name, with what it stands in. */
export const NodeName = ({ code, name, within }: { code: string; name: string; within?: string }) => (
  <>
    <span className={admin.code}>{code}</span> {name}
    {within !== undefined && <span className={admin.soft}>{within}</span>}
  </>
);

/** A bar from zero as long as its share of the longest. */
export const Bar = ({ share }: { share: number }) => (
  <span className={styles.bar} aria-hidden>
    <span style={{ width: `${100 * share}%` }} />
  </span>
);

/** The numbers of a plot's line, each at its share of the length. */
export const Scale = ({ ticks }: { ticks: readonly { at: number; text: string }[] }) => (
  <span className={styles.scale} aria-hidden>
    {ticks.map(({ at, text }) => (
      <span key={text} style={{ left: `${100 * at}%` }}>
        {text}
      </span>
    ))}
  </span>
);

/** A difference as a bar left or right of the zero line, the widest filling its half. */
export const SignedBar = ({ value, widest }: { value: number; widest: number }) => {
  const width = `${widest === 0 ? 0 : (50 * Math.abs(value)) / widest}%`;
  return (
    <span className={styles.signed} aria-hidden>
      <span
        className={value < 0 ? styles.less : styles.more}
        style={value < 0 ? { right: "50%", width } : { left: "50%", width }}
      />
    </span>
  );
};
