import { describe, expect, it } from "vitest";
import {
  type FrozenSheet,
  type Manifest,
  type Publication,
  parsePoints,
  type RowOf,
  type SheetRow,
} from "../../core/src/index.ts";
import {
  type Catalogued,
  catalogueRows,
  leafRows,
  openResult,
  pagesOf,
  rankingRows,
  sheetTableRows,
  unitsOnPage,
} from "../../core/src/open-data.ts";
import {
  CATALOGUE_TABLE,
  dictionaryRows,
  LEAVES_TABLE,
  OPEN_TABLES,
  RANKING_TABLE,
  rowSchema,
  SHEET_TABLE,
  tableCsv,
  tableSheet,
} from "../../core/src/open-data-tables.ts";
import { pts } from "./samples.ts";
import { fixture } from "./site-fixture.ts";

const { id, publication, sheets } = fixture();
const RESULT = { id, publication };
const at = (unit: string): FrozenSheet => {
  const found = sheets.get(unit);
  if (!found) throw new Error(unit);
  return found.sheet;
};
const withRanking = (ranking: Manifest["ranking"], more: Partial<Manifest> = {}) => ({
  id,
  publication: { ...publication, manifest: { ...publication.manifest, ...more, ranking } } as Publication,
});
const pointsOf = (text: string | null) => (text === null ? null : parsePoints(text));

describe("the catalogue", () => {
  const of = (name: string, more: Partial<Manifest>, about: Partial<Publication> = {}): Catalogued => ({
    id: name,
    publication: { ...publication, ...about, manifest: { ...publication.manifest, ...more } },
  });

  it("says which version is the newest of its year, what corrects what, and where the files are", () => {
    const imported = { by: "ai", at: new Date(0), source: "QĐ 1", differences: [] };
    const rows = catalogueRows(
      [
        of("x_2024_v2", { version: 2, corrects: "x_2024_v1" }),
        of("x_2024_v1", {}, { supersededBy: "x_2024_v2", development: false }),
        of("x_2023_v1", { year: 2023, period: "2023" }, { imported }),
      ],
      (one) => `/u/${one}`,
    );
    expect(
      rows.map((row) => [row.publication, row.newest, row.corrects, row.superseded_by, row.url]),
    ).toEqual([
      ["x_2024_v2", true, "x_2024_v1", null, "/u/x_2024_v2"],
      ["x_2024_v1", false, null, "x_2024_v2", "/u/x_2024_v1"],
      ["x_2023_v1", true, null, null, "/u/x_2023_v1"],
    ]);
    expect(
      rows.map(({ year, version, imported, development }) => [year, version, imported, development]),
    ).toEqual([
      [2024, 2, false, true],
      [2024, 1, false, false],
      [2023, 1, true, true],
    ]);
    const { manifest, decision, root } = publication;
    expect(rows[0]).toMatchObject({
      ...{ scheme: manifest.scheme, scheme_name: manifest.schemeName, owner: manifest.owner, period: "2024" },
      ...{ published_at: publication.publishedAt.toISOString(), root },
      ...{ decision_number: decision.number, decision_date: decision.date },
    });
    for (const row of rows) expect(rowSchema(CATALOGUE_TABLE).safeParse(row).success).toBe(true);
  });
});

describe("the ranking", () => {
  it("has every unit of every group in its place, with numbers that have a dot", () => {
    const rows = rankingRows(RESULT);
    const placed = publication.manifest.ranking.flatMap(({ group, name, ranked, units }) =>
      units.map((unit) => ({ ...unit, group, groupName: name, ranked })),
    );
    expect(
      rows.map((row) => [row.group, row.group_name, row.ranked, row.unit, row.unit_name, row.rank, row.band]),
    ).toEqual(
      placed.map((one) => [one.group, one.groupName, one.ranked, one.unit, one.name, one.rank, one.band]),
    );
    expect(
      rows.map((row) => [pointsOf(row.achieved), pointsOf(row.max), row.sha256, row.self_assessed]),
    ).toEqual(placed.map((one) => [one.achieved, one.max, one.sha256, one.selfAssessed]));
    expect(rows.map(({ index }) => index?.replace(".", ","))).toEqual(placed.map(({ index }) => index));
    expect(rows.every((row) => row.publication === id && row.year === 2024)).toBe(true);
    expect(rows.some(({ index }) => index?.includes(","))).toBe(false);
  });

  it("has no index where there is none", () => {
    const [group] = publication.manifest.ranking;
    const [unit] = group?.units ?? [];
    if (!group || !unit) throw new Error("no unit");
    expect(rankingRows(withRanking([{ ...group, units: [{ ...unit, index: "—" }] }]))[0]?.index).toBeNull();
  });

  it.each([
    [0, 0, []],
    [1, 1, [1, 0]],
    [200, 1, [200, 0]],
    [201, 2, [200, 1, 0]],
    [400, 2, [200, 200, 0]],
  ])("of %i units fills %i pages", (count, pages, sizes) => {
    const [group] = publication.manifest.ranking;
    const unit = group?.units[0];
    if (!group || !unit) throw new Error("no unit");
    const units = Array.from({ length: count }, (_, place) => ({ ...unit, unit: `u${place}` }));
    const half = count >> 1;
    const { manifest } = withRanking([
      { ...group, units: units.slice(0, half) },
      { ...group, units: units.slice(half) },
    ]).publication;
    expect(pagesOf(manifest)).toBe(pages);
    const read = sizes.map((_, page) => unitsOnPage(manifest, page + 1));
    expect(read.map(({ length }) => length)).toEqual(sizes);
    expect(read.flat()).toEqual(units);
  });
});

