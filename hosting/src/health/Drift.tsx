import { Button } from "@mantine/core";
import { formatInstant, OBJECTIVES } from "@parindex/core";
import { useState } from "react";
import { z } from "zod";
import { CallRefused } from "../data/call.ts";
import { useAct } from "../data/useAct.ts";
import { t } from "../text/health-page.ts";
import { type Health, isDriftLate, isOpen } from "./matters.ts";
import { Section, Status } from "./parts.tsx";
import { lengthText } from "./words.ts";

/** What the reconciliation answers: how many units differed. */
const Reconciled = z.object({ differences: z.number() });

function ReconcileNow() {
  const { act, place } = useAct();
  const [running, setRunning] = useState(false);
  const [said, setSaid] = useState<{ text: string; good: boolean } | null>(null);
  const reconcile = async () => {
    setRunning(true);
    setSaid(null);
    try {
      const { differences } = Reconciled.parse(await act("reconcileNow", place));
      setSaid({ text: t("healthReconciled", { n: differences }), good: differences === 0 });
    } catch (error) {
      setSaid({ text: error instanceof CallRefused ? error.message : t("unexpected"), good: false });
    }
    setRunning(false);
  };
  return (
    <>
      <Button size="compact-sm" variant="default" loading={running} onClick={reconcile}>
        {t("healthReconcile")}
      </Button>
      <p role="status">{said && <Status good={said.good}>{said.text}</Status>}</p>
    </>
  );
}

/** What the last reconciliation found, and a button for the next one. */
export function Drift(health: Pick<Health, "drift" | "period" | "now">) {
  const { drift } = health;
  return (
    <Section title={t("healthDrift")}>
      {drift ? (
        <>
          <p>
            <Status good={drift.lagging + drift.gaps + drift.failed === 0}>
              {t("healthLast", {
                at: formatInstant(drift.at),
                ...{ units: drift.units, lagging: drift.lagging, gaps: drift.gaps },
                took: lengthText(drift.durationMs),
              })}
            </Status>
          </p>
          {drift.oldest && <p>{t("healthOldest", { at: formatInstant(drift.oldest) })}</p>}
          {drift.failed > 0 && (
            <p>
              <Status good={false}>{t("healthUnreconciled", { n: drift.failed })}</Status>
            </p>
          )}
          {isDriftLate(health) && (
            <p>
              <Status good={false}>{t("healthDriftLate", { n: OBJECTIVES.driftHours })}</Status>
            </p>
          )}
        </>
      ) : (
        <p>{t("healthNever")}</p>
      )}
      {isOpen(health) && <ReconcileNow />}
    </Section>
  );
}
