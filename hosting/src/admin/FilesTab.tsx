import { Badge, Button, Checkbox, Group, Menu, Text } from "@mantine/core";
import { formatInstant, type Period } from "@parindex/core";
import { useMemo, useState } from "react";
import { dataOf } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type BoardUnit, type NamedUnit, useBoard, useUnits } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { dayText, useNow } from "../shell/time.ts";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/standing-body.ts";
import { submissionName } from "../text/text.ts";
import styles from "./admin.module.css";
import { ExemptionDialog } from "./ExemptionDialog.tsx";
import { ExceptionDialog, LockDialog, RemindDialog, ReturnDialog } from "./FileDialogs.tsx";
import { SubmissionsDialog } from "./SubmissionsDialog.tsx";

type Act = "return" | "lock" | "exception" | "exempt" | "submissions";

const isOverdue = ({ state, dates }: Period, now: Date) =>
  state !== "selfAssessment" || dates.selfAssessmentDue <= now;

/** Whether files are still handed in, or may be returned. */
const areFilesOpen = ({ state }: Period) => state === "selfAssessment" || state === "appraisal";

const isHandedIn = ({ submission: { state } }: NamedUnit) => state === "submitted" || state === "locked";

/** Which acts on a unit's file make sense now; the server decides. */
function actsOn(unit: NamedUnit, period: Period, now: Date): Act[] {
  const filesOpen = areFilesOpen(period);
  const handedIn = isHandedIn(unit);
  const overdue = isOverdue(period, now);
  const inputsOpen = filesOpen || ["explanation", "reappraisal", "adoption"].includes(period.state);
  const acts: Act[] = [];
  if (filesOpen && (handedIn || overdue)) acts.push("return");
  if (filesOpen && !handedIn && overdue) acts.push("lock");
  if (filesOpen && !handedIn) acts.push("exception");
  if (inputsOpen && !period.adoption) acts.push("exempt");
  if (unit.submission.count > 0) acts.push("submissions");
  return acts;
}

const ACT_TEXT = {
  return: "returnFile",
  lock: "lockFile",
  exception: "lockException",
  exempt: "exempting",
  submissions: "submissions",
} as const;

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

/** How far a unit's scoring is: the share scored of what it scores itself, what is left, and points without evidence. */
function Progress({ row }: { row: BoardUnit | undefined }) {
  if (!row || row.leaves === 0) return null;
  const scored = row.leaves - row.missing.self;
  const percent = Math.floor((100 * scored) / row.leaves);
  return (
    <>
      <span className={styles.progress} aria-hidden>
        <span style={{ width: `${percent}%` }} />
      </span>
      {row.missing.self === 0
        ? t("allSelfScored")
        : `${t("scoredPercent", { n: percent })} · ${t("missingSelf", { n: row.missing.self })}`}
      {row.unproven > 0 && <span className={styles.warn}>{t("unprovenOfFile", { n: row.unproven })}</span>}
      {row.missing.survey > 0 && (
        <span className={styles.soft}>{t("missingSurvey", { n: row.missing.survey })}</span>
      )}
    </>
  );
}

interface FileRowProps {
  unit: NamedUnit;
  row: BoardUnit | undefined;
  acts: readonly Act[];
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
  onAct: (act: Act) => void;
}

