import type { FrozenSheet, GroupRanking, Manifest, RankedUnit } from "./documents.ts";
import { compareFractions } from "./ranking.ts";
import { type Before, beforePart } from "./report-before.ts";
import { instantInWords } from "./report-decision.ts";
import {
  type Block,
  blank,
  chartBlocks,
  countFigure,
  enumerated,
  fewNamed,
  hashGroups,
  NONE,
  paragraph,
  percentFigure,
  type ReportDocument,
  type ReportTable,
} from "./report-document.ts";
import { fieldsPart } from "./report-fields.ts";
import { type GroupSheets, meanOf, scored } from "./report-group.ts";
import { lostPart } from "./report-lost.ts";
import { rankingChart, rankingNotes, shortRankingTable, unitWithIndex } from "./report-ranking.ts";
import {
  checkedSheet,
  groupsInReadingOrder,
  headTitle,
  indexChange,
  isCommittee,
  placeName,
  type ReportContext,
  type ReportResult,
  shortName,
} from "./report-result.ts";
import { selfPart } from "./report-self.ts";
import { unitsPart } from "./report-units.ts";

const upper = (text: string) => text.toLocaleUpperCase("vi");

/** "95,45 (Sở A và Sở B)" of units with one index. */
const indexAndNames = (units: readonly RankedUnit[]): string =>
  units[0] ? `${units[0].index} (${fewNamed(units.map(({ name }) => name))})` : NONE;

function overviewTable(parts: readonly GroupSheets[], decimals: number): ReportTable {
  return {
    caption: "Tổng hợp Chỉ số theo nhóm đơn vị (%)",
    head: [["Nhóm đơn vị", "Số đơn vị", "Bình quân", "Cao nhất", "Thấp nhất"].map((text) => ({ text }))],
    widths: [34, 10, 12, 22, 22],
    align: ["left", "right", "right", "left", "left"],
    rows: parts.map(({ group, sheets }) => {
      const whole = sheets.filter(scored);
      const [highest, lowest] = extremes(group, sheets);
      return {
        cells: [
          group.name,
          countFigure(group.units.length),
          percentFigure(
            meanOf(
              whole.map(({ total }) => total),
              decimals,
            ),
          ),
          indexAndNames(highest),
          indexAndNames(lowest),
        ],
      };
    }),
  };
}

/** The units with the highest and those with the lowest index, whether their group is ranked or not. */
function extremes(group: GroupRanking, sheets: readonly FrozenSheet[]): [RankedUnit[], RankedUnit[]] {
  const known = new Set(sheets.filter(scored).map(({ unit }) => unit));
  const units = group.units.filter(({ unit }) => known.has(unit));
  const sorted = units.toSorted((a, b) => compareFractions(b, a));
  const equals = (end: RankedUnit | undefined) =>
    end ? units.filter((unit) => compareFractions(unit, end) === 0) : [];
  return [equals(sorted[0]), equals(sorted.at(-1))];
}

function bandText({ group }: GroupSheets, manifest: Manifest): string {
  const bands = manifest.settings.bands[group.group] ?? [];
  const counts = bands.map(
    ({ name }) => [name, group.units.filter(({ band }) => band === name).length] as const,
  );
  const none = group.units.filter(({ band }) => band === null).length;
  const all = [...counts, ...(none > 0 ? [["không xếp loại", none] as const] : [])];
  if (bands.length === 0) return "";
  return ` Xếp loại: ${all.map(([name, count]) => `${count} đơn vị ${name}`).join(", ")}.`;
}

function groupSentence(part: GroupSheets, manifest: Manifest): string {
  const { group, sheets } = part;
  const { decimals } = manifest.settings;
  const [highest, lowest] = extremes(group, sheets);
  const [[first], [last]] = [highest, lowest];
  const told = (units: readonly RankedUnit[]) => fewNamed(units.map((unit) => unitWithIndex(group, unit)));
  const mean = meanOf(
    sheets.filter(scored).map(({ total }) => total),
    decimals,
  );
  if (!first || !last) return `${group.name}: chưa có đơn vị nào có điểm.`;
  const spread = indexChange(last, first, decimals).replace("+", "");
  return `${group.name} có ${group.units.length} đơn vị được đánh giá${group.ranked ? " và xếp hạng" : ", không xếp hạng chung"}; Chỉ số bình quân ${mean}%. Cao nhất là ${told(highest)}; thấp nhất là ${told(lowest)}; khoảng cách ${spread} điểm phần trăm.${bandText(part, manifest)}`;
}

