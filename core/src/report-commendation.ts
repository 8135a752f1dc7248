import type { WrittenSheet } from "./cells.ts";
import { sheetName } from "./cells.ts";
import type { GroupRanking, Manifest, RankedUnit } from "./documents.ts";
import { type HeadTerm, headsOfUnit } from "./heads.ts";
import {
  type Block,
  blank,
  countFigure,
  dayOfInstant,
  enumerated,
  NONE,
  paragraph,
  percentFigure,
  type ReportDocument,
  type ReportSection,
  type ReportTable,
  type TableCell,
  type TableRow,
  upperFirst,
} from "./report-document.ts";
import {
  checkedSheet,
  groupsInReadingOrder,
  headTitle,
  isCommittee,
  placeName,
  placeOf,
  type ReportContext,
  type ReportResult,
  sharesRank,
  shortName,
} from "./report-result.ts";
import { titledSheet } from "./report-sheets.ts";
import { unitFieldsTable, unitSentences } from "./report-units.ts";

/** A year of the commendation: its published result, or why there is none. */
export type CommendedYear =
  | { year: number; manifest: Manifest }
  | { year: number; manifest: null; reason: string };

/**
 * What emulation and commendation boards look at (decision, section I.2.e): the year's published result, the years
 * before it, the units that units took over from, and who headed them.
 */
export interface Commendation {
  result: ReportResult;
  /** Three years, the oldest first, the last that of `result`. */
  years: readonly CommendedYear[];
  /** The names of the units that a unit took over from. */
  predecessors: Readonly<Record<string, readonly string[]>>;
  heads: readonly HeadTerm[];
  /** Until when heads are looked for: the day of publication. */
  until: Date;
}

const yearStart = (year: number) => new Date(`${year}-01-01T00:00:00+07:00`);

const yearOf = ({ result }: Commendation): number => result.manifest.year;

/** The heads that a unit had from the beginning of the year to its publication. */
const headsIn = (commendation: Commendation, unit: string): HeadTerm[] =>
  headsOfUnit(commendation.heads, unit, yearStart(yearOf(commendation)), commendation.until);

/** A unit's place in a year, or why it has none; null where the whole year has no result, which a note says once. */
function placeIn(
  year: CommendedYear,
  unit: string,
  predecessors: Commendation["predecessors"],
): { place: { group: GroupRanking; unit: RankedUnit } | null; reason: string | null } {
  if (year.manifest === null) return { place: null, reason: null };
  const place = placeOf(year.manifest, unit);
  if (place && place.unit.max > 0) return { place, reason: null };
  const from = predecessors[unit] ?? [];
  return {
    place: null,
    reason: from.length > 0 ? `đơn vị mới, tiếp nhận từ ${enumerated(from)}` : "không có trong kết quả",
  };
}

const isBanded = ({ years }: Commendation): boolean =>
  years.some(({ manifest }) =>
    manifest?.ranking.some(({ units }) => units.some(({ band }) => band !== null)),
  );

/** Index, rank and class of one year. */
function yearCells(place: { group: GroupRanking; unit: RankedUnit } | null, banded: boolean): TableCell[] {
  if (!place) return [NONE, NONE, ...(banded ? [NONE] : [])];
  const { unit } = place;
  return [
    percentFigure(unit.index),
    unit.rank === null ? NONE : countFigure(unit.rank),
    ...(banded ? [unit.band ?? NONE] : []),
  ];
}

function unitRow(commendation: Commendation, group: GroupRanking, unit: RankedUnit, at: number): TableRow {
  const { years, predecessors } = commendation;
  const banded = isBanded(commendation);
  const found = years.map((year) => ({ year, ...placeIn(year, unit.unit, predecessors) }));
  const heads = headsIn(commendation, unit.unit);
  const remarks = [
    ...(sharesRank(group, unit) ? [`năm ${yearOf(commendation)} đồng hạng`] : []),
    ...(unit.selfAssessed ? [] : ["không tự đánh giá"]),
    ...found.flatMap(({ year, place, reason }) => [
      ...(reason === null ? [] : [`năm ${year.year}: ${reason}`]),
      ...(place && place.unit.name !== unit.name ? [`năm ${year.year}: ${place.unit.name}`] : []),
    ]),
    ...(group.ranked ? [] : ["không xếp hạng chung"]),
    ...(heads.length > 1 ? ["thay đổi người đứng đầu trong kỳ"] : []),
  ];
  return {
    cells: [
      countFigure(at + 1),
      unit.name,
      ...found.flatMap(({ place }) => yearCells(place, banded)),
      upperFirst(remarks.join("; ")),
    ],
  };
}

