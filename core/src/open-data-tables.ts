import { z } from "zod";
import type { WrittenCell, WrittenRow, WrittenSheet } from "./cells.ts";
import { type CsvCell, csvText } from "./csv.ts";

/** A number written out with a decimal dot, every digit of it: "86.72". */
const Decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

const KINDS = {
  text: z.string(),
  decimal: Decimal,
  integer: z.int(),
  flag: z.boolean(),
  day: z.iso.date(),
  instant: z.iso.datetime(),
} as const;
type Kind = keyof typeof KINDS;

/** A column of an open table. `blank`: when a cell of it holds nothing (null, or an empty cell), in Vietnamese. */
interface Column {
  kind: Kind;
  /** The heading in workbooks. */
  head: string;
  /** Characters. */
  width: number;
  blank?: string;
  about: string;
  english: string;
}

type Value<C extends Column> =
  | z.infer<(typeof KINDS)[C["kind"]]>
  | (C extends { blank: string } ? null : never);

/** A table of the open data: the same columns as JSON, CSV and workbook. */
export interface OpenTable<C extends Record<string, Column> = Record<string, Column>> {
  name: string;
  title: string;
  columns: C;
}

/** A row of a table; what is missing is null, never 0. */
export type RowOf<T extends OpenTable> = { [Name in keyof T["columns"]]: Value<T["columns"][Name]> };

const table = <const C extends Record<string, Column>>(
  name: string,
  title: string,
  columns: C,
): OpenTable<C> => ({ name, title, columns });

type AnyRow = Readonly<Record<string, string | number | boolean | null>>;

function cellSchema({ kind, blank, english }: Column): z.ZodType {
  const value = KINDS[kind];
  return (blank === undefined ? value : value.nullable()).describe(english);
}

/** The schema of a table's rows, made from its columns. */
export const rowSchema = ({ columns }: OpenTable): z.ZodObject =>
  z.object(Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, cellSchema(column)])));

function csvCell(kind: Kind, value: AnyRow[string]): CsvCell {
  if (value === null) return "";
  return kind === "decimal" || kind === "integer" ? { decimal: String(value) } : String(value);
}

/** A table as CSV (RFC 4180, UTF-8 with a byte order mark): English column names, numbers with a dot, blanks empty. */
export function tableCsv<T extends OpenTable>({ columns }: T, rows: readonly RowOf<T>[]): string {
  const shown = Object.entries(columns);
  return csvText([
    shown.map(([name]) => name),
    ...rows.map((row: AnyRow) => shown.map(([name, { kind }]) => csvCell(kind, row[name] ?? null))),
  ]);
}

function workbookCell(kind: Kind, value: AnyRow[string]): WrittenCell {
  if (typeof value === "boolean") return { value: value ? "có" : "không" };
  return { value: kind === "decimal" && value !== null ? Number(value) : value };
}

/** A table as a sheet of a workbook, under Vietnamese headings and with numbers as numbers. */
export function tableSheet<T extends OpenTable>(
  { title, columns }: T,
  rows: readonly RowOf<T>[],
): WrittenSheet {
  const shown = Object.entries(columns);
  const written = rows.map(
    (row: AnyRow): WrittenRow => shown.map(([name, { kind }]) => workbookCell(kind, row[name] ?? null)),
  );
  return {
    name: title,
    rows: [shown.map(([, { head }]) => ({ value: head, bold: true })), ...written],
    widths: shown.map(([, { width }]) => width),
  };
}

const MISSING = "chưa có điểm, hoặc cột không áp dụng cho mục này";

const text = (head: string, width: number, about: string, english: string) =>
  ({ kind: "text", head, width, about, english }) as const;
const decimal = (head: string, width: number, about: string, english: string) =>
  ({ kind: "decimal", head, width, about, english }) as const;
const integer = (head: string, width: number, about: string, english: string) =>
  ({ kind: "integer", head, width, about, english }) as const;
const flag = (head: string, width: number, about: string, english: string) =>
  ({ kind: "flag", head, width, about, english }) as const;
const orBlank = <C extends Column, const B extends string>(column: C, blank: B) => ({ ...column, blank });