function overview(result: ReportResult, context: ReportContext, parts: readonly GroupSheets[]): Block[] {
  const { manifest, root, sealedAt } = result;
  const sheets = parts.flatMap((part) => part.sheets);
  const absent = sheets.filter(({ selfAssessed }) => !selfAssessed).map(({ name }) => name);
  const thin = sheets
    .filter(({ insufficientSample }) => insufficientSample.length > 0)
    .map(({ name }) => name);
  const standing =
    root === null || sealedAt === null
      ? "Số liệu trong báo cáo là tạm tính: kết quả chưa được chốt."
      : `Kết quả được chốt lúc ${instantInWords(sealedAt)}, mã gốc (SHA-256): ${hashGroups(root)}.`;
  return [
    { kind: "heading", level: 1, text: "I. TỔNG QUAN" },
    paragraph(
      `Năm ${manifest.year}, ${context.standingBody} đã chủ trì tổ chức xác định ${manifest.schemeName} đối với ${sheets.length} cơ quan, đơn vị, địa phương. Các đơn vị tự đánh giá; Hội đồng thẩm định công nhận hoặc điều chỉnh điểm; điểm đạt được bằng kết quả thẩm định cộng điểm điều tra xã hội học; Chỉ số bằng điểm đạt được chia điểm tối đa, tính theo %.${context.minutes === null ? "" : ` Hội đồng đã thông qua kết quả theo ${context.minutes}.`}`,
    ),
    paragraph(standing),
    ...(absent.length > 0 ? [paragraph(`Không tự đánh giá: ${enumerated(absent)}.`)] : []),
    ...(thin.length > 0
      ? [
          paragraph(
            `Có tiêu chí mà mẫu điều tra xã hội học dưới mức tối thiểu: ${enumerated(thin)}.${manifest.insufficientSampleReason === null ? "" : ` Lý do được Hội đồng chấp nhận: ${manifest.insufficientSampleReason}`}`,
          ),
        ]
      : []),
    { kind: "table", table: overviewTable(parts, manifest.settings.decimals) },
  ];
}

function groupsPart(result: ReportResult, parts: readonly GroupSheets[]): Block[] {
  return [
    { kind: "heading", level: 1, text: "II. KẾT QUẢ THEO NHÓM ĐƠN VỊ" },
    ...parts.flatMap((part, at): Block[] => [
      { kind: "heading", level: 2, text: `${at + 1}. ${part.group.name}` },
      paragraph(groupSentence(part, result.manifest)),
      { kind: "table", table: shortRankingTable(result, part.group) },
      ...rankingNotes(result, part.group).map((text): Block => ({ kind: "paragraph", style: "note", text })),
      ...chartBlocks(rankingChart(result, part.group)),
    ]),
  ];
}

const toFillIn = (text: string): Block => ({ kind: "paragraph", text: [{ text }, blank()] });

/**
 * The standing body's report on the result (decision, section III.1.d): overview, groups, fields, points lost, self-assessment
 * against appraisal, the year before, and each unit, in sentences to be edited, tables and charts. Provisional until the
 * result is sealed, and says so.
 */
export function analyticalReport(
  result: ReportResult,
  context: ReportContext,
  before: Before,
): ReportDocument {
  const { manifest, root } = result;
  const { decimals } = manifest.settings;
  const parts = groupsInReadingOrder(manifest).map((group) => ({
    group,
    sheets: group.units.map(({ unit }) => checkedSheet(result, unit)),
  }));
  const subject = `Kết quả xác định ${manifest.schemeName} năm ${manifest.year}`;
  return {
    title: `Báo cáo ${subject.charAt(0).toLocaleLowerCase("vi")}${subject.slice(1)}`,
    sections: [
      {
        landscape: false,
        blocks: [
          {
            kind: "letterhead",
            letterhead: {
              parent: isCommittee(manifest.owner) ? shortName(manifest.owner) : manifest.owner,
              issuer: context.standingBody,
              number: [{ text: "Số: " }, blank(), { text: "/BC-" }, blank()],
              ...{ place: placeName(manifest.owner), date: null, draft: true },
            },
          },
          { kind: "title", lines: ["BÁO CÁO", subject, ...(root === null ? ["(Số liệu tạm tính)"] : [])] },
          ...overview(result, context, parts),
          ...groupsPart(result, parts),
          ...fieldsPart(parts, decimals),
          ...lostPart(parts, decimals),
          ...selfPart(parts),
          ...beforePart(result, parts, before),
          { kind: "heading", level: 1, text: "VII. NHẬN XÉT, KIẾN NGHỊ" },
          toFillIn("1. Kết quả nổi bật: "),
          toFillIn("2. Tồn tại, hạn chế và nguyên nhân: "),
          toFillIn("3. Kiến nghị, đề xuất: "),
          {
            kind: "signature",
            recipients: [
              shortName(manifest.owner),
              "Hội đồng thẩm định",
              "Các đơn vị được đánh giá",
              "Lưu: VT",
            ],
            signer: [upper(headTitle(context.standingBody))],
            name: null,
          },
        ],
      },
      {
        landscape: false,
        blocks: [
          {
            kind: "annex",
            name: "Phụ lục",
            subject: `Kết quả từng đơn vị năm ${manifest.year}`,
            with: [{ text: `(Kèm theo Báo cáo số ` }, blank(), { text: ` của ${context.standingBody})` }],
          },
          ...unitsPart(result, parts),
        ],
      },
    ],
  };
}
