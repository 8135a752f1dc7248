import type { GroupRanking, Manifest, RankedUnit } from "./documents.ts";
import { compareFractions } from "./ranking.ts";
import {
  type Block,
  chartBlocks,
  countFigure,
  enumerated,
  NONE,
  paragraph,
  percentFigure,
  type ReportChart,
  type ReportTable,
  upperFirst,
} from "./report-document.ts";
import type { GroupSheets } from "./report-group.ts";
import { indexChange, placeOf, type ReportResult } from "./report-result.ts";

/** The year before, as a report compares with it; `predecessors` names the units that a unit took over from. */
export interface YearBefore {
  manifest: Manifest;
  predecessors: Readonly<Record<string, readonly string[]>>;
}

/** The year before, or why there is none to compare with. */
export type Before = { year: YearBefore } | { year: null; reason: string };

/** A unit's index and rank now and a year before, or why there is none before. */
export interface ComparedUnit {
  unit: RankedUnit;
  before: { unit: RankedUnit; group: GroupRanking } | null;
  /** Why nothing stands there of the year before; empty where something does. */
  reason: string;
}

/** Compares the units of a group with the year before, by their id; what has no counterpart says why. */
export function comparedWithBefore(
  group: GroupRanking,
  { manifest, predecessors }: YearBefore,
): ComparedUnit[] {
  return group.units.map((unit) => {
    const before = placeOf(manifest, unit.unit);
    if (before && before.unit.max > 0) return { unit, before, reason: "" };
    const from = predecessors[unit.unit] ?? [];
    const reason =
      from.length > 0
        ? `đơn vị mới, tiếp nhận từ ${enumerated(from)}`
        : `không có trong kết quả năm ${manifest.year}`;
    return { unit, before: null, reason };
  });
}

/** "tăng 2 bậc", "giảm 1 bậc", "giữ nguyên"; "—" where one of both was not ranked. */
export function rankChange(before: number | null, now: number | null): string {
  if (before === null || now === null) return NONE;
  if (before === now) return "giữ nguyên";
  return now < before ? `tăng ${before - now} bậc` : `giảm ${now - before} bậc`;
}

/** Ranks of two years compare only within one group. */
const isSameGroup = (a: GroupRanking, b: GroupRanking): boolean => a.group === b.group;

function beforeTable(
  group: GroupRanking,
  compared: readonly ComparedUnit[],
  years: [number, number],
  decimals: number,
): ReportTable {
  const [was, is] = years;
  return {
    caption: `So sánh với năm ${was} – ${group.name}`,
    head: [
      [
        { text: "TT", rows: 2 },
        { text: "Đơn vị", rows: 2 },
        { text: "Chỉ số (%)", columns: 3 },
        { text: "Xếp hạng", columns: 3 },
        { text: "Ghi chú", rows: 2 },
      ],
      [`Năm ${was}`, `Năm ${is}`, "Thay đổi", `Năm ${was}`, `Năm ${is}`, "Thay đổi"].map((text) => ({
        text,
      })),
    ],
    widths: [6, 32, 11, 11, 11, 10, 10, 14, 24],
    align: ["center", "left", "right", "right", "right", "center", "center", "center", "left"],
    rows: compared.map(({ unit, before, reason }, at) => ({
      cells: [
        countFigure(at + 1),
        unit.name,
        before ? percentFigure(before.unit.index) : NONE,
        percentFigure(unit.index),
        before && unit.index !== NONE ? indexChange(before.unit, unit, decimals) : NONE,
        before ? (before.unit.rank === null ? NONE : countFigure(before.unit.rank)) : NONE,
        unit.rank === null ? NONE : countFigure(unit.rank),
        before && isSameGroup(before.group, group) ? rankChange(before.unit.rank, unit.rank) : NONE,
        [
          ...(reason === "" ? [] : [upperFirst(reason)]),
          ...(before && before.unit.name !== unit.name ? [`Năm ${was}: ${before.unit.name}`] : []),
          ...(before && !isSameGroup(before.group, group)
            ? [`Năm ${was} thuộc nhóm ${before.group.name}, không so thứ hạng`]
            : []),
          ...(group.ranked ? [] : ["Không xếp hạng chung"]),
        ].join("; "),
      ],
    })),
  };
}

