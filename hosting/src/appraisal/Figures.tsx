import { formatPoints, type LeafNode, propose } from "@parindex/core";
import type { ReactNode } from "react";
import { Difference, PointsText } from "../sheet/Achieved.tsx";
import { t } from "../text/text.ts";
import styles from "./appraisal.module.css";
import type { AppraisalFile } from "./useAppraisalFile.ts";

const Figure = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

/** Maximum, proposal, claim and judgement of a leaf side by side. */
export function Figures({ file, leaf }: { file: AppraisalFile; leaf: LeafNode }) {
  const claim = file.claimed.get(leaf.id);
  const { points } = file.judgementOn(leaf.id);
  const proposal = propose(leaf.rule, claim?.facts, { ...leaf, year: file.session.period.year });
  const proposed = proposal.kind === "points" ? proposal.points : null;
  const self = claim?.points ?? null;
  return (
    <dl className={styles.figures}>
      <Figure label={t("maxShort")}>{formatPoints(leaf.max)}</Figure>
      <Figure label={t("proposalColumn")}>
        <PointsText
          points={proposed}
          reason={t(proposal.kind === "exempt" ? "proposalSaysExempt" : "noProposal")}
        />
      </Figure>
      <Figure label={t("claimColumn")}>
        <PointsText points={self} reason={t("notClaimed")} />
        {proposed !== null && self !== null && self > proposed && (
          <span className={styles.above}>{t("aboveProposal", { n: formatPoints(self - proposed) })}</span>
        )}
      </Figure>
      <Figure label={t("judgementColumn")}>
        <b>
          <PointsText points={points} reason={t("notJudged")} />
        </b>
        <Difference self={self} appraised={points} />
      </Figure>
    </dl>
  );
}
