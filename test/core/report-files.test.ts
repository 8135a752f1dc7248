import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { Parser } from "saxen";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  analyticalReport,
  annexWorkbook,
  commendationReport,
  commendationWorkbook,
  draftDecision,
  hashGroups,
  headSheets,
  type ReportDocument,
  titledSheet,
  unitWorkbook,
  type WrittenSheet,
} from "../../core/src/index.ts";
import { readSheets, writeSheets } from "../../core/src/workbook.ts";
import { wordFile } from "../../hosting/src/reports/word.ts";
import {
  BANDS,
  blocksOf,
  CONTEXT,
  commendation,
  otherYear,
  sealedResult,
  sheetNamed,
} from "./report-samples.ts";

const NASTY = '=1+1 "Sở" <Y> & Tế\u0001';
const RESULT = sealedResult({ settings: { bands: { so: BANDS } }, names: { "so-y-te": NASTY } });
const BEFORE = { year: { manifest: otherYear(RESULT, 2023), predecessors: {} } };

const DOCUMENTS: Record<string, () => ReportDocument> = {
  "quyet-dinh": () => draftDecision(RESULT, CONTEXT),
  "bao-cao": () => analyticalReport(RESULT, CONTEXT, BEFORE),
  "khen-thuong": () => commendationReport(commendation(), CONTEXT),
  "dung-dau": () => headSheets(commendation()),
};

const WORKBOOKS: Record<string, () => WrittenSheet[]> = {
  "phu-luc": () => annexWorkbook(RESULT),
  "mot-don-vi": () => unitWorkbook(RESULT, "so-y-te"),
  "khen-thuong": () => commendationWorkbook(commendation()),
};

const partsOf = (bytes: Uint8Array) =>
  Object.fromEntries(
    Object.entries(unzipSync(bytes))
      .filter(([name]) => /\.(xml|rels)$/.test(name))
      .map(([name, part]) => [name, strFromU8(part)]),
  );

/** The texts of the elements `w:t`, joined: what the document says. Fails where the part is not well-formed. */
function wordText(xml: string): string {
  const parser = new Parser();
  let text = "";
  let within = false;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("openTag", (name) => {
    within = name === "w:t";
    if (name === "w:p") text += "\n";
  });
  parser.on("closeTag", () => {
    within = false;
  });
  parser.on("text", (found, decode) => {
    if (within) text += decode(found);
  });
  parser.parse(xml);
  return text;
}

const mm = (millimetres: number) => Math.floor((millimetres * 1440) / 25.4);

