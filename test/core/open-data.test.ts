import { createPublicKey, verify } from "node:crypto";
import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import {
  buildManifest,
  canonicalJson,
  dictionaryRows,
  FrozenSheet,
  jsonSchemaOf,
  Manifest,
  OPEN_SCHEMAS,
  OPEN_TABLES,
  type OpenSchemaName,
  type OpenTable,
  type Publication,
  parsePoints,
  type RowOf,
  type SealSheet,
  SHEET_TABLE,
  sealRoot,
  sha256Hex,
  sheetTableRows,
  tableCsv,
  tableSheet,
  UNITS_PER_PAGE,
  verifyResult,
} from "../../core/src/index.ts";
import { readSheets, writeSheets } from "../../core/src/workbook.ts";
import {
  answerOpenData,
  isOpenData,
  methodRefused,
  openUnavailable,
} from "../../functions/src/site/open/open-data.ts";
import { PROBLEMS } from "../../functions/src/site/open/problems.ts";
import { OPEN_ROUTES } from "../../functions/src/site/open/routes.ts";
import { type PublicationReader, renderSite } from "../../functions/src/site/site.ts";
import { ABSENT_UNIT, EXEMPT_REASON, EXEMPTING_UNIT, fixture, SMALL_SAMPLE_UNIT } from "./site-fixture.ts";

const NOW = new Date("2025-06-01T00:00:00Z");
const BASE = "/open/v1";
const published = fixture();
const RESULT = `/results/${published.id}`;
const UNIT = "so-noi-vu";

const ask = (path: string, reader = published.reader, headers: Record<string, string> = {}, now = NOW) =>
  answerOpenData({ path: `${BASE}${path}`, query: {}, headers }, reader, now);

async function textOf(path: string, reader = published.reader): Promise<string> {
  const { status, body } = await ask(path, reader);
  expect([path, status]).toEqual([path, 200]);
  return typeof body === "string" ? body : Buffer.from(body).toString();
}
const jsonOf = async (path: string, reader = published.reader) => JSON.parse(await textOf(path, reader));

const Rows = z.object({
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
});
type AnyRow = z.infer<typeof Rows>["rows"][number];
const rowsOf = async (path: string, reader = published.reader): Promise<AnyRow[]> =>
  Rows.parse(await jsonOf(path, reader)).rows;

const Document = z.object({
  paths: z.record(
    z.string(),
    z.object({
      get: z.object({
        parameters: z.array(
          z.object({ name: z.string(), schema: z.object({ enum: z.array(z.string()).optional() }) }),
        ),
        responses: z.record(
          z.string(),
          z.object({
            content: z
              .record(z.string(), z.object({ schema: z.object({ $ref: z.string().optional() }) }))
              .optional(),
          }),
        ),
      }),
    }),
  ),
  components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
});
const document = Document.parse(await jsonOf("/openapi.json"));

const ajv = new Ajv2020({ strict: true, allErrors: true });
addFormats.default(ajv);
for (const [name, schema] of Object.entries(document.components.schemas)) ajv.addSchema(schema, name);

function expectValid(name: string, value: unknown): void {
  const valid = ajv.validate(name, value);
  expect(ajv.errorsText(), name).toBe("No errors");
  expect(valid).toBe(true);
}

const EXAMPLES: Record<string, string> = { publication: published.id, year: "2024", unit: UNIT, page: "1" };

/** Every path of the document with every parameter filled in, an enumerated one with each of its values. */
const DOCUMENTED = Object.entries(document.paths).flatMap(([template, { get }]) => {
  let paths = [template];
  for (const { name, schema } of get.parameters)
    paths = paths.flatMap((path) =>
      (schema.enum ?? [EXAMPLES[name] ?? ""]).map((value) => path.replace(`{${name}}`, value)),
    );
  return paths.map((path) => ({ path, template, responses: get.responses }));
});

