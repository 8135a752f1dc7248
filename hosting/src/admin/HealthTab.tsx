import { Button, Title } from "@mantine/core";
import {
  actBudget,
  addHealth,
  BackupNote,
  type Budget,
  DriftReport,
  editBudget,
  editsOf,
  emptyDay,
  foldedWithin,
  formatInstant,
  HealthDay,
  isLate,
  OBJECTIVES,
  type Period,
  paths,
  queries,
  SCHEDULE_MINUTES,
  type ScheduleName,
  ScheduleRuns,
  Scheme,
  Seal,
} from "@parindex/core";
import { type ReactNode, useMemo, useState } from "react";
import { z } from "zod";
import { CallRefused } from "../data/call.ts";
import { dataOf, useDocument, useQuery } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { useAct } from "../data/useAct.ts";
import { dayOf } from "../data/vietnam-time.ts";
import { Shown } from "../shell/Notice.tsx";
import { type TextKey, t } from "../text/health-page.ts";
import { stateName } from "../text/text.ts";
import styles from "./health.module.css";

const DAYS = [7, 30] as const;
const DAY_MS = 86_400_000;

const wholeNumber = (n: number) => new Intl.NumberFormat("vi").format(n);

/** A length of time in words, of its largest unit. */
function lengthText(ms: number): string {
  if (ms < 60_000)
    return t("healthSeconds", {
      n: new Intl.NumberFormat("vi", { maximumFractionDigits: 1 }).format(ms / 1_000),
    });
  if (ms < 3_600_000) return t("healthMinutes", { n: Math.round(ms / 60_000) });
  return t("healthHours", { n: Math.round(ms / 3_600_000) });
}

const withinText = (seconds: number | null): string => {
  if (seconds === null) return "—";
  return Number.isFinite(seconds) ? `≤ ${lengthText(seconds * 1_000)}` : t("healthMore");
};

/** The numbers of the last days together. */
function lastDays(days: readonly HealthDay[], count: number, now: Date): HealthDay {
  const from = dayOf(new Date(now.getTime() - (count - 1) * DAY_MS));
  return days.filter(({ day }) => day >= from).reduce(addHealth, emptyDay(from, new Date(0)));
}

type Span = HealthDay[];

const Status = ({ good, children }: { good: boolean; children: ReactNode }) => (
  <span className={good ? styles.good : styles.bad}>{children}</span>
);

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb={4}>
        {title}
      </Title>
      {children}
    </section>
  );
}

/** Whether a budget is kept over the longest span. */
const isKept = (budget: Budget) => budget.left >= 0;

function shareText({ total, bad }: Budget): string {
  if (total === 0) return t("healthNothing");
  const share = new Intl.NumberFormat("vi", { maximumFractionDigits: 2 }).format(
    Math.floor((10_000 * (total - bad)) / total) / 100,
  );
  return t("healthShare", { share, n: wholeNumber(total) });
}

function leftText({ allowed, left }: Budget, days: number): string {
  if (left < 0) return t("healthOverspent", { n: wholeNumber(-left), days });
  return t("healthBudget", { left: wholeNumber(left), allowed: wholeNumber(allowed), n: days });
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
          (longest.total === 0 ? "—" : <Status good={isKept(longest)}>{leftText(longest, DAYS[1])}</Status>)}
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

function Objectives({ spans, drift }: { spans: Span; drift: DriftReport | undefined }) {
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

/** The states of a period in which its ledgers are compared with its scores. */
const RECONCILED = ["selfAssessment", "appraisal", "explanation", "reappraisal", "adoption"];

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
      setSaid({ text: t("healthReconciled", { n: differences }), good: true });
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

function Drift({ drift, period, now }: { drift: DriftReport | undefined; period: Period; now: Date }) {
  const open = RECONCILED.includes(period.state);
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
          {open && isLate("reconcile", drift.at, now) && (
            <p>
              <Status good={false}>{t("healthDriftLate", { n: OBJECTIVES.driftHours })}</Status>
            </p>
          )}
        </>
      ) : (
        <p>{t("healthNever")}</p>
      )}
      {open && <ReconcileNow />}
    </Section>
  );
}

function Ages({ spans }: { spans: Span }) {
  const rows: [TextKey, (day: HealthDay) => string][] = [
    ["healthCount", (day) => wholeNumber(editsOf(day))],
    ["healthHalf", (day) => withinText(foldedWithin(day, 500))],
    ["healthMost", (day) => withinText(foldedWithin(day, 950))],
    ["healthSlowest", (day) => (editsOf(day) > 0 ? lengthText(day.slowest) : "—")],
    ["healthRetried", (day) => wholeNumber(day.retried)],
  ];
  return (
    <Section title={t("healthAge")}>
      <Numbers
        label={t("healthAge")}
        first={t("healthMeasure")}
        rows={rows.map(([key, of]) => ({ name: t(key), values: spans.map(of) }))}
      />
    </Section>
  );
}

