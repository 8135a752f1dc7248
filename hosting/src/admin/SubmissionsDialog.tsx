import { Modal, Text } from "@mantine/core";
import { formatInstant, paths, SubmissionRecord } from "@parindex/core";
import { useCollection } from "../data/live.ts";
import { PersonName } from "../data/people.tsx";
import { useSession } from "../data/session.tsx";
import type { NamedUnit } from "../data/units.ts";
import { FileLink } from "../shared-lists/FileLink.tsx";
import { Shown } from "../shell/Notice.tsx";
import { dayText } from "../shell/time.ts";
import { t } from "../text/standing-body.ts";
import styles from "./admin.module.css";

function Records({ records, unit }: { records: readonly SubmissionRecord[]; unit: string }) {
  const { scheme, periodId } = useSession();
  if (records.length === 0) return <Text size="sm">{t("submissionsEmpty")}</Text>;
  return (
    <table className={styles.table} aria-label={t("submissions")}>
      <thead>
        <tr>
          <th scope="col">{t("submissionNumber")}</th>
          <th scope="col">{t("by")}</th>
          <th scope="col">{t("fileContent")}</th>
        </tr>
      </thead>
      <tbody>
        {records
          .toSorted((a, b) => b.number - a.number)
          .map(({ number, at, by, report, scores, evidence }) => (
            <tr key={number}>
              <th scope="row">
                {t("submissionNth", { n: number })}
                <span className={styles.soft}>{formatInstant(at)}</span>
              </th>
              <td>
                <PersonName uid={by} at={at} />
              </td>
              <td>
                {t("submissionCounts", {
                  scores: Object.keys(scores).length,
                  evidence: Object.keys(evidence).length,
                })}
                <span className={styles.soft}>
                  {t("reportOf", { number: report.number, date: dayText(report.date) })}
                </span>
                {report.file && <FileLink folder={{ scheme, period: periodId, unit }} file={report.file} />}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

interface SubmissionsDialogProps {
  unit: NamedUnit;
  opened: boolean;
  onClose: () => void;
}

/** What a unit submitted, each time it did. */
export function SubmissionsDialog({ unit, opened, onClose }: SubmissionsDialogProps) {
  const { scheme, periodId } = useSession();
  const live = useCollection(opened ? paths.submissions(scheme, periodId, unit.id) : null, SubmissionRecord);
  return (
    <Modal
      {...{ opened, onClose }}
      title={`${t("submissions")}: ${unit.name}`}
      size="xl"
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Shown live={live}>
        {(entries) => <Records records={entries.map(({ data }) => data)} unit={unit.id} />}
      </Shown>
    </Modal>
  );
}
