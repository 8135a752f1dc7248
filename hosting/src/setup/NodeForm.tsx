import { Fieldset, Group, NativeSelect, Stack, Text, Textarea, TextInput } from "@mantine/core";
import {
  type Facts,
  formatPoints,
  type LeafNode,
  type PlacedNode,
  parsePoints,
  propose,
  readRuleText,
  ruleText as ruleWords,
  type SetDraft,
  setLeadBelow,
  setNode,
} from "@parindex/core";
import { useState } from "react";
import { useSession } from "../data/session.tsx";
import type { NamedUnit } from "../data/units.ts";
import { ruleText } from "../sheet/rule-text.ts";
import { t } from "../text/standing-body.ts";
import { refusalText } from "../text/text.ts";
import { FactsForm } from "../unit/FactsForm.tsx";

interface NodeFormProps {
  draft: SetDraft;
  node: PlacedNode;
  units: readonly NamedUnit[];
  frozen: boolean;
  onChange: (draft: SetDraft) => void;
}

/** A number of points that is taken over once it is one. */
function PointsInput({
  label,
  value,
  disabled,
  onChange,
}: {
  label: string;
  value: number;
  disabled: boolean;
  onChange: (points: number) => void;
}) {
  const [text, setText] = useState(formatPoints(value));
  const [wrong, setWrong] = useState(false);
  return (
    <TextInput
      label={label}
      inputMode="decimal"
      value={text}
      disabled={disabled}
      error={wrong ? refusalText({ code: "notPoints" }) : null}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        setText(typed);
        const points = parsePoints(typed);
        setWrong(points === null || points === 0);
        if (points) onChange(points);
      }}
    />
  );
}

/** The rule in the words of one cell, and what it proposes for facts one makes up. */
function RuleFields({
  leaf,
  frozen,
  onRule,
}: {
  leaf: LeafNode;
  frozen: boolean;
  onRule: (rule: LeafNode["rule"]) => void;
}) {
  const { period } = useSession();
  const [text, setText] = useState(ruleWords(leaf.rule));
  const [facts, setFacts] = useState<Facts | null>(null);
  const read = readRuleText(text);
  const proposal = propose(leaf.rule, facts, { ...leaf, year: period.year });
  return (
    <>
      <Textarea
        label={t("nodeRule")}
        description={t("nodeRuleHint")}
        autosize
        value={text}
        disabled={frozen}
        error={read === null}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setFacts(null);
          const rule = readRuleText(event.currentTarget.value);
          if (rule) onRule(rule);
        }}
      />
      <Text size="sm" className="soft">
        {ruleText(leaf)}
      </Text>
      {leaf.source === "self" && leaf.rule.kind !== "manual" && (
        <Fieldset legend={t("tryRule")}>
          <FactsForm
            rule={leaf.rule}
            facts={facts}
            disabled={false}
            onBegin={() => undefined}
            onType={setFacts}
            onLeave={() => undefined}
            onChange={setFacts}
          />
          <Text size="sm" mt="xs" role="status">
            {proposal.kind === "points"
              ? t("tryResult", { points: formatPoints(proposal.points) })
              : proposal.kind === "badFacts"
                ? proposal.issues.map(({ message }) => message).join("; ")
                : t(proposal.kind === "exempt" ? "proposalExempt" : "tryNone")}
          </Text>
        </Fieldset>
      )}
    </>
  );
}

function LeadSelect({
  label,
  value,
  units,
  disabled,
  onChange,
}: {
  label: string;
  value: string;
  units: readonly NamedUnit[];
  disabled: boolean;
  onChange: (unit: string) => void;
}) {
  const known = units.some(({ id }) => id === value);
  return (
    <NativeSelect
      label={label}
      value={value}
      disabled={disabled}
      onChange={(event) => event.currentTarget.value !== "" && onChange(event.currentTarget.value)}
      data={[
        ...(known ? [] : [{ value, label: value || "—" }]),
        ...units.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

/** One node of a set: what it is called, its points, and, of a leaf, how and by whom it is scored. */
export function NodeForm({ draft, node, units, frozen, onChange }: NodeFormProps) {
  const { id, leaf } = node;
  const set = (change: Parameters<typeof setNode>[2]) => onChange(setNode(draft, id, change));
  return (
    <Stack gap="xs" component="section" aria-label={node.name}>
      <Group grow align="flex-start">
        <TextInput
          label={t("nodeCode")}
          value={node.code}
          disabled={frozen}
          onChange={(event) => set({ code: event.currentTarget.value })}
        />
        <PointsInput
          label={t("nodeMax")}
          value={node.max}
          disabled={frozen}
          onChange={(max) => set({ max })}
        />
      </Group>
      <Textarea
        label={t("nodeName")}
        autosize
        value={node.name}
        disabled={frozen}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      {leaf ? (
        <>
          <Group grow align="flex-start">
            <PointsInput
              label={t("nodeStep")}
              value={leaf.step}
              disabled={frozen}
              onChange={(step) => set({ step })}
            />
            <NativeSelect
              label={t("nodeSource")}
              value={leaf.source}
              disabled={frozen}
              data={[
                { value: "self", label: t("sourceSelf") },
                { value: "survey", label: t("sourceSurvey") },
              ]}
              onChange={(event) =>
                set(
                  event.currentTarget.value === "survey"
                    ? { source: "survey", rule: { kind: "survey", groups: ["người dân"] } }
                    : { source: "self", rule: { kind: "manual" } },
                )
              }
            />
          </Group>
          <LeadSelect
            label={t("nodeLead")}
            value={leaf.lead}
            disabled={frozen}
            {...{ units }}
            onChange={(lead) => set({ lead })}
          />
          <RuleFields
            key={`${id} ${leaf.source}`}
            leaf={leaf}
            frozen={frozen}
            onRule={(rule) => set({ rule })}
          />
          <Textarea
            label={t("nodeEvidence")}
            autosize
            value={leaf.evidence}
            disabled={frozen}
            onChange={(event) => set({ evidence: event.currentTarget.value })}
          />
        </>
      ) : (
        !frozen && (
          <Group align="flex-end" gap="xs">
            <LeadSelect
              label={t("leadBelow")}
              value=""
              disabled={false}
              {...{ units }}
              onChange={(lead) => onChange(setLeadBelow(draft, id, lead))}
            />
          </Group>
        )
      )}
    </Stack>
  );
}
