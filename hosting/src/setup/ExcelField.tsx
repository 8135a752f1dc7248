import { Alert, List, Text } from "@mantine/core";
import { type Cell, type CellFinding, cellFindingText } from "@parindex/core";
import { useState } from "react";
import { t } from "../text/standing-body.ts";
import { ExcelInput } from "./ExcelInput.tsx";

/** How many findings are shown at once; the first ones usually explain the rest. */
const SHOWN = 200;

/** What a workbook gave: what it holds, or what is wrong in it. */
export type ReadExcel<T> = { read: T; findings: [] } | { read: null; findings: CellFinding[] };

interface ExcelFieldProps<T> {
  /** Reads the rows of the first sheet. */
  read: (rows: readonly (readonly Cell[])[]) => ReadExcel<T>;
  /** What would be stored, in words. */
  tell: (read: T) => string;
  onRead: (read: T | null) => void;
}

/** Takes an Excel file and shows, before anything is stored, what it holds or all that is wrong in it, by row and cell. */
export function ExcelField<T>({ read, tell, onRead }: ExcelFieldProps<T>) {
  const [findings, setFindings] = useState<readonly CellFinding[]>([]);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const open = async (file: File | null) => {
    onRead(null);
    setFindings([]);
    setRefusal(null);
    setTold(null);
    if (!file) return;
    const { readWorkbookFile } = await import("../data/workbook.ts");
    const { worksheet, refusal: refused } = await readWorkbookFile(file);
    if (!worksheet) return setRefusal(refused);
    const found = read(worksheet.rows);
    setFindings(found.findings);
    if (found.read === null) return;
    setTold(tell(found.read));
    onRead(found.read);
  };
  return (
    <>
      <ExcelInput onFile={open} refusal={refusal} />
      {findings.length > 0 && (
        <Alert color="red" variant="light" role="alert" title={t("excelFindings", { n: findings.length })}>
          <List size="sm" style={{ maxHeight: "18rem", overflowY: "auto" }} tabIndex={0}>
            {findings.slice(0, SHOWN).map((finding) => (
              <List.Item key={`${finding.row}${finding.column}${finding.message}`}>
                {cellFindingText(finding)}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {told && (
        <Text size="sm" role="status">
          {told}
        </Text>
      )}
    </>
  );
}
