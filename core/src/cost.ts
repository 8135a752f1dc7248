import type { WrittenRow } from "./cells.ts";
import type { CostEstimate, CostLine, CostSection } from "./documents.ts";
import { divideHalfUp, formatPoints, POINT } from "./points.ts";

/**
 * The yearly cost estimate (*dự toán*, decision III.1.f): what the sample plan and a price list come to, and what was
 * spent. Money is in whole đồng; quantities are in thousandths, so that half days and shares of forms are exact.
 */
export const THOUSAND = 1_000;

/** The sections of an estimate, in the order in which it is printed. */
export const COST_SECTIONS: readonly CostSection[] = ["survey", "fieldWork", "council", "printing", "other"];

/** The forms that a sample plan needs: of each group so many a unit. */
export const formsOf = (samples: CostEstimate["samples"]): number =>
  samples.reduce((sum, { units, forms }) => sum + units * forms, 0);

/** How much of a line is needed, in thousandths of its unit: as typed in, or so much a form. */
export const quantityOf = (
  { quantity, perForm }: Pick<CostLine, "quantity" | "perForm">,
  forms: number,
): number => (perForm ? quantity * forms : quantity);

/** The most that a line may come to (đồng, and thousandths of its unit): 200 of them stay below 2⁵³. */
const LINE_MAX = 10_000_000_000_000;

/** The first line that comes to more than any estimate can hold, or undefined. */
export const excessiveLine = <Line extends Pick<CostLine, "quantity" | "perForm" | "price">>(
  lines: readonly Line[],
  forms: number,
): Line | undefined =>
  lines.find((one) => plannedOf(one, forms) > LINE_MAX || quantityOf(one, forms) > LINE_MAX);

/** What a line comes to (đồng), rounded half up once. Exact up to 2⁵³. */
export const plannedOf = (line: Pick<CostLine, "quantity" | "perForm" | "price">, forms: number): number =>
  Number(
    divideHalfUp(
      BigInt(line.quantity) * BigInt(line.perForm ? forms : 1) * BigInt(line.price),
      BigInt(THOUSAND),
    ),
  );

/** What is planned and what was spent (đồng), and for how many lines it is not known yet. */
export interface CostTotal {
  planned: number;
  actual: number;
  unpriced: number;
  unspent: number;
}

const NOTHING: CostTotal = { planned: 0, actual: 0, unpriced: 0, unspent: 0 };

/** The sum of some lines. */
export const costOf = (lines: readonly CostLine[], forms: number): CostTotal =>
  lines.reduce(
    (sum, line) => ({
      planned: sum.planned + plannedOf(line, forms),
      actual: sum.actual + (line.actual ?? 0),
      unpriced: sum.unpriced + (line.price === 0 ? 1 : 0),
      unspent: sum.unspent + (line.actual === null ? 1 : 0),
    }),
    NOTHING,
  );

/** The lines of each section that has some, in printed order, with their sum. */
export const costSections = ({ samples, lines }: Pick<CostEstimate, "samples" | "lines">) =>
  COST_SECTIONS.flatMap((section) => {
    const own = lines.filter((line) => line.section === section);
    return own.length > 0 ? [{ section, lines: own, total: costOf(own, formsOf(samples)) }] : [];
  });

/** An amount of money: "1.234.567". */
export const formatDong = (dong: number): string =>
  `${dong < 0 ? "−" : ""}${String(Math.abs(dong)).replace(/\B(?=(\d{3})+$)/g, ".")}`;

/** A quantity: "1.250,5" with up to three decimals. */
export function formatQuantity(thousandths: number): string {
  const [whole = "", fraction] = formatPoints(thousandths * (POINT / THOUSAND)).split(",");
  return formatDong(Number(whole)) + (fraction === undefined ? "" : `,${fraction}`);
}

const EMPTY = { quantity: 0, perForm: false, price: 0, actual: null, note: "" };
const line = (section: CostSection, name: string, unit: string, more: Partial<CostLine> = {}): CostLine => ({
  ...{ ...EMPTY, section, name, unit },
  ...more,
});
const aForm = { quantity: THOUSAND, perForm: true };

/** The usual lines of an estimate. Prices are the province's own to fill in: none is invented here. */
export const USUAL_LINES: readonly CostLine[] = [
  line("survey", "In phiếu điều tra", "phiếu", aForm),
  line("survey", "Chi cho người trả lời phiếu", "phiếu", aForm),
  line("survey", "Công điều tra viên", "phiếu", aForm),
  line("survey", "Nhập và làm sạch dữ liệu", "phiếu", aForm),
  line("fieldWork", "Phụ cấp lưu trú", "ngày công"),
  line("fieldWork", "Thuê phòng nghỉ", "đêm"),
  line("fieldWork", "Thuê xe, xăng xe", "chuyến"),
  line("council", "Chủ trì cuộc họp", "người/buổi"),
  line("council", "Thành viên dự họp", "người/buổi"),
  line("council", "Nước uống", "người/buổi"),
  line("printing", "In, đóng quyển tài liệu và báo cáo", "quyển"),
  line("printing", "Văn phòng phẩm", "lần"),
  line("other", "Xây dựng phương án điều tra và mẫu phiếu", "bộ"),
  line("other", "Viết báo cáo phân tích kết quả", "báo cáo"),
];

const HEADINGS = [
  ...["STT", "Nội dung chi", "Đơn vị tính", "Số lượng", "Đơn giá (đồng)", "Dự toán (đồng)"],
  ...["Thực hiện (đồng)", "Chênh lệch (đồng)", "Ghi chú"],
];
/** How wide the columns of `costRows` are, in characters. */
export const COST_WIDTHS: readonly number[] = [6, 44, 14, 12, 16, 18, 18, 18, 30];

/** From which column on numbers are amounts of money. */
const MONEY_FROM = 4;

const cells = (values: readonly (string | number | null)[], bold = false): WrittenRow =>
  values.map((value, at) => ({ value, bold, grouped: at >= MONEY_FROM && typeof value === "number" }));
const left = (planned: number, actual: number | null) => (actual === null ? null : planned - actual);

/** The estimate as a table for Excel: sections with their lines and sums, the total, and the sample plan below. */
export function costRows(
  estimate: Pick<CostEstimate, "samples" | "lines">,
  nameOf: (section: CostSection) => string,
): WrittenRow[] {
  const { samples, lines } = estimate;
  const forms = formsOf(samples);
  const sum = (label: string, { planned, actual }: CostTotal, number: string) =>
    cells([number, label, null, null, null, planned, actual, planned - actual, null], true);
  const sections = costSections(estimate).flatMap(({ section, lines: own, total }, at) => [
    sum(nameOf(section), total, String.fromCharCode(65 + at)),
    ...own.map((one, position) => {
      const planned = plannedOf(one, forms);
      const quantity = quantityOf(one, forms) / THOUSAND;
      return cells([
        ...[String(position + 1), one.name, one.unit, quantity, one.price || "chưa có", planned, one.actual],
        ...[left(planned, one.actual), one.note],
      ]);
    }),
  ]);
  const plan = samples.map(({ group, units, forms: each }, at) =>
    cells([String(at + 1), group, `${units} đơn vị × ${each} phiếu`, units * each]),
  );
  return [
    cells(HEADINGS, true),
    ...sections,
    sum("Tổng cộng", costOf(lines, forms), ""),
    ...(plan.length > 0 ? [cells([""]), cells(["", "Cỡ mẫu điều tra", null, forms], true), ...plan] : []),
  ];
}
