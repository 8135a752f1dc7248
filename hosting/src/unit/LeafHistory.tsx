import { Text, Timeline } from "@mantine/core";
import { Facts, formatInstant, formatPoints, HistoryEntry, type LeafNode, queries } from "@parindex/core";
import { useMemo } from "react";
import { factsOf } from "../appraisal/facts-text.ts";
import { dataOf, useQuery } from "../data/live.ts";
import { PersonName } from "../data/people.tsx";
import { useSession } from "../data/session.tsx";
import { t } from "../text/text.ts";

const pointsOf = (content: Record<string, unknown>) =>
  typeof content.points === "number" ? formatPoints(content.points) : "—";

const noteOf = (content: Record<string, unknown>) =>
  typeof content.note === "string" ? content.note.trim() : "";

/** The facts of a version, in words. */
function factsText({ rule }: LeafNode, content: Record<string, unknown>): string {
  const { data } = Facts.safeParse(content.facts);
  return data ? factsOf(rule, data).join("; ") : "";
}

/** Every version of the unit's own score of a leaf, newest first. */
export function LeafHistory({ unitId, leaf }: { unitId: string; leaf: LeafNode }) {
  const { scheme, periodId } = useSession();
  const versions = useMemo(
    () => queries.historyOfLeaf(scheme, periodId, unitId, "self", leaf.id),
    [scheme, periodId, unitId, leaf.id],
  );
  const entries = dataOf(useQuery(versions, HistoryEntry));
  const newest = entries?.map(({ data }) => data).toSorted((a, b) => b.rev - a.rev);
  return (
    <div>
      <Text fw={600} size="sm" mb={4}>
        {t("history")}
      </Text>
      {newest?.length === 0 && (
        <Text size="sm" className="soft">
          {t("noHistory")}
        </Text>
      )}
      <Timeline bulletSize={10} lineWidth={1} active={newest?.length ?? 0}>
        {newest?.map(({ rev, at, by, to }) => (
          <Timeline.Item key={rev}>
            <Text size="sm">
              <b>{pointsOf(to)}</b> · {formatInstant(at)}
            </Text>
            {factsText(leaf, to) !== "" && <Text size="xs">{factsText(leaf, to)}</Text>}
            {noteOf(to) !== "" && (
              <Text size="xs" style={{ whiteSpace: "pre-wrap" }}>
                {noteOf(to)}
              </Text>
            )}
            <Text size="xs" className="soft">
              <PersonName uid={by} at={at} />
            </Text>
          </Timeline.Item>
        ))}
      </Timeline>
    </div>
  );
}
