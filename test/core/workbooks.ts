import { strToU8, zipSync } from "fflate";

interface Parts {
  cells: string;
  merges?: string[];
  strings?: string;
  workbook?: string;
  /** The elements of its sheets, and parts that stand in the place of others; null takes one away. */
  sheets?: string;
  others?: Record<string, string | null>;
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/** A workbook zipped by hand, with what no writer here makes: style 1 is a date, style 2 a number that only looks like one. */
export function zipped({
  cells,
  merges = [],
  strings = "",
  workbook = "",
  sheets = `<sheet name="Phụ lục" sheetId="1" r:id="rId1"/>`,
  others = {},
}: Parts): Uint8Array {
  const parts: Record<string, string | null> = {
    "xl/workbook.xml": `<workbook ${MAIN} xmlns:r="${RELATIONS}">${workbook}<sheets>${sheets}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/styles.xml": `<styleSheet ${MAIN}><numFmts><numFmt numFmtId="170" formatCode="0.00&quot; ngày&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `<sst ${MAIN}>${strings}</sst>`,
    "xl/worksheets/sheet1.xml": `<worksheet ${MAIN}><sheetData>${cells}</sheetData><mergeCells>${merges.map((ref) => `<mergeCell ref="${ref}"/>`).join("")}</mergeCells></worksheet>`,
    ...others,
  };
  return zipSync(
    Object.fromEntries(
      Object.entries(parts).flatMap(([name, xml]) => (xml === null ? [] : [[name, strToU8(xml)]])),
    ),
  );
}
