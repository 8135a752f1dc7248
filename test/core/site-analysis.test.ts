import {
  compareFractions,
  differenceText,
  type FrozenSheet,
  type GroupRanking,
  indexText,
  type RankedUnit,
  type SheetRow,
  shareOf,
} from "@parindex/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { apart } from "../../functions/src/site/charts.ts";
import { groupsShown } from "../../functions/src/site/group-fields.ts";
import { type PublicationReader, renderSite } from "../../functions/src/site/site.ts";
import { type PublishedVersion, yearsBefore } from "../../functions/src/site/years.ts";
import { EXEMPT_REASON, EXEMPTING_UNIT, type Fixture, fixture, readerOf } from "./site-fixture.ts";

const NOW = new Date("2025-06-01T00:00:00Z");
const FROZEN = "public, max-age=31536000, immutable";
const out = (iso: string) => ({ publishedAt: new Date(`${iso}T01:00:00Z`) });

const NEW_UNIT = "nam-nhun";
const MOVED_UNIT = "thanh-tra-tinh";
const GONE_UNIT = "so-tu-phap";

/** 2022 in one version; 2023 in two, in which one unit was not assessed and one stood in another group; 2024 without one. */
const y2022 = fixture({ year: 2022, publication: out("2023-01-20") });
const of2023 = { year: 2023, without: [NEW_UNIT], groups: { [MOVED_UNIT]: "so" } };
const y2023 = fixture({
  ...of2023,
  names: { "so-noi-vu": "Sở Nội chính" },
  publication: { ...out("2024-01-20"), supersededBy: "lai-chau_2023_v2" },
});
const corrected2023 = fixture({
  ...of2023,
  ...{ version: 2, corrects: y2023.id },
  names: { "so-noi-vu": "Sở Nội chính" },
  publication: out("2024-03-01"),
  edit: (unit, ledger) => {
    if (unit === "so-y-te")
      for (const leaf of ["f1c2", "f1c4", "f1c6"]) ledger.appraisal[leaf] = { points: 0, rev: 2 };
  },
});
/** A correction of 2023 that came out after 2024. */
const late2023 = fixture({
  ...of2023,
  ...{ version: 3, corrects: corrected2023.id, publication: out("2025-05-01") },
});
const y2024 = fixture({ without: [GONE_UNIT], publication: out("2025-01-20") });
const years = readerOf([y2022, y2023, corrected2023, late2023, y2024]);
const alone = fixture();

const V = `/cong-bo/${y2024.id}`;

const get = (path: string, reader: PublicationReader = years) => {
  const url = new URL(path, "http://site");
  const query: Record<string, unknown> = {};
  for (const name of url.searchParams.keys()) {
    const values = url.searchParams.getAll(name);
    query[name] = values.length > 1 ? values : values[0];
  }
  return renderSite({ path: url.pathname, query, headers: {} }, reader, NOW);
};
const bodyOf = async (path: string, reader?: PublicationReader) => String((await get(path, reader)).body);

