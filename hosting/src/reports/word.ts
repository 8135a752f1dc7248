import {
  type Align,
  type Block,
  type HeadCell,
  isFigure,
  type Letterhead,
  type ReportChart,
  type ReportDocument,
  type ReportSection,
  type ReportTable,
  type RichText,
  type Run,
  type TableCell as TableCellContent,
  type TableRow as TableRowContent,
} from "@parindex/core";
import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip,
  Document,
  Header,
  HeadingLevel,
  type IParagraphOptions,
  LineRuleType,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  SectionType,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from "docx";
import { ChartRun } from "docx/charts";

/**
 * Makes a Word file of a document, laid out by Nghị định 30/2020/NĐ-CP, phụ lục I: A4, margins of 20 mm, 30 mm at the
 * left and 15 mm at the right, Times New Roman 14 pt, page numbers centred at the top from the second page on. Charts
 * are Word's own, drawn from their numbers. Runs in the browser and under Node alike.
 */

const FONT = "Times New Roman";
/** Half points, as Word counts sizes. */
const SIZE = {
  ...{ body: 28, heading: 28, letterhead: 24, motto: 26 },
  ...{ table: 22, note: 24, recipients: 22, mono: 20 },
} as const;

const mm = convertMillimetersToTwip;
const PAGE = { width: mm(210), height: mm(297) };
const MARGIN = { top: mm(20), bottom: mm(20), left: mm(30), right: mm(15) };
/** What text is wide: the page less its margins. On a page that lies on its side the binding is at the top. */
const SIDEWAYS = { top: mm(30), bottom: mm(15), left: mm(20), right: mm(20) };
const widthOf = (landscape: boolean) =>
  landscape ? PAGE.height - SIDEWAYS.left - SIDEWAYS.right : PAGE.width - MARGIN.left - MARGIN.right;

const ALIGN = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
} as const satisfies Record<Align, string>;

const runsOf = (text: RichText): readonly Run[] => (typeof text === "string" ? [{ text }] : text);

interface Look {
  size?: number;
  bold?: boolean;
  italics?: boolean;
}

/** Characters that no XML may hold: people paste them without seeing them. */
const FORBIDDEN = /(?![\t\n])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu;

const linesOf = (text: string): string[] => text.replace(/\r\n?/g, "\n").replace(FORBIDDEN, "").split("\n");

function textRuns(text: RichText, look: Look = {}): TextRun[] {
  return runsOf(text).flatMap((run) =>
    linesOf(run.text).map(
      (part, at) =>
        new TextRun({
          text: part,
          ...(at > 0 ? { break: 1 } : {}),
          size: look.size ?? SIZE.body,
          bold: run.bold ?? look.bold ?? false,
          italics: run.italic ?? look.italics ?? false,
          ...(run.blank ? { highlight: "yellow" as const } : {}),
          ...(run.mono ? { font: "Courier New", size: SIZE.mono } : {}),
        }),
    ),
  );
}

/** A paragraph; its mark has the size of its text, so that an empty one is no higher than others. */
const line = (text: RichText, look: Look = {}, more: Partial<IParagraphOptions> = {}) =>
  new Paragraph({ ...more, run: { size: look.size ?? SIZE.body }, children: textRuns(text, look) });

const centred = (text: RichText, look: Look = {}, more: Partial<IParagraphOptions> = {}) =>
  line(text, look, { alignment: AlignmentType.CENTER, ...more });

const NO_BORDER = { style: BorderStyle.NONE, size: 0, color: "auto" } as const;
const NO_BORDERS = {
  ...{ top: NO_BORDER, bottom: NO_BORDER, left: NO_BORDER, right: NO_BORDER },
  ...{ insideHorizontal: NO_BORDER, insideVertical: NO_BORDER },
} as const;

