import {
  quotaSizes,
  type SamplePlan,
  type Survey,
  sampleSizes,
  type UnitGroup,
  type WrittenRow,
} from "@parindex/core";
import type { NamedUnit } from "../data/units.ts";
import { t } from "../text/survey-desk.ts";

export type PlanDraft = Omit<SamplePlan, "rev" | "by" | "at">;

/** A share in 1/100 per cent as it is read: "12,5%". */
export const shareText = (share: number): string => `${String(share / 100).replace(".", ",")}%`;

const bold = (values: readonly (string | number | null)[]): WrittenRow =>
  values.map((value) => ({ value, bold: true }));

/** How wide the columns of `fieldRows` are, in characters. */
export const fieldWidths = ({ quotas }: PlanDraft): number[] => [
  ...[6, 44, 24, 12, 12],
  ...quotas.map(() => 14),
  ...[10, 26, 14, 30],
];

/** The plan for field staff: units with their people, samples and quotas, and columns to be filled in by hand. */
export function fieldRows(
  { name, year }: Pick<Survey, "name"> & { year: number },
  plan: PlanDraft,
  units: readonly NamedUnit[],
  groups: readonly UnitGroup[],
): WrittenRow[] {
  const sizes = sampleSizes(plan);
  const planned = units.filter(({ id }) => (sizes[id] ?? 0) > 0);
  const nameOf = (group: string) => groups.find(({ id }) => id === group)?.name ?? group;
  const total = planned.reduce((sum, { id }) => sum + (sizes[id] ?? 0), 0);
  const people = planned.reduce((sum, { id }) => sum + (plan.units[id]?.population ?? 0), 0);
  const byQuota = plan.quotas.map((_, at) =>
    planned.reduce((sum, { id }) => sum + (quotaSizes(sizes[id] ?? 0, plan.quotas)[at]?.size ?? 0), 0),
  );
  const rows = planned.map((unit, at): WrittenRow => {
    const size = sizes[unit.id] ?? 0;
    const counts = [plan.units[unit.id]?.population ?? 0, size];
    return [
      ...[at + 1, unit.name, nameOf(unit.group)].map((value) => ({ value })),
      ...[...counts, ...quotaSizes(size, plan.quotas).map((quota) => quota.size)].map((value) => ({
        value,
        grouped: true,
      })),
      ...["", "", "", ""].map((value) => ({ value })),
    ];
  });
  return [
    bold([`${t("sheetSample")}: ${name}, ${year}`]),
    [{ value: "" }],
    bold([
      ...[t("sheetNumber"), t("unitName"), t("sheetGroup"), t("population"), t("sizePlanned")],
      ...plan.quotas.map((quota) => `${quota.name} (${shareText(quota.share)})`),
      ...[t("sheetDone"), t("sheetSurveyor"), t("sheetDay"), t("sheetNote")],
    ]),
    ...rows,
    bold(["", t("total"), "", people, total, ...byQuota]),
  ];
}
