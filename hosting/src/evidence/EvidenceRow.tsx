import { Anchor } from "@mantine/core";
import { type Evidence, formatInstant } from "@parindex/core";
import type { ReactNode } from "react";
import { PersonName } from "../data/people.tsx";
import { dayText } from "../shell/time.ts";
import { t } from "../text/text.ts";
import styles from "./evidence.module.css";
import { EVIDENCE_KINDS, kindOf } from "./kinds.ts";

const KILO = 1024;
const sizeText = (bytes: number): string =>
  bytes < KILO * KILO
    ? `${Math.max(1, Math.round(bytes / KILO))} kB`
    : `${(bytes / KILO / KILO).toFixed(1).replace(".", ",")} MB`;

/** What a piece of evidence is, in a few words. */
function sourceText({ source }: Evidence): string {
  if (source.kind === "file") return `${source.name} · ${sizeText(source.size)}`;
  if (source.kind === "link") return new URL(source.url).host;
  return [source.number, source.date && dayText(source.date), source.issuer].filter(Boolean).join(" · ");
}

/** One piece of evidence: title, what it is, where to look, who brought it; its acts stand below. */
export function EvidenceRow({
  evidence,
  where,
  onOpen,
  children,
}: {
  evidence: Evidence;
  where?: string | undefined;
  onOpen: () => void;
  children?: ReactNode;
}) {
  const { title, by, at, rev } = evidence;
  return (
    <li className={styles.row}>
      <Anchor component="button" type="button" size="sm" onClick={onOpen} className={styles.title ?? ""}>
        {title}
      </Anchor>
      {where && <span> ({where})</span>}
      <div className={styles.soft}>
        {t(EVIDENCE_KINDS[kindOf(evidence)])} · {sourceText(evidence)}
        {rev > 1 && ` · ${t("evidenceVersion", { n: rev })}`} · <PersonName uid={by} at={at} /> ·{" "}
        {formatInstant(at)}
      </div>
      {children}
    </li>
  );
}