/** A line below a text, part of its width: how the decree underlines an issuer, the motto and a subject. */
const rule = (indent: number) =>
  new Paragraph({
    children: [],
    indent: { left: indent, right: indent },
    spacing: { before: 50, after: 60, line: 60, lineRule: LineRuleType.EXACT },
    border: { top: { style: BorderStyle.SINGLE, size: 6, color: "000000", space: 1 } },
  });

/** Two columns without lines, as letterheads and signatures stand beside each other. */
function sideBySide(
  left: Paragraph[],
  right: Paragraph[],
  shares: readonly [number, number],
  landscape: boolean,
): Table {
  const width = widthOf(landscape);
  const widths = shares.map((share) => Math.round(width * share));
  return new Table({
    width: { size: width, type: WidthType.DXA },
    columnWidths: widths,
    layout: TableLayoutType.FIXED,
    borders: NO_BORDERS,
    rows: [
      new TableRow({
        cantSplit: true,
        children: [left, right].map(
          (children, at) =>
            new TableCell({
              children,
              width: { size: widths[at] ?? 0, type: WidthType.DXA },
              margins: { left: 0, right: 0 },
            }),
        ),
      }),
    ],
  });
}

const upper = (text: string) => text.toLocaleUpperCase("vi");

/** A People's Committee on two lines, as letterheads write it. */
const issuerLines = (issuer: string): string[] =>
  upper(issuer)
    .replace(/^(ỦY BAN NHÂN DÂN) (?=\S)/, "$1\n")
    .split("\n");

function dateLine({ place, date }: Letterhead): RichText {
  if (date === null)
    return [
      { text: `${place}, ngày ` },
      { text: "……", blank: true },
      { text: " tháng " },
      { text: "……", blank: true },
      { text: " năm " },
      { text: "……", blank: true },
    ];
  const [year, month, day] = date.split("-");
  return `${place}, ngày ${day} tháng ${month} năm ${year}`;
}

function letterheadOf(letterhead: Letterhead, landscape: boolean): (Paragraph | Table)[] {
  const { parent, issuer, number, draft } = letterhead;
  const size = SIZE.letterhead;
  const left = [
    ...(parent === null ? [] : issuerLines(parent).map((text) => centred(text, { size }))),
    ...issuerLines(issuer).map((text) => centred(text, { size, bold: true })),
    rule(landscape ? mm(35) : mm(22)),
    centred(number, { size }),
    ...(draft ? [centred("DỰ THẢO", { size, bold: true }, { spacing: { before: 60 } })] : []),
  ];
  const right = [
    centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", { size, bold: true }),
    centred("Độc lập - Tự do - Hạnh phúc", { size: SIZE.motto, bold: true }),
    rule(landscape ? mm(48) : mm(19)),
    centred(dateLine(letterhead), { size: SIZE.motto, italics: true }),
  ];
  return [sideBySide(left, right, [0.42, 0.58], landscape), new Paragraph({ children: [] })];
}

function titleOf(lines: readonly string[], landscape: boolean): Paragraph[] {
  const [kind = "", ...subject] = lines.map((text) => text.replace(/năm (?=\d)/g, "năm\u00a0"));
  return [
    centred(kind, { bold: true }, { heading: HeadingLevel.TITLE, spacing: { before: 120 } }),
    ...subject.map((text) => centred(text, { bold: true }, { indent: { left: mm(8), right: mm(8) } })),
    rule(mm(landscape ? 100 : 60)),
  ];
}

const BODY: Partial<IParagraphOptions> = {
  alignment: AlignmentType.BOTH,
  indent: { firstLine: mm(10) },
  spacing: { before: 60, after: 60, line: 276, lineRule: LineRuleType.AUTO },
};

const SINGLE = { style: BorderStyle.SINGLE, size: 4, color: "000000" } as const;

function headRow(cells: readonly HeadCell[]): TableRow {
  return new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: cells.map(
      ({ text, columns, rows }) =>
        new TableCell({
          children: [centred(text, { size: SIZE.table, bold: true })],
          ...(columns ? { columnSpan: columns } : {}),
          ...(rows ? { rowSpan: rows } : {}),
          verticalAlign: VerticalAlign.CENTER,
          shading: { type: ShadingType.CLEAR, fill: "E7E6E6", color: "auto" },
        }),
    ),
  });
}

