import { Checkbox, NumberInput, Radio, Stack, TextInput } from "@mantine/core";
import { type Facts, formatPoints, parsePoints, type ScoringRule } from "@parindex/core";
import { useState } from "react";
import { type TextKey, t } from "../text/text.ts";

interface FactsFormProps {
  rule: ScoringRule;
  facts: Facts | null;
  disabled: boolean;
  /** The first key of a value that is saved only when one leaves it. */
  onBegin: () => void;
  /** A key in a number or day, and the leaving of it. */
  onType: (facts: Facts | null) => void;
  onLeave: () => void;
  /** Facts that are chosen whole. */
  onChange: (facts: Facts | null) => void;
}

const COUNTS: Partial<Record<ScoringRule["kind"], readonly TextKey[]>> = {
  ratio: ["planned", "done"],
  steps: ["planned", "done"],
  ratioWithPenalty: ["planned", "done", "late"],
  deductPerItem: ["items"],
};

/** Sets one fact; facts of which nothing is left are no facts. */
function withFact(facts: Facts | null, name: string, value: Facts[string] | undefined): Facts | null {
  const { [name]: _before, ...others } = facts ?? {};
  const next = value === undefined ? others : { ...others, [name]: value };
  return Object.keys(next).length === 0 ? null : next;
}

function Counts({
  names,
  facts,
  disabled,
  onType,
  onLeave,
}: Pick<FactsFormProps, "facts" | "disabled" | "onType" | "onLeave"> & { names: readonly TextKey[] }) {
  return names.map((name) => {
    const value = facts?.[name];
    return (
      <NumberInput
        key={name}
        label={t(name)}
        value={typeof value === "number" ? value : ""}
        allowDecimal={false}
        allowNegative={false}
        max={1_000_000_000}
        hideControls
        disabled={disabled}
        onChange={(typed) => onType(withFact(facts, name, typeof typed === "number" ? typed : undefined))}
        onBlur={onLeave}
      />
    );
  });
}

const valueText = (facts: Facts | null) => {
  const value = facts?.value;
  return typeof value === "number" ? formatPoints(value) : "";
};

/** A result on a scale: what is no number stays with the reason, and what is stored stays too. */
function ScaleValue({
  shown,
  disabled,
  onBegin,
  onChange,
}: Pick<FactsFormProps, "disabled" | "onBegin" | "onChange"> & { shown: string }) {
  const [error, setError] = useState<string | null>(null);
  return (
    <TextInput
      inputMode="decimal"
      label={t("value")}
      defaultValue={shown}
      disabled={disabled}
      error={error}
      onChange={onBegin}
      onBlur={({ currentTarget }) => {
        const typed = currentTarget.value.trim();
        const value = parsePoints(typed);
        const isNumber = typed === "" || value !== null;
        setError(isNumber ? null : t("notANumber"));
        if (isNumber && typed !== shown) onChange(value === null ? null : { value });
      }}
    />
  );
}

/** The facts that a leaf's rule asks for. They are saved as they are; the rule proposes the points. */
export function FactsForm({ rule, facts, disabled, onBegin, onType, onLeave, onChange }: FactsFormProps) {
  const counts = COUNTS[rule.kind];
  if (counts) return <Counts names={counts} {...{ facts, disabled, onType, onLeave }} />;
  switch (rule.kind) {
    case "yesno":
      return (
        <Radio.Group
          label={t("facts")}
          value={facts ? (facts.yes === true ? "yes" : "no") : null}
          onChange={(answer) => onChange({ yes: answer === "yes" })}
        >
          <Radio value="yes" label={t("yes")} disabled={disabled} mt={4} />
          <Radio value="no" label={t("no")} disabled={disabled} mt={4} />
        </Radio.Group>
      );
    case "options":
      return (
        <Radio.Group
          label={t("option")}
          value={typeof facts?.option === "number" ? String(facts.option) : null}
          onChange={(option) => onChange({ option: Number(option) })}
        >
          {rule.options.map(({ label, points }, at) => (
            <Radio
              key={label}
              value={String(at)}
              label={`${label} (${formatPoints(points)})`}
              disabled={disabled}
              mt={4}
            />
          ))}
        </Radio.Group>
      );
    case "checklist": {
      const parts = rule.parts.map((_, at) => Array.isArray(facts?.parts) && facts.parts[at] === true);
      return (
        <Stack gap={4}>
          {rule.parts.map(({ label, points }, at) => (
            <Checkbox
              key={label}
              label={`${label} (${formatPoints(points)})`}
              checked={parts[at] ?? false}
              disabled={disabled}
              onChange={(event) => onChange({ parts: parts.with(at, event.currentTarget.checked) })}
            />
          ))}
        </Stack>
      );
    }
    case "deadline":
      return (
        <Stack gap={6}>
          <TextInput
            type="date"
            label={t("issued")}
            value={typeof facts?.issued === "string" ? facts.issued : ""}
            disabled={disabled || facts?.issued === null}
            onChange={({ currentTarget: { value } }) => onType(value ? { issued: value } : null)}
            onBlur={onLeave}
          />
          <Checkbox
            label={t("neverIssued")}
            checked={facts?.issued === null}
            disabled={disabled}
            onChange={(event) => onChange(event.currentTarget.checked ? { issued: null } : null)}
          />
        </Stack>
      );
    case "scale":
      return (
        <ScaleValue key={valueText(facts)} shown={valueText(facts)} {...{ disabled, onBegin, onChange }} />
      );
    default:
      return null;
  }
}
