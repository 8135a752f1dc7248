import { Badge, Button, Text } from "@mantine/core";
import { formatInstant, type Period, submissionName } from "@parindex/core";
import { useMemo } from "react";
import { dataOf } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useBoard, useUnits } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { dayText, useNow } from "../shell/time.ts";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/text.ts";
import styles from "./admin.module.css";
import { ExemptionDialog } from "./ExemptionDialog.tsx";
import { LockDialog, ReturnDialog } from "./FileDialogs.tsx";

type Act = "return" | "lock" | "exempt";

const isOverdue = ({ state, dates }: Period, now: Date) =>
  state !== "selfAssessment" || dates.selfAssessmentDue <= now;

/** Which acts on a unit's file make sense now; the server decides. */
function actsOn({ submission }: NamedUnit, period: Period, now: Date): Act[] {
  const filesOpen = period.state === "selfAssessment" || period.state === "appraisal";
  const handedIn = submission.state === "submitted" || submission.state === "locked";
  const inputsOpen = filesOpen || ["explanation", "reappraisal", "adoption"].includes(period.state);
  const acts: Act[] = [];
  if (filesOpen && (handedIn || isOverdue(period, now))) acts.push("return");
  if (filesOpen && !handedIn && isOverdue(period, now)) acts.push("lock");
  if (inputsOpen && !period.adoption) acts.push("exempt");
  return acts;
}

const ACT_TEXT = { return: "returnFile", lock: "lockFile", exempt: "exempting" } as const;

function FileState({ unit }: { unit: NamedUnit }) {
  const { submission, lockException } = unit;
  return (
    <>
      <Badge variant="default" size="lg" radius="sm" tt="none" fw={500}>
        {submissionName(submission.state)}
      </Badge>
      {submission.state !== "submitted" && submission.reason && (
        <span className={styles.soft}>{submission.reason}</span>
      )}
      {lockException && (
        <span className={styles.soft}>
          {t("exceptionUntil", { until: formatInstant(lockException.until) })}
        </span>
      )}
    </>
  );
}

interface FileRowProps {
  unit: NamedUnit;
  missingSelf: number | undefined;
  acts: readonly Act[];
  onAct: (act: Act) => void;
}

function FileRow({ unit, missingSelf, acts, onAct }: FileRowProps) {
  const { at, report } = unit.submission;
  const exempt = Object.keys(unit.exempt).length;
  return (
    <tr>
      <th scope="row">{unit.name}</th>
      <td>
        <FileState unit={unit} />
      </td>
      <td>
        {at && formatInstant(at)}
        {report && (
          <span className={styles.soft}>
            {t("reportOf", { number: report.number, date: dayText(report.date) })}
          </span>
        )}
      </td>
      <td>
        {missingSelf !== undefined &&
          (missingSelf === 0 ? t("allSelfScored") : t("missingSelf", { n: missingSelf }))}
        {exempt > 0 && <span className={styles.soft}>{t("exemptCount", { n: exempt })}</span>}
      </td>
      <td className={styles.actions}>
        {acts.map((act) => (
          <Button
            key={act}
            size="compact-sm"
            variant="default"
            aria-label={`${t(ACT_TEXT[act])}: ${unit.name}`}
            onClick={() => onAct(act)}
          >
            {t(ACT_TEXT[act])}
          </Button>
        ))}
      </td>
    </tr>
  );
}

function Files({ units }: { units: readonly NamedUnit[] }) {
  const { period } = useSession();
  const now = useNow();
  const board = dataOf(useBoard());
  const missing = useMemo(() => new Map(board?.map((row) => [row.unit, row.missing.self])), [board]);
  const dialog = useDialog<{ act: Act; unit: string }>();
  const unit = units.find(({ id }) => id === dialog.subject?.unit);
  const openedFor = (act: Act) => dialog.opened && dialog.subject?.act === act;
  const handedIn = units.filter(({ submission }) => submission.state === "submitted").length;
  return (
    <>
      <Text size="sm" className="soft">
        {t("filesSubmitted", { n: handedIn, all: units.length })}
      </Text>
      <table className={styles.table} aria-label={t("tabFiles")}>
        <thead>
          <tr>
            <th scope="col">{t("unitName")}</th>
            <th scope="col">{t("state")}</th>
            <th scope="col">{t("fileAt")}</th>
            <th scope="col">{t("fileContent")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {units.map((entry) => (
            <FileRow
              key={entry.id}
              unit={entry}
              missingSelf={missing.get(entry.id)}
              acts={actsOn(entry, period, now)}
              onAct={(act) => dialog.open({ act, unit: entry.id })}
            />
          ))}
        </tbody>
      </table>
      {unit && (
        <>
          <ReturnDialog
            {...{ unit, opened: openedFor("return"), onClose: dialog.close }}
            overdue={isOverdue(period, now)}
          />
          <LockDialog {...{ unit, opened: openedFor("lock"), onClose: dialog.close }} />
          <ExemptionDialog key={unit.id} {...{ unit, opened: openedFor("exempt"), onClose: dialog.close }} />
        </>
      )}
    </>
  );
}

/** Every unit's file: where it stands, what it lacks, and what the standing body may do about it. */
export const FilesTab = () => <Shown live={useUnits()}>{(units) => <Files units={units} />}</Shown>;
