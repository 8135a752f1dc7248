import { Anchor } from "@mantine/core";
import { Evidence, type EvidenceSource, queries } from "@parindex/core";
import { useMemo, useState } from "react";
import { dataOf, useQuery } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { ViewerDialog } from "../evidence/ViewerDialog.tsx";
import { dayText } from "../shell/time.ts";
import { t } from "../text/text.ts";
import styles from "./appraisal.module.css";

/** The evidence of a unit's field, its oldest first; undefined until it is known. */
export function useFieldEvidence(unitId: string, field: string): readonly Evidence[] | undefined {
  const { scheme, periodId } = useSession();
  const query = useMemo(
    () => queries.evidenceOfField(scheme, periodId, unitId, field),
    [scheme, periodId, unitId, field],
  );
  const entries = dataOf(useQuery(query, Evidence));
  return useMemo(
    () => entries?.map(({ data }) => data).toSorted((a, b) => a.at.getTime() - b.at.getTime()),
    [entries],
  );
}

/** What a piece of evidence is, beside its title. */
function Source({ source, title }: { source: EvidenceSource; title: string }) {
  if (source.kind === "file") return <span className="soft">{source.name}</span>;
  if (source.kind === "link")
    return (
      <Anchor
        href={source.url}
        target="_blank"
        rel="noreferrer"
        size="sm"
        aria-label={`${title}: ${source.url}`}
      >
        {source.url}
      </Anchor>
    );
  const { number, date, issuer } = source;
  return (
    <span className="soft">
      {[number, date && dayText(date), issuer].filter((part) => part !== "" && part !== null).join(", ")}
    </span>
  );
}

function OneOfLeaf({
  one,
  leaf,
  onOpen,
}: {
  one: Evidence;
  leaf: string;
  onOpen: (shown: { evidence: Evidence; where: string }) => void;
}) {
  const { title, source, stage } = one;
  const where = one.leaves[leaf] ?? "";
  return (
    <li>
      <Anchor
        component="button"
        type="button"
        inherit
        data-evidence={leaf}
        onClick={() => onOpen({ evidence: one, where })}
      >
        {title}
      </Anchor>
      {where !== "" && ` (${where})`} · <Source source={source} title={title} />{" "}
      {stage === "explanation" && <span className={styles.further}>{t("furtherMark")}</span>}
    </li>
  );
}

/** The evidence of one leaf with where to look in it; what came with an explanation is marked. */
export function LeafEvidence({ leaf, evidence }: { leaf: string; evidence: readonly Evidence[] }) {
  const [viewed, setViewed] = useState<{ evidence: Evidence; where: string } | null>(null);
  const ofLeaf = evidence.filter(({ leaves }) => leaf in leaves);
  if (ofLeaf.length === 0) return <p className={`${styles.said} soft`}>{t("leafUnproven")}</p>;
  return (
    <div className={styles.said}>
      <span className="soft">{t("leafEvidence", { n: ofLeaf.length })}:</span>
      <ul className={styles.evidence}>
        {ofLeaf.map((one) => (
          <OneOfLeaf
            key={`${one.title} ${one.at.getTime()} ${one.rev}`}
            one={one}
            leaf={leaf}
            onOpen={setViewed}
          />
        ))}
      </ul>
      <ViewerDialog shown={viewed} onClose={() => setViewed(null)} />
    </div>
  );
}