function FileActs({ unit, acts, onAct }: Pick<FileRowProps, "unit" | "acts" | "onAct">) {
  const [first, ...others] = acts;
  if (!first) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`${t(ACT_TEXT[first])}: ${unit.name}`}
        onClick={() => onAct(first)}
      >
        {t(ACT_TEXT[first])}
      </Button>
      {others.length > 0 && (
        <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
          <Menu.Target>
            <Button size="compact-sm" variant="default" aria-label={`${t("moreActs")}: ${unit.name}`}>
              {t("moreActs")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {others.map((act) => (
              <Menu.Item key={act} onClick={() => onAct(act)}>
                {t(ACT_TEXT[act])}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </>
  );
}

function FileRow({ unit, row, acts, chosen, onChoose, onAct }: FileRowProps) {
  const { at, report } = unit.submission;
  const exempt = Object.keys(unit.exempt).length;
  return (
    <tr>
      <td className={styles.check}>
        <Checkbox
          aria-label={t("chooseUnitFile", { name: unit.name })}
          checked={chosen}
          onChange={({ currentTarget: { checked } }) => onChoose(checked)}
        />
      </td>
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
        <Progress row={row} />
        {exempt > 0 && <span className={styles.soft}>{t("exemptCount", { n: exempt })}</span>}
      </td>
      <td className={styles.actions}>
        <FileActs {...{ unit, acts, onAct }} />
      </td>
    </tr>
  );
}

interface ReminderBarProps {
  units: readonly NamedUnit[];
  chosen: ReadonlySet<string>;
  onChosen: (chosen: ReadonlySet<string>) => void;
}

/** Chooses units by what they lack, and reminds them. */
function ReminderBar({ units, chosen, onChosen }: ReminderBarProps) {
  const { period } = useSession();
  const [opened, setOpened] = useState(false);
  const open = units.filter((unit) => !isHandedIn(unit));
  const subjects = units.filter(({ id }) => chosen.has(id));
  return (
    <Group gap="sm" my="xs">
      {areFilesOpen(period) && (
        <Button
          size="compact-sm"
          variant="default"
          disabled={open.length === 0}
          onClick={() => onChosen(new Set(open.map(({ id }) => id)))}
        >
          {t("chooseNotSubmitted", { n: open.length })}
        </Button>
      )}
      {chosen.size > 0 && (
        <>
          <Button size="compact-sm" variant="default" onClick={() => onChosen(new Set())}>
            {t("chooseNone")}
          </Button>
          <Button size="compact-sm" onClick={() => setOpened(true)}>
            {t("remindUnits", { n: subjects.length })}
          </Button>
        </>
      )}
      <RemindDialog units={subjects} opened={opened} onClose={() => setOpened(false)} />
    </Group>
  );
}

function withChoice(chosen: ReadonlySet<string>, unit: string, choose: boolean): ReadonlySet<string> {
  const others = [...chosen].filter((id) => id !== unit);
  return new Set(choose ? [...others, unit] : others);
}

function Files({ units }: { units: readonly NamedUnit[] }) {
  const { period } = useSession();
  const now = useNow();
  const board = dataOf(useBoard());
  const rows = useMemo(() => new Map(board?.map((row) => [row.unit, row])), [board]);
  const dialog = useDialog<{ act: Act; unit: string }>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const unit = units.find(({ id }) => id === dialog.subject?.unit);
  const openedFor = (act: Act) => dialog.opened && dialog.subject?.act === act;
  const handedIn = units.filter(({ submission }) => submission.state === "submitted").length;
  const onClose = dialog.close;
  return (
    <>
      <Text size="sm" className="soft">
        {t("filesSubmitted", { n: handedIn, all: units.length })}
      </Text>
      <ReminderBar {...{ units, chosen }} onChosen={setChosen} />
      <table className={styles.table} aria-label={t("tabFiles")}>
        <thead>
          <tr>
            <td />
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
              row={rows.get(entry.id)}
              acts={actsOn(entry, period, now)}
              chosen={chosen.has(entry.id)}
              onChoose={(choose) => setChosen((before) => withChoice(before, entry.id, choose))}
              onAct={(act) => dialog.open({ act, unit: entry.id })}
            />
          ))}
        </tbody>
      </table>
      {unit && (
        <>
          <ReturnDialog
            {...{ unit, opened: openedFor("return"), onClose }}
            overdue={isOverdue(period, now)}
          />
          <LockDialog {...{ unit, opened: openedFor("lock"), onClose }} />
          <ExceptionDialog
            key={`exception-${unit.id}`}
            {...{ unit, opened: openedFor("exception"), onClose }}
          />
          <ExemptionDialog key={unit.id} {...{ unit, opened: openedFor("exempt"), onClose }} />
          <SubmissionsDialog {...{ unit, opened: openedFor("submissions"), onClose }} />
        </>
      )}
    </>
  );
}

/** Every unit's file: where it stands, what it lacks, and what the standing body may do about it. */
export default function FilesTab() {
  return <Shown live={useUnits()}>{(units) => <Files units={units} />}</Shown>;
}
