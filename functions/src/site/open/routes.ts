import {
  attestationOf,
  CATALOGUE_TABLE,
  type Catalogued,
  catalogueRows,
  DICTIONARY_TABLE,
  dictionaryRows,
  jsonSchemaOf,
  LEAVES_TABLE,
  leafRows,
  OPEN_LICENCE,
  OPEN_SCHEMA_NAMES,
  type OpenSchemaName,
  openResult,
  pagesOf,
  RANKING_TABLE,
  rankingRows,
  SHEET_TABLE,
  sheetTableRows,
} from "@parindex/core";
import { dayText } from "../numbers.ts";
import { CACHE } from "../response.ts";
import type { PublishedResult } from "../result.ts";
import { openApi } from "./openapi.ts";
import { OpenProblem, type ProblemName } from "./problems.ts";
import { type Asked, BASE, catalogued, ofYear, pageOf, published, sheetOf } from "./reading.ts";
import { type Format, type OpenData, rowsJson, tabular } from "./response.ts";

/** One resource of the open data. The OpenAPI document, the page and the files of a result are made from these alone. */
export interface OpenRoute {
  /** Below `BASE`, without the extension; `{name}` stands for one segment. */
  path: string;
  formats: readonly Format[];
  /** What it is, in Vietnamese for the page and in English for the document. */
  about: string;
  english: string;
  /** Of its JSON; null where it is a document of another kind, or leads on to another path. */
  schema: OpenSchemaName | null;
  leadsOn?: true;
  cache: string;
  problems: readonly ProblemName[];
  /** The data, or the path below `BASE` that it leads to. */
  answer: (asked: Asked) => Promise<OpenData | string> | OpenData | string;
}

const ALL: readonly Format[] = ["json", "csv", "xlsx"];
const JSON_ONLY: readonly Format[] = ["json"];

const resultPath = (id: string) => `${BASE}/results/${id}/index.json`;

/** What a workbook says of the result that it comes from. */
const sourceOf = ({ id, publication: { manifest, decision, root } }: PublishedResult) =>
  [
    ["Cơ quan công bố", manifest.owner],
    ["Chương trình đánh giá", manifest.schemeName],
    ["Kỳ đánh giá", manifest.periodName],
    ["Bản công bố", `${id} (lần ${manifest.version})`],
    ["Quyết định", `số ${decision.number} ngày ${dayText(decision.date)}`],
    ["Mã gốc (SHA-256)", root],
    ["Địa chỉ", resultPath(id)],
  ] as const;

function catalogueOf(publications: readonly Catalogued[]): OpenData {
  const rows = catalogueRows(publications, resultPath);
  const [newest] = publications;
  const source = newest ? [["Cơ quan công bố", newest.publication.manifest.owner] as const] : [];
  return {
    json: () => ({
      title: "Chỉ số cải cách hành chính: các bản công bố",
      ...{ documentation: "/du-lieu-mo", openapi: `${BASE}/openapi.json`, licence: OPEN_LICENCE },
      results: rows,
    }),
    ...tabular({ table: CATALOGUE_TABLE, rows, source }),
  };
}

/** Leads to the file of a version: the same path below the version's id. */
function fileOf({ id }: Catalogued, path: string, format: Format): string {
  const target = `/results/${id}/${path}`;
  const route = matched(target)?.route;
  if (!route) throw new OpenProblem("unknown-path", `Bản công bố không có tệp «${path}».`);
  requireFormat(route, format);
  return `${target}.${format}`;
}

async function latestFile(asked: Asked, path: string): Promise<string> {
  const [newest] = await catalogued(asked);
  if (!newest)
    throw new OpenProblem("nothing-published", "Kết quả được công bố sau khi có quyết định phê duyệt.");
  return fileOf(newest, path, asked.format);
}

async function yearFile(asked: Asked, path: string): Promise<string> {
  const [newest] = await ofYear(asked);
  return fileOf(newest, path, asked.format);
}

async function leaves(asked: Asked): Promise<OpenData> {
  const { result, page, pages, sheets, links } = await pageOf(asked);
  const rows = leafRows(
    result,
    sheets.map(({ sheet }) => sheet),
  );
  return {
    json: () => rowsJson(rows, { page, pages }),
    ...tabular({ table: LEAVES_TABLE, rows, source: sourceOf(result) }),
    links: links("leaves"),
  };
}

async function sheets(asked: Asked): Promise<OpenData> {
  const { result, page, pages, sheets, links } = await pageOf(asked);
  return { json: () => ({ publication: result.id, page, pages, sheets }), links: links("sheets") };
}

