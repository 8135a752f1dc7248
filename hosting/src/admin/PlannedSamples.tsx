import { Button } from "@mantine/core";
import { type CostEstimate, costSamples, paths, SamplePlan, sampleSizes } from "@parindex/core";
import { useMemo } from "react";
import { dataOf, useDocuments } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { useSurveys } from "../survey/useSurveys.ts";
import { t } from "../text/standing-body.ts";

/** As many rows as an estimate has for its samples. */
const ROWS_MAX = 30;

/** Takes the sample sizes of the estimate from the surveys' plans. */
export function PlannedSamples({ onTake }: { onTake: (samples: CostEstimate["samples"]) => void }) {
  const { scheme, periodId } = useSession();
  const surveys = dataOf(useSurveys());
  const wanted = useMemo(
    () => (surveys ?? []).map(({ id }) => paths.samplePlan(scheme, periodId, id)),
    [surveys, scheme, periodId],
  );
  const plans = useDocuments(wanted, SamplePlan);
  const planned = (surveys ?? []).flatMap(({ id, data }) => {
    const plan = plans.get(paths.samplePlan(scheme, periodId, id));
    return plan ? [{ name: data.name, sizes: sampleSizes(plan) }] : [];
  });
  const most = Math.floor(ROWS_MAX / Math.max(1, planned.length));
  const samples = planned
    .flatMap(({ name, sizes }) => costSamples(name, sizes, most))
    .filter(({ forms }) => forms > 0);
  return (
    <Button
      size="compact-sm"
      variant="default"
      disabled={samples.length === 0}
      title={samples.length === 0 ? t("costNoPlan") : undefined}
      onClick={() => onTake(samples.slice(0, ROWS_MAX))}
    >
      {t("costFromPlan")}
    </Button>
  );
}
