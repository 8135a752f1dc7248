import { Button, Checkbox, Group, NumberInput, Radio, Stack, Text, Textarea, TextInput } from "@mantine/core";
import type { BatchKind } from "@parindex/core";
import { useState } from "react";
import { CallRefused } from "../data/call.ts";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { ExcelField } from "../setup/ExcelField.tsx";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/survey-field.ts";
import styles from "./field.module.css";
import { count as counted, usePlanned } from "./field-data.ts";
import { type Dealings, drawAtRandom, readDealings } from "./field-dealings.ts";
import { type Issued, issue, type Order } from "./field-issue.ts";
import { KINDS } from "./field-kinds.ts";
import type { SurveyEntry } from "./useSurveys.ts";

/** The most of one kind that is issued at once about a unit, and the most answers that an open link takes a unit. */
const COUNT_MAX = 50_000;
const USES_MAX = 300;

type Counts = Readonly<Record<string, number>>;

interface UnitsProps {
  units: readonly NamedUnit[];
  /** Whether one invitation is about all chosen units: they are ticked instead of counted. */
  ticked: boolean;
  /** How many dealings each unit has; null where none are drawn. */
  dealings: Counts | null;
  counts: Counts;
  onChange: (counts: Counts) => void;
}

/** About which units, and how many each. */
function Units({ units, ticked, dealings, counts, onChange }: UnitsProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={styles.counts} tabIndex={0} aria-label={t("issueUnits")}>
      {units.map(({ id, name }) => (
        <div key={id}>
          {ticked ? (
            <Checkbox
              label={name}
              checked={(counts[id] ?? 0) > 0}
              onChange={(event) => onChange({ ...counts, [id]: event.currentTarget.checked ? 1 : 0 })}
            />
          ) : (
            <>
              <span>{name}</span>
              <span className={styles.soft}>
                {dealings && t("dealingsOf", { n: counted(dealings[id] ?? 0) })}
              </span>
              <NumberInput
                size="xs"
                aria-label={t("issueCountOf", { unit: name })}
                min={0}
                max={dealings ? (dealings[id] ?? 0) : COUNT_MAX}
                clampBehavior="strict"
                allowDecimal={false}
                hideControls
                value={counts[id] ?? 0}
                onChange={(value) => onChange({ ...counts, [id]: Number(value) || 0 })}
              />
            </>
          )}
        </div>
      ))}
    </section>
  );
}

/** What is to be issued: so many about each unit, with the dealings drawn; or so many about all of them together. */
function ordersOf(
  units: readonly NamedUnit[],
  counts: Counts,
  together: number | null,
  dealings: Dealings | null,
): Order[] {
  const chosen = units.filter(({ id }) => (counts[id] ?? 0) > 0);
  if (together !== null)
    return chosen.length === 0 || together === 0 ? [] : [{ units: chosen, count: together }];
  return chosen.map((unit): Order => {
    const count = counts[unit.id] ?? 0;
    if (!dealings) return { units: [unit], count };
    const own = dealings.rows.filter((row) => row.unit === unit.id).map(({ cells }) => cells);
    const drawn = drawAtRandom(own, count);
    return { units: [unit], count: drawn.length, dealings: drawn };
  });
}

/** How many dealings each unit has. */
function byUnit({ rows }: Dealings): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { unit } of rows) sums[unit] = (sums[unit] ?? 0) + 1;
  return sums;
}

interface IssueDialogProps {
  survey: SurveyEntry;
  /** The units that the survey asks about. */
  units: readonly NamedUnit[];
  opened: boolean;
  onClose: () => void;
  onIssued: (issued: Issued) => void;
}

