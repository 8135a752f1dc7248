import { Text } from "@mantine/core";
import { formatPoints, paths, SealSheet } from "@parindex/core";
import { dataOf, useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { t } from "../text/text.ts";

/** What the same leaf achieved in the year before, as it was published. */
export function PreviousScore({ unitId, leaf }: { unitId: string; leaf: string }) {
  const { previousPublication } = useSession().period;
  const path = previousPublication ? paths.publicationSheet(previousPublication, unitId) : null;
  const row = dataOf(useDocument(path, SealSheet))?.sheet.rows.find(({ id }) => id === leaf);
  const points = row?.achieved ?? null;
  return (
    <Text size="sm">
      {t("lastYear")}:{" "}
      {points === null ? (
        <span className="soft">{t("lastYearNone")}</span>
      ) : (
        <b>
          {formatPoints(points)}/{formatPoints(row?.max ?? 0)}
        </b>
      )}
    </Text>
  );
}
