import { Button, Checkbox } from "@mantine/core";
import type { CriteriaSet, Question } from "@parindex/core";
import { t } from "../text/survey-desk.ts";
import styles from "./survey.module.css";
import { leavesNaming } from "./useSurveys.ts";

type Leaves = Question["leaves"];

interface QuestionLeavesProps {
  question: Question;
  sets: readonly CriteriaSet[];
  group: string;
  frozen: boolean;
  onLeaves: (leaves: Leaves) => void;
}

/** The leaves that a question scores: of each set those survey leaves whose rule names the group. */
export function QuestionLeaves({ question: { leaves }, sets, group, frozen, onLeaves }: QuestionLeavesProps) {
  const offered = sets
    .map((set) => ({ set, own: leavesNaming(set, group) }))
    .filter(({ own }) => own.length > 0);
  const has = (set: string, leaf: string) => leaves.some((one) => one.set === set && one.leaf === leaf);
  const known = (one: Leaves[number]) =>
    offered.some(({ set, own }) => set.id === one.set && own.some(({ id }) => id === one.leaf));
  const names = new Set(
    offered.flatMap(({ set, own }) => own.filter(({ id }) => has(set.id, id)).map(({ name }) => name)),
  );
  const alike = offered.flatMap(({ set, own }) =>
    own
      .filter(({ id, name }) => names.has(name) && !has(set.id, id))
      .map(({ id }) => ({ set: set.id, leaf: id })),
  );
  const strange = leaves.filter((one) => !known(one));
  if (offered.length === 0 && strange.length === 0) return <p className={styles.soft}>{t("leavesNone")}</p>;
  const toggle = (one: Leaves[number], on: boolean) =>
    onLeaves(on ? [...leaves, one] : leaves.filter(({ set, leaf }) => set !== one.set || leaf !== one.leaf));
  return (
    <>
      <p className={styles.soft}>{t("leavesHint")}</p>
      {strange.map((one) => (
        <Checkbox
          key={`${one.set}/${one.leaf}`}
          size="xs"
          label={`${one.set}: ${one.leaf}`}
          checked
          disabled={frozen}
          onChange={() => toggle(one, false)}
        />
      ))}
      {offered.map(({ set, own }) => {
        const n = own.filter(({ id }) => has(set.id, id)).length;
        return (
          <details key={set.id} className={styles.set}>
            <summary>{t("leavesOfSet", { set: set.name, n, all: own.length })}</summary>
            {own.map(({ id, code, name }) => (
              <Checkbox
                key={id}
                size="xs"
                label={`${code} ${name}`}
                checked={has(set.id, id)}
                disabled={frozen}
                onChange={(event) => toggle({ set: set.id, leaf: id }, event.currentTarget.checked)}
              />
            ))}
          </details>
        );
      })}
      {!frozen && alike.length > 0 && (
        <Button size="compact-xs" variant="default" mt="xs" onClick={() => onLeaves([...leaves, ...alike])}>
          {t("leavesAlike", { n: alike.length })}
        </Button>
      )}
    </>
  );
}
