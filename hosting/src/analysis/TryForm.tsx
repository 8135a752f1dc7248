import { Button, NativeSelect, TextInput } from "@mantine/core";
import {
  type CriteriaSet,
  formatPoints,
  type Ledger,
  leavesBelow,
  leavesOf,
  parsePoints,
  refusalOfPoints,
  type Supposed,
  type TieBreak,
  type Trial,
  type UnitGroup,
} from "@parindex/core";
import { type FormEvent, useState } from "react";
import { t } from "../text/analysis-desk.ts";
import { refusalText } from "../text/text.ts";
import styles from "./analysis.module.css";

interface TryProps {
  trial: Trial;
  groups: readonly UnitGroup[];
  onTry: (change: Supposed) => void;
}

const KINDS = ["points", "exempt", "max", "surveyHeld", "tieBreaks"] as const;
type Kind = (typeof KINDS)[number];
const KIND_TEXT = {
  points: "tryPoints",
  exempt: "tryExempt",
  max: "tryMax",
  surveyHeld: "trySurvey",
  tieBreaks: "tryTieBreak",
} as const satisfies Record<Kind, string>;

const leafData = (set: CriteriaSet | undefined) =>
  (set?.fields ?? []).map((field) => ({
    group: `${field.code}. ${field.name}`,
    items: [...leavesOf({ fields: [field] })].map(({ leaf }) => ({
      value: leaf.id,
      label: `${leaf.code} ${leaf.name}`,
    })),
  }));

/** The units of the groups, for choosing one. */
const unitData = ({ trial, groups }: Pick<TryProps, "trial" | "groups">) =>
  groups.map(({ id, name }) => ({
    group: name,
    items: trial.ledgers
      .filter(({ group }) => group === id)
      .toSorted((a, b) => a.order - b.order)
      .map(({ unit, name }) => ({ value: unit, label: name })),
  }));

const pointsOf = (ledger: Ledger, leaf: string) =>
  ledger.survey[leaf]?.points ?? ledger.appraisal[leaf]?.points ?? null;

/** Choices of a unit and one of its leaves; what is chosen is kept while it exists. */
function useUnitAndLeaf({ trial, groups }: TryProps) {
  const [unit, setUnit] = useState("");
  const [leaf, setLeaf] = useState("");
  const data = unitData({ trial, groups });
  const units = data.flatMap(({ items }) => items.map(({ value }) => value));
  const ledger =
    trial.ledgers.find((one) => one.unit === unit && units.includes(unit)) ??
    trial.ledgers.find((one) => one.unit === units[0]);
  const set = trial.sets.get(ledger?.criteriaSet ?? "");
  const leaves = set ? [...leavesOf(set)].map((one) => one.leaf) : [];
  const chosen = leaves.find(({ id }) => id === leaf) ?? leaves[0];
  const fields = (
    <>
      <NativeSelect
        label={t("tryUnit")}
        value={ledger?.unit ?? ""}
        onChange={({ currentTarget: { value } }) => setUnit(value)}
        data={data}
      />
      <NativeSelect
        label={t("tryLeaf")}
        value={chosen?.id ?? ""}
        onChange={({ currentTarget: { value } }) => setLeaf(value)}
        data={leafData(set)}
      />
    </>
  );
  return { ledger, leaf: chosen, fields };
}

const Submit = ({ disabled = false }: { disabled?: boolean }) => (
  <Button type="submit" disabled={disabled}>
    {t("tryAdd")}
  </Button>
);

/** Lets a form give a change, and stays on the page. */
const giving = (give: () => void) => (event: FormEvent) => {
  event.preventDefault();
  give();
};

function PointsForm(props: TryProps) {
  const { ledger, leaf, fields } = useUnitAndLeaf(props);
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  if (!ledger || !leaf) return null;
  const now = pointsOf(ledger, leaf.id);
  const give = () => {
    const points = parsePoints(text);
    const refusal = points === null ? ({ code: "notPoints" } as const) : refusalOfPoints(points, leaf);
    setError(refusal ? refusalText(refusal) : null);
    if (!refusal) props.onTry({ kind: "points", unit: ledger.unit, leaf: leaf.id, points });
  };
  return (
    <form className={styles.form} onSubmit={giving(give)} noValidate>
      {fields}
      <TextInput
        label={t("tryNewPoints", {
          points: now === null ? "—" : formatPoints(now),
          max: formatPoints(leaf.max),
        })}
        inputMode="decimal"
        value={text}
        error={error}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <Submit />
    </form>
  );
}

function ExemptForm(props: TryProps) {
  const { ledger, leaf, fields } = useUnitAndLeaf(props);
  if (!ledger || !leaf) return null;
  const exempt = ledger.exempt[leaf.id] === undefined;
  return (
    <form
      className={styles.form}
      onSubmit={giving(() => props.onTry({ kind: "exempt", unit: ledger.unit, leaf: leaf.id, exempt }))}
    >
      {fields}
      <Button type="submit">{t(exempt ? "exemptYes" : "exemptNo")}</Button>
    </form>
  );
}

