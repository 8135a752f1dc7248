import { Alert, Button, Group, NativeSelect, Text, Title } from "@mantine/core";
import type { Period } from "@parindex/core";
import { useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { dataOf } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { useUnits } from "../data/units.ts";
import { type TextKey, t } from "../text/reports-page.ts";
import { stateName } from "../text/text.ts";
import { type Format, REPORTS, type ReportId, saveReport } from "./files.ts";
import { isDecidable } from "./load.ts";
import styles from "./reports.module.css";

const WORDS: Record<ReportId, { title: TextKey; lead: TextKey; formats: readonly Format[] }> = {
  decision: { title: "reportDecision", lead: "reportDecisionLead", formats: ["word"] },
  annex: { title: "reportAnnex", lead: "reportAnnexLead", formats: ["excel"] },
  analysis: { title: "reportAnalysis", lead: "reportAnalysisLead", formats: ["word"] },
  commendation: {
    title: "reportCommendation",
    lead: "reportCommendationLead",
    formats: ["word", "excel"],
  },
  heads: { title: "reportHeads", lead: "reportHeadsLead", formats: ["word"] },
};

/** Why a report can't be made yet; null where it can. */
function unavailable(report: ReportId, period: Period): string | null {
  const state = stateName(period.state);
  if (report === "decision") {
    if (period.imported) return t("reportImported");
    return isDecidable(period) ? null : t("reportNotSealed", { state });
  }
  if (report === "commendation" || report === "heads")
    return period.publication ? null : t("reportNotPublished", { state });
  return period.state === "preparing" ? t("reportNotOpen") : null;
}

const isProvisional = ({ state }: Period) => state !== "sealed" && state !== "published";

type Work =
  | { report: ReportId; format: Format; state: "making" | "made" }
  | { report: ReportId; cause: string };

/** Makes reports one at a time, and tells how it goes. */
function useMaking() {
  const { db } = useBackend();
  const { scheme, periodId, period, periods } = useSession();
  const [work, setWork] = useState<Work | null>(null);
  const make = async (report: ReportId, format: Format, unit: string | null) => {
    setWork({ report, format, state: "making" });
    try {
      await saveReport({ db, scheme, periodId, period, periods }, report, format, unit);
      setWork({ report, format, state: "made" });
    } catch (error) {
      setWork({ report, cause: error instanceof RangeError ? error.message : t("reportNoData") });
    }
  };
  return { work, make };
}

function UnitChoice({ unit, onChange }: { unit: string; onChange: (unit: string) => void }) {
  const units = dataOf(useUnits()) ?? [];
  return (
    <NativeSelect
      label={t("annexUnit")}
      value={unit}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[
        { value: "", label: t("annexAllUnits") },
        ...units.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

function ReportItem({ report, work, make }: { report: ReportId } & ReturnType<typeof useMaking>) {
  const { period } = useSession();
  const [unit, setUnit] = useState("");
  const { title, lead, formats } = WORDS[report];
  const why = unavailable(report, period);
  const provisional = (report === "annex" || report === "analysis") && isProvisional(period);
  const busy = work !== null && "state" in work && work.state === "making";
  const making = (format: Format) => busy && work.report === report && work.format === format;
  return (
    <li>
      <Title order={3} size="h5">
        {t(title)}
      </Title>
      <Text size="sm" className="soft">
        {t(lead)}
      </Text>
      {why ? (
        <Text size="sm" mt={4}>
          {why}
        </Text>
      ) : (
        <>
          {provisional && (
            <Text size="sm" mt={4}>
              {t("reportProvisional")}
            </Text>
          )}
          <Group gap="xs" mt="xs" align="flex-end">
            {report === "annex" && <UnitChoice unit={unit} onChange={setUnit} />}
            {formats.map((format) => (
              <Button
                key={format}
                variant="default"
                loading={making(format)}
                disabled={busy && !making(format)}
                aria-label={t("downloadOf", {
                  format: t(format === "word" ? "downloadWord" : "downloadExcel"),
                  report: t(title),
                })}
                onClick={() => void make(report, format, unit === "" ? null : unit)}
              >
                {t(format === "word" ? "downloadWord" : "downloadExcel")}
              </Button>
            ))}
          </Group>
        </>
      )}
    </li>
  );
}

function WorkText({ work }: { work: Work | null }) {
  if (work === null) return <span role="status" />;
  const report = t(WORDS[work.report].title);
  if ("cause" in work)
    return (
      <Alert color="red" variant="light" role="alert">
        {t("reportFailed", { report, cause: work.cause })}
      </Alert>
    );
  return (
    <Text size="sm" role="status">
      {t(work.state === "making" ? "reportMaking" : "reportMade", { report })}
    </Text>
  );
}

/** The reports of the year: what each holds, when it can be made, and the files. */
export default function ReportsTab() {
  const making = useMaking();
  return (
    <section aria-labelledby="reports">
      <Title order={2} size="h4" id="reports">
        {t("reportsTitle")}
      </Title>
      <Text size="sm" className="soft" maw="52rem">
        {t("reportsLead")}
      </Text>
      <div className={styles.work}>
        <WorkText work={making.work} />
      </div>
      <ul className={styles.list}>
        {REPORTS.map((report) => (
          <ReportItem key={report} report={report} {...making} />
        ))}
      </ul>
      <Text size="sm" className="soft" mt="md" maw="52rem">
        {t("reportPdf")}
      </Text>
    </section>
  );
}
