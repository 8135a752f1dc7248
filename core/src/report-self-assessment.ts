import type { Evidence, FrozenSheet, Report, SelfScore, SheetRow } from "./documents.ts";
import { formatPoints } from "./points.ts";
import {
  type Block,
  blank,
  countFigure,
  dayOfDate,
  decimalsOfColumn,
  NONE,
  paragraph,
  pointsFigure,
  type ReportDocument,
  type ReportTable,
  type TableRow,
} from "./report-document.ts";
import { headTitle, isCommittee, placeName, shortName } from "./report-result.ts";
import type { ReviewedLeaf } from "./submission.ts";

/** What a unit's report is made of: its sheet as it stands, its evidence, and its leaves as its head reads them through. */
export interface SelfAssessment {
  unit: string;
  /** The owner of the scheme, above the unit. */
  owner: string;
  year: number;
  report: Report | null;
  sheet: Pick<FrozenSheet, "rows" | "total">;
  evidence: readonly Evidence[];
  review: readonly ReviewedLeaf[];
}

/** A piece of evidence in one line, as a report cites it: its title, number and day, and where in it. */
export function citedEvidence({ title, source }: Pick<Evidence, "title" | "source">, where: string): string {
  const parts = [
    title,
    ...(source.kind === "document"
      ? [`số ${source.number}${source.date ? ` ngày ${dayOfDate(source.date)}` : ""}`]
      : []),
    ...(source.kind === "link" ? [source.url] : []),
    ...(where === "" ? [] : [where]),
  ];
  return parts.join(", ");
}

const evidenceOn = (evidence: readonly Evidence[], leaf: string): string[] =>
  evidence.flatMap((one) => {
    const where = one.leaves[leaf];
    return where === undefined ? [] : [citedEvidence(one, where)];
  });

function scoredTable({ sheet, evidence }: SelfAssessment): ReportTable {
  const max = decimalsOfColumn(sheet.rows.map((row) => row.max));
  const self = decimalsOfColumn([...sheet.rows, sheet.total].map((row) => row.self));
  const rows = sheet.rows.map((row): TableRow => {
    const claimed = row.exempt
      ? NONE
      : row.source === "survey"
        ? "Điều tra XHH"
        : pointsFigure(row.self, self);
    const remark = row.exempt
      ? "Không đánh giá"
      : row.source === "self"
        ? [...(row.self === null ? ["Chưa tự chấm điểm"] : []), ...evidenceOn(evidence, row.id)].join("; ")
        : "";
    return {
      cells: [row.code, row.name, row.exempt ? NONE : pointsFigure(row.max, max), claimed, remark],
      bold: row.level === "field",
    };
  });
  const total: TableRow = {
    cells: ["", "Tổng cộng", pointsFigure(sheet.total.max, max), pointsFigure(sheet.total.self, self), ""],
    bold: true,
  };
  return {
    caption: "1. Bảng tự chấm điểm",
    head: [
      [
        "TT",
        "Lĩnh vực, tiêu chí, tiêu chí thành phần",
        "Điểm tối đa",
        "Tự đánh giá",
        "Tài liệu kiểm chứng",
      ].map((text) => ({ text })),
    ],
    widths: [9, 40, 10, 11, 34],
    align: ["left", "left", "right", "right", "left"],
    rows: [...rows, total],
  };
}

const noteOf = (score: SelfScore | undefined) => score?.note.trim() || "Không có thuyết minh";

function unprovenTable(leaves: readonly ReviewedLeaf[]): ReportTable {
  const digits = decimalsOfColumn(leaves.map(({ score }) => score?.points ?? null));
  return {
    caption: "",
    head: [["TT", "Tiêu chí", "Điểm tự chấm", "Thuyết minh"].map((text) => ({ text }))],
    widths: [8, 42, 12, 42],
    align: ["center", "left", "right", "left"],
    rows: leaves.map(({ leaf, score }, at) => ({
      cells: [
        countFigure(at + 1),
        `${leaf.code} ${leaf.name}`,
        pointsFigure(score?.points ?? null, digits),
        noteOf(score),
      ],
    })),
  };
}

function unproven({ review }: SelfAssessment): Block[] {
  const leaves = review
    .filter(({ weaknesses }) => weaknesses.includes("unproven") || weaknesses.includes("unscored"))
    .toSorted((a, b) => a.leaf.code.localeCompare(b.leaf.code, "vi", { numeric: true }));
  if (leaves.length === 0) return [paragraph("2. Mọi tiêu chí có điểm tự chấm đều có tài liệu kiểm chứng.")];
  return [
    paragraph(
      `2. ${leaves.length} tiêu chí chưa có đủ điểm hoặc tài liệu kiểm chứng, với thuyết minh của đơn vị:`,
    ),
    { kind: "table", table: unprovenTable(leaves) },
  ];
}

/** The unit's own points out of those it scores itself: in Annex 01, 77 of the 100 (decision, section II.1). */
function totalText({ rows, total }: SelfAssessment["sheet"]): string {
  if (total.self === null) return "chưa có điểm tự chấm";
  const most = (source: SheetRow["source"]) =>
    rows.reduce((sum, row) => (row.source === source ? sum + row.max : sum), 0);
  const surveyed = most("survey");
  return `${formatPoints(total.self)}/${formatPoints(most("self"))} điểm tự đánh giá${surveyed === 0 ? "" : `; ngoài ra có ${formatPoints(surveyed)} điểm đánh giá qua điều tra xã hội học`}`;
}

/**
 * A unit's self-assessment report (*báo cáo tự đánh giá*), as it is signed and sent: the sheet with its evidence, and what
 * lacks some, with the unit's notes.
 */
export function selfAssessmentReport(given: SelfAssessment): ReportDocument {
  const { unit, owner, year, report, sheet } = given;
  const committee = isCommittee(unit);
  return {
    title: `Báo cáo tự đánh giá năm ${year} – ${unit}`,
    sections: [
      {
        landscape: false,
        blocks: [
          {
            kind: "letterhead",
            letterhead: {
              parent: committee ? null : shortName(owner),
              issuer: unit,
              number: report
                ? `Số: ${report.number}`
                : [{ text: "Số: " }, blank(), { text: "/BC-" }, blank()],
              ...{
                place: placeName(committee ? unit : owner),
                date: report?.date ?? null,
                draft: report === null,
              },
            },
          },
          {
            kind: "title",
            lines: ["BÁO CÁO", `Tự đánh giá, chấm điểm Chỉ số cải cách hành chính năm ${year}`],
          },
          paragraph(`${unit} báo cáo kết quả tự đánh giá năm ${year}: ${totalText(sheet)}.`),
          { kind: "table", table: scoredTable(given) },
          ...unproven(given),
          {
            kind: "signature",
            recipients: [shortName(owner), "Hội đồng thẩm định", "Lưu: VT"],
            signer: committee
              ? ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
              : [headTitle(unit).toLocaleUpperCase("vi")],
            name: null,
          },
        ],
      },
    ],
  };
}