describe("the leaves", () => {
  it("say what each unit has of each, below its field", () => {
    const sheet = at("so-y-te");
    const rows = leafRows(RESULT, [sheet]);
    const leaves = sheet.rows.filter(({ source }) => source !== null);
    const numbers = (row: RowOf<typeof LEAVES_TABLE>) =>
      [row.max, row.self, row.appraised, row.survey, row.achieved].map(pointsOf);
    expect(rows.map((row) => [row.leaf, row.code, row.name, row.source, ...numbers(row)])).toEqual(
      leaves.map((row) => [
        ...[row.id, row.code, row.name, row.source],
        ...[row.max, row.self, row.appraised, row.survey, row.achieved],
      ]),
    );
    let field: SheetRow | undefined;
    const fields = sheet.rows.flatMap((row) => {
      if (row.level === "field") field = row;
      return row.source === null ? [] : [[field?.id, field?.name]];
    });
    expect(rows.map((row) => [row.field, row.field_name])).toEqual(fields);
    const [group] = publication.manifest.ranking.filter((one) => one.group === sheet.group);
    expect(rows[0]).toMatchObject({
      ...{ publication: id, year: 2024, group: sheet.group, group_name: group?.name },
      ...{ unit: "so-y-te", unit_name: sheet.name, criteria_set: sheet.criteriaSet.id },
    });
  });

  it("say what is exempt and why, what was asked of too few, and a group that the ranking lacks by its id", () => {
    const sheet = at("so-y-te");
    const leaf = sheet.rows.find(({ source }) => source !== null);
    if (!leaf) throw new Error("no leaf");
    const rows = sheet.rows.map((row) => (row === leaf ? { ...row, exempt: true } : row));
    const more = { exempt: { [leaf.id]: "không có" }, insufficientSample: [leaf.id], group: "la", rows };
    const [first, second] = leafRows(RESULT, [{ ...sheet, ...more }]);
    expect(first).toMatchObject({
      ...{ exempt: true, exempt_reason: "không có", insufficient_sample: true, group_name: "la" },
    });
    expect(second).toMatchObject({ exempt: false, exempt_reason: null, insufficient_sample: false });
  });
});

describe("a sheet", () => {
  it("has every row with its index, then the total with the index as ranked", () => {
    const sheet = at("so-y-te");
    const rows = sheetTableRows(RESULT, sheet);
    expect(rows.map(({ row, level }) => `${row} ${level}`)).toEqual([
      ...sheet.rows.map((row) => `${row.id} ${row.level}`),
      "total total",
    ]);
    for (const [place, row] of sheet.rows.entries()) {
      const shown = rows[place];
      expect(shown).toMatchObject({ code: row.code, name: row.name, source: row.source, unit: "so-y-te" });
      expect(Number(shown?.index)).toBeCloseTo((100 * (row.achieved ?? 0)) / row.max, 2);
    }
    const ranked = rankingRows(RESULT).find(({ unit }) => unit === "so-y-te");
    expect(rows.at(-1)).toMatchObject({
      ...{ index: ranked?.index, code: null, source: null, exempt: false, insufficient_sample: false },
      ...{ publication: id, year: 2024, unit_name: sheet.name, exempt_reason: null },
    });
    expect(pointsOf(rows.at(-1)?.max ?? null)).toBe(sheet.total.max);
    expect(pointsOf(rows.at(-1)?.achieved ?? null)).toBe(sheet.total.achieved);
  });

  it("has no index where there are no points or no rank, and bonus points with what counts of them", () => {
    const sheet = at("so-y-te");
    const [first] = sheet.rows;
    if (!first) throw new Error("no row");
    const unscored = { ...sheet, rows: [{ ...first, achieved: null, self: null }] };
    const [row, total] = sheetTableRows(withRanking([]), unscored);
    expect([row?.index, row?.achieved, row?.self, total?.index]).toEqual([null, null, null, null]);
    const counted = (points: number) =>
      sheetTableRows(RESULT, { ...sheet, adjustments: { counted: pts(points), items: [] as never } }).at(-2);
    expect(counted(-2.25)).toMatchObject({
      ...{ row: "adjustment", achieved: "-2.25", max: null, self: null, appraised: null, survey: null },
      ...{ index: null, code: null, unit: "so-y-te" },
    });
    expect([counted(0)?.achieved, counted(1)?.achieved]).toEqual(["0", "1"]);
  });
});