/** A group's units as rows below the class they fell in, the highest class first; plain rows where there are none. */
function bandedRows(commendation: Commendation, group: GroupRanking): TableRow[] {
  const bands = commendation.result.manifest.settings.bands[group.group] ?? [];
  const rows = group.units.map((unit, at) => ({
    band: unit.band,
    row: unitRow(commendation, group, unit, at),
  }));
  if (bands.length === 0) return rows.map(({ row }) => row);
  return [...bands.map(({ name }) => name), null].flatMap((band): TableRow[] => {
    const within = rows.filter((one) => one.band === band).map(({ row }) => row);
    const name = band === null ? "Không xếp loại" : `Xếp loại ${band}`;
    return within.length === 0 ? [] : [{ heading: `${name}: ${within.length} đơn vị` }, ...within];
  });
}

/** A group's results of three years side by side, by class and rank of the last. */
export function commendationTable(commendation: Commendation, group: GroupRanking): ReportTable {
  const { years } = commendation;
  const banded = isBanded(commendation);
  const columns = banded ? 3 : 2;
  return {
    caption: group.name,
    head: [
      [
        { text: "TT", rows: 2 },
        { text: "Tập thể", rows: 2 },
        ...years.map(({ year }) => ({ text: `Năm ${year}`, columns })),
        { text: "Ghi chú", rows: 2 },
      ],
      years.flatMap(() => ["Chỉ số (%)", "Hạng", ...(banded ? ["Xếp loại"] : [])]).map((text) => ({ text })),
    ],
    widths: [6, 36, ...years.flatMap(() => [10, 8, ...(banded ? [11] : [])]), 32],
    align: [
      ...(["center", "left"] as const),
      ...years.flatMap(() => ["right", "center", ...(banded ? ["center"] : [])] as ("right" | "center")[]),
      "left",
    ],
    rows: bandedRows(commendation, group),
  };
}

/** Why whole years stand empty. */
const yearNotes = ({ years }: Commendation): string[] =>
  years.flatMap((year) => (year.manifest === null ? [`Năm ${year.year}: ${year.reason}.`] : []));

/** From when a head held the post; where that was not recorded, why. */
function sinceText({ from, account }: HeadTerm): { day: string; remark: string } {
  if (from) return { day: dayOfInstant(from), remark: "" };
  const why = account
    ? `có tài khoản từ ${dayOfInstant(account)}; ngày nhận nhiệm vụ chưa ghi trong hệ thống`
    : "ngày nhận nhiệm vụ chưa ghi trong hệ thống";
  return { day: NONE, remark: why };
}

function headRemarks(commendation: Commendation, term: HeadTerm): string {
  const year = yearOf(commendation);
  const late = term.from !== null && term.from >= yearStart(year + 1);
  return upperFirst(
    [
      sinceText(term).remark,
      late ? `nhận nhiệm vụ sau năm ${year}` : "",
      term.until === null ? "" : "đã thôi giữ chức vụ",
    ]
      .filter(Boolean)
      .join("; "),
  );
}