const PUBLICATION = text(
  "Mã bản công bố",
  22,
  "chương trình, kỳ đánh giá và số lần công bố",
  "Publication: scheme, period and version",
);
const YEAR = integer("Năm", 7, "năm được đánh giá", "Year that was assessed");
const GROUP = text("Mã nhóm", 10, "mã nhóm đơn vị", "Unit group");
const GROUP_NAME = text("Nhóm đơn vị", 24, "tên nhóm đơn vị", "Name of the unit group");
const UNIT = text("Mã đơn vị", 18, "mã đơn vị, không đổi khi đổi tên", "Unit, stable under renaming");
const UNIT_NAME = text("Đơn vị", 32, "tên đơn vị khi chốt kết quả", "Name of the unit when sealed");
const CODE = text("Số thứ tự", 10, "số thứ tự in trong phụ lục", "Code as printed in the annex");
const NAME = text(
  "Nội dung",
  60,
  "tên lĩnh vực, tiêu chí, tiêu chí thành phần",
  "Name of the field, criterion or sub-criterion",
);
const SOURCE = text(
  "Nguồn điểm",
  12,
  "self: tự đánh giá và thẩm định; survey: điều tra xã hội học",
  "Who scores it: self (self-assessment and appraisal) or survey",
);
const EXEMPT = flag(
  "Không đánh giá",
  12,
  "mục không tính vào điểm tối đa của đơn vị",
  "Whether the leaf is left out of the unit's maximum",
);
const EXEMPT_REASON = orBlank(
  text("Lý do không đánh giá", 28, "vì sao mục không được đánh giá", "Why it is left out"),
  "mục được đánh giá, hoặc kỳ này không điều tra xã hội học",
);
const SMALL_SAMPLE = flag(
  "Thiếu phiếu",
  10,
  "số phiếu điều tra dưới mức tối thiểu",
  "Whether the survey's sample was below its minimum",
);
const SELF = orBlank(
  decimal("Tự đánh giá", 11, "điểm đơn vị tự chấm", "Points the unit gave itself"),
  MISSING,
);
const APPRAISED = orBlank(
  decimal("Kết quả thẩm định", 11, "điểm được công nhận hoặc điều chỉnh", "Points recognised or adjusted"),
  MISSING,
);
const SURVEY = orBlank(
  decimal("Điều tra XHH", 11, "điểm điều tra xã hội học", "Points from the survey"),
  MISSING,
);
const ACHIEVED = orBlank(
  decimal("Điểm đạt được", 11, "thẩm định cộng điều tra xã hội học", "Appraised plus survey points"),
  MISSING,
);
const MAX = decimal("Điểm tối đa", 11, "điểm tối đa", "Maximum points");

/** Every published version of every year. */
export const CATALOGUE_TABLE = table("catalogue", "Các bản công bố", {
  publication: PUBLICATION,
  scheme: text("Mã chương trình", 14, "mã chương trình đánh giá", "Scheme"),
  scheme_name: text("Chương trình đánh giá", 40, "tên chương trình đánh giá", "Name of the scheme"),
  owner: text("Cơ quan công bố", 30, "cơ quan công bố kết quả", "Who publishes"),
  period: text("Mã kỳ", 10, "mã kỳ đánh giá", "Period"),
  year: YEAR,
  version: integer("Lần công bố", 8, "số lần công bố trong kỳ", "Version within the period"),
  newest: flag("Mới nhất", 9, "bản đang có giá trị của năm", "Whether it is the newest of its year"),
  corrects: orBlank(
    text("Đính chính bản", 22, "bản mà bản này đính chính", "Publication that this one corrects"),
    "bản công bố đầu tiên của kỳ",
  ),
  superseded_by: orBlank(
    text("Được thay bằng", 22, "bản thay thế bản này", "Publication that replaces this one"),
    "chưa bị thay thế",
  ),
  published_at: {
    ...{ kind: "instant", head: "Công bố lúc", width: 24 },
    ...{ about: "thời điểm công bố, giờ UTC", english: "Instant of publication, UTC" },
  },
  decision_number: text("Số quyết định", 16, "số quyết định phê duyệt", "Number of the approving decision"),
  decision_date: {
    ...{ kind: "day", head: "Ngày quyết định", width: 14 },
    ...{ about: "ngày ký quyết định", english: "Day on which the decision was signed" },
  },
  root: text("Mã gốc", 66, "mã gốc Merkle, SHA-256", "Merkle root, SHA-256"),
  development: flag(
    "Bản chạy thử",
    10,
    "ký bằng khóa phát triển, không có giá trị chính thức",
    "Signed with a development key: no official result",
  ),
  imported: flag("Nhập từ bảng tính", 10, "kết quả năm cũ nhập vào", "A past year that was imported"),
  url: text("Địa chỉ", 44, "nơi liệt kê mọi tệp của bản công bố", "Where all files of it are listed"),
});

/** The ranking of every group, unit by unit in its published order. */
export const RANKING_TABLE = table("ranking", "Xếp hạng", {
  publication: PUBLICATION,
  year: YEAR,
  group: GROUP,
  group_name: GROUP_NAME,
  ranked: flag("Có xếp hạng", 9, "các đơn vị của nhóm được xếp hạng với nhau", "Whether the group is ranked"),
  rank: orBlank(
    integer("Hạng", 7, "thứ hạng trong nhóm; bằng nhau thì đồng hạng", "Place in the group; equals share it"),
    "nhóm không xếp hạng",
  ),
  unit: UNIT,
  unit_name: UNIT_NAME,
  index: orBlank(
    decimal(
      "Chỉ số, %",
      10,
      "điểm đạt được ÷ điểm tối đa × 100, làm tròn như đã công bố",
      "Achieved ÷ maximum × 100, rounded as published",
    ),
    "điểm tối đa bằng 0",
  ),
  achieved: decimal("Điểm đạt được", 11, "tổng điểm đạt được", "Total points achieved"),
  max: decimal("Điểm tối đa", 11, "tổng điểm tối đa của đơn vị", "Total maximum of the unit"),
  band: orBlank(text("Xếp loại", 12, "xếp loại theo Chỉ số", "Class of the index"), "nhóm không xếp loại"),
  self_assessed: flag("Có tự đánh giá", 10, "đơn vị đã gửi hồ sơ tự đánh giá", "Whether the unit submitted"),
  sha256: text("SHA-256 của bảng điểm", 66, "mã băm của bảng điểm", "Hash of the unit's sheet"),
});