interface Row {
  name: string;
  values: readonly string[];
}

function Numbers({ label, first, rows }: { label: string; first: string; rows: readonly Row[] }) {
  return (
    <table aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{first}</th>
          {DAYS.map((n) => (
            <th key={n} scope="col" className={styles.number}>
              {t("healthDays", { n })}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, values }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {values.map((value, at) => (
              <td key={DAYS[at]} className={styles.number} data-label={t("healthDays", { n: DAYS[at] ?? 0 })}>
                {value}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a cause is called; several of the same kind together. */
const CAUSES: Readonly<Record<string, TextKey>> = {
  overdue: "healthCauseOverdue",
  wrongState: "healthCauseState",
  missingRole: "healthCauseRole",
  notYourUnit: "healthCauseUnit",
  notYourLeaf: "healthCauseUnit",
  ownUnit: "healthCauseUnit",
  staleVersion: "healthCauseStale",
  submissionClosed: "healthCauseClosed",
  notPoints: "healthCausePoints",
  aboveMaximum: "healthCausePoints",
  offStep: "healthCausePoints",
  missing: "healthCauseMissing",
  issues: "healthCauseIssues",
  notFound: "healthCauseNotFound",
};

function refusedBy({ refused }: HealthDay): Map<string, number> {
  const found = new Map<string, number>();
  for (const [cause, count] of Object.entries(refused)) {
    const name = t(CAUSES[cause] ?? "healthCauseOther");
    found.set(name, (found.get(name) ?? 0) + count);
  }
  return found;
}

function Refusals({ spans }: { spans: Span }) {
  const counts = spans.map(refusedBy);
  const longest = counts.at(-1) ?? new Map<string, number>();
  const names = [...longest].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
  return (
    <Section title={t("healthRefused")}>
      {names.length === 0 ? (
        <p>{t("healthNoRefused")}</p>
      ) : (
        <Numbers
          label={t("healthRefused")}
          first={t("healthCause")}
          rows={names.map((name) => ({
            name,
            values: counts.map((count) => wholeNumber(count.get(name) ?? 0)),
          }))}
        />
      )}
      <p className={styles.soft}>{t("healthRules")}</p>
    </Section>
  );
}

/** The next date of the year that is still to come. */
function nextDate({ dates }: Period, now: Date): [name: keyof Period["dates"], at: Date] | null {
  const coming = (Object.entries(dates) as [keyof Period["dates"], Date][])
    .filter(([, at]) => at > now)
    .toSorted(([, a], [, b]) => a.getTime() - b.getTime());
  return coming[0] ?? null;
}

function SealText({ seal, units, now }: { seal: Seal; units: number; now: Date }) {
  if (seal.state === "done")
    return (
      <p>
        <Status good={seal.differences.length === 0}>
          {t("healthSealOver", { run: seal.run, n: seal.differences.length })}
        </Status>
      </p>
    );
  if (seal.state === "discarded") return <p>{t("sealDiscarded")}</p>;
  const held = seal.lease > now;
  return (
    <>
      <p>
        {t("healthSeal", { run: seal.run, at: formatInstant(seal.claimedAt), done: seal.done, all: units })}
      </p>
      <p>
        <Status good={held}>
          {t(held ? "healthLease" : "healthLeaseOver", { at: formatInstant(seal.lease) })}
        </Status>
      </p>
    </>
  );
}

function Result({ now }: { now: Date }) {
  const { scheme, periodId, period } = useSession();
  const seal = dataOf(useDocument(period.seal && paths.seal(scheme, periodId, period.seal), Seal));
  const next = nextDate(period, now);
  return (
    <Section title={t("healthResult")}>
      <p>{t("healthState", { state: stateName(period.state) })}</p>
      {next && <p>{t("healthNext", { what: t(next[0]), at: formatInstant(next[1]) })}</p>}
      {seal ? <SealText seal={seal} units={period.unitCount} now={now} /> : <p>{t("healthNoSeal")}</p>}
    </Section>
  );
}

const SCHEDULES: Readonly<Record<ScheduleName, TextKey>> = {
  advanceYear: "healthAdvance",
  gatherTallies: "healthTallies",
  rollUp: "healthRollUp",
  reconcile: "healthReconcileRun",
  rewriteAnswers: "healthRewrite",
};
const SCHEDULE_NAMES = Object.keys(SCHEDULES) as ScheduleName[];

type Runs = ScheduleRuns["runs"];

/** Schedules that are late or failed. */
const troubled = (runs: Runs, now: Date) =>
  SCHEDULE_NAMES.filter((name) => {
    const run = runs[name];
    return run !== undefined && (run.failed > 0 || isLate(name, run.at, now));
  });

function ScheduleRow({ name, runs, now }: { name: ScheduleName; runs: Runs; now: Date }) {
  const run = runs[name];
  const status = () => {
    if (!run) return t("healthNotRun");
    if (run.failed > 0)
      return <Status good={false}>{t("healthFailed", { n: run.failed, errorId: run.errorId ?? "" })}</Status>;
    const late = isLate(name, run.at, now);
    return <Status good={!late}>{t(late ? "healthLate" : "healthOk")}</Status>;
  };
  return (
    <tr>
      <th scope="row">{t(SCHEDULES[name])}</th>
      <td data-label={t("healthEvery")}>{lengthText(SCHEDULE_MINUTES[name] * 60_000)}</td>
      <td data-label={t("healthRan")}>{run ? formatInstant(run.at) : "—"}</td>
      <td data-label={t("healthTook")}>{run ? lengthText(run.durationMs) : "—"}</td>
      <td data-label={t("healthStatus")}>{status()}</td>
    </tr>
  );
}

function Schedules({ runs, below, now }: { runs: Runs; below: boolean; now: Date }) {
  if (below)
    return (
      <Section title={t("healthSchedules")}>
        <p>{t("healthBelow")}</p>
      </Section>
    );
  return (
    <Section title={t("healthSchedules")}>
      <table aria-label={t("healthSchedules")}>
        <thead>
          <tr>
            {(["healthSchedule", "healthEvery", "healthRan", "healthTook", "healthStatus"] as const).map(
              (key) => (
                <th key={key} scope="col">
                  {t(key)}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {SCHEDULE_NAMES.map((name) => (
            <ScheduleRow key={name} {...{ name, runs, now }} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Backup({ note, now }: { note: BackupNote | undefined; now: Date }) {
  const age = note ? now.getTime() - note.at.getTime() : 0;
  return (
    <Section title={t("healthBackup")}>
      {note ? (
        <>
          <p>{t("healthBackupAt", { at: formatInstant(note.at), age: lengthText(age) })}</p>
          {note.place && <p>{t("healthBackupPlace", { place: note.place })}</p>}
          {age > DAY_MS && (
            <p>
              <Status good={false}>{t("healthBackupOld")}</Status>
            </p>
          )}
        </>
      ) : (
        <p>{t("healthBackupNone")}</p>
      )}
    </Section>
  );
}

/** What does not hold, in the words of its section. */
function matters(spans: Span, drift: DriftReport | undefined, runs: Runs, now: Date): string[] {
  const longest = spans.at(-1);
  return [
    ...(longest && !isKept(editBudget(longest)) ? [t("healthEdits")] : []),
    ...(longest && !isKept(actBudget(longest)) ? [t("healthActs")] : []),
    ...(drift && drift.lagging + drift.failed > 0 ? [t("healthNoDrift")] : []),
    ...(drift && drift.gaps > 0 ? [t("healthNoLoss")] : []),
    ...troubled(runs, now).map((name) => t(SCHEDULES[name])),
  ];
}

function Verdict({ found, known }: { found: readonly string[]; known: boolean }) {
  if (!known)
    return (
      <p className={styles.verdict} role="status">
        {t("healthUnmeasured")}
      </p>
    );
  const bad = found.length > 0;
  return (
    <p className={bad ? `${styles.verdict} ${styles.bad}` : styles.verdict} role="status">
      {bad ? t("healthBad", { n: found.length, what: found.join("; ") }) : `✓ ${t("healthGood")}`}
    </p>
  );
}

/** How the system runs: what it is held to, what it did, what waits for a look. */
export default function HealthTab() {
  const { scheme, periodId, period } = useSession();
  const [now] = useState(() => new Date());
  const wanted = useMemo(
    () => queries.healthSince(scheme, dayOf(new Date(now.getTime() - (DAYS[1] - 1) * DAY_MS))),
    [scheme, now],
  );
  const days = useQuery(wanted, HealthDay);
  const drift = dataOf(useDocument(paths.operations(scheme, `drift-${periodId}`), DriftReport));
  const runs = dataOf(useDocument(paths.operations(scheme, "schedules"), ScheduleRuns))?.runs ?? {};
  const note = dataOf(useDocument(paths.operations(scheme, "backup"), BackupNote));
  const below = dataOf(useDocument(paths.scheme(scheme), Scheme))?.parent != null;
  return (
    <Shown live={days}>
      {(entries) => {
        const known = entries.map(({ data }) => data);
        const spans = DAYS.map((count) => lastDays(known, count, now));
        return (
          <div className={styles.sections}>
            <div>
              <Verdict
                found={matters(spans, drift, runs, now)}
                known={known.length > 0 || drift !== undefined || Object.keys(runs).length > 0}
              />
              <p className={styles.soft}>{t("healthExplain")}</p>
            </div>
            <Objectives {...{ spans, drift }} />
            <Drift {...{ drift, period, now }} />
            <Ages spans={spans} />
            <Refusals spans={spans} />
            <Result now={now} />
            <Schedules {...{ runs, below, now }} />
            <Backup {...{ note, now }} />
          </div>
        );
      }}
    </Shown>
  );
}