/** Every head of every unit, with their time in the post and the unit's result of the year. */
export function headsTable(commendation: Commendation): ReportTable {
  const { manifest } = commendation.result;
  const banded = isBanded(commendation);
  const rows = groupsInReadingOrder(manifest).flatMap((group) =>
    group.units.flatMap((unit): TableCell[][] => {
      const result = yearCells({ group, unit }, banded);
      const heads = headsIn(commendation, unit.unit);
      if (heads.length === 0)
        return [
          [NONE, NONE, unit.name, NONE, NONE, ...result, "Chưa có tài khoản lãnh đạo đơn vị trong hệ thống"],
        ];
      return heads.map((term) => [
        term.name,
        term.title === "" ? NONE : term.title,
        unit.name,
        sinceText(term).day,
        term.until ? dayOfInstant(term.until) : "đương nhiệm",
        ...result,
        headRemarks(commendation, term),
      ]);
    }),
  );
  return {
    caption: `Người đứng đầu và kết quả năm ${manifest.year}`,
    head: [
      [
        ...["TT", "Họ và tên", "Chức vụ", "Đơn vị"].map((text) => ({ text, rows: 2 })),
        { text: "Thời gian giữ chức vụ", columns: 2 },
        { text: `Kết quả năm ${manifest.year}`, columns: banded ? 3 : 2 },
        { text: "Ghi chú", rows: 2 },
      ],
      ["Từ ngày", "Đến ngày", "Chỉ số (%)", "Hạng", ...(banded ? ["Xếp loại"] : [])].map((text) => ({
        text,
      })),
    ],
    widths: [6, 24, 20, 28, 13, 14, 10, 8, ...(banded ? [11] : []), 30],
    align: [
      ...(["center", "left", "left", "left", "center", "center", "right", "center"] as const),
      ...(banded ? (["center"] as const) : []),
      "left",
    ],
    rows: rows.map((cells, at) => ({ cells: [countFigure(at + 1), ...cells] })),
  };
}

const basisText = ({ result }: Commendation): string => {
  const { decision, manifest } = result;
  return decision
    ? `Theo Quyết định số ${decision.number} ngày ${decision.date.split("-").reverse().join("/")} của ${shortName(manifest.owner)} phê duyệt và công bố kết quả ${manifest.schemeName} năm ${manifest.year}.`
    : `Theo kết quả ${manifest.schemeName} năm ${manifest.year}.`;
};

const subjectOf = ({ result }: Commendation) =>
  `Tổng hợp kết quả ${result.manifest.schemeName} phục vụ bình xét thi đua, khen thưởng năm ${result.manifest.year}`;

/** The list for emulation and commendation boards: collectives by group and class over three years, then their heads. */
export function commendationReport(commendation: Commendation, context: ReportContext): ReportDocument {
  const { manifest } = commendation.result;
  return {
    title: subjectOf(commendation),
    sections: [
      {
        landscape: true,
        blocks: [
          {
            kind: "letterhead",
            letterhead: {
              parent: isCommittee(manifest.owner) ? shortName(manifest.owner) : manifest.owner,
              issuer: context.standingBody,
              number: [{ text: "Số: " }, blank()],
              ...{ place: placeName(manifest.owner), date: null, draft: true },
            },
          },
          { kind: "title", lines: ["DANH SÁCH", subjectOf(commendation)] },
          paragraph(basisText(commendation)),
          { kind: "heading", level: 1, text: "I. TẬP THỂ" },
          ...groupsInReadingOrder(manifest).map(
            (group): Block => ({ kind: "table", table: commendationTable(commendation, group) }),
          ),
          ...yearNotes(commendation).map((text): Block => ({ kind: "paragraph", style: "note", text })),
          { kind: "heading", level: 1, text: "II. NGƯỜI ĐỨNG ĐẦU" },
          { kind: "table", table: { ...headsTable(commendation), caption: "" } },
          {
            kind: "signature",
            recipients: ["Hội đồng Thi đua - Khen thưởng", "Lưu: VT"],
            signer: [headTitle(context.standingBody).toLocaleUpperCase("vi")],
            name: null,
          },
        ],
      },
    ],
  };
}

/** The same as a workbook: a sheet a group, and one of the heads. */
export function commendationWorkbook(commendation: Commendation): WrittenSheet[] {
  const { manifest } = commendation.result;
  const taken = new Set<string>();
  const title = subjectOf(commendation).toLocaleUpperCase("vi");
  const notes = [...yearNotes(commendation), basisText(commendation)];
  return [
    ...groupsInReadingOrder(manifest).map((group) =>
      titledSheet(
        sheetName(group.name, taken),
        [title, group.name],
        commendationTable(commendation, group),
        notes,
      ),
    ),
    titledSheet(sheetName("Người đứng đầu", taken), [title, "Người đứng đầu"], headsTable(commendation), [
      basisText(commendation),
    ]),
  ];
}

