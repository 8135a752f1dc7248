import { Alert, Button, Checkbox, Group, List, Text, TextInput } from "@mantine/core";
import {
  type CriteriaSet,
  differencesOf,
  type NamedSheet,
  type PastYear,
  pastSheets,
  pastYearSheets,
  type ReadPast,
  readPastYear,
  sheetFindingText,
} from "@parindex/core";
import { useMemo, useState } from "react";
import { ReasonField } from "../admin/ReasonField.tsx";
import { YearFields } from "../admin/YearFields.tsx";
import { CallRefused } from "../data/call.ts";
import { saveBlob } from "../data/files.ts";
import { dataOf } from "../data/live.ts";
import { choosePeriod, useSession } from "../data/session.tsx";
import { type NamedUnit, useSets, useUnits } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { differenceText } from "../shell/imported-text.ts";
import { t } from "../text/standing-body.ts";
import { ExcelInput } from "./ExcelInput.tsx";

/** How many findings are shown at once; the first ones usually explain the rest. */
const SHOWN = 200;

/** The year at hand as a workbook to be filled in: its groups, sets and units, without any points. */
function blankYear(
  groups: PastYear["groups"],
  sets: ReadonlyMap<string, CriteriaSet>,
  units: readonly NamedUnit[],
): PastYear {
  return {
    ...{ surveyHeld: true, groups },
    sets: [...sets.values()].map(({ leaves: _, ...draft }) => draft),
    units: units.map(({ id, name, order, group, criteriaSet, exempt }) => ({
      ...{ unit: id, name, order, group, criteriaSet, exempt, scores: {} },
      stated: { index: null, rank: null, total: {}, nodes: {} },
    })),
  };
}

/** Takes the workbook of a past year: its sheets, or why it can't be read. */
function WorkbookField({ onRead }: { onRead: (sheets: readonly NamedSheet[] | null) => void }) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const open = async (file: File | null) => {
    onRead(null);
    setRefusal(null);
    if (!file) return;
    const { readSheetsFile } = await import("../data/workbook.ts");
    const { sheets, refusal: refused } = await readSheetsFile(file);
    setRefusal(refused);
    onRead(sheets);
  };
  return <ExcelInput onFile={open} refusal={refusal} />;
}

interface LinesProps {
  color: "red" | "yellow";
  title: string;
  lines: readonly string[];
}

const Lines = ({ color, title, lines }: LinesProps) => (
  <Alert color={color} variant="light" role={color === "red" ? "alert" : "status"} title={title}>
    <List size="sm" style={{ maxHeight: "18rem", overflowY: "auto" }} tabIndex={0}>
      {lines.slice(0, SHOWN).map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  </Alert>
);

/** What the workbook holds and what it states otherwise, or all that is wrong in it by sheet, row and cell. */
function Preview({ read: { past, findings } }: { read: ReadPast }) {
  const differences = useMemo(
    () => (past ? differencesOf(past, pastSheets({ scheme: "xem-truoc", period: "xem-truoc" }, past)) : []),
    [past],
  );
  if (!past)
    return (
      <Lines
        color="red"
        title={t("excelFindings", { n: findings.length })}
        lines={[...new Set(findings.map(sheetFindingText))]}
      />
    );
  const names = new Map(past.units.map(({ unit, name }) => [unit, name]));
  const counts = { units: past.units.length, groups: past.groups.length, sets: past.sets.length };
  return (
    <>
      <Text size="sm" role="status">
        {t("pastYearHolds", counts)} {differences.length === 0 && t("pastYearSame")}
      </Text>
      {differences.length > 0 && (
        <Lines
          color="yellow"
          title={t("importedDiffers", { n: differences.length })}
          lines={differences.map((difference) => differenceText(difference, names))}
        />
      )}
    </>
  );
}

interface DialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Brings the result of a past year in from a workbook, after showing what it holds. */
export default function ImportPastYear({ opened, onClose }: DialogProps) {
  const { period, periods } = useSession();
  const { act, place } = useAct();
  const units = dataOf(useUnits());
  const sets = dataOf(useSets());
  const [sheets, setSheets] = useState<readonly NamedSheet[] | null>(null);
  const [surveyHeld, setSurveyHeld] = useState(true);
  const read = useMemo(() => {
    if (!sheets || !units || !sets) return null;
    const context = { groups: period.groups, units, sets: [...sets.values()] };
    return readPastYear(sheets, { ...context, lead: period.standingBody, surveyHeld });
  }, [sheets, units, sets, period, surveyHeld]);
  const year = Math.min(...periods.map((one) => one.period.year)) - 1;
  const download = async () => {
    if (!units || !sets) return;
    const { writeSheets } = await import("../data/workbook.ts");
    const written = pastYearSheets(blankYear(period.groups, sets, units), units);
    saveBlob(new Blob([await writeSheets(written)]), "mau-ket-qua-nam-truoc.xlsx");
  };
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("pastYearTitle")}
      action={t("pastYearImport")}
      explain={t("pastYearExplain")}
      perform={async (form) => {
        if (!read?.past) throw new CallRefused(t("noChoice"));
        const chosen = Number(form.get("year"));
        await act("importPastYear", {
          ...{ ...place, ...read.past, period: String(chosen), year: chosen },
          name: String(form.get("name")).trim(),
          source: String(form.get("source")).trim(),
          decision: {
            number: String(form.get("number")).trim(),
            date: String(form.get("date")),
            file: String(form.get("file")).trim(),
          },
          reason: String(form.get("reason")),
        });
        choosePeriod(String(chosen));
        return t("pastYearDone", { year: String(chosen) });
      }}
    >
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!units || !sets}
          onClick={() => void download()}
        >
          {t("pastYearTemplate")}
        </Button>
      </Group>
      <WorkbookField onRead={setSheets} />
      <Checkbox
        label={t("pastYearSurvey")}
        checked={surveyHeld}
        onChange={(event) => setSurveyHeld(event.currentTarget.checked)}
      />
      {read && <Preview read={read} />}
      <YearFields {...{ period, year }} />
      <TextInput
        name="source"
        label={t("pastYearSource")}
        description={t("pastYearSourceHint")}
        required
        maxLength={500}
      />
      <Group grow align="flex-start">
        <TextInput name="number" label={t("decisionNumber")} required maxLength={60} />
        <TextInput name="date" type="date" label={t("decisionDate")} required />
      </Group>
      <TextInput name="file" label={t("decisionFile")} maxLength={500} />
      <ReasonField />
    </ActDialog>
  );
}
