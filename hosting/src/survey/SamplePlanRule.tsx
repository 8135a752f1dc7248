import { ActionIcon, Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { type SamplePlan, sampleSize, Z_OF } from "@parindex/core";
import { IconTrash } from "@tabler/icons-react";
import type { NamedUnit } from "../data/units.ts";
import { type TextKey, t } from "../text/survey-desk.ts";
import { type PlanDraft, shareText } from "./sample-rows.ts";
import styles from "./survey.module.css";

interface RuleProps {
  draft: PlanDraft;
  units: readonly NamedUnit[];
  frozen: boolean;
  onChange: (draft: PlanDraft) => void;
}

const NUMBERS = {
  ...{ decimalSeparator: ",", thousandSeparator: ".", hideControls: true },
} as const;
const SHARES = { ...NUMBERS, suffix: "%", decimalScale: 2 } as const;

/** Fields stand in one line, so what explains them stands below. */
const BELOW: ("label" | "input" | "description")[] = ["label", "input", "description"];

const CONFIDENCES = [9_000, 9_500, 9_900] as const satisfies readonly SamplePlan["confidence"][];

const FORMULAS = { slovin: "formulaSlovin", cochran: "formulaCochran" } as const satisfies Record<
  SamplePlan["formula"],
  TextKey
>;
const ALLOCATIONS = {
  each: ["allocationEach", "allocationEachWords"],
  proportional: ["allocationProportional", "allocationProportionalWords"],
  equal: ["allocationEqual", "allocationEqualWords"],
} as const satisfies Record<SamplePlan["allocation"], readonly [TextKey, TextKey]>;

/** The value of a list that a select gives, or what it was before. */
const oneOf = <T,>(all: readonly T[], value: string, before: T): T =>
  all.find((one) => String(one) === value) ?? before;

/** A fraction as it is read: "0,05". */
const fraction = (share: number): string => String(share / 10_000).replace(".", ",");
const number = (value: number): string => value.toLocaleString("vi", { maximumFractionDigits: 2 });

/** The formula with the plan's own numbers, where it comes from, and how the sample is shared out. */
function Words({ draft, units }: Pick<RuleProps, "draft" | "units">) {
  const { formula, confidence, margin, proportion, allocation } = draft;
  const z = Z_OF[confidence];
  const p = proportion / 10_000;
  const e = margin / 10_000;
  const people = Object.values(draft.units).reduce((sum, { population }) => sum + population, 0);
  const [, words] = ALLOCATIONS[allocation];
  const example = units.find(({ id }) => (draft.units[id]?.population ?? 0) > 0);
  const N = example ? (draft.units[example.id]?.population ?? 0) : 0;
  return (
    <div className={styles.words} role="note">
      <p>
        {formula === "slovin"
          ? t("slovinWords", { e: fraction(margin) })
          : t("cochranWords", {
              ...{
                z: String(z).replace(".", ","),
                p: fraction(proportion),
                q: fraction(10_000 - proportion),
              },
              ...{ e: fraction(margin), n0: number((z ** 2 * p * (1 - p)) / e ** 2) },
            })}
      </p>
      <p>{t(words, { N: number(people), n: number(sampleSize(people, draft)) })}</p>
      {allocation === "each" && example && (
        <p>{t("exampleWords", { unit: example.name, N: number(N), n: number(sampleSize(N, draft)) })}</p>
      )}
    </div>
  );
}

function Quotas({ draft, frozen, onChange }: Omit<RuleProps, "units">) {
  const { quotas } = draft;
  const set = (next: PlanDraft["quotas"]) => onChange({ ...draft, quotas: next });
  const change = (at: number, more: Partial<PlanDraft["quotas"][number]>) =>
    set(quotas.map((one, position) => (position === at ? { ...one, ...more } : one)));
  return (
    <section className={styles.part} aria-labelledby="quotas">
      <h2 id="quotas">{t("quotas")}</h2>
      <p className={styles.soft}>{t("quotasHint")}</p>
      {quotas.map(({ name, share }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: quotas have no id, and move only when one is taken away
        <div key={at} className={styles.quota}>
          <TextInput
            size="xs"
            aria-label={t("quotaName", { n: at + 1 })}
            value={name}
            maxLength={100}
            disabled={frozen}
            onChange={(event) => change(at, { name: event.currentTarget.value })}
          />
          <NumberInput
            {...SHARES}
            size="xs"
            aria-label={t("quotaShare", { n: at + 1 })}
            min={0.01}
            max={100}
            value={share / 100}
            disabled={frozen}
            onChange={(value) => change(at, { share: Math.max(1, Math.round(Number(value) * 100)) })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("quotaRemove", { n: at + 1 })}
            disabled={frozen}
            onClick={() => set(quotas.filter((_, position) => position !== at))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </div>
      ))}
      {!frozen && (
        <Button
          size="compact-xs"
          variant="default"
          disabled={quotas.length >= 12}
          onClick={() => set([...quotas, { name: "", share: 5_000 }])}
        >
          {t("quotaAdd")}
        </Button>
      )}
    </section>
  );
}

/** By which rule the samples are sized and shared out, in numbers and in words. */
export function SamplePlanRule({ draft, units, frozen, onChange }: RuleProps) {
  const change = (more: Partial<PlanDraft>) => onChange({ ...draft, ...more });
  const { formula, confidence, margin, proportion, minimum, allocation } = draft;
  const fixed = formula === "slovin" ? { description: t("slovinFixes") } : {};
  return (
    <>
      <div className={styles.rule}>
        <NativeSelect
          label={t("formula")}
          value={formula}
          disabled={frozen}
          data={(["slovin", "cochran"] as const).map((one) => ({ value: one, label: t(FORMULAS[one]) }))}
          onChange={({ currentTarget: { value } }) =>
            change({ formula: oneOf(["slovin", "cochran"] as const, value, formula) })
          }
        />
        <NumberInput
          {...SHARES}
          label={t("margin")}
          w="9rem"
          min={0.1}
          max={50}
          value={margin / 100}
          disabled={frozen}
          onChange={(value) =>
            change({ margin: Math.min(5_000, Math.max(10, Math.round(Number(value) * 100))) })
          }
        />
        <NativeSelect
          label={t("confidence")}
          {...fixed}
          inputWrapperOrder={BELOW}
          value={String(formula === "slovin" ? 9_500 : confidence)}
          disabled={frozen || formula === "slovin"}
          data={CONFIDENCES.map((one) => ({ value: String(one), label: shareText(one) }))}
          onChange={({ currentTarget: { value } }) =>
            change({ confidence: oneOf(CONFIDENCES, value, confidence) })
          }
        />
        {formula === "cochran" && (
          <NumberInput
            {...SHARES}
            label={t("proportion")}
            w="9rem"
            min={1}
            max={99}
            value={proportion / 100}
            disabled={frozen}
            onChange={(value) =>
              change({ proportion: Math.min(9_900, Math.max(100, Math.round(Number(value) * 100))) })
            }
          />
        )}
        <NumberInput
          {...NUMBERS}
          label={t("minimumSize")}
          description={t("minimumHint")}
          inputWrapperOrder={BELOW}
          w="15rem"
          allowDecimal={false}
          min={1}
          max={100_000}
          value={minimum}
          disabled={frozen}
          onChange={(value) => change({ minimum: Math.min(100_000, Math.max(1, Number(value))) })}
        />
        <NativeSelect
          label={t("allocation")}
          value={allocation}
          disabled={frozen}
          data={(["each", "proportional", "equal"] as const).map((one) => ({
            value: one,
            label: t(ALLOCATIONS[one][0]),
          }))}
          onChange={({ currentTarget: { value } }) =>
            change({ allocation: oneOf(["each", "proportional", "equal"] as const, value, allocation) })
          }
        />
      </div>
      <Words {...{ draft, units }} />
      <Quotas {...{ draft, frozen, onChange }} />
    </>
  );
}