function MaxForm({ trial, groups, onTry }: TryProps) {
  const [id, setId] = useState("");
  const [node, setNode] = useState("");
  const [text, setText] = useState("");
  const [error, setError] = useState<string | null>(null);
  const used = new Set(
    trial.ledgers
      .filter(({ group }) => groups.some((one) => one.id === group))
      .map(({ criteriaSet }) => criteriaSet),
  );
  const sets = [...trial.sets.values()].filter((set) => used.has(set.id));
  const set = sets.find((one) => one.id === id) ?? sets[0];
  if (!set) return null;
  const nodes = set.fields.map((field) => ({
    group: `${field.code}. ${field.name}`,
    items: [
      { value: field.id, label: `${field.code}. ${field.name}` },
      ...[...leavesOf({ fields: [field] })].map(({ leaf }) => ({
        value: leaf.id,
        label: `${leaf.code} ${leaf.name}`,
      })),
    ],
  }));
  const known = nodes.some(({ items }) => items.some(({ value }) => value === node));
  const chosen = known ? node : (set.fields[0]?.id ?? "");
  const now = leavesBelow(set, chosen).reduce((sum, { max }) => sum + max, 0);
  const give = () => {
    const max = parsePoints(text);
    setError(max === null || max === 0 ? refusalText({ code: "notPoints" }) : null);
    if (max !== null && max > 0) onTry({ kind: "max", set: set.id, node: chosen, max });
  };
  return (
    <form className={styles.form} onSubmit={giving(give)} noValidate>
      {sets.length > 1 && (
        <NativeSelect
          label={t("trySet")}
          value={set.id}
          onChange={({ currentTarget: { value } }) => setId(value)}
          data={sets.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <NativeSelect
        label={t("tryNode")}
        value={chosen}
        onChange={({ currentTarget: { value } }) => setNode(value)}
        data={nodes}
      />
      <TextInput
        label={t("tryNewMax", { max: formatPoints(now) })}
        description={t("tryMaxHint")}
        inputWrapperOrder={["label", "input", "error", "description"]}
        inputMode="decimal"
        value={text}
        error={error}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      <Submit />
    </form>
  );
}

function SurveyForm({ trial, groups, onTry }: TryProps) {
  const [id, setId] = useState("");
  const group = groups.find((one) => one.id === id) ?? groups[0];
  if (!group) return null;
  const held = trial.ledgers.some((ledger) => ledger.group === group.id && ledger.surveyHeld);
  return (
    <form
      className={styles.form}
      onSubmit={giving(() => onTry({ kind: "surveyHeld", group: group.id, held: !held }))}
    >
      <NativeSelect
        label={t("analysisGroup")}
        value={group.id}
        onChange={({ currentTarget: { value } }) => setId(value)}
        data={groups.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Button type="submit">{t(held ? "surveyHeldNo" : "surveyHeldYes")}</Button>
    </form>
  );
}

function TieBreakForm({ trial, onTry }: TryProps) {
  const [value, setValue] = useState("");
  const fields = new Map([...trial.sets.values()].flatMap((set) => set.fields.map((one) => [one.id, one])));
  const chain = (): TieBreak[] => {
    if (value === "") return [];
    return value === "survey" || value === "appraised" ? [{ by: value }] : [{ by: "field", field: value }];
  };
  return (
    <form className={styles.form} onSubmit={giving(() => onTry({ kind: "tieBreaks", tieBreaks: chain() }))}>
      <NativeSelect
        label={t("tryTieBreak")}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        data={[
          { value: "", label: t("tieNone") },
          { value: "appraised", label: t("tieAppraised") },
          { value: "survey", label: t("tieSurvey") },
          ...[...fields.values()].map(({ id, name }) => ({ value: id, label: t("tieField", { name }) })),
        ]}
      />
      <Submit />
    </form>
  );
}

const FORMS: Record<Kind, (props: TryProps) => React.ReactNode> = {
  points: PointsForm,
  exempt: ExemptForm,
  max: MaxForm,
  surveyHeld: SurveyForm,
  tieBreaks: TieBreakForm,
};

/** Where one says what to suppose. */
export function TryForm(props: TryProps) {
  const [kind, setKind] = useState<Kind>("points");
  const Form = FORMS[kind];
  return (
    <div className="no-print">
      <NativeSelect
        label={t("tryKind")}
        maw="15rem"
        mb="xs"
        value={kind}
        onChange={({ currentTarget: { value } }) => setKind(KINDS.find((one) => one === value) ?? "points")}
        data={KINDS.map((value) => ({ value, label: t(KIND_TEXT[value]) }))}
      />
      <Form {...props} />
    </div>
  );
}
