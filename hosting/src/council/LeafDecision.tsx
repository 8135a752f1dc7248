import { Modal, Text } from "@mantine/core";
import { formatPoints, type LeafNode, type Ledger, paths, SurveyScore } from "@parindex/core";
import { useState } from "react";
import { AppraisedLeaf } from "../appraisal/AppraisedLeaf.tsx";
import { useAppraisalFile } from "../appraisal/useAppraisalFile.ts";
import { dataOf, useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import type { BoardUnit } from "../data/units.ts";
import { ruleText } from "../sheet/rule-text.ts";
import { Shown } from "../shell/Notice.tsx";
import { dayText } from "../shell/time.ts";
import { refusalText, t } from "../text/text.ts";

/** Where a survey score comes from. */
function Surveyed({ unit, leaf }: { unit: string; leaf: LeafNode }) {
  const { scheme, periodId } = useSession();
  const score = dataOf(
    useDocument(paths.score(scheme, periodId, unit, "surveyScores", leaf.id), SurveyScore),
  );
  return (
    <>
      <Text fw={600}>
        <span className="soft">{leaf.code}</span> {leaf.name}
      </Text>
      <Text size="sm" className="soft">
        {ruleText(leaf)}
      </Text>
      <Text size="sm" mt="xs">
        {score?.points == null
          ? t("notScored")
          : t("surveyedAs", {
              points: formatPoints(score.points),
              max: formatPoints(leaf.max),
              n: score.n,
              minimum: score.minimum,
              document: score.source.document,
              date: dayText(score.source.date),
            })}
      </Text>
    </>
  );
}

type JudgedUnit = Pick<Ledger, "unit" | "criteriaSet" | "exempt">;

function Judged({ row, leaf }: { row: JudgedUnit; leaf: LeafNode }) {
  const file = useAppraisalFile(row.unit, row);
  const [adjusting, setAdjusting] = useState<string | null>(null);
  return (
    <Shown live={file.live}>
      {() => (
        <>
          <AppraisedLeaf
            key={leaf.id}
            {...{ file, leaf }}
            adjusting={adjusting === leaf.id}
            onAdjusting={(open) => setAdjusting(open ? leaf.id : null)}
          />
          {file.lock && file.lockOn(leaf.id) === file.lock && (
            <Text size="sm" className="soft" mt="xs">
              {refusalText(file.lock)}
            </Text>
          )}
        </>
      )}
    </Shown>
  );
}

interface LeafDecisionProps {
  row: BoardUnit;
  ledger: Ledger;
  leaf: LeafNode | null;
  opened: boolean;
  onClose: () => void;
}

/** Where a leaf's points come from, over the sheet; the council decides on it here, by the appraisers' own means. */
export function LeafDecision({ row, ledger, leaf, opened, onClose }: LeafDecisionProps) {
  return (
    <Modal
      {...{ opened, onClose }}
      title={row.name}
      size="58rem"
      closeButtonProps={{ "aria-label": t("close") }}
      keepMounted
    >
      {leaf?.source === "survey" && <Surveyed unit={row.unit} leaf={leaf} />}
      {leaf?.source === "self" && <Judged row={ledger} leaf={leaf} />}
    </Modal>
  );
}
