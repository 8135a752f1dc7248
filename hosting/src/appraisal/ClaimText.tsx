import { formatPoints, type LeafNode } from "@parindex/core";
import type { ReactNode } from "react";
import { t } from "../text/text.ts";
import styles from "./appraisal.module.css";
import { factsOf } from "./facts-text.ts";
import type { AppraisalFile } from "./useAppraisalFile.ts";

const Said = ({ by, children }: { by: string; children: ReactNode }) => (
  <p className={styles.said}>
    <span className="soft">{by}:</span> {children}
  </p>
);

const pointsText = (points: number | null) => (points === null ? "—" : formatPoints(points));

/** What was released to the unit on a leaf that was adjusted or asked about, and its answer. */
function Answer({ file, leaf }: { file: AppraisalFile; leaf: LeafNode }) {
  const released = file.released?.[leaf.id];
  const text = file.explained.get(leaf.id)?.text.trim() ?? "";
  if (released?.decision !== "adjusted" && !released?.ask && text === "") return null;
  return (
    <div className={styles.answer}>
      {released && (
        <Said by={t("releasedAs")}>
          {t("stagesOf", {
            self: pointsText(released.self),
            released: pointsText(released.points),
            now: pointsText(file.judgementOn(leaf.id).points),
          })}
          {released.reason !== "" && ` – ${released.reason}`}
        </Said>
      )}
      {released && released.ask !== "" && <Said by={t("askedMark")}>{released.ask}</Said>}
      <Said by={t("unitExplanation")}>
        {text === "" ? <span className="soft">{t("noExplanation")}</span> : text}
      </Said>
    </div>
  );
}

/** All the unit says of a leaf: its facts, its note, and its answer to what was released. */
export function ClaimText({ file, leaf }: { file: AppraisalFile; leaf: LeafNode }) {
  const claim = file.claimed.get(leaf.id);
  const facts = claim?.facts ? factsOf(leaf.rule, claim.facts) : [];
  const note = claim?.note.trim() ?? "";
  const { decision, reason, ask, minutes } = file.judgementOn(leaf.id);
  const released = file.released?.[leaf.id];
  return (
    <>
      {facts.length > 0 && <Said by={t("facts")}>{facts.join(" · ")}</Said>}
      {note !== "" && <Said by={t("unitNote")}>{note}</Said>}
      <Answer file={file} leaf={leaf} />
      {decision === "adjusted" && reason !== released?.reason && (
        <Said by={t("adjustedBecause")}>{reason}</Said>
      )}
      {minutes !== "" && <Said by={t("councilRecord")}>{minutes}</Said>}
      {ask !== "" && ask !== released?.ask && <Said by={t("ask")}>{ask}</Said>}
    </>
  );
}