const cellRuns = (cell: TableCellContent): RichText => (isFigure(cell) ? cell.text : cell);

function bodyRow(row: TableRowContent, { align, widths }: ReportTable): TableRow {
  if ("heading" in row)
    return new TableRow({
      cantSplit: true,
      children: [
        new TableCell({
          columnSpan: widths.length,
          children: [line(row.heading, { size: SIZE.table, bold: true }, { keepNext: true })],
        }),
      ],
    });
  return new TableRow({
    cantSplit: true,
    children: row.cells.map(
      (cell, at) =>
        new TableCell({
          verticalAlign: VerticalAlign.CENTER,
          children: [
            line(
              cellRuns(cell),
              { size: SIZE.table, bold: row.bold ?? false },
              { alignment: ALIGN[align[at] ?? "left"] },
            ),
          ],
        }),
    ),
  });
}

function tableOf(table: ReportTable, landscape: boolean): (Paragraph | Table)[] {
  const width = widthOf(landscape);
  const whole = table.widths.reduce((sum, share) => sum + share, 0);
  return [
    ...(table.caption === ""
      ? []
      : [
          line(
            table.caption,
            { bold: true, size: SIZE.note },
            { keepNext: true, spacing: { before: 160, after: 60 } },
          ),
        ]),
    new Table({
      width: { size: width, type: WidthType.DXA },
      columnWidths: table.widths.map((share) => Math.round((width * share) / whole)),
      layout: TableLayoutType.FIXED,
      margins: { left: 60, right: 60, top: 20, bottom: 20 },
      borders: {
        ...{ top: SINGLE, bottom: SINGLE, left: SINGLE, right: SINGLE },
        ...{ insideHorizontal: SINGLE, insideVertical: SINGLE },
      },
      rows: [...table.head.map(headRow), ...table.rows.map((row) => bodyRow(row, table))],
    }),
    new Paragraph({ children: [], spacing: { before: 0, after: 60 } }),
  ];
}

/** Pixels of a chart at 96 dpi; letters that fit on one line beside a bar. */
const CHART = {
  width: 620,
  landscapeWidth: 900,
  head: 80,
  bar: 24,
  more: 12,
  legend: 30,
  letters: 38,
} as const;
const COLOURS = ["1F4E79", "A6A6A6", "7F6000"];

function chartOf({ title, alt, categories, series, max }: ReportChart, landscape: boolean): Paragraph {
  const many = series.length > 1;
  const wraps = categories.some((name) => name.length > CHART.letters);
  const bar = CHART.bar + CHART.more * (series.length - 1 + Number(wraps));
  const height = CHART.head + categories.length * bar + (many ? CHART.legend : 0);
  return new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before: 120, after: 120 },
    children: [
      new ChartRun({
        type: "bar",
        title: { text: title, font: { size: 12, bold: true, color: "000000" } },
        categories,
        series: series.map(({ name, values, labels }, at) => ({
          ...{ name, values, color: COLOURS[at % COLOURS.length] ?? "1F4E79" },
          dataLabels: { value: true, position: "outsideEnd" as const },
          pointLabels: labels.map((text) => ({ text, position: "outsideEnd" as const })),
        })),
        gapWidth: 40,
        overlap: 0,
        legend: many ? { position: "bottom" } : false,
        font: { name: FONT, color: "000000" },
        categoryAxis: { reverseOrder: true },
        valueAxis: {
          minimum: 0,
          ...(max === null ? {} : { maximum: max }),
          numberFormat: "0",
          crossesAt: "maximum",
        },
        transformation: { width: landscape ? CHART.landscapeWidth : CHART.width, height },
        altText: { name: title, title, description: alt },
      }),
    ],
  });
}

