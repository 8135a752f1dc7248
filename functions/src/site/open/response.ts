import {
  canonicalJson,
  OPEN_LICENCE,
  type OpenTable,
  type RowOf,
  sha256Hex,
  tableCsv,
  tableSheet,
  type WrittenRow,
  type WrittenSheet,
} from "@parindex/core";
import { writeSheets } from "@parindex/core/workbook";
import { SHARED_HEADERS } from "../../security-headers.ts";
import { matchesTag, type SiteRequest } from "../response.ts";

export type Format = "json" | "csv" | "xlsx";

export interface OpenResponse {
  status: number;
  headers: Record<string, string>;
  body: string | Uint8Array;
}

/** What every answer of the open data carries: any site may read it, under the licence. */
export const OPEN_HEADERS = {
  ...SHARED_HEADERS,
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "ETag, Link, Content-Disposition",
} as const;

export const CONTENT_TYPES: Record<Format, string> = {
  json: "application/json; charset=utf-8",
  csv: "text/csv; charset=utf-8; header=present",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/** What a route found: its JSON, and the table it is in the other formats, made only when asked for. */
export interface OpenData {
  json: () => unknown;
  csv?: () => string;
  sheets?: () => WrittenSheet[];
  /** Other resources by their relation (RFC 8288). */
  links?: Readonly<Record<string, string>>;
}

/** A table with the rows it is made of. `source`: what a workbook says beside them, as pairs. */
interface Tabular<T extends OpenTable> {
  table: T;
  rows: readonly RowOf<T>[];
  source: readonly (readonly [string, string])[];
}

const rowOf = (...values: string[]): WrittenRow => values.map((value, at) => ({ value, bold: at === 0 }));

/** The sheet of a workbook that says where its numbers come from and what its columns mean. */
function sourceSheet({ table, source }: Pick<Tabular<OpenTable>, "table" | "source">): WrittenSheet {
  const columns = Object.values(table.columns);
  return {
    name: "Nguồn và giải thích",
    rows: [
      ...source.map(([name, value]) => rowOf(name, value)),
      rowOf("Giấy phép", `${OPEN_LICENCE.name} (CC BY 4.0), ${OPEN_LICENCE.url}`),
      [],
      ...columns.map(({ head, about, blank }) =>
        rowOf(head, blank === undefined ? about : `${about} (trống: ${blank})`),
      ),
    ],
    widths: [26, 90],
  };
}

/** A table in its CSV and its workbook. */
export function tabular<T extends OpenTable>({
  table,
  rows,
  source,
}: Tabular<T>): Required<Pick<OpenData, "csv" | "sheets">> {
  return {
    csv: () => tableCsv(table, rows),
    sheets: () => [tableSheet(table, rows), sourceSheet({ table, source })],
  };
}

/** The rows of a table as JSON, with what stands beside them. */
export const rowsJson = (rows: readonly object[], more: object = {}) => ({
  ...{ licence: OPEN_LICENCE.url, rows },
  ...more,
});

const tagOf = (text: string) => `"${sha256Hex(text).slice(0, 32)}"`;

/** `lai-chau_2024_v1-ranking.csv`: what a file is called where it is kept. */
const fileName = (path: string) => path.replace(/^\/(results\/)?/, "").replaceAll("/", "-");

/** A body and its entity tag. Workbooks carry the time they were zipped at: equal in content, not byte for byte. */
function bodyOf({ json, csv, sheets }: OpenData, format: Format) {
  if (format === "json") {
    const text = canonicalJson(json());
    return { tag: tagOf(text), body: async () => text };
  }
  if (!csv || !sheets) throw new TypeError(`open data: a route without a table offers ${format}`);
  const text = csv();
  return format === "csv"
    ? { tag: tagOf(text), body: async () => text }
    : { tag: `W/${tagOf(text)}`, body: () => writeSheets(sheets()) };
}

interface Answering {
  /** The path below the version's base, with its extension. */
  path: string;
  format: Format;
  cache: string;
  links: Readonly<Record<string, string>>;
}

/** Answers with what a route found, in the format that was asked for; 304 to who holds this very content. */
export async function dataResponse(
  request: Pick<SiteRequest, "headers">,
  data: OpenData,
  { path, format, cache, links }: Answering,
): Promise<OpenResponse> {
  const { tag, body } = bodyOf(data, format);
  const related = { license: OPEN_LICENCE.url, ...links, ...data.links };
  const headers: Record<string, string> = {
    ...OPEN_HEADERS,
    "Cache-Control": cache,
    ETag: tag,
    Link: Object.entries(related)
      .map(([rel, url]) => `<${url}>; rel="${rel}"`)
      .join(", "),
  };
  if (matchesTag(request.headers["if-none-match"], tag.replace(/^W\//, "")))
    return { status: 304, headers, body: "" };
  const kind = format === "json" ? "inline" : "attachment";
  headers["Content-Type"] = CONTENT_TYPES[format];
  headers["Content-Disposition"] = `${kind}; filename="${fileName(path)}"`;
  return { status: 200, headers, body: await body() };
}

/** Leads to another path: for now (302) or for good (308). */
export const redirectResponse = (status: 302 | 308, location: string, cache: string): OpenResponse => ({
  status,
  headers: {
    ...OPEN_HEADERS,
    ...{ "Cache-Control": cache, Location: location, "Content-Type": "text/plain; charset=utf-8" },
  },
  body: location,
});