/** Issues invitations: how they go out, about which units, how many. */
export function IssueDialog({ survey, units, opened, onClose, onIssued }: IssueDialogProps) {
  const acting = useAct();
  const sizes = usePlanned(survey.id);
  const [kind, setKind] = useState<BatchKind>("slips");
  const [counts, setCounts] = useState<Counts>({});
  const [together, setTogether] = useState(false);
  const [dealings, setDealings] = useState<Dealings | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const isOpen = kind === "open";
  const isDrawn = kind === "dealings";
  const isTogether = isOpen || (together && !isDrawn);
  const available = isDrawn && dealings ? byUnit(dealings) : null;
  const fill = (of: (unit: NamedUnit) => number) =>
    setCounts(
      Object.fromEntries(
        units.map((unit) => [unit.id, Math.min(of(unit), available?.[unit.id] ?? COUNT_MAX)] as const),
      ),
    );
  const chosen = units.reduce((sum, { id }) => sum + (counts[id] ?? 0), 0);
  const close = () => {
    setCounts({});
    setDealings(null);
    setDone(null);
    onClose();
  };
  const perform = async (form: FormData) => {
    const many = isOpen ? 1 : Number(String(form.get("count") ?? "").replace(/\D/g, "")) || 0;
    const orders = ordersOf(units, counts, isTogether ? many : null, isDrawn ? dealings : null);
    if (orders.length === 0 || (isDrawn && !dealings)) throw new CallRefused(t("issueNothing"));
    const text = (name: string) => String(form.get(name) ?? "").trim();
    const eligibility = text("eligibility");
    if (isOpen && eligibility === "") throw new CallRefused(t("issueNeedsEligibility"));
    const uses = isOpen ? Number(text("uses")) || 1 : 1;
    const terms = { survey: survey.id, kind, uses, note: text("note"), eligibility };
    setDone(0);
    try {
      const given = await issue(acting, terms, orders, setDone);
      const said = dealings && isDrawn ? drawnText(given.codes.length, dealings.rows.length) : "";
      const headings = isDrawn ? (dealings?.headings ?? []) : [];
      onIssued({ ...given, kind, name: survey.data.name, headings, said });
    } finally {
      setDone(null);
    }
  };
  return (
    <ActDialog
      {...{ opened, perform }}
      onClose={close}
      title={t("issueInvitations")}
      {...(isTogether ? {} : { action: t("issueNow", { n: counted(chosen) }) })}
      explain={survey.data.name}
    >
      <Radio.Group
        value={kind}
        onChange={(value) => setKind(KINDS.find((one) => one.kind === value)?.kind ?? kind)}
        label={t("batchKind")}
      >
        <div className={styles.kinds}>
          {KINDS.map((one) => (
            <Radio key={one.kind} value={one.kind} label={t(one.text)} description={t(one.hint)} />
          ))}
        </div>
      </Radio.Group>
      {isDrawn && (
        <>
          <Text size="sm" fw={550}>
            {t("dealingsFile")}
          </Text>
          <Text size="sm" className="soft">
            {t("dealingsHint")}
          </Text>
          <ExcelField<Dealings>
            read={(rows) => readDealings(rows, units)}
            tell={(read) =>
              t("dealingsRead", { n: counted(read.rows.length), units: Object.keys(byUnit(read)).length })
            }
            onRead={(read) => {
              setDealings(read);
              const own: Record<string, number> = read ? byUnit(read) : {};
              setCounts(
                Object.fromEntries(
                  units.map(({ id }) => [id, Math.min(own[id] ?? 0, sizes[id] ?? own[id] ?? 0)] as const),
                ),
              );
            }}
          />
        </>
      )}
      {!isOpen && !isDrawn && (
        <Checkbox
          label={t("issueTogether")}
          description={t("issueTogetherHint")}
          checked={together}
          onChange={(event) => setTogether(event.currentTarget.checked)}
        />
      )}
      {(!isDrawn || dealings) && (
        <Stack gap={4}>
          <Group gap="xs" justify="space-between">
            <Text size="sm" fw={550}>
              {t(isDrawn ? "dealingsDraw" : "issueUnits")}
            </Text>
            <Group gap="xs">
              {!isTogether && (
                <Button size="compact-xs" variant="default" onClick={() => fill(({ id }) => sizes[id] ?? 0)}>
                  {t("issueFill")}
                </Button>
              )}
              {isTogether && (
                <Button size="compact-xs" variant="default" onClick={() => fill(() => 1)}>
                  {t("issueAll")}
                </Button>
              )}
            </Group>
          </Group>
          <Units ticked={isTogether} dealings={available} {...{ units, counts }} onChange={setCounts} />
        </Stack>
      )}
      {isTogether && !isOpen && (
        <NumberInput
          name="count"
          label={t("issueCount")}
          min={1}
          max={COUNT_MAX}
          allowDecimal={false}
          required
        />
      )}
      {isOpen && (
        <>
          <NumberInput
            name="uses"
            label={t("issueUses")}
            min={1}
            max={USES_MAX}
            clampBehavior="strict"
            allowDecimal={false}
            defaultValue={30}
            required
          />
          <Textarea
            name="eligibility"
            label={t("issueEligibility")}
            description={t("issueEligibilityHint")}
            maxLength={500}
            required
            autosize
            minRows={2}
          />
        </>
      )}
      <TextInput name="note" label={t("issueNote")} maxLength={300} />
      {done !== null && !isTogether && (
        <Text size="sm" role="status">
          {t("issuing", { done: counted(done), all: counted(chosen) })}
        </Text>
      )}
    </ActDialog>
  );
}

const drawnText = (n: number, all: number) => t("dealingsDrawn", { n: counted(n), all: counted(all) });
