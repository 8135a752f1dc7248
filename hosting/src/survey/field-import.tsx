import { Button, Group, TextInput } from "@mantine/core";
import { type AnswerRow, answerRows, answerWidths, readAnswerRows, sha256Hex } from "@parindex/core";
import { useState } from "react";
import { CallRefused } from "../data/call.ts";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { downloadWorkbook } from "../setup/download-workbook.ts";
import { ExcelField } from "../setup/ExcelField.tsx";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/survey-field.ts";
import { count } from "./field-data.ts";
import { Accepted } from "./field-results.ts";
import type { SurveyEntry } from "./useSurveys.ts";

/** How many of the server's findings are told at once. */
const TOLD = 20;

interface ImportFormsProps {
  survey: SurveyEntry;
  units: readonly NamedUnit[];
  opened: boolean;
  onClose: () => void;
}

/** The same forms are the same batch, so that they go on where they stopped, after a reload too. */
const batchOf = (rows: readonly AnswerRow[]): string => sha256Hex(JSON.stringify(rows)).slice(0, 20);

/** Takes in a result file by Excel: read and checked here first, then all of it or none. */
export function ImportForms({ survey: { id, data }, units, opened, onClose }: ImportFormsProps) {
  const { act, place } = useAct();
  const { questions } = data;
  const [read, setRead] = useState<{ batch: string; rows: AnswerRow[] } | null>(null);
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("importAnswers")}
      explain={t("importAnswersExplain")}
      perform={async (form) => {
        if (!read) throw new CallRefused(t("importNoFile"));
        const name = String(form.get("name")).trim();
        try {
          const given = await act("importAnswers", { ...place, survey: id, ...read, name });
          const { accepted } = Accepted.parse(given);
          setRead(null);
          return t("importTaken", { n: count(accepted) });
        } catch (error) {
          if (!(error instanceof CallRefused) || error.issues.length === 0) throw error;
          const issues = error.issues.slice(0, TOLD).map(({ path, message }) => `${path}: ${message}`);
          throw new CallRefused(`${error.message} ${issues.join("; ")}.`);
        }
      }}
    >
      <Group>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() =>
            void downloadWorkbook(
              `mau-nhap-${id}.xlsx`,
              t("importSheet"),
              answerRows(questions, []),
              answerWidths(questions),
            )
          }
        >
          {t("importTemplateForms")}
        </Button>
      </Group>
      <TextInput name="name" label={t("importName")} required maxLength={200} />
      <ExcelField<AnswerRow[]>
        read={(rows) => {
          const result = readAnswerRows(rows, { questions, units });
          return result.rows
            ? { read: result.rows, findings: [] }
            : { read: null, findings: result.findings };
        }}
        tell={(rows) =>
          t("importRead", { n: count(rows.length), units: new Set(rows.map(({ unit }) => unit)).size })
        }
        onRead={(rows) => setRead(rows && { batch: batchOf(rows), rows })}
      />
    </ActDialog>
  );
}
