import { Text } from "@mantine/core";
import { Evidence, paths } from "@parindex/core";
import { dataOf, useCollection } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { t } from "../text/text.ts";
import { EvidenceRow } from "./EvidenceRow.tsx";
import styles from "./evidence.module.css";

/** Every version of a piece of evidence, the newest first; each can still be opened. */
export function Versions({
  unitId,
  evidence,
  leaf,
  onOpen,
}: {
  unitId: string;
  evidence: string;
  leaf: string;
  onOpen: (shown: { evidence: Evidence; where: string }) => void;
}) {
  const { scheme, periodId } = useSession();
  const versions = dataOf(
    useCollection(paths.evidenceVersions(scheme, periodId, unitId, evidence), Evidence),
  );
  return (
    <section aria-label={t("evidenceVersions")}>
      <Text size="sm" fw={600}>
        {t("evidenceVersions")}
      </Text>
      <ul className={styles.list}>
        {versions
          ?.toSorted((a, b) => b.data.rev - a.data.rev)
          .map(({ id, data }) => {
            const where = data.leaves[leaf] ?? "";
            return (
              <EvidenceRow
                key={id}
                evidence={data}
                where={where}
                onOpen={() => onOpen({ evidence: data, where })}
              />
            );
          })}
      </ul>
    </section>
  );
}