function signatureOf(
  { recipients, signer, name }: Extract<Block, { kind: "signature" }>,
  landscape: boolean,
): (Paragraph | Table)[] {
  const left = [
    line("Nơi nhận:", { size: SIZE.note, bold: true, italics: true }),
    ...recipients.map((text, at) =>
      line(`- ${text}${at === recipients.length - 1 ? "." : ";"}`, { size: SIZE.recipients }),
    ),
  ];
  const right = [
    ...signer.map((text) => centred(text, { bold: true })),
    ...Array.from({ length: 4 }, () => new Paragraph({ children: [] })),
    centred(name ?? [{ text: "……", blank: true }], { bold: true }),
  ];
  return [
    new Paragraph({ children: [], spacing: { before: 120 } }),
    sideBySide(
      recipients.length === 0 ? [new Paragraph({ children: [] })] : left,
      right,
      [0.5, 0.5],
      landscape,
    ),
  ];
}

function paragraphOf({ text, style }: Extract<Block, { kind: "paragraph" }>): Paragraph {
  switch (style) {
    case "basis":
      return line(text, { italics: true }, BODY);
    case "centre":
      return centred(text, {}, { spacing: { before: 120, after: 120 } });
    case "note":
      return line(
        text,
        { size: SIZE.note, italics: true },
        { alignment: AlignmentType.BOTH, spacing: { after: 40 } },
      );
    default:
      return line(text, {}, BODY);
  }
}

function blockOf(block: Block, landscape: boolean): (Paragraph | Table)[] {
  switch (block.kind) {
    case "letterhead":
      return letterheadOf(block.letterhead, landscape);
    case "title":
      return titleOf(block.lines, landscape);
    case "annex":
      return [
        centred(block.name, { bold: true }, { heading: HeadingLevel.HEADING_1 }),
        centred(upper(block.subject), { bold: true }),
        centred(block.with, { italics: true }),
        rule(mm(landscape ? 90 : 55)),
      ];
    case "heading":
      return [
        line(
          block.text,
          { bold: true, size: SIZE.heading },
          {
            heading: block.level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2,
            keepNext: true,
            spacing: { before: 200, after: 80 },
          },
        ),
      ];
    case "paragraph":
      return [paragraphOf(block)];
    case "items":
      return block.items.map((text) => line([{ text: "- " }, ...runsOf(text)], {}, BODY));
    case "table":
      return tableOf(block.table, landscape);
    case "chart":
      return [chartOf(block.chart, landscape)];
    case "signature":
      return signatureOf(block, landscape);
  }
}

const numbered = () =>
  new Header({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: [PageNumber.CURRENT], size: SIZE.body })],
      }),
    ],
  });

function sectionOf({ landscape, blocks }: ReportSection) {
  return {
    properties: {
      type: SectionType.NEXT_PAGE,
      // The first page bears no number.
      titlePage: true,
      page: {
        size: { ...PAGE, orientation: landscape ? PageOrientation.LANDSCAPE : PageOrientation.PORTRAIT },
        margin: { ...(landscape ? SIDEWAYS : MARGIN), header: mm(10), footer: mm(10) },
        pageNumbers: { start: 1 },
      },
    },
    headers: { default: numbered(), first: new Header({ children: [new Paragraph({ children: [] })] }) },
    children: blocks.flatMap((block) => blockOf(block, landscape)),
  };
}

const heading = { run: { font: FONT, color: "000000", bold: true, size: SIZE.heading } } as const;

/** The bytes of a Word file (.docx) that holds a document. */
export async function wordFile(document: ReportDocument): Promise<Uint8Array<ArrayBuffer>> {
  const file = new Document({
    title: document.title,
    creator: "parindex",
    styles: {
      default: {
        document: { run: { font: FONT, size: SIZE.body, language: { value: "vi-VN" } } },
        ...{ title: heading, heading1: heading, heading2: heading },
      },
    },
    sections: document.sections.map(sectionOf),
  });
  return new Uint8Array(await (await Packer.toBlob(file)).arrayBuffer());
}
