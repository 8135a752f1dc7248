import { actBudget, type Budget, editBudget } from "@parindex/core";
import { t } from "../text/health-page.ts";
import { DAYS } from "./days.ts";
import type { Health } from "./matters.ts";
import { Section, Status } from "./parts.tsx";
import { numberText } from "./words.ts";

function shareText({ total, bad }: Budget): string {
  if (total === 0) return t("healthNothing");
  // Rounded down: 99,99 % of a hundred thousand must not look like all of them.
  const share = numberText(Math.floor((10_000 * (total - bad)) / total) / 100, 2);
  return t("healthShare", { share, n: numberText(total) });
}

function leftText({ allowed, left }: Budget, days: number): string {
  if (left < 0) return t("healthOverspent", { n: numberText(-left), days });
  return t("healthBudget", { left: numberText(left), allowed: numberText(allowed), n: days });
}

function BudgetRow({ name, budgets }: { name: string; budgets: readonly Budget[] }) {
  const longest = budgets.at(-1);
  return (
    <tr>
      <th scope="row">{name}</th>
      {budgets.map((budget, at) => (
        <td key={DAYS[at]} data-label={t("healthDays", { n: DAYS[at] ?? 0 })}>
          {shareText(budget)}
        </td>
      ))}
      <td data-label={t("healthLeft")}>
        {longest &&
          (longest.total === 0 ? (
            "—"
          ) : (
            <Status good={longest.left >= 0}>{leftText(longest, DAYS[1])}</Status>
          ))}
      </td>
    </tr>
  );
}

function DriftRow({ name, count }: { name: string; count: number | undefined }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td colSpan={2}>
        {count === undefined ? (
          t("healthUnknown")
        ) : (
          <Status good={count === 0}>{t("healthUnits", { n: count })}</Status>
        )}
      </td>
      <td data-label={t("healthLeft")}>{t("healthAllOrNothing")}</td>
    </tr>
  );
}

/** What the system is held to, and how much of what may go wrong is left. */
export function Objectives({ spans, drift }: Pick<Health, "spans" | "drift">) {
  return (
    <Section title={t("healthObjectives")}>
      <table aria-label={t("healthObjectives")}>
        <thead>
          <tr>
            <th scope="col">{t("healthObjective")}</th>
            {DAYS.map((n) => (
              <th key={n} scope="col">
                {t("healthDays", { n })}
              </th>
            ))}
            <th scope="col">{t("healthLeft")}</th>
          </tr>
        </thead>
        <tbody>
          <BudgetRow name={t("healthEdits")} budgets={spans.map(editBudget)} />
          <BudgetRow name={t("healthActs")} budgets={spans.map(actBudget)} />
          <DriftRow name={t("healthNoDrift")} count={drift?.lagging} />
          <DriftRow name={t("healthNoLoss")} count={drift?.gaps} />
        </tbody>
      </table>
    </Section>
  );
}
