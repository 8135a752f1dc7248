import { Text } from "@mantine/core";
import { type LeafNode, propose } from "@parindex/core";
import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { Difference, PointsText } from "../sheet/Achieved.tsx";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/text.ts";
import { ClaimText } from "./ClaimText.tsx";
import { openField } from "./desk-address.ts";
import { LeafActs, type LeafForm } from "./LeafActs.tsx";
import { actOfKey, focusBeside, recognise } from "./leaf-keys.ts";
import styles from "./leaf-table.module.css";
import { type AppraisalFile, useLeafFile } from "./useAppraisalFile.ts";
import type { JudgedUnit } from "./useJudgedUnits.ts";

interface LeafRowProps {
  judged: JudgedUnit;
  field: string;
  leaf: LeafNode;
  /** Reasons already given on this leaf. */
  used: readonly string[];
  onHelp: () => void;
  /** After the last unit was recognised by its key. */
  onEnd: () => void;
}

const Cell = ({ label, number, children }: { label: string; number?: boolean; children: ReactNode }) => (
  <td className={number ? styles.number : undefined}>
    <span className={styles.label} aria-hidden>
      {label}
    </span>
    {children}
  </td>
);

function Points({ file, leaf }: { file: AppraisalFile; leaf: LeafNode }) {
  const claim = file.claimed.get(leaf.id);
  const self = claim?.points ?? null;
  const { points } = file.judgementOn(leaf.id);
  const proposal = propose(leaf.rule, claim?.facts, { ...leaf, year: file.session.period.year });
  return (
    <>
      <Cell label={t("proposalColumn")} number>
        <PointsText
          points={proposal.kind === "points" ? proposal.points : null}
          reason={t(proposal.kind === "exempt" ? "proposalSaysExempt" : "noProposal")}
        />
      </Cell>
      <Cell label={t("claimColumn")} number>
        <PointsText points={self} reason={t("notClaimed")} />
      </Cell>
      <Cell label={t("judgementColumn")} number>
        <b>
          <PointsText points={points} reason={t("notJudged")} />
        </b>{" "}
        <Difference self={self} appraised={points} />
      </Cell>
    </>
  );
}

/** One unit's claim of the leaf that is judged across units, and its judgement. */
export function LeafRow({ judged: { unit, ledger }, field, leaf, used, onHelp, onEnd }: LeafRowProps) {
  const file = useLeafFile(unit.id, unit, leaf.id);
  const row = useRef<HTMLTableRowElement>(null);
  const [form, setForm] = useState<LeafForm>(null);
  const state = file.isRefused(leaf.id) ? "refused" : (file.decisionOn(leaf.id) ?? "open");
  const evidence = ledger?.evidence[leaf.id] ?? 0;
  const show = (wanted: LeafForm) => {
    setForm(wanted);
    if (wanted === null) row.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const act = actOfKey(event);
    if (!act) return;
    event.preventDefault();
    if (act === "next" || act === "previous") return focusBeside(event.currentTarget, act);
    if (act === "help") return onHelp();
    if (act === "evidence") return;
    if (act !== "recognise") return show(act);
    if (!recognise(file, leaf)) return;
    if (event.currentTarget.nextElementSibling) focusBeside(event.currentTarget, "next");
    else onEnd();
  };
  return (
    <tr
      ref={row}
      tabIndex={0}
      data-leaf-of={unit.id}
      className={`${styles.row} ${styles[state]}`}
      onKeyDown={onKeyDown}
    >
      <th scope="row">
        {unit.name} <span className={styles.mark}>{t(state === "open" ? "notJudged" : state)}</span>
        {file.judgementOn(leaf.id).ask !== "" && <span className={styles.asked}>{t("askedMark")}</span>}
      </th>
      <td className={styles.words}>
        <Shown live={file.live}>{() => <ClaimText file={file} leaf={leaf} />}</Shown>
      </td>
      <Points file={file} leaf={leaf} />
      <Cell label={t("evidenceColumn")} number>
        {evidence}
      </Cell>
      <td className={styles.acts}>
        {file.live.state === "ready" && <LeafActs {...{ file, leaf, form, used }} onForm={show} />}
        <Text
          component="button"
          type="button"
          size="xs"
          className={styles.toUnit}
          onClick={() => openField(unit.id, field)}
          aria-label={`${t("openUnit")}: ${unit.name}`}
        >
          {t("openUnit")}
        </Text>
      </td>
    </tr>
  );
}
