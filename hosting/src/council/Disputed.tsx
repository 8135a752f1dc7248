import { Badge, Button, Checkbox, Text } from "@mantine/core";
import {
  Appraisal,
  type CriteriaSet,
  Explanation,
  formatPoints,
  type LeafNode,
  Ledger,
  leavesOf,
  paths,
} from "@parindex/core";
import { useMemo, useState } from "react";
import { useCollection, useDocuments } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type BoardUnit, useSets } from "../data/units.ts";
import { Difference } from "../sheet/Achieved.tsx";
import { Shown } from "../shell/Notice.tsx";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/text.ts";
import styles from "./council.module.css";
import { type DisputedLeaf, disputedLeaves } from "./disputed-leaves.ts";
import { LeafDecision } from "./LeafDecision.tsx";
import { UnitLink } from "./UnitLink.tsx";

/** As many leaves as are shown, and their answers read, at once. */
const PAGE = 30;

function leafOf(set: CriteriaSet | undefined, id: string): LeafNode | null {
  if (set) for (const { leaf } of leavesOf(set)) if (leaf.id === id) return leaf;
  return null;
}

interface RowProps {
  disputed: DisputedLeaf;
  row: BoardUnit;
  leaf: LeafNode | null;
  judgement: Appraisal | undefined;
  answer: Explanation | undefined;
  onOpen: () => void;
}

function Row({
  disputed: { self, appraised, asked, leaf: id },
  row,
  leaf,
  judgement,
  answer,
  onOpen,
}: RowProps) {
  const name = leaf ? `${leaf.code} ${leaf.name}` : id;
  const label = (text: string) => (
    <span className={styles.label} aria-hidden>
      {text}
    </span>
  );
  return (
    <tr>
      <th scope="row" className={styles.leafCell}>
        <UnitLink unit={row.unit} name={row.name} />
        <span className={styles.lack}>{name}</span>
        {asked && (
          <Badge variant="default" radius="sm" tt="none" fw={500}>
            {t("explanationAsked")}
          </Badge>
        )}
      </th>
      <td className={styles.number}>
        {label(t("self"))}
        {formatPoints(self)}
      </td>
      <td className={styles.number}>
        {label(t("appraised"))}
        {formatPoints(appraised)} <Difference self={self} appraised={appraised} />
      </td>
      <td className={styles.words}>
        {judgement?.reason}
        {judgement && judgement.minutes !== "" && (
          <span className={styles.lack}>{t("byMinutes", { minutes: judgement.minutes })}</span>
        )}
      </td>
      <td className={styles.words}>
        {answer?.text ?? <span className={styles.lack}>{t("notExplained")}</span>}
      </td>
      <td>
        <Button
          size="compact-sm"
          variant="default"
          onClick={onOpen}
          aria-label={`${t("openLeaf")}: ${row.name}, ${name}`}
        >
          {t("openLeaf")}
        </Button>
      </td>
    </tr>
  );
}

/** The judgements of some leaves and the answers to them, by path. */
function useWords(leaves: readonly DisputedLeaf[]) {
  const { scheme, periodId } = useSession();
  const pathOf = (column: "appraisals" | "explanations", { unit, leaf }: DisputedLeaf) =>
    paths.score(scheme, periodId, unit, column, leaf);
  const wanted = leaves.map((leaf) => pathOf("appraisals", leaf)).join(" ");
  const judgementPaths = useMemo(() => wanted.split(" ").filter(Boolean), [wanted]);
  const asked = leaves.map((leaf) => pathOf("explanations", leaf)).join(" ");
  const answerPaths = useMemo(() => asked.split(" ").filter(Boolean), [asked]);
  const judgements = useDocuments(judgementPaths, Appraisal);
  const answers = useDocuments(answerPaths, Explanation);
  return {
    judgementOn: (leaf: DisputedLeaf) => judgements.get(pathOf("appraisals", leaf)),
    answerOn: (leaf: DisputedLeaf) => answers.get(pathOf("explanations", leaf)),
  };
}

interface ListProps {
  board: readonly BoardUnit[];
  ledgers: readonly Ledger[];
  sets: ReadonlyMap<string, CriteriaSet>;
}

function List({ board, ledgers, sets }: ListProps) {
  const [askedOnly, setAskedOnly] = useState(false);
  const [most, setMost] = useState(PAGE);
  const dialog = useDialog<{ unit: string; leaf: string }>();
  const all = useMemo(() => disputedLeaves(ledgers), [ledgers]);
  const found = askedOnly ? all.filter(({ asked }) => asked) : all;
  const shown = found.slice(0, most);
  const { judgementOn, answerOn } = useWords(shown);
  const rows = new Map(board.map((row) => [row.unit, row]));
  const subject = dialog.subject;
  const row = rows.get(subject?.unit ?? "");
  const ledger = ledgers.find(({ unit }) => unit === subject?.unit);
  if (all.length === 0) return <Text size="sm">{t("disputedNone")}</Text>;
  return (
    <>
      <Text size="sm" className="soft" mb="xs">
        {t("disputedLead", { n: found.length })}
      </Text>
      <Checkbox
        label={t("askedOnly")}
        checked={askedOnly}
        onChange={({ currentTarget: { checked } }) => setAskedOnly(checked)}
      />
      <table className={styles.board} aria-label={t("disputed")}>
        <thead>
          <tr>
            <th scope="col">{t("unitName")}</th>
            <th scope="col" className={styles.number}>
              {t("self")}
            </th>
            <th scope="col" className={styles.number}>
              {t("appraised")}
            </th>
            <th scope="col">{t("decisionReason")}</th>
            <th scope="col">{t("unitAnswer")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {shown.map((one) => {
            const unit = rows.get(one.unit);
            return (
              unit && (
                <Row
                  key={`${one.unit}/${one.leaf}`}
                  disputed={one}
                  row={unit}
                  leaf={leafOf(sets.get(unit.criteriaSet), one.leaf)}
                  judgement={judgementOn(one)}
                  answer={answerOn(one)}
                  onOpen={() => dialog.open({ unit: one.unit, leaf: one.leaf })}
                />
              )
            );
          })}
        </tbody>
      </table>
      {found.length > most && (
        <Button variant="default" mt="sm" onClick={() => setMost(most + PAGE)}>
          {t("showMore", { n: found.length - most })}
        </Button>
      )}
      {row && ledger && (
        <LeafDecision
          {...{ row, ledger }}
          leaf={leafOf(sets.get(row.criteriaSet), subject?.leaf ?? "")}
          opened={dialog.opened}
          onClose={dialog.close}
        />
      )}
    </>
  );
}

/** The leaves on which units and appraisers differ, over all units, with reasons and answers; the council decides here. */
export function Disputed({ board }: { board: readonly BoardUnit[] }) {
  const { scheme, periodId } = useSession();
  const ledgers = useCollection(paths.ledgers(scheme, periodId), Ledger);
  const sets = useSets();
  return (
    <Shown live={sets}>
      {(known) => (
        <Shown live={ledgers}>
          {(entries) => <List {...{ board, sets: known }} ledgers={entries.map(({ data }) => data)} />}
        </Shown>
      )}
    </Shown>
  );
}
