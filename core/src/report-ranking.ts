import { surveyHeldFor } from "./adjustments.ts";
import type { FrozenSheet, GroupRanking, RankedUnit, Settings } from "./documents.ts";
import { formatPoints } from "./points.ts";
import {
  countFigure,
  dayOfDate,
  decimalsOfColumn,
  NONE,
  percentFigure,
  pointsFigure,
  type ReportChart,
  type ReportTable,
  signedPoints,
  type TableCell,
  upperFirst,
} from "./report-document.ts";
import { checkedSheet, fieldsOf, type ReportResult, rankText, sharesRank, sheetOf } from "./report-result.ts";

/** The columns of an annex (decision, section II.2 and II.3), as its tables print them. */
export const ANNEX_COLUMNS = {
  max: "Điểm tối đa",
  self: "Tự đánh giá",
  appraised: "Kết quả thẩm định",
  survey: "Điều tra xã hội học",
  achieved: "Điểm đạt được",
} as const;
export type AnnexColumn = keyof typeof ANNEX_COLUMNS;
export const ANNEX_ORDER = [
  "max",
  "self",
  "appraised",
  "survey",
  "achieved",
] as const satisfies AnnexColumn[];

/** "điểm thưởng 0,5 (Quyết định số … ngày …)", one a standing adjustment. */
export function adjustmentTexts({ adjustments }: Pick<FrozenSheet, "adjustments">): string[] {
  return (adjustments?.items ?? []).map(
    ({ kind, points, decision }) =>
      `${kind === "bonus" ? "điểm thưởng" : "điểm trừ"} ${formatPoints(points)} (Quyết định số ${decision.number} ngày ${dayOfDate(decision.date)})`,
  );
}

/** The sum that bonus and penalty points count, where it is not what the items add up to, said too. */
function countedText({ adjustments }: Pick<FrozenSheet, "adjustments">): string[] {
  return adjustments ? [`tính vào điểm đạt được: ${signedPoints(adjustments.counted)}`] : [];
}

/** What a table says of a unit beside its numbers. */
export function unitRemarks(group: GroupRanking, unit: RankedUnit, sheet: FrozenSheet): string {
  const exempt = sheet.rows.filter((row) => row.source === "self" && row.exempt).length;
  const remarks = [
    ...(sharesRank(group, unit) ? ["đồng hạng"] : []),
    ...(unit.selfAssessed ? [] : ["không tự đánh giá"]),
    ...(exempt > 0 ? [`không đánh giá ${exempt} tiêu chí`] : []),
    ...(sheet.insufficientSample.length > 0
      ? [`${sheet.insufficientSample.length} tiêu chí có mẫu điều tra dưới mức tối thiểu`]
      : []),
    ...adjustmentTexts(sheet),
    ...countedText(sheet),
  ];
  return upperFirst(remarks.join("; "));
}

/** The classes of a group in words: "Tốt từ 90%, Khá từ 80%". `atLeast` is in 1/100 per cent. */
export const bandsText = (bands: Settings["bands"][string]): string =>
  bands.map(({ name, atLeast }) => `${name} từ ${formatPoints(atLeast * 100)}%`).join(", ");

/**
 * The ranking of a group with the annex's columns, the order and ranks as they were sealed; a group that is not ranked
 * has no column of ranks. Classes stand there where the group has any.
 */
export function rankingTable(result: ReportResult, group: GroupRanking): ReportTable {
  const banded = (result.manifest.settings.bands[group.group] ?? []).length > 0;
  const sheets = group.units.map(({ unit }) => checkedSheet(result, unit));
  const decimals = Object.fromEntries(
    ANNEX_ORDER.map((column) => [column, decimalsOfColumn(sheets.map(({ total }) => total[column]))]),
  );
  const rows = group.units.map((unit, at) => {
    const sheet = sheets[at] as FrozenSheet;
    const points = ANNEX_ORDER.map(
      (column): TableCell => pointsFigure(sheet.total[column], decimals[column] ?? 0),
    );
    const cells: TableCell[] = [
      countFigure(at + 1),
      unit.name,
      ...points,
      sheet.total.achieved === null ? NONE : percentFigure(unit.index),
      ...(group.ranked ? [unit.rank === null ? NONE : countFigure(unit.rank)] : []),
      ...(banded ? [unit.band ?? NONE] : []),
      sheet.total.achieved === null ? "Chưa có điểm" : unitRemarks(group, unit, sheet),
    ];
    return { cells };
  });
  const heads = [
    "TT",
    "Đơn vị",
    ...ANNEX_ORDER.map((column) => ANNEX_COLUMNS[column]),
    "Chỉ số (%)",
    ...(group.ranked ? ["Xếp hạng"] : []),
    ...(banded ? ["Xếp loại"] : []),
    "Ghi chú",
  ];
  const numbers = ANNEX_ORDER.length + 1 + (group.ranked ? 1 : 0);
  return {
    caption: `Kết quả ${group.name}`,
    head: [heads.map((text) => ({ text }))],
    widths: [5, 34, ...Array<number>(numbers).fill(10), ...(banded ? [11] : []), 26],
    align: [
      "center",
      "left",
      ...Array<"right">(numbers - (group.ranked ? 1 : 0)).fill("right"),
      ...(group.ranked ? (["center"] as const) : []),
      ...(banded ? (["center"] as const) : []),
      "left",
    ],
    rows,
  };
}

