import {
  Button,
  type ComboboxParsedItem,
  type OptionsFilter,
  Select,
  Textarea,
  TextInput,
} from "@mantine/core";
import {
  type FrozenSheet,
  formatPoints,
  matchesSearch,
  parsePoints,
  paths,
  refusalOfPoints,
  SealSheet,
  type SheetRow,
} from "@parindex/core";
import { dataOf, useDocument } from "../data/live.ts";
import type { NamedUnit } from "../data/units.ts";
import { useSet } from "../sheet/useSet.ts";
import { t } from "../text/correcting.ts";
import { refusalText } from "../text/text.ts";
import styles from "./correction.module.css";
import type { TypedChange } from "./correction-rows.ts";

/** The options that answer a search past tone marks, in groups that have any. */
const find: OptionsFilter = ({ options, search }) =>
  options.flatMap((option): ComboboxParsedItem[] => {
    if (!("group" in option)) return matchesSearch(option.label, search) ? [option] : [];
    const items = option.items.filter(({ label }) => matchesSearch(label, search));
    return items.length > 0 ? [{ ...option, items }] : [];
  });

/** The leaves of a published sheet that are assessed, by their fields. */
function leafOptions({ rows }: FrozenSheet) {
  const groups: { group: string; items: { value: string; label: string }[] }[] = [];
  for (const { id, code, name, level, source, exempt } of rows) {
    if (level === "field") groups.push({ group: `${code}. ${name}`, items: [] });
    if (source && !exempt) groups.at(-1)?.items.push({ value: id, label: `${code} ${name}` });
  }
  return groups;
}

/** What is published of a leaf, and what points it can have. */
function nowText(row: SheetRow, step: number | undefined): string {
  const points = row.source === "survey" ? row.survey : row.appraised;
  return t("correctionNow", {
    column: t(row.source === "survey" ? "survey" : "appraised"),
    now: points === null ? "—" : formatPoints(points),
    ...{ max: formatPoints(row.max), step: step === undefined ? "—" : formatPoints(step) },
  });
}

interface ChangeRowProps {
  change: TypedChange;
  number: number;
  publication: string;
  units: readonly NamedUnit[];
  /** What the server, or a look at it, says is wrong with the whole of it. */
  fault: string | null;
  onChange: (more: Partial<TypedChange>) => void;
  /** null for the only one. */
  onRemove: (() => void) | null;
}

/** One change of a correction: unit, leaf, right points, reason. */
export function CorrectionChangeRow(props: ChangeRowProps) {
  const { change, number, publication, units, fault, onChange, onRemove } = props;
  const path = change.unit === null ? null : paths.publicationSheet(publication, change.unit);
  const sheet = dataOf(useDocument(path, SealSheet))?.sheet;
  const leaves = dataOf(useSet(sheet?.criteriaSet.id))?.leaves;
  const row = sheet?.rows.find(({ id }) => id === change.leaf);
  const step = leaves?.get(change.leaf ?? "")?.step;
  const points = parsePoints(change.points);
  const refusal =
    points !== null && row && step !== undefined ? refusalOfPoints(points, { max: row.max, step }) : null;
  const unreadable = change.points.trim() !== "" && points === null ? t("badPoints") : null;
  return (
    <fieldset className={styles.change}>
      <legend>{t("correctionChange", { n: number })}</legend>
      <div className={styles.fields}>
        <Select
          label={t("unitName")}
          placeholder={t("chooseOne")}
          searchable
          required
          allowDeselect={false}
          value={change.unit}
          data={units.map(({ id, name }) => ({ value: id, label: name }))}
          filter={find}
          onChange={(unit) => onChange({ unit, leaf: null })}
        />
        <Select
          label={t("correctionLeaf")}
          placeholder={t("chooseOne")}
          searchable
          required
          allowDeselect={false}
          disabled={!sheet}
          value={change.leaf}
          data={sheet ? leafOptions(sheet) : []}
          filter={find}
          maxDropdownHeight={360}
          onChange={(leaf) => onChange({ leaf })}
        />
        <TextInput
          label={t("correctionPoints")}
          description={row && nowText(row, step)}
          inputWrapperOrder={["label", "input", "description", "error"]}
          required
          inputMode="decimal"
          maxLength={10}
          value={change.points}
          error={unreadable ?? (refusal && refusalText(refusal))}
          onChange={(event) => onChange({ points: event.currentTarget.value })}
        />
        <Textarea
          className={styles.reason}
          label={t("correctionReason")}
          required
          autosize
          minRows={1}
          maxLength={2000}
          value={change.reason}
          onChange={(event) => onChange({ reason: event.currentTarget.value })}
        />
      </div>
      {row && <p className={styles.leafName}>{`${row.code} ${row.name}`}</p>}
      {fault && (
        <p className={styles.fault} role="alert">
          {fault}
        </p>
      )}
      {onRemove && (
        <Button size="compact-sm" variant="default" onClick={onRemove}>
          {t("correctionRemove", { n: number })}
        </Button>
      )}
    </fieldset>
  );
}