const textOf = (markup: string): string =>
  markup
    .replace(/^[^<]*?>/, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim();

/** A part of a page by its heading's id, up to the next section. */
const sectionOf = (page: string, id: string): string =>
  (page.split(`id="${id}"`)[1] ?? "").split(/<section/)[0] ?? "";

const rowsOf = (markup: string): string[] =>
  markup
    .split(/<tr/)
    .slice(1)
    .map((row) => row.split("</tr>")[0] ?? "");
/** The text of the first row of some markup that links to a unit. */
const rowOf = (markup: string, unit: string): string =>
  textOf(rowsOf(markup).find((row) => new RegExp(`/${unit}["#]`).test(row)) ?? "");

const unitIn = ({ publication }: Fixture, id: string): { group: GroupRanking; unit: RankedUnit } => {
  for (const group of publication.manifest.ranking)
    for (const unit of group.units) if (unit.unit === id) return { group, unit };
  throw new Error(`${id} is not in the ranking`);
};

const groupOf = ({ publication }: Fixture, id: string): GroupRanking => {
  const found = publication.manifest.ranking.find(({ group }) => group === id);
  if (!found) throw new Error(`${id} is no group`);
  return found;
};

const sheetOf = ({ sheets }: Fixture, unit: string): FrozenSheet => {
  const found = sheets.get(unit);
  if (!found) throw new Error(`${unit} has no sheet`);
  return found.sheet;
};

const fieldRow = (sheet: FrozenSheet, code: string): SheetRow => {
  const found = sheet.rows.find((row) => row.level === "field" && row.code === code);
  if (!found) throw new Error(`${sheet.unit} has no field ${code}`);
  return found;
};

const difference = (from: { achieved: number | null; max: number }, to: typeof from): string => {
  const [a, b] = [shareOf(from), shareOf(to)];
  if (!a || !b) throw new Error("no share");
  return differenceText(a, b, 2);
};

const PAGES = [
  ...[
    "/",
    "/cac-nam",
    V,
    `${V}/so-noi-vu`,
    `${V}/${MOVED_UNIT}`,
    `${V}/${NEW_UNIT}`,
    `${V}/${EXEMPTING_UNIT}`,
  ],
  ...[`${V}/linh-vuc`, `${V}/linh-vuc/1`, `${V}/linh-vuc/8`, `${V}/tieu-chi/pl01-so/f4c2s1`],
  ...[`${V}/tieu-chi/pl01-so/f1c1`, `${V}/tieu-chi/pl05-so-ngoai-vu/f1c1s1`, `${V}/so-sanh`],
  `${V}/so-sanh?don-vi=so-noi-vu&don-vi=so-y-te`,
  `${V}/so-sanh?don-vi=so-noi-vu&don-vi=tam-duong&don-vi=van-phong-ubnd&don-vi=${EXEMPTING_UNIT}`,
];

describe("pages across units and years", () => {
  test.each(PAGES)("%s is a whole page with one heading, without inline style or script", async (path) => {
    const answer = await get(path);
    const body = String(answer.body);
    expect(answer.status).toBe(200);
    expect(body.match(/<h1/g)).toHaveLength(1);
    expect(body).not.toMatch(/ style=| on[a-z]+=|<style|<script(?! src=| type="application\/ld\+json")/);
    expect(body).not.toMatch(/undefined|NaN|Infinity|\[object|>false<|>null</);
    const ids = [...body.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids).toHaveLength(new Set(ids).size);
    for (const [, target] of body.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  test.each(PAGES)("every address in %s leads somewhere", async (path) => {
    const found = [...(await bodyOf(path)).matchAll(/href="(\/(?:cong-bo|cac-nam)[^"]*)"/g)];
    for (const href of new Set(
      found.map(([, address]) => address?.replaceAll("&amp;", "&").split("#")[0] ?? ""),
    ))
      expect([href, (await get(href)).status]).toEqual([href, 200]);
  });

  test("a version's pages are kept for good, the list of years a minute", async () => {
    for (const path of PAGES.filter((page) => page.startsWith("/cong-bo")))
      expect([path, (await get(path)).headers["Cache-Control"]]).toEqual([path, FROZEN]);
    expect((await get("/cac-nam")).headers["Cache-Control"]).toBe("public, max-age=60");
  });

  test.each([
    `${V}/linh-vuc/99`,
    `${V}/linh-vuc?nhom=khong-co`,
    `${V}/tieu-chi/pl01-so/f99`,
    `${V}/tieu-chi/pl01-so/f1`,
    `${V}/tieu-chi/khong-co/f1c1s1`,
    "/cong-bo/lai-chau_2030_v1/linh-vuc",
    "/cac-nam/khong-co",
  ])("%s is not there, and nobody keeps that answer", async (path) => {
    const { status, headers } = await get(path);
    expect([status, headers["Cache-Control"]]).toEqual([404, "no-store"]);
  });

  test("hostile names of units stay text", async () => {
    const hostile = fixture({ names: { "so-noi-vu": `"><script>x</script>`, "so-y-te": `</select>'&` } });
    for (const path of [
      "/linh-vuc",
      "/linh-vuc/1",
      "/tieu-chi/pl01-so/f1c1s2",
      "/so-sanh",
      "/so-sanh?don-vi=so-noi-vu&don-vi=so-y-te",
    ]) {
      const body = await bodyOf(V + path, hostile.reader);
      expect(body).toContain("&quot;&gt;&lt;script&gt;");
      expect(body).not.toContain("<script>");
      expect(body).not.toContain("</select>'");
    }
  });
});

describe("the year before", () => {
  const version = (year: number, number: number, day: string): PublishedVersion => {
    const { publication } = alone;
    const { ranking: _, ...manifest } = { ...publication.manifest, year, version: number };
    return { id: `${year}-${number}`, publication: { ...publication, ...out(day), manifest } };
  };
  const versions = [
    ...[version(2024, 1, "2025-01-20"), version(2023, 3, "2025-05-01"), version(2023, 1, "2024-01-20")],
    ...[version(2023, 2, "2024-03-01"), version(2021, 2, "2025-04-02"), version(2021, 1, "2025-04-01")],
    version(2025, 1, "2026-01-20"),
  ];
  const chosen = (year: number, asOf: string) =>
    yearsBefore(versions, year, new Date(asOf), NOW).map(({ id }) => id);

  test.each<[string, number, string, string[]]>([
    ["is its last version that was out", 2024, "2025-01-21", ["2023-2", "2021-1"]],
    ["takes in a correction for who looks at now", 2024, "2025-06-01", ["2023-3", "2021-2"]],
    ["is not changed by what was corrected later", 2024, "2024-02-01", ["2023-1", "2021-1"]],
    ["is its first version where it was imported later", 2023, "2024-02-01", ["2021-1"]],
    ["is none of the same year or after it", 2021, "2025-06-01", []],
    ["is none that is dated later than now", 2026, "2025-06-01", ["2024-1", "2023-3", "2021-2"]],
  ])("%s", (_what, year, asOf, expected) => {
    expect(chosen(year, asOf)).toEqual(expected);
  });

  const movedText = (earlier: Fixture, unit: string): string => {
    const [before, after] = [unitIn(earlier, unit).unit, unitIn(y2024, unit).unit];
    const places = (before.rank ?? 0) - (after.rank ?? 0);
    const rank =
      places === 0
        ? "= giữ hạng"
        : `${Math.abs(places)} ${places > 0 ? "tăng" : "giảm"} ${Math.abs(places)} bậc`;
    return `${difference(before, after)} ${after.rank === null ? "" : rank}`.trim();
  };

  test.each<[string, string, Fixture]>([
    ["the front page looks back from now", "/", late2023],
    ["a version's page looks back from its publication", V, corrected2023],
  ])("%s", async (_what, path, earlier) => {
    const page = await bodyOf(path);
    const both = y2024.publication.manifest.ranking
      .flatMap(({ units }) => units)
      .filter(({ unit }) => unit !== NEW_UNIT && unit !== MOVED_UNIT);
    expect(both).toHaveLength(25);
    for (const { unit } of both)
      expect(rowOf(page, unit)).toMatch(new RegExp(`${movedText(earlier, unit).replaceAll("+", "\\+")}$`));
    expect(movedText(late2023, "so-y-te")).not.toBe(movedText(corrected2023, "so-y-te"));
    expect(textOf(page)).toContain(
      `Thay đổi so với năm 2023 (bản công bố lần ${earlier.publication.manifest.version})`,
    );
  });

  test("who is new, in another group or gone is said in words, not in numbers", async () => {
    const page = await bodyOf(V);
    expect(rowOf(page, NEW_UNIT)).toMatch(
      /— không có trong kết quả năm 2023 — không có trong kết quả năm 2023$/,
    );
    expect(textOf(page)).toContain("Không có trong kết quả năm 2023: UBND huyện Nậm Nhùn.");
    expect(textOf(page)).toContain("Đổi nhóm: Thanh tra tỉnh (khi ấy ở nhóm Sở, ban, ngành tỉnh).");
    expect(textOf(page)).toContain("Có trong nhóm năm 2023, nay không còn: Sở Tư pháp.");
    const joined = readerOf([y2023, fixture({ groups: { "ban-dan-toc": "so" } })]);
    const moved = await bodyOf(`/cong-bo/${alone.id}`, joined);
    expect(rowOf(moved, "ban-dan-toc")).toMatch(/— không so được hạng: năm 2023 ở nhóm Cơ quan đặc thù$/);
    expect(textOf(moved)).toContain(
      "Đổi nhóm, nên không so hạng: Ban Dân tộc tỉnh (khi ấy ở nhóm Cơ quan đặc thù).",
    );
  });

  test("where the measure changed, the change says so; without an earlier year nothing is compared", async () => {
    expect(textOf(await bodyOf(V))).not.toContain("Bộ tiêu chí hoặc việc điều tra của hai năm khác nhau");
    const unsurveyed = readerOf([
      fixture({ year: 2023, settings: { surveyHeld: false }, publication: out("2024-01-20") }),
      alone,
    ]);
    expect(textOf(await bodyOf(V, unsurveyed))).toContain(
      "Bộ tiêu chí hoặc việc điều tra của hai năm khác nhau",
    );
    const some = readerOf([
      fixture({ year: 2023, settings: { withoutSurvey: ["huyen"] }, publication: out("2024-01-20") }),
      alone,
    ]);
    const sections = (await bodyOf(V, some)).split('<section class="group"').slice(1);
    expect(sections.map((section) => section.includes("việc điều tra của hai năm khác nhau"))).toEqual([
      ...[false, true, false],
    ]);
    for (const path of ["/", V, `${V}/so-noi-vu`])
      expect(await bodyOf(path, alone.reader)).not.toMatch(/so với 20|Qua các năm|class="slopes"/);
  });

  test("a slope chart has a line for each unit of a ranked group that stood in it, and its numbers as a table", async () => {
    const page = await bodyOf(V);
    const charts = [...page.matchAll(/<svg class="slopes"[\s\S]*?<\/svg>/g)].map(([chart]) => chart);
    expect(charts).toHaveLength(2);
    const lines = charts.map((chart) => [...chart.matchAll(/class="slope (\w+)"/g)].map(([, kind]) => kind));
    const stood = ["so", "huyen"].map((id) =>
      groupOf(y2024, id).units.filter(({ unit }) =>
        groupOf(corrected2023, id).units.some((was) => was.unit === unit),
      ),
    );
    expect(lines.map((kinds) => kinds.length)).toEqual(stood.map((units) => units.length));
    const rises = stood.map((units) =>
      units.filter(
        ({ unit }) => compareFractions(unitIn(y2024, unit).unit, unitIn(corrected2023, unit).unit) > 0,
      ),
    );
    expect(lines.map((kinds) => kinds.filter((kind) => kind === "rise").length)).toEqual(
      rises.map((units) => units.length),
    );
    const table = page.split('class="numbers"')[1] ?? "";
    for (const { name, index } of groupOf(y2024, "so").units) {
      const row = textOf(rowsOf(table).find((markup) => markup.includes(`>${name}<`)) ?? "");
      expect(row).toContain(` ${index} `);
    }
  });
});

describe("a unit's page", () => {
  test("shows the unit over the years, under the name and in the group of then", async () => {
    const section = textOf(sectionOf(await bodyOf(`${V}/so-noi-vu`), "qua-cac-nam"));
    for (const [earlier, year] of [
      [y2024, "2024"],
      [corrected2023, "2023 bản lần 2 tên khi ấy: Sở Nội chính"],
      [y2022, "2022"],
    ] as const) {
      const { unit, group } = unitIn(earlier, "so-noi-vu");
      expect(section).toMatch(new RegExp(`${year} ${unit.index} .* ${unit.rank} /${group.units.length}`));
    }
    const moved = textOf(sectionOf(await bodyOf(`${V}/${MOVED_UNIT}`), "qua-cac-nam"));
    expect(moved).toContain("2023 bản lần 2 khi ấy ở nhóm Sở, ban, ngành tỉnh");
    const skipped = textOf(sectionOf(await bodyOf(`${V}/${NEW_UNIT}`), "qua-cac-nam"));
    expect(skipped).toContain("2022");
    expect(skipped).not.toContain("2023");
    const { unit } = unitIn(y2022, NEW_UNIT);
    expect(skipped).toContain(difference(unit, unitIn(y2024, NEW_UNIT).unit));
  });

  test("shows how each field changed", async () => {
    const section = sectionOf(await bodyOf(`${V}/so-y-te`), "linh-vuc");
    for (const code of ["1", "2", "8"]) {
      const [before, after] = [corrected2023, y2024].map((year) => fieldRow(sheetOf(year, "so-y-te"), code));
      if (!before || !after) throw new Error("no field");
      const row = rowsOf(section).find((markup) => markup.includes(`href="#${after.id}"`)) ?? "";
      expect(textOf(row)).toMatch(new RegExp(`${difference(before, after).replace("+", "\\+")}$`));
    }
  });

  test("sets each field against the median of the group", async () => {
    const section = sectionOf(await bodyOf(`${V}/so-noi-vu`), "so-voi-nhom");
    const sheets = groupOf(y2024, "so").units.map(({ unit }) => sheetOf(y2024, unit));
    const own = sheetOf(y2024, "so-noi-vu");
    expect(rowsOf(section)).toHaveLength(9);
    for (const code of ["1", "4", "8"]) {
      const rows = sheets.map((sheet) => fieldRow(sheet, code));
      // 15 units: the median is the eighth of them.
      const median = rows.toSorted(compareFractions)[7];
      const mine = fieldRow(own, code);
      if (!median) throw new Error("no median");
      const place = rows.filter((row) => compareFractions(row, mine) > 0).length + 1;
      const row = rowsOf(section).find((markup) => markup.includes(`/linh-vuc/${code}"`)) ?? "";
      expect(textOf(row)).toContain(
        `${mine.name} ${indexText(mine, 2)} ${indexText(median, 2)} ${difference(median, mine)} ${place} /15`,
      );
      expect(row.match(/class="other"/g)).toHaveLength(14);
      expect(row.match(/class="own"/g)).toHaveLength(1);
    }
  });

  test("tells its strengths, the rarest first", async () => {
    const section = sectionOf(await bodyOf(`${V}/so-noi-vu`), "diem-manh");
    const own = sheetOf(y2024, "so-noi-vu");
    const group = groupOf(y2024, "so").units.map(({ unit }) => sheetOf(y2024, unit));
    const strong = own.rows.flatMap((row) => {
      if (row.source === null || !row.achieved) return [];
      const others = group
        .flatMap(({ rows }) => rows.find(({ id }) => id === row.id) ?? [])
        .filter(({ max }) => max > 0);
      const best = others.every((other) => compareFractions(other, row) <= 0);
      return best
        ? [
            {
              row,
              equals: others.filter((other) => compareFractions(other, row) === 0).length,
              of: others.length,
            },
          ]
        : [];
    });
    expect(strong.length).toBeGreaterThan(10);
    expect(textOf(section)).toContain(`${strong.length} mục đạt điểm tối đa hoặc cao nhất nhóm`);
    const items = section.split("<ol")[1]?.split("<li").slice(1).map(textOf) ?? [];
    const equals = items.map((item) =>
      item.includes("đơn vị duy nhất") ? 1 : Number(/(\d+)\/\d+ đơn vị/.exec(item)?.[1]),
    );
    expect(equals[0]).toBe(Math.min(...strong.map((strength) => strength.equals)));
    expect(equals).toEqual(equals.toSorted((a, b) => a - b));
  });

  test("sets a special agency against nobody", async () => {
    const page = await bodyOf(`${V}/van-phong-ubnd`);
    expect(page).not.toContain("so-voi-nhom");
    expect(page).not.toContain("cao nhất nhóm");
    expect(sectionOf(page, "diem-manh")).toContain("đạt điểm tối đa");
    expect(sectionOf(page, "qua-cac-nam")).toContain("không xếp hạng chung");
  });
});

const SO_LEAVES_1 = sheetOf(alone, "so-y-te").rows.filter(
  ({ id, source }) => source !== null && id.startsWith("f1c"),
);
/** One unit exempt from a whole field, one without points in a leaf. */
const gaps = fixture({
  exempt: { "so-y-te": Object.fromEntries(SO_LEAVES_1.map(({ id }) => [id, "Không thuộc phạm vi"])) },
  edit: (unit, ledger) => {
    if (unit === "so-tai-chinh") delete ledger.appraisal.f1c2;
  },
});

describe("a field's page", () => {
  test("ranks a group by its share in the field; equal units share their place; who has none comes last", async () => {
    const section = sectionOf(await bodyOf(`${V}/linh-vuc/1`, gaps.reader), "nhom-so");
    const rows = rowsOf(section).slice(1, 17);
    const order = rows.map((row) => /cong-bo\/[^/]+\/([a-z-]+)#/.exec(row)?.[1] ?? "");
    const shares = order.slice(0, -1).map((unit) => fieldRow(sheetOf(gaps, unit), "1"));
    expect(shares).toHaveLength(15);
    for (const [at, row] of shares.entries()) {
      const better = shares.filter((other) => compareFractions(other, row) > 0).length;
      expect(textOf(rows[at] ?? "")).toMatch(new RegExp(`^hạng ${better + 1} /15 .* ${indexText(row, 2)} `));
    }
    const places = ["so-cong-thuong", "so-xay-dung"].map((unit) =>
      rowOf(section, unit).split(" ").slice(0, 3).join(" "),
    );
    expect(places[0]).toBe(places[1]);
    expect(order.at(-1)).toBe("so-y-te");
    expect(rowOf(section, "so-y-te")).toContain("— không đánh giá đơn vị ở mục này");
    expect(rowOf(section, "so-y-te")).not.toMatch(/hạng|0,00/);
    const median = shares.toSorted(compareFractions)[7];
    if (!median) throw new Error("no median");
    expect(textOf(section)).toContain(`Trung vị ${indexText(median, 2)} %`);
  });

  test("keeps special agencies apart, in annex order, without place or median", async () => {
    const page = await bodyOf(`${V}/linh-vuc/1`);
    const section = sectionOf(page, "nhom-dac-thu");
    const order = ["thanh-tra-tinh", "ban-dan-toc", "van-phong-ubnd", "so-ngoai-vu"];
    const places = order.map((unit) => section.indexOf(`/${unit}#`));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(Math.min(...places)).toBeGreaterThan(-1);
    expect(section.split("<details")[0]).not.toMatch(/"vh">hạng |Trung vị|class="median"/);
    for (const unit of order) expect(sectionOf(page, "nhom-so")).not.toContain(`/${unit}#`);
    for (const unit of order)
      expect(rowOf(section, unit)).toContain(` ${indexText(fieldRow(sheetOf(y2024, unit), "1"), 2)} `);
  });

  test("says where a group's criteria set calls the number otherwise", async () => {
    const page = await bodyOf(`${V}/linh-vuc/8`);
    const [so, huyen] = ["so-noi-vu", "tam-duong"].map((unit) => fieldRow(sheetOf(y2024, unit), "8").name);
    expect(so).not.toBe(huyen);
    expect(sectionOf(page, "nhom-huyen")).toContain(`lĩnh vực 8 là “${huyen}”`);
    expect(sectionOf(page, "nhom-so")).not.toContain("Ở bộ tiêu chí của nhóm này");
    expect(await bodyOf(`${V}/linh-vuc/1`)).not.toContain("Ở bộ tiêu chí của nhóm này");
  });

  test("leads to each leaf of the field, with its median and how many have it in full", async () => {
    const section = sectionOf(await bodyOf(`${V}/linh-vuc/1`, gaps.reader), "nhom-so");
    const rows = rowsOf(section.split("<details")[1] ?? "").slice(1);
    expect(rows).toHaveLength(SO_LEAVES_1.length);
    const ofLeaf = groupOf(gaps, "so").units.flatMap(
      ({ unit }) => sheetOf(gaps, unit).rows.find(({ id }) => id === "f1c2") ?? [],
    );
    const known = ofLeaf.filter(({ achieved, max }) => achieved !== null && max > 0);
    const full = known.filter(({ achieved, max }) => achieved === max).length;
    expect(known).toHaveLength(14);
    expect(textOf(rows.find((row) => row.includes("/pl01-so/f1c2")) ?? "")).toMatch(
      new RegExp(` ${full} /14 đơn vị$`),
    );
  });
});

describe("the heat map", () => {
  test("has every unit and field once, with its number; what is missing is no number", async () => {
    const page = await bodyOf(`${V}/linh-vuc`, gaps.reader);
    for (const { group, units } of gaps.publication.manifest.ranking)
      for (const { unit } of units) {
        const fields = sheetOf(gaps, unit).rows.filter(({ level }) => level === "field");
        const row = rowOf(sectionOf(page, `nhom-${group}`), unit);
        for (const field of fields)
          expect(row).toContain(
            field.max === 0
              ? `${field.code}: không đánh giá đơn vị ở mục này`
              : `${field.code}: ${indexText(field, 1)}`,
          );
      }
  });

  test("colours a cell by its share, and knows no median of special agencies", async () => {
    const page = await bodyOf(`${V}/linh-vuc`);
    const steps = [...page.matchAll(/class="heat heat-(\d)"><span class="vh">[^<]*<\/span>([\d,]+)</g)];
    expect(steps.length).toBeGreaterThan(27 * 8);
    for (const [, step, text] of steps) {
      const percent = Number(text?.replace(",", "."));
      const from = [0, 60, 70, 80, 90, 95][Number(step)] ?? 0;
      const next = [60, 70, 80, 90, 95, 101][Number(step)] ?? 0;
      // What is drawn is the exact share, of which the text has one decimal.
      expect(percent).toBeGreaterThanOrEqual(from - 0.05);
      expect(percent).toBeLessThan(next + 0.05);
    }
    expect(sectionOf(page, "nhom-dac-thu")).not.toContain("Trung vị");
    expect(sectionOf(page, "nhom-so")).toContain("Trung vị của nhóm");
  });
});

describe("a leaf's page", () => {
  test("shows the points of every unit of the set, the highest first, and why some have none", async () => {
    const page = await bodyOf(`${V}/tieu-chi/pl01-so/f1c2`, gaps.reader);
    const section = sectionOf(page, "nhom-so");
    const order = rowsOf(section)
      .slice(1)
      .map((row) => /cong-bo\/[^/]+\/([a-z-]+)#/.exec(row)?.[1] ?? "");
    expect(order).toHaveLength(16);
    const points = order.map(
      (unit) => sheetOf(gaps, unit).rows.find(({ id }) => id === "f1c2")?.achieved ?? -1,
    );
    expect(points).toEqual(points.toSorted((a, b) => b - a));
    expect(order.slice(14).toSorted()).toEqual(["so-tai-chinh", "so-y-te"]);
    expect(rowOf(section, "so-y-te")).toContain("không đánh giá : Không thuộc phạm vi");
    expect(rowOf(section, "so-tai-chinh")).toContain("— chưa có điểm");
    expect(page).not.toContain("/tam-duong#");
  });

  test("says why an exempt unit has none, as on its sheet", async () => {
    const section = sectionOf(await bodyOf(`${V}/tieu-chi/pl01-so/f4c2s1`), "nhom-so");
    expect(rowOf(section, EXEMPTING_UNIT)).toContain(EXEMPT_REASON);
    expect(textOf(section)).toMatch(/\/14 đơn vị đạt tối đa/);
  });

  test("of a special agency stands alone, without median", async () => {
    const page = await bodyOf(`${V}/tieu-chi/pl05-so-ngoai-vu/f1c1s1`);
    expect(page.match(/<section class="group"/g)).toHaveLength(1);
    expect(page).not.toMatch(/trung vị|class="median"/);
    expect(rowOf(page, "so-ngoai-vu")).not.toBe("");
  });

  test("of a criterion leads to its sub-criteria, and each of them back", async () => {
    expect(await bodyOf(`${V}/tieu-chi/pl01-so/f1c1`)).toContain('/tieu-chi/pl01-so/f1c1s2"');
    expect(await bodyOf(`${V}/tieu-chi/pl01-so/f1c1s2`)).toContain('/tieu-chi/pl01-so/f1c1"');
  });
});

describe("a comparison", () => {
  test("sets two units beside each other with their differences", async () => {
    const page = await bodyOf(`${V}/so-sanh?don-vi=so-noi-vu&don-vi=so-y-te`);
    const [a, b] = ["so-noi-vu", "so-y-te"].map((unit) => sheetOf(y2024, unit));
    if (!a || !b) throw new Error("no sheets");
    const overview = textOf(sectionOf(page, "tong-quan"));
    expect(overview).toContain(
      `${unitIn(y2024, "so-y-te").unit.index} so với đơn vị đầu ${difference(a.total, b.total)}`,
    );
    for (const code of ["1", "5", "8"]) {
      const row =
        rowsOf(sectionOf(page, "theo-linh-vuc")).find((markup) => markup.includes(`/linh-vuc/${code}"`)) ??
        "";
      const [of, other] = [fieldRow(a, code), fieldRow(b, code)];
      expect(textOf(row)).toContain(` ${indexText(of, 2)} %`);
      expect(textOf(row)).toContain(` ${indexText(other, 2)} %`);
      expect(textOf(row)).toMatch(
        new RegExp(`so với đơn vị đầu ${difference(of, other).replace("+", "\\+")}$`),
      );
      expect(row.match(/class="mark mark-\d"/g)).toHaveLength(2);
    }
  });

  test("names the leaves in which units of one set differ most, the largest difference first", async () => {
    const section = sectionOf(await bodyOf(`${V}/so-sanh?don-vi=so-noi-vu&don-vi=so-y-te`), "khac-o-dau");
    const spreads = rowsOf(section)
      .slice(1)
      .map((row) => Number(textOf(row).split(" ").at(-1)?.replace(",", ".")));
    expect(spreads).toHaveLength(12);
    expect(spreads).toEqual(spreads.toSorted((a, b) => b - a));
  });

  test("of units with other criteria sets warns, matches fields by number and name, and ranks nobody together", async () => {
    const page = await bodyOf(`${V}/so-sanh?don-vi=so-noi-vu&don-vi=tam-duong&don-vi=van-phong-ubnd`);
    expect(page).toContain("bộ tiêu chí khác nhau");
    expect(page).not.toContain("khac-o-dau");
    const rows = rowsOf(sectionOf(page, "theo-linh-vuc")).slice(1);
    expect(rows).toHaveLength(9);
    const ofField8 = rows.filter((row) => row.includes('/linh-vuc/8"')).map(textOf);
    expect(ofField8).toHaveLength(2);
    for (const row of ofField8) expect(row).toContain("bộ tiêu chí của đơn vị không có lĩnh vực này");
    expect(textOf(sectionOf(page, "tong-quan"))).toContain("— được đánh giá, không xếp hạng chung");
  });

  test.each([
    ["don-vi=so-noi-vu&don-vi=so-y-te&don-vi=&don-vi=", "?don-vi=so-noi-vu&don-vi=so-y-te"],
    ["don-vi=so-noi-vu&don-vi=so-noi-vu", "?don-vi=so-noi-vu"],
    ["don-vi=so-y-te&fbclid=1", "?don-vi=so-y-te"],
    ["don-vi=&don-vi=", ""],
  ])("asked for as ?%s is sent to its one address", async (query, canonical) => {
    const { status, headers, body } = await get(`${V}/so-sanh?${query}`);
    expect([status, headers.Location, headers["Cache-Control"], body]).toEqual([
      302,
      `${V}/so-sanh${canonical}`,
      "no-store",
      "",
    ]);
    expect((await get(`${V}/so-sanh${canonical}`)).status).toBe(200);
  });

  test.each([
    ["don-vi=khong-co&don-vi=so-y-te", 404, "không có đơn vị"],
    ["don-vi=%3Cscript%3E", 404, "không có đơn vị"],
    [
      ["so-noi-vu", "so-y-te", "so-xay-dung", "so-tai-chinh", "so-cong-thuong"]
        .map((unit) => `don-vi=${unit}`)
        .join("&"),
      400,
      "nhiều nhất 4 đơn vị",
    ],
  ])("that cannot be made says why, and nobody keeps it: ?%s", async (query, expected, words) => {
    const { status, headers, body } = await get(`${V}/so-sanh?${query}`);
    expect([status, headers["Cache-Control"]]).toEqual([expected, "no-store"]);
    expect(textOf(String(body))).toContain(words);
    expect(body).toContain('<form class="choose"');
    expect(body).not.toContain("<script>");
  });

  test("the form chooses among all units, by group, and may be sent", async () => {
    const { body, headers } = await get(`${V}/so-sanh`);
    const [first = ""] = /<select[\s\S]*?<\/select>/.exec(String(body)) ?? [];
    expect(first.match(/<optgroup/g)).toHaveLength(3);
    for (const { units } of y2024.publication.manifest.ranking)
      for (const { unit } of units) expect(first).toContain(`value="${unit}"`);
    expect(headers["Content-Security-Policy"]).toContain("form-action 'self'");
  });
});

describe("the years", () => {
  test("are listed with every version, its root, and what it corrected", async () => {
    const page = await bodyOf("/cac-nam");
    const order = [...page.matchAll(/<h3><a href="\/cong-bo\/([^"]+)"/g)].map(([, id]) => id);
    expect(order).toEqual([y2024, late2023, corrected2023, y2023, y2022].map(({ id }) => id));
    for (const { publication } of [y2024, y2023, y2022]) expect(page).toContain(publication.root.slice(0, 8));
    const [, correction = ""] = page.split(`/${corrected2023.id}">Bản`);
    const [before, after] = [y2023, corrected2023].map((year) => unitIn(year, "so-y-te").unit);
    if (!before || !after) throw new Error("no unit");
    expect(textOf(correction.split("<li class")[0] ?? "")).toContain(
      `Sở Y tế : ${before.index} → ${after.index} % ( ${difference(before, after)} ), hạng ${before.rank} → ${after.rank}`,
    );
    expect(correction.split("<li class")[0]).not.toContain("Sở Tài chính");
    expect(page).toContain("đã được thay thế");
  });

  test("of another scheme have an address of their own", async () => {
    expect((await bodyOf("/cac-nam/lai-chau")).match(/<li class="version"/g)).toHaveLength(5);
    expect((await get("/cac-nam", readerOf([]))).status).toBe(404);
  });
});

describe("what a page reads", () => {
  /** A reader that counts the sheets it gives. */
  function counting(reader: PublicationReader) {
    const count = { sheets: 0 };
    const counted: PublicationReader = {
      ...reader,
      sheet: async (...of) => {
        count.sheets += 1;
        return reader.sheet(...of);
      },
      sheets: async (id, units) => {
        count.sheets += units.length;
        return reader.sheets(id, units);
      },
    };
    return { count, counted };
  }

  test.each([
    ["/", 0],
    ["/cac-nam", 0],
    [`${V}`, 0],
    [`${V}/so-noi-vu.json`, 1],
    // Its own, its group of 15, and its own of the year before.
    [`${V}/so-noi-vu`, 17],
    [`${V}/van-phong-ubnd`, 2],
    [`${V}/linh-vuc`, 27],
    [`${V}/linh-vuc/1?nhom=huyen`, 8],
    [`${V}/tieu-chi/pl01-so/f1c2?nhom=so`, 15],
    [`${V}/so-sanh`, 0],
    [`${V}/so-sanh?don-vi=so-noi-vu&don-vi=tam-duong`, 2],
  ])("%s needs %i sheets", async (path, sheets) => {
    const { count, counted } = counting(years);
    expect((await get(path, counted)).status).toBe(200);
    expect(count.sheets).toBe(sheets);
  });

  test("too many units for one page are shown a group at a time", () => {
    const of = (group: string, units: number): GroupRanking => ({
      ...{ group, name: group, ranked: true },
      units: Array.from({ length: units }, () => unitIn(alone, "so-noi-vu").unit),
    });
    const groups = [of("a", 150), of("b", 51)];
    expect(groupsShown(groups, null)?.map(({ group }) => group)).toEqual(["a"]);
    expect(groupsShown(groups, "b")?.map(({ group }) => group)).toEqual(["b"]);
    expect(groupsShown([of("a", 150), of("b", 50)], null)).toHaveLength(2);
    expect(groupsShown(groups, "c")).toBeNull();
  });
});

describe("labels of a chart", () => {
  const wanted = fc
    .array(fc.double({ min: 0, max: 500, noNaN: true }), { minLength: 1, maxLength: 40 })
    .map((values) => values.toSorted((a, b) => a - b));

  test("keep their order and distance, and stay where they belong if there is room", () => {
    fc.assert(
      fc.property(wanted, (values) => {
        const places = apart(values, 20, 0, 900);
        expect(places).toHaveLength(values.length);
        for (const [at, place] of places.entries()) {
          expect(place).toBeGreaterThanOrEqual(-1e-9);
          expect(place).toBeLessThanOrEqual(900 + 1e-9);
          if (at > 0) expect(place - (places[at - 1] ?? 0)).toBeGreaterThanOrEqual(20 - 1e-9);
        }
        const roomy = values.every((value, at) => at === 0 || value - (values[at - 1] ?? 0) >= 20);
        if (roomy) for (const [at, place] of places.entries()) expect(place).toBeCloseTo(values[at] ?? 0, 6);
      }),
    );
  });
});