/** Three years of one unit below each other. */
function unitYearsTable(commendation: Commendation, unit: string): ReportTable {
  const { years, predecessors } = commendation;
  const banded = isBanded(commendation);
  return {
    caption: "Kết quả các năm",
    head: [
      ["Năm", "Chỉ số (%)", "Xếp hạng", ...(banded ? ["Xếp loại"] : []), "Ghi chú"].map((text) => ({ text })),
    ],
    widths: [12, 14, 20, ...(banded ? [16] : []), 44],
    align: ["center", "right", "center", ...(banded ? (["center"] as const) : []), "left"],
    rows: years.map((year) => {
      const { place, reason } = placeIn(year, unit, predecessors);
      const why = year.manifest === null ? year.reason : (reason ?? "");
      const [index = NONE, , band = NONE] = yearCells(place, banded);
      const rank =
        place && place.unit.rank !== null ? `${place.unit.rank}/${place.group.units.length}` : NONE;
      const remarks = [
        why,
        place && sharesRank(place.group, place.unit) ? "đồng hạng" : "",
        place && !place.group.ranked ? "không xếp hạng chung" : "",
      ].filter(Boolean);
      return {
        cells: [String(year.year), index, rank, ...(banded ? [band] : []), upperFirst(remarks.join("; "))],
      };
    }),
  };
}

/** Everyone who headed a unit in the period, where somebody else did too. */
function otherHeads(commendation: Commendation, term: HeadTerm): Block[] {
  const others = headsIn(commendation, term.unit).filter((one) => one !== term);
  if (others.length === 0) return [];
  const told = others.map((one) => {
    const since = sinceText(one).day;
    const until = one.until ? dayOfInstant(one.until) : "nay";
    return `${one.name}${one.title === "" ? "" : `, ${one.title}`} (${since === NONE ? "" : `từ ${since} `}đến ${until})`;
  });
  return [
    paragraph(`Trong kỳ đơn vị có thay đổi người đứng đầu; cùng giữ chức vụ trong kỳ: ${told.join("; ")}.`),
  ];
}

const NO_HEADS: ReportSection = {
  landscape: false,
  blocks: [paragraph("Chưa có tài khoản lãnh đạo đơn vị nào trong hệ thống.")],
};

/**
 * A sheet a head: who they are, how long they headed the unit, its results of three years and of the year's fields. Whoever
 * headed a unit for part of the time has a sheet of their own, and the others are named on it.
 */
export function headSheets(commendation: Commendation): ReportDocument {
  const { result } = commendation;
  const { manifest } = result;
  const units = groupsInReadingOrder(manifest).flatMap((group) => group.units);
  const pages = units.flatMap((unit) => headsIn(commendation, unit.unit).map((term) => ({ unit, term })));
  return {
    title: `Phiếu kết quả của người đứng đầu năm ${manifest.year}`,
    sections:
      pages.length === 0
        ? [NO_HEADS]
        : pages.map(({ unit, term }) => {
            const sheet = checkedSheet(result, unit.unit);
            const remarks = headRemarks(commendation, term);
            return {
              landscape: false,
              blocks: [
                {
                  kind: "title",
                  lines: ["PHIẾU KẾT QUẢ CỦA NGƯỜI ĐỨNG ĐẦU", `${manifest.schemeName} năm ${manifest.year}`],
                },
                paragraph([{ text: "Họ và tên: " }, { text: term.name, bold: true }]),
                paragraph(`Chức vụ: ${term.title === "" ? NONE : term.title}`),
                paragraph(`Đơn vị: ${unit.name}`),
                paragraph(
                  `Thời gian giữ chức vụ: từ ${sinceText(term).day} đến ${term.until ? dayOfInstant(term.until) : "nay"}${remarks === "" ? "" : ` (${remarks.charAt(0).toLocaleLowerCase("vi")}${remarks.slice(1)})`}.`,
                ),
                ...otherHeads(commendation, term),
                { kind: "table", table: unitYearsTable(commendation, unit.unit) },
                ...unitSentences(result, sheet).map(paragraph),
                {
                  kind: "table",
                  table: {
                    ...unitFieldsTable(sheet, manifest.settings.decimals),
                    caption: `Kết quả từng lĩnh vực năm ${manifest.year}`,
                  },
                },
                { kind: "paragraph", style: "note", text: basisText(commendation) },
              ],
            };
          }),
  };
}