describe("the OpenAPI document", () => {
  test("is a valid OpenAPI 3.1 document", async () => {
    const { valid, errors } = await new Validator().validate(await jsonOf("/openapi.json"));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
  });

  test("has one path for every format of every route, and no other", () => {
    const routes = OPEN_ROUTES.flatMap(({ path, formats }) => formats.map((format) => `${path}.${format}`));
    expect(Object.keys(document.paths).toSorted()).toEqual(routes.toSorted());
  });

  test.each(DOCUMENTED)("$path answers as its document says", async ({ path, responses }) => {
    const { status, headers, body } = await ask(path);
    const described = responses[String(status)];
    expect(described, `${path} → ${status}`).toBeDefined();
    expect(headers["Access-Control-Allow-Origin"]).toBe("*");
    if (status === 302) {
      const target = await ask(String(headers.Location).slice(BASE.length), published.reader, {
        "if-none-match": "*",
      });
      expect([path, target.status]).toEqual([path, 304]);
      expect(headers["Cache-Control"]).toBe("public, max-age=60");
      return;
    }
    expect(status).toBe(200);
    const [type, media] = Object.entries(described?.content ?? {})[0] ?? [];
    expect(headers["Content-Type"]?.split(";")[0]).toBe(type);
    expect(headers.Link).toContain('<https://creativecommons.org/licenses/by/4.0/>; rel="license"');
    const frozen = path.startsWith("/results/") && !path.endsWith("/successor.json");
    expect(headers["Cache-Control"]).toMatch(
      frozen ? /^public, max-age=31536000, immutable$/ : /max-age=(60|300)$/,
    );
    if (media?.schema.$ref) {
      const name = media.schema.$ref.split("/").at(-1) as OpenSchemaName;
      const value = JSON.parse(String(body));
      expectValid(name, value);
      expect(canonicalJson(OPEN_SCHEMAS[name].parse(value)), "a member that its schema does not know").toBe(
        body,
      );
    }
    for (const tag of [headers.ETag ?? "", `"other", ${headers.ETag}`, "*"]) {
      const again = await ask(path, published.reader, { "if-none-match": tag });
      expect([path, again.status, again.body]).toEqual([path, 304, ""]);
      expect(again.headers.ETag).toBe(headers.ETag);
    }
  });

  test("what is not in it is nowhere", async () => {
    const segment = fc.constantFrom(
      ...[
        "results",
        "latest",
        "years",
        "sheets",
        "pages",
        "ranking",
        "index",
        "catalogue",
        "schemas",
        "openapi",
      ],
      ...[published.id, "2024", "1", UNIT, "manifest", "x", "..", "%2e%2e", "constructor", "", "members"],
    );
    const extension = fc.constantFrom(".json", ".csv", ".xlsx", ".xml", "", ".", "/", ".json/");
    const known = Object.keys(document.paths).map(
      (path) => new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{\w+\}/g, "[^/]+")}$`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(segment, { maxLength: 5 }), extension, async (segments, ending) => {
        const path = `/${segments.join("/")}${ending}`;
        const { status } = await ask(path);
        if (!known.some((pattern) => pattern.test(path))) expect([404, 406]).toContain(status);
      }),
      { numRuns: 500 },
    );
  });

  test("every schema is served as JSON Schema 2020-12", async () => {
    for (const name of Object.keys(OPEN_SCHEMAS)) {
      const schema = await jsonOf(`/schemas/${name}.json`);
      expect(schema).toEqual(jsonSchemaOf(name as OpenSchemaName));
      expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    }
  });
});

describe("entity tags", () => {
  test("who holds something else gets what there is", async () => {
    const { status, body } = await ask(`${RESULT}/ranking.csv`, published.reader, {
      "if-none-match": '"other"',
    });
    expect([status, body]).toEqual([200, await textOf(`${RESULT}/ranking.csv`)]);
  });

  test("a workbook has the same weak tag whenever it is written", async () => {
    const first = await ask(`${RESULT}/ranking.xlsx`);
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    const second = await ask(`${RESULT}/ranking.xlsx`);
    expect(first.headers.ETag).toMatch(/^W\/"[0-9a-f]{32}"$/);
    expect(second.headers.ETag).toBe(first.headers.ETag);
    expect(first.body).not.toEqual(second.body);
  });

  test("another content has another tag, in every format", async () => {
    const renamed = fixture({ names: { [UNIT]: "Sở Nội vụ (mới)" } });
    for (const format of ["json", "csv", "xlsx"]) {
      const [one, other] = [
        await ask(`${RESULT}/ranking.${format}`),
        await ask(`${RESULT}/ranking.${format}`, renamed.reader),
      ];
      expect(one.headers.ETag).not.toBe(other.headers.ETag);
    }
  });
});

const nothing: PublicationReader = {
  latest: async () => null,
  catalogue: async () => [],
  publication: async () => null,
  versions: async () => [],
  sheet: async () => null,
  sheets: async () => [],
};

async function expectProblem(
  path: string,
  name: keyof typeof PROBLEMS,
  reader = published.reader,
  now = NOW,
): Promise<z.infer<typeof OPEN_SCHEMAS.problem>> {
  const { status, headers, body } = await ask(path, reader, { "if-none-match": "*" }, now);
  const problem = OPEN_SCHEMAS.problem.parse(JSON.parse(String(body)));
  expect([path, problem.type, status]).toEqual([path, `/du-lieu-mo#${name}`, PROBLEMS[name].status]);
  expectValid("problem", problem);
  expect(problem).toMatchObject({ status, title: PROBLEMS[name].title, instance: `${BASE}${path}` });
  expect(headers["Content-Type"]).toBe("application/problem+json; charset=utf-8");
  expect(headers["Cache-Control"]).toBe("no-store");
  expect(headers["Access-Control-Allow-Origin"]).toBe("*");
  expect(headers.ETag).toBeUndefined();
  return problem;
}

describe("problems", () => {
  test.each([
    ["", "unknown-path"],
    ["/", "unknown-path"],
    ["/catalogue.json/", "unknown-path"],
    ["/results", "unknown-path"],
    [`${RESULT}`, "unknown-path"],
    [`${RESULT}/khac.json`, "unknown-path"],
    ["/schemas/khac.json", "unknown-path"],
    ["/latest/khac.csv", "unknown-path"],
    ["/years/2024/khac.csv", "unknown-path"],
    ["/results/lai-chau_2024_v2/index.json", "unknown-publication"],
    ["/results/lai-chau_2024_v0/ranking.csv", "unknown-publication"],
    ["/results/..%2F..%2Fmembers/index.json", "unknown-publication"],
    ["/results/lai-chau_2023_v1/sheets/so-noi-vu.json", "unknown-publication"],
    ["/years/2023.json", "unknown-year"],
    ["/years/hai.json", "unknown-year"],
    ["/years/2023/ranking.csv", "unknown-year"],
    ["/years/2023/sheets/so-noi-vu.csv", "unknown-year"],
    [`${RESULT}/sheets/khac.json`, "unknown-unit"],
    [`${RESULT}/sheets/constructor.csv`, "unknown-unit"],
    [`${RESULT}/pages/2/leaves.csv`, "unknown-page"],
    [`${RESULT}/pages/0/sheets.json`, "unknown-page"],
    [`${RESULT}/pages/x/sheets.json`, "unknown-page"],
    ["/catalogue", "unknown-format"],
    ["/catalogue.xml", "unknown-format"],
    [`${RESULT}/ranking.XLSX`, "unknown-format"],
    [`${RESULT}/manifest.csv`, "unknown-format"],
    ["/latest/manifest.xlsx", "unknown-format"],
    [`${RESULT}/sheets/${UNIT}`, "unknown-format"],
  ] as const)("%s: %s", async (path, name) => {
    await expectProblem(path, name);
  });

  test("a format that is not there names those that are", async () => {
    const { formats } = await expectProblem(`${RESULT}/manifest.csv`, "unknown-format");
    expect(formats).toEqual(["json"]);
  });

  test("each stands in the document of the path that answers it", async () => {
    const asked = [
      ["/results/{publication}/index.json", "404"],
      ["/years/{year}.csv", "404"],
      ["/results/{publication}/sheets/{unit}.xlsx", "404"],
      ["/catalogue.json", "503"],
    ] as const;
    for (const [path, status] of asked)
      expect(document.paths[path]?.get.responses[status]?.content).toHaveProperty("application/problem+json");
  });

  test("a result dated later than now is there for nobody, and nobody keeps that answer", async () => {
    const before = new Date(published.publication.publishedAt.getTime() - 1);
    for (const { path, template } of DOCUMENTED) {
      if (template.startsWith("/results/"))
        await expectProblem(path, "unknown-publication", published.reader, before);
      if (template.startsWith("/years/")) await expectProblem(path, "unknown-year", published.reader, before);
      if (template.startsWith("/latest/"))
        await expectProblem(path, "nothing-published", published.reader, before);
    }
    const catalogue = await ask("/catalogue.json", published.reader, {}, before);
    expect(JSON.parse(String(catalogue.body)).results).toEqual([]);
  });

  test("before anything is published the catalogue is empty, and the newest is nowhere", async () => {
    expect((await jsonOf("/catalogue.json", nothing)).results).toEqual([]);
    await expectProblem("/latest/ranking.csv", "nothing-published", nothing);
  });

  test("other methods are refused; what can't be read is said to be so", () => {
    const refused = methodRefused(`${BASE}/catalogue.json`);
    expect([refused.status, refused.headers.Allow, refused.headers["Cache-Control"]]).toEqual([
      405,
      "GET, HEAD",
      "no-store",
    ]);
    expectValid("problem", JSON.parse(String(refused.body)));
    const unavailable = openUnavailable(`${BASE}/catalogue.json`, "7KQ2M9XA");
    expect([unavailable.status, unavailable.headers["Retry-After"]]).toEqual([503, "60"]);
    expectValid("problem", JSON.parse(String(unavailable.body)));
  });

  test("a query is no part of an address: it leads to the path without it", async () => {
    const { status, headers } = await answerOpenData(
      { path: `${BASE}${RESULT}/ranking.csv`, query: { x: "1" }, headers: {} },
      nothing,
      NOW,
    );
    expect([status, headers.Location]).toEqual([308, `${BASE}${RESULT}/ranking.csv`]);
  });

  test("only what is below /open is open data", () => {
    expect(["/open", "/open/", "/open/v1/x", "/open/v2/x.json"].every(isOpenData)).toBe(true);
    expect(["/", "/openx", "/cong-bo/x", "//open/"].some(isOpenData)).toBe(false);
  });
});

describe("versions", () => {
  const version = (id: string, year: number, number: number, more: Partial<Publication> = {}) => ({
    id,
    publication: {
      ...published.publication,
      manifest: { ...published.publication.manifest, year, version: number },
      ...more,
    },
  });
  const all = [
    version("lai-chau_2024_v2", 2024, 2),
    version("lai-chau_2024_v1", 2024, 1, { supersededBy: "lai-chau_2024_v2" }),
    version("lai-chau_2023_v2", 2023, 2),
  ];
  const reader: PublicationReader = {
    ...published.reader,
    catalogue: async () => all,
    publication: async (id) => all.find((one) => one.id === id)?.publication ?? null,
  };

  test("the catalogue lists them all and marks the newest of each year", async () => {
    const { results } = await jsonOf("/catalogue.json", reader);
    expect(
      results.map(({ publication, newest, superseded_by: by }: AnyRow) => [publication, newest, by]),
    ).toEqual([
      ["lai-chau_2024_v2", true, null],
      ["lai-chau_2024_v1", false, "lai-chau_2024_v2"],
      ["lai-chau_2023_v2", true, null],
    ]);
    expect((await jsonOf("/years/2023.json", reader)).results).toHaveLength(1);
  });

  test("latest and a year lead to their newest version", async () => {
    const target = async (path: string) => (await ask(path, reader)).headers.Location;
    expect(await target("/latest/ranking.csv")).toBe(`${BASE}/results/lai-chau_2024_v2/ranking.csv`);
    expect(await target("/years/2023/leaves.xlsx")).toBe(`${BASE}/results/lai-chau_2023_v2/leaves.xlsx`);
    expect(await target("/years/2024/sheets/so-y-te.json")).toBe(
      `${BASE}/results/lai-chau_2024_v2/sheets/so-y-te.json`,
    );
  });

  test("only the successor, kept a minute, says what replaces a version", async () => {
    expect(await jsonOf("/results/lai-chau_2024_v1/successor.json", reader)).toEqual({
      publication: "lai-chau_2024_v1",
      supersededBy: "lai-chau_2024_v2",
    });
    expect(await textOf("/results/lai-chau_2024_v1/index.json", reader)).not.toContain("lai-chau_2024_v2");
  });

  test("a year that was imported says from where, and not by whom", async () => {
    const differences = [
      { unit: UNIT, code: null, of: "index", stated: "86,00", computed: "86,72" },
    ] as const;
    const imported = {
      by: "uid-quantri",
      at: new Date("2025-01-02T03:04:05Z"),
      source: "Báo cáo 2023",
      differences: [...differences],
    };
    const one = { ...published.publication, imported };
    const body = await textOf(`${RESULT}/index.json`, { ...published.reader, publication: async () => one });
    expectValid("result", JSON.parse(body));
    expect(JSON.parse(body).imported).toEqual({
      source: "Báo cáo 2023",
      at: "2025-01-02T03:04:05.000Z",
      differences,
    });
    expect(body).not.toContain("uid-quantri");
  });
});

describe("verification", () => {
  test("the root and its signature verify from the open data alone", async () => {
    const manifest = Manifest.parse(await jsonOf(`${RESULT}/manifest.json`));
    const attestation = OPEN_SCHEMAS.attestation.parse(await jsonOf(`${RESULT}/attestation.json`));
    const sheets: FrozenSheet[] = [];
    for (const { unit, sha256 } of manifest.ranking.flatMap(({ units }) => units)) {
      const body = await textOf(`${RESULT}/sheets/${unit}.json`);
      expect(sha256Hex(body)).toBe(sha256);
      sheets.push(FrozenSheet.parse(JSON.parse(body)));
    }
    expect(sheets).toHaveLength(28);
    expect(verifyResult(manifest, sheets, attestation.root)).toEqual([]);
    const key = createPublicKey({
      key: Buffer.from(attestation.publicKey, "base64"),
      format: "der",
      type: "spki",
    });
    const root = Buffer.from(attestation.root, "hex");
    expect(verify(null, root, key, Buffer.from(attestation.signature, "base64"))).toBe(true);
  });

  test("the files are those of the public pages, byte for byte", async () => {
    const page = async (path: string) =>
      (await renderSite({ path, query: {}, headers: {} }, published.reader, NOW)).body;
    const V1 = `/cong-bo/${published.id}`;
    expect(await textOf(`${RESULT}/manifest.json`)).toBe(await page(`${V1}.json`));
    expect(await textOf(`${RESULT}/attestation.json`)).toBe(await page(`${V1}.chu-ky.json`));
    expect(await textOf(`${RESULT}/sheets/${UNIT}.json`)).toBe(await page(`${V1}/${UNIT}.json`));
  });

  test("the index lists every file of the result, each of which is there", async () => {
    const { files } = OPEN_SCHEMAS.result.parse(await jsonOf(`${RESULT}/index.json`));
    expect(files.map(({ resource, format }) => `${resource}.${format}`)).toEqual([
      ...["manifest.json", "attestation.json", "ranking.json", "ranking.csv", "ranking.xlsx"],
      ...["leaves.json", "leaves.csv", "leaves.xlsx", "sheets.json", "sheet.json", "sheet.csv", "sheet.xlsx"],
    ]);
    for (const { url } of files)
      expect((await ask(url.slice(BASE.length).replace("{unit}", UNIT))).status).toBe(200);
  });
});

/** What a spreadsheet must not take for a formula has an apostrophe before it. */
const unquoted = (cell: string) => cell.replace(/^'(?=\p{Cc}|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u, "");

function csvValue(kind: string, cell: string): string | number | boolean | null {
  if (cell === "") return null;
  if (kind === "integer") return Number(cell);
  if (kind === "flag") return cell === "true";
  return kind === "decimal" ? cell : unquoted(cell);
}

function csvRows({ columns }: OpenTable, csv: string): AnyRow[] {
  expect(csv.startsWith("\uFEFF")).toBe(true);
  const [names = [], ...cells]: string[][] = parse(csv, { bom: true, record_delimiter: "\r\n" });
  expect(names).toEqual(Object.keys(columns));
  return cells.map((row) =>
    Object.fromEntries(names.map((name, at) => [name, csvValue(columns[name]?.kind ?? "", row[at] ?? "")])),
  );
}

/** The first sheet of a workbook beside what it should hold: texts as texts, numbers as numbers. */
function expectWorkbook({ title, columns }: OpenTable, bytes: Uint8Array, rows: readonly AnyRow[]): void {
  const { sheets, refusal } = readSheets(bytes);
  if (!sheets) throw new Error(refusal);
  const [sheet] = sheets;
  const [heads, ...cells] = sheet?.rows ?? [];
  expect(sheet?.name).toBe(title);
  expect(heads?.map(({ value }) => value)).toEqual(Object.values(columns).map(({ head }) => head));
  const expected = rows.map((row) =>
    Object.entries(columns).map(([name, { kind }]) => {
      const value = row[name] ?? null;
      if (typeof value === "boolean") return value ? "có" : "không";
      return kind === "decimal" && value !== null ? Number(value) : value;
    }),
  );
  const read = cells.map((row) => Object.keys(columns).map((_, at) => row[at]?.value ?? null));
  expect(read).toEqual(expected);
}

const tableOf = (name: string): OpenTable => {
  const found = OPEN_TABLES.find((table) => table.name === name);
  if (!found) throw new Error(name);
  return found;
};

describe("tables", () => {
  test.each([
    ["catalogue", "/catalogue"],
    ["ranking", `${RESULT}/ranking`],
    ["leaves", `${RESULT}/leaves`],
    ["dictionary", "/dictionary"],
  ])("%s is the same in JSON, CSV and workbook", async (name, path) => {
    const table = tableOf(name);
    const rows = name === "catalogue" ? (await jsonOf(`${path}.json`)).results : await rowsOf(`${path}.json`);
    expect(rows.length).toBeGreaterThan(0);
    expect(csvRows(table, await textOf(`${path}.csv`))).toEqual(rows);
    expectWorkbook(table, (await ask(`${path}.xlsx`)).body as Uint8Array, rows);
  });

  test("every number of every sheet is in its CSV and its workbook as it was sealed", async () => {
    const table = tableOf("sheet");
    const points = (text: unknown) => (text === null ? null : parsePoints(String(text)));
    for (const [unit, { sheet }] of published.sheets) {
      const rows = csvRows(table, await textOf(`${RESULT}/sheets/${unit}.csv`));
      const read = rows.map(({ row, max, self, appraised, survey, achieved }) => ({
        ...{ id: row, max: points(max), self: points(self), appraised: points(appraised) },
        ...{ survey: points(survey), achieved: points(achieved) },
      }));
      const sealed = [...sheet.rows, { ...sheet.total, id: "total" }].map(
        ({ id, max, self, appraised, survey, achieved }) => ({ id, max, self, appraised, survey, achieved }),
      );
      expect(read).toEqual(sealed);
      const ranked = published.publication.manifest.ranking
        .flatMap(({ units }) => units)
        .find((one) => one.unit === unit);
      expect(rows.at(-1)?.index).toBe(ranked?.index.replace(",", "."));
    }
    const rows = csvRows(table, await textOf(`${RESULT}/sheets/${UNIT}.csv`));
    expectWorkbook(table, (await ask(`${RESULT}/sheets/${UNIT}.xlsx`)).body as Uint8Array, rows);
  });

  test("the leaves are those of the sheets, with what is missing, exempt or asked of too few", async () => {
    const rows = await rowsOf(`${RESULT}/leaves.json`);
    const sealed = published.publication.manifest.ranking.flatMap(({ units }) =>
      units.flatMap(({ unit }) =>
        (published.sheets.get(unit)?.sheet.rows ?? [])
          .filter(({ source }) => source)
          .map(({ id, max, achieved }) => [unit, id, max, achieved]),
      ),
    );
    const points = (text: unknown) => (text === null ? null : parsePoints(String(text)));
    expect(rows.map(({ unit, leaf, max, achieved }) => [unit, leaf, points(max), points(achieved)])).toEqual(
      sealed,
    );
    expect(rows.filter(({ exempt }) => exempt).map(({ unit, exempt_reason: why }) => [unit, why])).toEqual([
      [EXEMPTING_UNIT, EXEMPT_REASON],
      [EXEMPTING_UNIT, EXEMPT_REASON],
    ]);
    expect(rows.filter((row) => row.insufficient_sample).map(({ unit }) => unit)).toEqual([
      SMALL_SAMPLE_UNIT,
      SMALL_SAMPLE_UNIT,
    ]);
    expect(rows.filter((row) => row.unit === ABSENT_UNIT).every(({ self }) => self === null)).toBe(true);
    const fields = new Map(published.sheets.get(UNIT)?.sheet.rows.map(({ id, name }) => [id, name]));
    for (const row of rows.filter(({ unit }) => unit === UNIT))
      expect(fields.get(String(row.field))).toBe(row.field_name);
  });

  test("bonus and penalty points that count stand before the total, with their sign", () => {
    const sheet = published.sheets.get(UNIT)?.sheet as FrozenSheet;
    const items = [{ kind: "penalty", points: 22_500, reason: "Chậm báo cáo", decision: "" }] as const;
    const rows = sheetTableRows(published, {
      ...sheet,
      adjustments: { counted: -22_500, items: [...items] as never },
    });
    expect(rows.at(-2)).toMatchObject({ level: "adjustment", achieved: "-2.25", max: null });
    expect(csvRows(tableOf("sheet"), tableCsv(SHEET_TABLE, rows)).at(-2)?.achieved).toBe("-2.25");
  });

  test("a workbook says where its numbers come from, under which licence, and what its columns mean", async () => {
    const { sheets } = readSheets((await ask(`${RESULT}/ranking.xlsx`)).body as Uint8Array);
    const source = (sheets?.[1]?.rows ?? []).map((row) => row.map(({ value }) => value));
    expect(sheets?.[1]?.name).toBe("Nguồn và giải thích");
    expect(source).toContainEqual(["Mã gốc (SHA-256)", published.publication.root]);
    expect(source.flat().join(" ")).toContain("CC BY 4.0");
    expect(source).toContainEqual(["Mã đơn vị", "mã đơn vị, không đổi khi đổi tên"]);
  });

  test("every column is in the dictionary once, with a meaning in both languages", () => {
    const rows = dictionaryRows();
    expect(rows).toHaveLength(OPEN_TABLES.reduce((sum, { columns }) => sum + Object.keys(columns).length, 0));
    for (const { about, english, heading } of rows)
      expect([about, english, heading].every((text) => text.length > 2)).toBe(true);
  });

  const value = (kind: string): fc.Arbitrary<string | number | boolean> => {
    if (kind === "integer") return fc.integer({ min: 0, max: 1e9 });
    if (kind === "flag") return fc.boolean();
    if (kind === "decimal")
      return fc.integer({ min: -90_000_000, max: 90_000_000 }).map((points) => String(points / 10_000));
    return fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom("=1+1", "+x", "-x", "@x", '"', "a,b", "a\r\nb", "–", "Ủy ban"),
    );
  };
  const rowOf = ({ columns }: OpenTable) =>
    fc.record(
      Object.fromEntries(
        Object.entries(columns).map(([name, { kind, blank }]) => [
          name,
          blank === undefined ? value(kind) : fc.option(value(kind), { nil: null }),
        ]),
      ),
    );

  test("any row reads back from CSV and workbook as it was", async () => {
    const table = tableOf("leaves");
    await fc.assert(
      fc.asyncProperty(fc.array(rowOf(table), { minLength: 1, maxLength: 5 }), async (rows) => {
        const texts = rows.filter(
          (row) =>
            !Object.values(row).some((one) =>
              /^'(\p{Cc}|\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/u.test(String(one)),
            ),
        );
        expect(csvRows(table, tableCsv(table, texts as RowOf<OpenTable>[]))).toEqual(texts);
        expectWorkbook(table, await writeSheets([tableSheet(table, rows as RowOf<OpenTable>[])]), rows);
      }),
      { numRuns: 60 },
    );
  });
});

/** A result of many units, made of the fixture's sheets. */
function large(units: number) {
  const sample = [...published.sheets.values()].filter(({ sheet }) => sheet.group !== "dac-thu");
  const sheets = new Map<string, SealSheet>();
  for (let at = 0; at < units; at++) {
    const sheet = { ...(sample[at % sample.length]?.sheet as FrozenSheet), unit: `xa-${at + 1}`, order: at };
    sheets.set(sheet.unit, { sheet, sha256: sha256Hex(canonicalJson(sheet)) });
  }
  const { manifest: small } = published.publication;
  const manifest = buildManifest(
    { scheme: small.scheme, period: small.period, version: 1 },
    { name: small.schemeName, owner: small.owner, tier: "province", parent: null },
    {
      ...{ name: small.periodName, year: small.year, settings: small.settings, adoption: null },
      groups: small.ranking.map(({ group, name, ranked }) => ({ id: group, name, ranked })),
    } as never,
    [...sheets.values()],
    { root: null, corrects: null },
  );
  const publication: Publication = { ...published.publication, manifest, root: sealRoot(manifest) };
  let reads = 0;
  const reader: PublicationReader = {
    latest: async () => ({ id: published.id, publication }),
    catalogue: async () => [{ id: published.id, publication }],
    publication: async () => publication,
    versions: async () => [],
    sheets: async () => [],
    sheet: async (_, unit) => {
      reads += 1;
      return sheets.get(unit) ?? null;
    },
  };
  const readsSince = () => {
    const since = reads;
    reads = 0;
    return since;
  };
  return { publication, reader, readsSince };
}

describe("a result of many units", () => {
  const UNITS = 2 * UNITS_PER_PAGE + 50;
  const { publication, reader, readsSince } = large(UNITS);

  test("has no table of all, but pages, which its index lists", async () => {
    for (const file of ["leaves.csv", "leaves.json", "leaves.xlsx", "sheets.json"])
      expect((await expectProblem(`${RESULT}/${file}`, "paged", reader)).pages).toBe(3);
    expect(readsSince()).toBe(0);
    const { pages, files } = OPEN_SCHEMAS.result.parse(await jsonOf(`${RESULT}/index.json`, reader));
    expect(pages).toBe(3);
    const urls = files.map(({ url }) => url.slice(BASE.length));
    expect(urls).not.toContain(`${RESULT}/leaves.csv`);
    for (const page of [1, 2, 3])
      for (const file of ["leaves.json", "leaves.csv", "leaves.xlsx", "sheets.json"])
        expect(urls).toContain(`${RESULT}/pages/${page}/${file}`);
    await expectProblem(`${RESULT}/pages/4/leaves.csv`, "unknown-page", reader);
  });

  test("verifies from its pages alone, each of which reads no more than its own units and stays below 10 MB", async () => {
    const manifest = Manifest.parse(await jsonOf(`${RESULT}/manifest.json`, reader));
    const sheets: FrozenSheet[] = [];
    for (const page of [1, 2, 3]) {
      const body = await textOf(`${RESULT}/pages/${page}/sheets.json`, reader);
      expect(Buffer.byteLength(body)).toBeLessThan(10_000_000);
      expect(readsSince()).toBeLessThanOrEqual(UNITS_PER_PAGE);
      sheets.push(...OPEN_SCHEMAS.sheets.parse(JSON.parse(body)).sheets.map(({ sheet }) => sheet));
    }
    expect(sheets.map(({ unit }) => unit)).toEqual(
      manifest.ranking.flatMap(({ units }) => units.map(({ unit }) => unit)),
    );
    expect(verifyResult(manifest, sheets, publication.root)).toEqual([]);
  });

  test("has every leaf on exactly one page, and each page names its neighbours", async () => {
    const rows: AnyRow[] = [];
    let path: string | undefined = `${RESULT}/pages/1/leaves.csv`;
    while (path !== undefined) {
      const { headers, body } = await ask(path, reader);
      expect(Buffer.byteLength(body)).toBeLessThan(10_000_000);
      expect(Buffer.byteLength((await ask(path.replace(".csv", ".json"), reader)).body)).toBeLessThan(
        10_000_000,
      );
      rows.push(...csvRows(tableOf("leaves"), String(body)));
      path = /<([^>]+)>; rel="next"/.exec(headers.Link ?? "")?.[1]?.slice(BASE.length);
    }
    const counted = new Set(rows.map(({ unit, leaf }) => `${unit}/${leaf}`));
    expect(counted.size).toBe(rows.length);
    expect(new Set(rows.map(({ unit }) => unit)).size).toBe(UNITS);
  });
});

describe("the page", () => {
  test("names every route, column and problem, and the licence", async () => {
    const { status, headers, body } = await renderSite(
      { path: "/du-lieu-mo", query: {}, headers: {} },
      nothing,
      NOW,
    );
    expect([status, headers["Cache-Control"]]).toEqual([200, "public, max-age=300"]);
    for (const { path } of OPEN_ROUTES) expect(body).toContain(`<code>${BASE}${path}</code>`);
    for (const { column, heading } of dictionaryRows())
      expect(body).toContain(`<code>${column}</code> – ${heading}`);
    for (const name of Object.keys(PROBLEMS)) expect(body).toContain(`<li id="${name}">`);
    expect(body).toContain('href="https://creativecommons.org/licenses/by/4.0/"');
    expect(body).not.toMatch(/ style=|undefined|NaN|\[object|>false</);
  });

  test("leads only to what is there", async () => {
    const answer = await renderSite({ path: "/du-lieu-mo", query: {}, headers: {} }, nothing, NOW);
    const body = String(answer.body);
    for (const [, path = ""] of body.matchAll(/href="\/open\/v1([^"]+)"/g))
      expect([200, 302]).toContain((await ask(path)).status);
    for (const [, id] of body.matchAll(/href="#([^"]+)"/g)) expect(body).toContain(` id="${id}"`);
  });

  test("is a link away from every public page", async () => {
    const { body } = await renderSite({ path: "/", query: {}, headers: {} }, published.reader, NOW);
    expect(body).toContain('<a href="/du-lieu-mo">Dữ liệu mở</a>');
  });
});