/** Every leaf of every unit, one row each. */
export const LEAVES_TABLE = table("leaves", "Điểm từng tiêu chí", {
  publication: PUBLICATION,
  year: YEAR,
  group: GROUP,
  group_name: GROUP_NAME,
  unit: UNIT,
  unit_name: UNIT_NAME,
  criteria_set: text("Bộ tiêu chí", 14, "mã bộ tiêu chí của đơn vị", "Criteria set of the unit"),
  field: text("Mã lĩnh vực", 10, "mã lĩnh vực", "Field"),
  field_name: text("Lĩnh vực", 32, "tên lĩnh vực", "Name of the field"),
  leaf: text("Mã tiêu chí", 12, "mã tiêu chí có điểm, không đổi trong bộ tiêu chí", "Leaf of the tree"),
  code: CODE,
  name: NAME,
  source: SOURCE,
  exempt: EXEMPT,
  exempt_reason: EXEMPT_REASON,
  insufficient_sample: SMALL_SAMPLE,
  max: MAX,
  self: SELF,
  appraised: APPRAISED,
  survey: SURVEY,
  achieved: ACHIEVED,
});

/** One unit's whole sheet with its sums, in printed order. */
export const SHEET_TABLE = table("sheet", "Bảng điểm", {
  publication: PUBLICATION,
  year: YEAR,
  unit: UNIT,
  unit_name: UNIT_NAME,
  level: text(
    "Cấp",
    13,
    "field: lĩnh vực; criterion: tiêu chí; subCriterion: tiêu chí thành phần; adjustment: điểm thưởng, điểm trừ được tính; total: tổng cộng",
    "field, criterion, subCriterion, adjustment (bonus and penalty points that count) or total",
  ),
  row: text(
    "Mã mục",
    12,
    "mã mục; adjustment và total là hai dòng cuối",
    "Node of the tree; adjustment, total",
  ),
  code: orBlank(CODE, "dòng không có trong phụ lục"),
  name: NAME,
  source: orBlank(SOURCE, "dòng là tổng của các mục dưới nó"),
  exempt: EXEMPT,
  exempt_reason: EXEMPT_REASON,
  insufficient_sample: SMALL_SAMPLE,
  max: orBlank(MAX, "dòng điểm thưởng, điểm trừ"),
  self: SELF,
  appraised: APPRAISED,
  survey: SURVEY,
  achieved: ACHIEVED,
  index: orBlank(
    decimal(
      "Chỉ số, %",
      10,
      "điểm đạt được ÷ điểm tối đa × 100, làm tròn",
      "Achieved ÷ maximum × 100, rounded",
    ),
    "chưa có điểm, hoặc điểm tối đa bằng 0",
  ),
});

/** What every column of every table means. */
export const DICTIONARY_TABLE = table("dictionary", "Từ điển dữ liệu", {
  table: text("Bảng", 12, "tên bảng", "Table"),
  column: text("Cột", 20, "tên cột trong CSV và JSON", "Name of the column in CSV and JSON"),
  heading: text("Tên tiếng Việt", 24, "tên cột trong bảng tính", "Heading in workbooks"),
  kind: text(
    "Kiểu",
    10,
    "text, decimal (số thập phân), integer, flag (true/false), day, instant",
    "text, decimal, integer, flag (true or false), day or instant (ISO 8601)",
  ),
  blank: orBlank(
    text("Khi nào trống", 36, "khi nào ô để trống", "When a cell is empty"),
    "ô không bao giờ trống",
  ),
  about: text("Ý nghĩa", 60, "ý nghĩa của cột", "Meaning, in Vietnamese"),
  english: text("Tiếng Anh", 60, "ý nghĩa của cột bằng tiếng Anh", "Meaning, in English"),
});

/** Every table of the open data. */
export const OPEN_TABLES: readonly OpenTable[] = [
  ...[CATALOGUE_TABLE, RANKING_TABLE, LEAVES_TABLE, SHEET_TABLE, DICTIONARY_TABLE],
];

/** The data dictionary: one row a column of every table. */
export const dictionaryRows = (): RowOf<typeof DICTIONARY_TABLE>[] =>
  OPEN_TABLES.flatMap(({ name, columns }) =>
    Object.entries(columns).map(([column, { head, kind, blank = null, about, english }]) => ({
      ...{ table: name, column, heading: head, kind, blank, about, english },
    })),
  );