function beforeChart(
  group: GroupRanking,
  compared: readonly ComparedUnit[],
  [was, is]: [number, number],
): ReportChart | null {
  const both = compared.flatMap(({ unit, before }) => (before ? [{ unit, before: before.unit }] : []));
  if (both.length === 0) return null;
  const share = ({ index, achieved, max }: RankedUnit) => (index === NONE ? null : (100 * achieved) / max);
  return {
    title: `Chỉ số năm ${was} và năm ${is} – ${group.name} (%)`,
    alt: `Biểu đồ thanh ngang so Chỉ số hai năm: ${both.map(({ unit, before }) => `${unit.name} từ ${before.index}% thành ${unit.index}%`).join("; ")}.`,
    categories: both.map(({ unit }) => unit.name),
    series: [
      {
        name: `Năm ${is}`,
        values: both.map(({ unit }) => share(unit)),
        labels: both.map(({ unit }) => unit.index),
      },
      {
        name: `Năm ${was}`,
        values: both.map(({ before }) => share(before)),
        labels: both.map(({ before }) => before.index),
      },
    ],
    max: 100,
  };
}

/** A unit with both years, and by which share its index changed: to tell units apart, never to be printed. */
interface BothYears {
  unit: RankedUnit;
  before: RankedUnit;
  change: number;
}

const bothYears = (compared: readonly ComparedUnit[]): BothYears[] =>
  compared
    .flatMap(({ unit, before }) =>
      before && unit.index !== NONE
        ? [
            {
              ...{ unit, before: before.unit },
              change: unit.achieved / unit.max - before.unit.achieved / before.unit.max,
            },
          ]
        : [],
    )
    .toSorted((a, b) => b.change - a.change);

function beforeSentence(group: GroupRanking, compared: readonly ComparedUnit[], decimals: number): string {
  const both = bothYears(compared);
  const fresh = compared.filter(({ before }) => before === null).map(({ unit }) => unit.name);
  const told = ({ unit, before }: BothYears) => `${unit.name} (${indexChange(before, unit, decimals)})`;
  const rose = both.filter(({ unit, before }) => compareFractions(unit, before) > 0);
  const fell = both.filter(({ unit, before }) => compareFractions(unit, before) < 0);
  const [best] = rose;
  const worst = fell.at(-1);
  const parts = [
    `${group.name}: ${rose.length} đơn vị tăng, ${fell.length} đơn vị giảm, ${both.length - rose.length - fell.length} đơn vị giữ nguyên Chỉ số.`,
    ...(best ? [`Tăng nhiều nhất: ${told(best)} điểm phần trăm.`] : []),
    ...(worst ? [`Giảm nhiều nhất: ${told(worst)} điểm phần trăm.`] : []),
    ...(fresh.length > 0 ? [`Không có số liệu năm trước để so sánh: ${enumerated(fresh)}.`] : []),
  ];
  return parts.join(" ");
}

/** What changed since the year before, or why that can't be told. */
export function beforePart(
  { manifest }: ReportResult,
  parts: readonly GroupSheets[],
  before: Before,
): Block[] {
  const head: Block = { kind: "heading", level: 1, text: "VI. SO SÁNH VỚI NĂM TRƯỚC" };
  const { year } = before;
  if (year === null) return [head, paragraph(`Không so sánh được với năm trước: ${before.reason}.`)];
  const years: [number, number] = [year.manifest.year, manifest.year];
  const { decimals } = manifest.settings;
  return [
    head,
    ...parts.flatMap(({ group }, at): Block[] => {
      const compared = comparedWithBefore(group, year);
      const chart = beforeChart(group, compared, years);
      return [
        { kind: "heading", level: 2, text: `${at + 1}. ${group.name}` },
        paragraph(beforeSentence(group, compared, decimals)),
        { kind: "table", table: beforeTable(group, compared, years, decimals) },
        ...chartBlocks(chart),
      ];
    }),
  ];
}