describe("a result", () => {
  it("names its groups with the number of their units, its pages and files, and how it came", () => {
    const files = [{ resource: "ranking", format: "csv" as const, url: "/x" }];
    const described = openResult(RESULT, files);
    expect(described.groups).toEqual(
      publication.manifest.ranking.map(({ group, name, ranked, units }) => ({
        ...{ group, name, ranked, units: units.length },
      })),
    );
    expect(described).toMatchObject({
      ...{ publication: id, pages: 1, files, imported: null, root: publication.root, year: 2024 },
      ...{ publishedAt: publication.publishedAt.toISOString(), decision: publication.decision },
    });
    expect(described).not.toHaveProperty("ranking");
    const imported = { by: "ai", at: new Date(0), source: "QĐ 1", differences: [] };
    expect(openResult({ id, publication: { ...publication, imported } }, files).imported).toEqual({
      ...{ source: "QĐ 1", at: "1970-01-01T00:00:00.000Z", differences: [] },
    });
  });
});

describe("a table", () => {
  const first = (): RowOf<typeof RANKING_TABLE> => {
    const [row] = rankingRows(RESULT);
    if (!row) throw new Error("no row");
    return row;
  };
  const columns = Object.keys(RANKING_TABLE.columns);

  it("as CSV has its numbers digit by digit, blanks empty and no text that is a formula", () => {
    const odd = {
      ...first(),
      group_name: "Sở",
      achieved: "-2.25",
      rank: null,
      unit_name: "=1+1",
      band: "a,b",
    };
    const [head, cells] = tableCsv(RANKING_TABLE, [odd]).slice(1).split("\r\n");
    expect(head).toBe(columns.join(","));
    expect(cells).toContain(",-2.25,");
    expect(cells).toContain(",'=1+1,");
    expect(cells).toContain(',"a,b",');
    expect(cells?.split(",")[columns.indexOf("rank")]).toBe("");
    expect(cells?.split(",")[columns.indexOf("ranked")]).toBe("true");
  });

  it("as a sheet has its numbers as numbers, and yes and no in words", () => {
    const row = first();
    const sheet = tableSheet(RANKING_TABLE, [{ ...row, rank: null, self_assessed: false, achieved: "2.25" }]);
    const [head, cells] = sheet.rows;
    const of = (name: string) => cells?.[columns.indexOf(name)]?.value;
    expect(head?.map(({ value, bold }) => [value, bold])).toEqual(
      Object.values(RANKING_TABLE.columns).map((column) => [column.head, true]),
    );
    expect(sheet.widths).toEqual(Object.values(RANKING_TABLE.columns).map(({ width }) => width));
    expect([of("achieved"), of("rank"), of("year"), of("ranked"), of("self_assessed"), of("unit")]).toEqual([
      ...[2.25, null, 2024, "có", "không", row.unit],
    ]);
    expect(sheet.name).toBe(RANKING_TABLE.title);
  });

  it("has each of its columns in the dictionary as it is, with when it is blank or that it never is", () => {
    expect(dictionaryRows()).toEqual(
      OPEN_TABLES.flatMap(({ name: table, columns }) =>
        Object.entries(columns).map(([column, { head: heading, kind, about, english, ...more }]) => ({
          ...{ table, column, heading, kind, about, english, blank: more.blank ?? null },
        })),
      ),
    );
  });

  it("has a form that takes its rows, and nothing in place of what is never blank", () => {
    const row = first();
    const form = rowSchema(RANKING_TABLE);
    expect(form.safeParse(row).success).toBe(true);
    expect(form.safeParse({ ...row, rank: null, band: null }).success).toBe(true);
    for (const wrong of [{ max: null }, { max: "1,5" }, { max: "x1" }, { rank: 1.5 }, { ranked: "có" }])
      expect(form.safeParse({ ...row, ...wrong }).success).toBe(false);
    for (const one of leafRows(RESULT, [at("so-y-te")]))
      expect(rowSchema(LEAVES_TABLE).safeParse(one).success).toBe(true);
    for (const one of sheetTableRows(RESULT, at("so-y-te")))
      expect(rowSchema(SHEET_TABLE).safeParse(one).success).toBe(true);
  });
});