describe("a Word file", () => {
  const files = new Map<string, Record<string, string>>();
  beforeAll(async () => {
    for (const [name, made] of Object.entries(DOCUMENTS)) files.set(name, partsOf(await wordFile(made())));
  });
  const part = (name: string, path = "word/document.xml") => files.get(name)?.[path] ?? "";

  it.each(Object.keys(DOCUMENTS))("is well-formed in every part: %s", (name) => {
    const parts = Object.entries(files.get(name) ?? {});
    expect(parts.length).toBeGreaterThan(5);
    for (const [, xml] of parts) wordText(xml);
  });

  it.each(Object.keys(DOCUMENTS))("stands on A4 within the decree's margins: %s", (name) => {
    const sections = part(name).match(/<w:sectPr>.*?<\/w:sectPr>/gs) ?? [];
    expect(sections.length).toBe(DOCUMENTS[name]?.().sections.length);
    for (const section of sections) {
      const number = (attribute: string) =>
        Number(new RegExp(`<w:pgMar[^>]* w:${attribute}="(\\d+)"`).exec(section)?.[1]);
      const sideways = section.includes('w:orient="landscape"');
      const [, width, height] = /<w:pgSz w:w="(\d+)" w:h="(\d+)"/.exec(section) ?? [];
      expect([Number(width), Number(height)].toSorted((a, b) => a - b)).toEqual([mm(210), mm(297)]);
      expect(Number(width) > Number(height)).toBe(sideways);
      const [top, bottom, left, right] = sideways
        ? [number("right"), number("left"), number("top"), number("bottom")]
        : [number("top"), number("bottom"), number("left"), number("right")];
      for (const [size, least, most] of [
        [top, 20, 25],
        [bottom, 20, 25],
        [left, 30, 35],
        [right, 15, 20],
      ] as const) {
        expect(size).toBeGreaterThanOrEqual(mm(least) - 1);
        expect(size).toBeLessThanOrEqual(mm(most) + 1);
      }
    }
  });

  it("numbers its pages in the middle of the head, from the second on, each annex anew", () => {
    const sections = part("quyet-dinh").match(/<w:sectPr>.*?<\/w:sectPr>/gs) ?? [];
    for (const section of sections) {
      expect(section).toContain("<w:titlePg/>");
      expect(section).toMatch(/<w:pgNumType w:start="1"\/>/);
    }
    const heads = Object.entries(files.get("quyet-dinh") ?? {}).filter(([path]) =>
      /header\d+\.xml/.test(path),
    );
    const numbered = heads.filter(([, xml]) => xml.includes("PAGE"));
    expect(numbered.length).toBe(4);
    for (const [, xml] of numbered) expect(xml).toContain('<w:jc w:val="center"/>');
  });

  it("is set in Times New Roman of 14 points", () => {
    expect(part("quyet-dinh", "word/styles.xml")).toMatch(
      /<w:docDefaults>.*Times New Roman.*<w:sz w:val="28"\/>.*<\/w:docDefaults>/s,
    );
  });

  it("has the nation's name and motto, what rests on what, articles, recipients and the signature", () => {
    const text = wordText(part("quyet-dinh"));
    for (const words of [
      ...[
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "ỦY BAN NHÂN DÂN\nTỈNH LAI CHÂU",
      ],
      ...["Căn cứ Luật Tổ chức chính quyền địa phương", "QUYẾT ĐỊNH:", "Điều 1. ", "Điều 4. ", "Nơi nhận:"],
      ...["TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "Phụ lục I", "Phụ lục II", "Phụ lục III", hashGroups(RESULT.root)],
    ])
      expect(text).toContain(words);
    expect(part("quyet-dinh")).toContain('<w:highlight w:val="yellow"/>');
    expect(part("quyet-dinh")).toContain("<w:tblHeader/>");
  });

  it("holds whatever a unit is called, without what no XML may hold", () => {
    expect(wordText(part("quyet-dinh"))).toContain('=1+1 "Sở" <Y> & Tế');
    expect(part("quyet-dinh")).not.toContain("\u0001");
  });

  it("has charts of Word's own with a text for those who can't see them", () => {
    const charts = Object.keys(files.get("bao-cao") ?? {}).filter((path) =>
      /charts\/chart\d+\.xml$/.test(path),
    );
    expect(charts.length).toBe(12);
    const described = part("bao-cao").match(/<wp:docPr[^>]* descr="Biểu đồ thanh ngang[^"]+"/g) ?? [];
    expect(described.length).toBe(charts.length);
    const [first] = charts;
    expect(part("bao-cao", first)).toContain("96,86");
  });
});

describe("a workbook", () => {
  const files = new Map<string, Uint8Array>();
  beforeAll(async () => {
    for (const [name, made] of Object.entries(WORKBOOKS)) files.set(name, await writeSheets(made()));
  });
  const sheetsOf = (name: string) => {
    const { sheets, refusal } = readSheets(files.get(name) ?? new Uint8Array());
    if (!sheets) throw new Error(refusal);
    return sheets;
  };
  const parts = (name: string) => partsOf(files.get(name) ?? new Uint8Array());

  it("has a sheet a group and one a unit", () => {
    const names = sheetsOf("phu-luc").map(({ name }) => name);
    expect(names.length).toBe(3 + 28);
    expect(names.slice(0, 3)).toEqual([
      ...["Xếp hạng Sở, ban, ngành tỉnh", "Xếp hạng UBND huyện, thành phố", "Kết quả Cơ quan đặc thù"],
    ]);
    expect(names).toContain("Sở Tư pháp");
  });

  it("holds numbers as numbers with as many decimals as printed, texts as texts, and no formula", () => {
    const [sheet] = sheetsOf("mot-don-vi");
    const rows = sheet?.rows ?? [];
    expect(rows.flat().filter(({ formula }) => formula)).toEqual([]);
    expect(rows[1]?.[0]?.value).toBe(NASTY);
    const total = rows.find((row) => row[1]?.value === "Tổng cộng");
    const expected = sheetNamed(RESULT, "so-y-te").total;
    expect(total?.slice(2, 7).map(({ value }) => Math.round(Number(value) * 10_000))).toEqual([
      ...[expected.max, expected.self, expected.appraised, expected.survey, expected.achieved],
    ]);
    expect(total?.[6]?.format).toBe("0.0000");
    expect(total?.[7]?.format).toBe("0.00");
    expect(Number(total?.[7]?.value)).toBeCloseTo((100 * (expected.achieved ?? 0)) / expected.max, 2);
  });

  it("prints its head on every page of A4 lying on its side, as wide as the page", () => {
    const { "xl/workbook.xml": workbook = "", "xl/worksheets/sheet4.xml": sheet = "" } = parts("phu-luc");
    expect(workbook.match(/_xlnm\.Print_Titles/g)?.length).toBe(31);
    expect(workbook).toContain("localSheetId=\"3\">'Sở Tài nguyên và Môi trường'!$5:$5<");
    expect(sheet).toMatch(/<pageSetup[^>]*paperSize="9"[^>]*orientation="landscape"[^>]*fitToWidth="1"/);
    expect(sheet).toContain('<pageSetUpPr fitToPage="1"/>');
    expect(sheet).toMatch(/<pane ySplit="5"/);
    expect(sheet).toContain("<mergeCells");
  });

  it("merges the head over three years, and finds it again", () => {
    const [first] = sheetsOf("khen-thuong");
    expect(first?.rows[3]?.map(({ value }) => value).slice(0, 6)).toEqual([
      ...["TT", "Tập thể", "Năm 2022", "Năm 2022", "Năm 2022", "Năm 2023"],
    ]);
    expect(first?.rows[4]?.map(({ value }) => value).slice(2, 5)).toEqual(["Chỉ số (%)", "Hạng", "Xếp loại"]);
    expect(parts("khen-thuong")["xl/worksheets/sheet1.xml"]).toContain('ref="C4:E4"');
  });

  it("names sheets whose names hold quotes", async () => {
    const table = { caption: "", head: [[{ text: "TT" }]], widths: [10], align: ["left" as const], rows: [] };
    const bytes = await writeSheets([titledSheet("L'A & B", ["Tên"], table)]);
    expect(partsOf(bytes)["xl/workbook.xml"]).toContain("'L''A &amp; B'!$3:$3");
  });
});

function sofficePath(): string | null {
  try {
    return execFileSync("which", ["soffice"], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}
const SOFFICE = sofficePath();
if (!SOFFICE)
  console.warn("LibreOffice is not on PATH: files are not opened with it, those tests are skipped.");

describe.skipIf(!SOFFICE)("LibreOffice opens", { timeout: 120_000 }, () => {
  const home = mkdtempSync(join(tmpdir(), "parindex-"));
  afterAll(() => rmSync(home, { recursive: true }));
  const convert = (names: readonly string[], to: string) => {
    const profile = `-env:UserInstallation=file://${join(home, "profile")}`;
    const files = names.map((name) => join(home, name));
    const asked = ["--headless", profile, "--convert-to", to, "--outdir", home, ...files];
    execFileSync(SOFFICE ?? "", asked, { stdio: ["ignore", "pipe", "pipe"] });
  };
  const converted = (name: string) => readFileSync(join(home, name), "utf8");
  beforeAll(async () => {
    for (const [name, made] of Object.entries(DOCUMENTS))
      writeFileSync(join(home, `${name}.docx`), await wordFile(made()));
    writeFileSync(join(home, "bang.xlsx"), await writeSheets(unitWorkbook(RESULT, "so-tu-phap")));
    const documents = Object.keys(DOCUMENTS).map((name) => `${name}.docx`);
    convert(documents, "txt:Text (encoded):UTF8");
    convert(["bang.xlsx"], "csv:Text - txt - csv (StarCalc):44,34,76,1");
  }, 120_000);

  it.each(Object.entries(DOCUMENTS))("%s.docx and finds its words", (name, made) => {
    const [title] = blocksOf(made()).flatMap((block) => (block.kind === "title" ? [block.lines[0]] : []));
    expect(converted(`${name}.txt`)).toContain(title);
    if (name === "quyet-dinh") expect(converted(`${name}.txt`)).toContain(hashGroups(RESULT.root));
  });

  it("the annex's workbook and finds its sums", () => {
    const { achieved } = sheetNamed(RESULT, "so-tu-phap").total;
    expect(converted("bang.csv")).toMatch(
      new RegExp(`"Tổng cộng",.*,${((achieved ?? 0) / 10_000).toFixed(4)},`),
    );
  });
});
