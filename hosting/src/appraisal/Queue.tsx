import { SegmentedControl, Text, UnstyledButton } from "@mantine/core";
import type { CriteriaSet, FieldNode } from "@parindex/core";
import { useState } from "react";
import { t } from "../text/text.ts";
import { openField } from "./desk-address.ts";
import { FILTER_TEXT } from "./filter-text.ts";
import {
  type JudgedField,
  type Progress,
  passes,
  progressOf,
  QUEUE_FILTERS,
  type QueueFilter,
  standingOf,
} from "./judged-leaves.ts";
import styles from "./queue.module.css";
import type { JudgedUnit } from "./useJudgedUnits.ts";

const countIn = (leaves: JudgedField["leaves"], { ledger }: JudgedUnit, filter: QueueFilter) =>
  leaves.filter(({ id }) => passes(filter, standingOf(ledger, id))).length;

const countOfUnit = (judged: JudgedUnit, filter: QueueFilter) =>
  judged.fields.reduce((sum, { leaves }) => sum + countIn(leaves, judged, filter), 0);

const progressText = ({ done, all }: Progress) => `${done === all ? "✓ " : ""}${done}/${all}`;

interface CellProps {
  judged: JudgedUnit;
  field: JudgedField | undefined;
  filter: QueueFilter;
}

/** A unit's field: how far it has come, or how many of its leaves are looked for; it opens them. */
function Cell({ judged, field, filter }: CellProps) {
  if (!field)
    return (
      <td className={styles.number}>
        <span className="soft" aria-hidden>
          –
        </span>
      </td>
    );
  const count = countIn(field.leaves, judged, filter);
  const progress = progressOf([field], judged.ledger);
  const text = filter === "all" ? progressText(progress) : String(count);
  const said =
    filter === "all" ? t("yourLeaves", { ...progress }) : `${t(FILTER_TEXT[filter])}: ${String(count)}`;
  return (
    <td className={styles.number}>
      {count === 0 ? (
        <span className="soft">0</span>
      ) : (
        <UnstyledButton
          className={styles.cell}
          data-complete={progress.done === progress.all || undefined}
          onClick={() => openField(judged.unit.id, field.field.id, filter)}
          aria-label={`${judged.unit.name}, ${field.field.code}. ${field.field.name}: ${said}`}
        >
          {text}
        </UnstyledButton>
      )}
    </td>
  );
}

interface MatrixProps {
  set: CriteriaSet;
  units: readonly JudgedUnit[];
  filter: QueueFilter;
}

/** The fields of a set that somebody judges in at least one of its units. */
const fieldsIn = ({ fields }: CriteriaSet, units: readonly JudgedUnit[]): FieldNode[] => {
  const judged = new Set(units.flatMap(({ fields }) => fields.map(({ field }) => field.id)));
  return fields.filter(({ id }) => judged.has(id));
};

/** The units of one criteria set by its fields. */
function Matrix({ set, units, filter }: MatrixProps) {
  const fields = fieldsIn(set, units);
  return (
    <div className={styles.scroll}>
      <table className={styles.matrix}>
        <caption>{set.name}</caption>
        <thead>
          <tr>
            <th scope="col">{t("unitName")}</th>
            {fields.map(({ id, code, name }) => (
              <th scope="col" key={id} className={styles.field}>
                {code}. {name}
              </th>
            ))}
            {fields.length > 1 && (
              <th scope="col" className={styles.number}>
                {t("queueTotal")}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {units.map((judged) => (
            <tr key={judged.unit.id}>
              <th scope="row">{judged.unit.name}</th>
              {fields.map(({ id }) => (
                <Cell
                  key={id}
                  field={judged.fields.find(({ field }) => field.id === id)}
                  {...{ judged, filter }}
                />
              ))}
              {fields.length > 1 && (
                <td className={styles.number}>
                  {filter === "all" ? progressText(judged.progress) : countOfUnit(judged, filter)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What waits for the appraiser: units by fields, counted by what is looked for; a cell opens those leaves. */
export function Queue({ units }: { units: readonly JudgedUnit[] }) {
  const [filter, setFilter] = useState<QueueFilter>("open");
  const count = (one: QueueFilter) => units.reduce((sum, judged) => sum + countOfUnit(judged, one), 0);
  const shown = units.filter((judged) => countOfUnit(judged, filter) > 0);
  const bySet = Map.groupBy(shown, ({ unit }) => unit.criteriaSet);
  return (
    <>
      <SegmentedControl
        size="xs"
        withItemsBorders={false}
        value={filter}
        onChange={(value) => setFilter(QUEUE_FILTERS.find((one) => one === value) ?? "all")}
        aria-label={t("queueFilter")}
        data={QUEUE_FILTERS.map((one) => ({ value: one, label: `${t(FILTER_TEXT[one])} (${count(one)})` }))}
        className={styles.filters}
      />
      <Text size="sm" className="soft" my="xs">
        {t(shown.length === 0 ? "queueEmpty" : "queueLead")}
      </Text>
      {[...bySet].map(([id, inSet]) => {
        const set = inSet[0]?.set;
        return set && <Matrix key={id} set={set} units={inSet} filter={filter} />;
      })}
    </>
  );
}