/** The ranking of a group in few columns, for a page that stands upright: what is achieved, index, rank, class. */
export function shortRankingTable(result: ReportResult, group: GroupRanking): ReportTable {
  const banded = (result.manifest.settings.bands[group.group] ?? []).length > 0;
  const max = decimalsOfColumn(group.units.map((unit) => unit.max));
  const achieved = decimalsOfColumn(group.units.map((unit) => unit.achieved));
  return {
    caption: `Kết quả ${group.name}`,
    head: [
      [
        ...["TT", "Đơn vị", "Điểm tối đa", "Điểm đạt được", "Chỉ số (%)"],
        ...(group.ranked ? ["Xếp hạng"] : []),
        ...(banded ? ["Xếp loại"] : []),
        "Ghi chú",
      ].map((text) => ({ text })),
    ],
    widths: [7, 38, 11, 13, 11, ...(group.ranked ? [10] : []), ...(banded ? [12] : []), 24],
    align: [
      ...(["center", "left", "right", "right", "right"] as const),
      ...(group.ranked ? (["center"] as const) : []),
      ...(banded ? (["center"] as const) : []),
      "left",
    ],
    rows: group.units.map((unit, at) => {
      const sheet = checkedSheet(result, unit.unit);
      const none = sheet.total.achieved === null;
      return {
        cells: [
          countFigure(at + 1),
          unit.name,
          pointsFigure(unit.max, max),
          pointsFigure(sheet.total.achieved, achieved),
          none ? NONE : percentFigure(unit.index),
          ...(group.ranked ? [unit.rank === null ? NONE : countFigure(unit.rank)] : []),
          ...(banded ? [unit.band ?? NONE] : []),
          none ? "Chưa có điểm" : unitRemarks(group, unit, sheet),
        ],
      };
    }),
  };
}

/** By which shares units of equal index were told apart, in the order of the settings. */
function tieBreakNames({ sheets, manifest }: ReportResult): string[] {
  const fieldName = (id: string) => sheets.flatMap(fieldsOf).find((field) => field.id === id)?.name ?? id;
  return manifest.settings.tieBreaks.map((tieBreak) => {
    if (tieBreak.by === "field") return `lĩnh vực «${fieldName(tieBreak.field)}»`;
    return tieBreak.by === "survey" ? "điều tra xã hội học" : "kết quả thẩm định";
  });
}

/** How units of equal index stand: told apart by the tie-breaks of the settings, or sharing a rank where any do. */
function tiesText(result: ReportResult, group: GroupRanking): string {
  const names = tieBreakNames(result);
  if (names.length > 0)
    return ` Các đơn vị có Chỉ số bằng nhau được xét lần lượt theo tỷ lệ điểm đạt được về: ${names.join("; ")}; vẫn bằng nhau thì xếp đồng hạng.`;
  const ties = group.units.some((unit) => sharesRank(group, unit));
  return ties ? " Các đơn vị có Chỉ số bằng nhau được xếp đồng hạng." : "";
}

/** What must be said below a group's table: how it is ordered, its classes, what was not surveyed. */
export function rankingNotes(result: ReportResult, group: GroupRanking): string[] {
  const { manifest } = result;
  const { settings } = manifest;
  const thin = group.units.some(({ unit }) => sheetOf(result, unit).insufficientSample.length > 0);
  const bands = settings.bands[group.group] ?? [];
  return [
    group.ranked
      ? `Chỉ số ghi ${settings.decimals} chữ số thập phân; ${bands.length > 0 ? "xếp hạng, xếp loại" : "xếp hạng"} theo giá trị chưa làm tròn.${tiesText(result, group)}`
      : "Các cơ quan trong bảng được đánh giá, không xếp hạng chung; xếp theo thứ tự của phụ lục.",
    ...(bands.length > 0 ? [`Xếp loại: ${bandsText(bands)}.`] : []),
    ...(surveyHeldFor(group.group, settings)
      ? []
      : ["Kỳ này không điều tra xã hội học đối với nhóm; điểm tối đa không gồm các tiêu chí điều tra."]),
    ...(manifest.insufficientSampleReason !== null && thin
      ? [
          `Mẫu điều tra dưới mức tối thiểu được Hội đồng thông qua với lý do: ${manifest.insufficientSampleReason}`,
        ]
      : []),
  ];
}

/** A group's indices as bars, in the order of its table; none where nothing is scored. */
export function rankingChart(result: ReportResult, group: GroupRanking): ReportChart | null {
  const units = group.units.filter(({ index }) => index !== NONE);
  if (units.length === 0) return null;
  const listed = units.map((unit) => `${unit.name} ${unit.index}%`).join("; ");
  return {
    title: `Chỉ số năm ${result.manifest.year} – ${group.name} (%)`,
    alt: `Biểu đồ thanh ngang Chỉ số của ${group.name}: ${listed}.`,
    categories: units.map(({ name }) => name),
    series: [
      {
        name: `Chỉ số năm ${result.manifest.year} (%)`,
        values: units.map(({ achieved, max }) => (100 * achieved) / max),
        labels: units.map(({ index }) => index),
      },
    ],
    max: 100,
  };
}

/** "Sở Y tế (92,10%), hạng 1/16". */
export const unitWithIndex = (group: GroupRanking, unit: RankedUnit): string =>
  unit.rank === null
    ? `${unit.name} (${unit.index}%)`
    : `${unit.name} (${unit.index}%, hạng ${rankText(group, unit)})`;