/** Every file of a result: the routes below it but its description and what may change; by pages where it has several. */
function filesOf({ id, publication }: PublishedResult) {
  const pages = pagesOf(publication.manifest);
  const isThere = ({ path, problems, cache }: OpenRoute) => {
    if (!path.startsWith(RESULT) || path === `${RESULT}index` || cache !== CACHE.frozen) return false;
    return path.includes("{page}") ? pages > 1 : pages <= 1 || !problems.includes("paged");
  };
  return OPEN_ROUTES.filter(isThere).flatMap(({ path, formats, schema }) => {
    const numbers = path.includes("{page}") ? Array.from({ length: pages }, (_, at) => `${at + 1}`) : [""];
    return numbers.flatMap((page) =>
      formats.map((format) => ({
        ...{ resource: schema ?? "", format },
        url: `${BASE}${path.replace("{publication}", id).replace("{page}", page)}.${format}`,
      })),
    );
  });
}

const RESULT = "/results/{publication}/";
const OF_RESULT: readonly ProblemName[] = ["unknown-publication"];

/** Every route of the open data, in the order in which the document lists them. */
export const OPEN_ROUTES: readonly OpenRoute[] = [
  {
    ...{ path: "/catalogue", formats: ALL, schema: "catalogue", cache: CACHE.latest, problems: [] },
    about: "mọi bản công bố của mọi năm",
    english: "Every published version of every year, newest first",
    answer: async (asked) => catalogueOf(await catalogued(asked)),
  },
  {
    ...{ path: "/years/{year}", formats: ALL, schema: "catalogue", cache: CACHE.latest },
    ...{ problems: ["unknown-year"] },
    about: "các bản công bố của một năm",
    english: "The published versions of one year",
    answer: async (asked) => catalogueOf(await ofYear(asked)),
  },
  {
    ...{ path: "/latest/{file}", formats: ALL, schema: null, leadsOn: true, cache: CACHE.latest },
    ...{ problems: ["nothing-published", "unknown-path"] },
    about: "dẫn đến tệp cùng tên của bản mới nhất",
    english: "Leads to the file of that name of the newest version of the newest year",
    answer: (asked) => latestFile(asked, asked.params.file ?? ""),
  },
  {
    ...{ path: "/latest/sheets/{unit}", formats: ALL, schema: null, leadsOn: true, cache: CACHE.latest },
    ...{ problems: ["nothing-published"] },
    about: "dẫn đến bảng điểm của một đơn vị trong bản mới nhất",
    english: "Leads to a unit's sheet in the newest version of the newest year",
    answer: (asked) => latestFile(asked, `sheets/${asked.params.unit}`),
  },
  {
    ...{ path: "/years/{year}/{file}", formats: ALL, schema: null, leadsOn: true, cache: CACHE.latest },
    ...{ problems: ["unknown-year", "unknown-path"] },
    about: "dẫn đến tệp cùng tên của bản mới nhất của một năm",
    english: "Leads to the file of that name of a year's newest version",
    answer: (asked) => yearFile(asked, asked.params.file ?? ""),
  },
  {
    ...{
      path: "/years/{year}/sheets/{unit}",
      formats: ALL,
      schema: null,
      leadsOn: true,
      cache: CACHE.latest,
    },
    ...{ problems: ["unknown-year"] },
    about: "dẫn đến bảng điểm của một đơn vị trong bản mới nhất của một năm",
    english: "Leads to a unit's sheet in a year's newest version",
    answer: (asked) => yearFile(asked, `sheets/${asked.params.unit}`),
  },
  {
    ...{ path: `${RESULT}index`, formats: JSON_ONLY, schema: "result", cache: CACHE.frozen },
    problems: OF_RESULT,
    about: "một bản công bố: năm, lần, quyết định, mã gốc, các nhóm và mọi tệp",
    english: "One result: year, version, decision, root, groups and all its files",
    answer: async (asked) => {
      const result = await published(asked);
      return { json: () => openResult(result, filesOf(result)) };
    },
  },
  {
    ...{ path: `${RESULT}successor`, formats: JSON_ONLY, schema: "successor", cache: CACHE.latest },
    problems: OF_RESULT,
    about: "bản thay thế bản công bố này, nếu có",
    english: "Which publication replaces this one, if any",
    answer: async (asked) => {
      const { id, publication } = await published(asked);
      return { json: () => ({ publication: id, supersededBy: publication.supersededBy }) };
    },
  },
  {
    ...{ path: `${RESULT}manifest`, formats: JSON_ONLY, schema: "manifest", cache: CACHE.frozen },
    problems: OF_RESULT,
    about: "dữ liệu xếp hạng đúng từng byte đã băm (JSON chính tắc, RFC 8785)",
    english: "The manifest, byte for byte as it was hashed (RFC 8785): the first leaf of the Merkle tree",
    answer: async (asked) => {
      const { publication } = await published(asked);
      return { json: () => publication.manifest };
    },
  },
  {
    ...{ path: `${RESULT}attestation`, formats: JSON_ONLY, schema: "attestation", cache: CACHE.frozen },
    problems: OF_RESULT,
    about: "mã gốc, chữ ký, khóa công khai, quyết định",
    english: "Root, signature, public key and decision",
    answer: async (asked) => {
      const { publication } = await published(asked);
      return { json: () => attestationOf(publication) };
    },
  },
  {
    ...{ path: `${RESULT}ranking`, formats: ALL, schema: "ranking", cache: CACHE.frozen },
    problems: OF_RESULT,
    about: "bảng xếp hạng của mọi nhóm",
    english: "The ranking of every group as a table",
    answer: async (asked) => {
      const result = await published(asked);
      const rows = rankingRows(result);
      return {
        json: () => rowsJson(rows),
        ...tabular({ table: RANKING_TABLE, rows, source: sourceOf(result) }),
      };
    },
  },
  {
    ...{ path: `${RESULT}leaves`, formats: ALL, schema: "leaves", cache: CACHE.frozen },
    problems: [...OF_RESULT, "paged"],
    about: "điểm từng tiêu chí của mọi đơn vị, mỗi dòng một tiêu chí",
    english: "Every leaf of every unit as one long table; by pages where the units do not fit one",
    answer: leaves,
  },
  {
    ...{ path: `${RESULT}pages/{page}/leaves`, formats: ALL, schema: "leaves", cache: CACHE.frozen },
    problems: [...OF_RESULT, "unknown-page"],
    about: "một trang của bảng điểm từng tiêu chí",
    english: "One page of the table of leaves",
    answer: leaves,
  },
  {
    ...{ path: `${RESULT}sheets`, formats: JSON_ONLY, schema: "sheets", cache: CACHE.frozen },
    problems: [...OF_RESULT, "paged"],
    about: "bảng điểm của mọi đơn vị kèm mã băm",
    english: "The sheets of all units with their hashes; by pages where they do not fit one",
    answer: sheets,
  },
  {
    ...{ path: `${RESULT}pages/{page}/sheets`, formats: JSON_ONLY, schema: "sheets", cache: CACHE.frozen },
    problems: [...OF_RESULT, "unknown-page"],
    about: "một trang bảng điểm",
    english: "One page of sheets",
    answer: sheets,
  },
  {
    ...{ path: `${RESULT}sheets/{unit}`, formats: ALL, schema: "sheet", cache: CACHE.frozen },
    problems: [...OF_RESULT, "unknown-unit"],
    about: "bảng điểm của một đơn vị; JSON đúng từng byte đã băm",
    english: "A unit's sheet; the JSON is byte for byte what was hashed (RFC 8785)",
    answer: async (asked) => {
      const { result, sheet } = await sheetOf(asked);
      const rows = sheetTableRows(result, sheet);
      return { json: () => sheet, ...tabular({ table: SHEET_TABLE, rows, source: sourceOf(result) }) };
    },
  },
  {
    ...{ path: "/dictionary", formats: ALL, schema: "dictionary", cache: CACHE.text, problems: [] },
    about: "từ điển dữ liệu: ý nghĩa từng cột",
    english: "The data dictionary: what every column means",
    answer: () => {
      const rows = dictionaryRows();
      return { json: () => rowsJson(rows), ...tabular({ table: DICTIONARY_TABLE, rows, source: [] }) };
    },
  },
  {
    ...{ path: "/schemas/{schema}", formats: JSON_ONLY, schema: null, cache: CACHE.text },
    problems: ["unknown-path"],
    about: "JSON Schema của một loại JSON",
    english: "The JSON Schema (2020-12) of a kind of JSON",
    answer: ({ params: { schema = "" } }) => {
      const name = OPEN_SCHEMA_NAMES.find((one) => one === schema);
      if (!name) throw new OpenProblem("unknown-path", `Không có lược đồ «${schema}».`);
      return { json: () => jsonSchemaOf(name) };
    },
  },
  {
    ...{ path: "/openapi", formats: JSON_ONLY, schema: null, cache: CACHE.text, problems: [] },
    about: "tài liệu OpenAPI 3.1 của dữ liệu mở",
    english: "This document",
    answer: () => ({ json: () => openApi(OPEN_ROUTES) }),
  },
];

const PATTERNS = OPEN_ROUTES.map((route) => ({
  route,
  pattern: new RegExp(`^${route.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
}));

/** The route that stands at a path below `BASE`, without its extension, and what the path's segments name. */
export function matched(path: string): (Pick<Asked, "params"> & { route: OpenRoute }) | null {
  for (const { route, pattern } of PATTERNS) {
    const found = pattern.exec(path);
    if (found) return { route, params: { ...found.groups } };
  }
  return null;
}

/** Refuses a format in which a route has nothing. */
export function requireFormat({ formats }: OpenRoute, asked: string): asserts asked is Format {
  if (!formats.some((format) => format === asked))
    throw new OpenProblem(
      "unknown-format",
      `Có ở ${formats.map((format) => `.${format}`).join(", ")}; không có ở «${asked}».`,
      { formats: [...formats] },
    );
}
