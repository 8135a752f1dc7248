import {
  type Block,
  type Commendation,
  cellText,
  type FrozenSheet,
  headTerms,
  type Manifest,
  type Member,
  plainText,
  type ReportContext,
  type ReportDocument,
  type ReportTable,
  type RichText,
  type Run,
  type SealedResult,
} from "../../core/src/index.ts";
import { type FixtureOptions, fixture } from "./site-fixture.ts";

export const SEALED_AT = new Date("2025-01-15T07:05:00Z");

export const BANDS = [
  { name: "Tốt", atLeast: 9000 },
  { name: "Khá", atLeast: 8000 },
];

/** The fixture's year as reports see it once it is sealed. */
export function sealedResult(options: FixtureOptions = {}): SealedResult {
  const { publication, sheets } = fixture(options);
  const { manifest, root } = publication;
  const order = manifest.ranking.flatMap(({ units }) => units.map(({ unit }) => unit));
  return {
    ...{ manifest, root, sealedAt: SEALED_AT, decision: null },
    sheets: order.flatMap((unit) => sheets.get(unit)?.sheet ?? []),
  };
}

export const CONTEXT: ReportContext = {
  standingBody: "Sở Nội vụ",
  council: { number: "100/QĐ-UBND", date: "2024-11-05" },
  minutes: "Biên bản họp Hội đồng số 05/BB-HĐTĐ ngày 10/01/2025",
};

/** The result of another year: the first unit of the first group missing, another one with a lower index and rank. */
export function otherYear({ manifest }: SealedResult, year: number): Manifest {
  const ranking = manifest.ranking.map((group, at) =>
    at === 0
      ? { ...group, units: group.units.slice(1).map((unit, place) => ({ ...unit, rank: place + 1 })) }
      : group,
  );
  return { ...manifest, year, ranking };
}

export const person = (name: string, more: Partial<Member> = {}): Member => ({
  ...{ name, title: "Giám đốc", email: `${name.length}@laichau.example`, unit: null, disabled: false },
  ...{ former: [], roles: {} },
  ...more,
});

/** The year of the fixture with two years before it, of which the older is not published, and a head who gave way. */
export function commendation(): Commendation {
  const result = sealedResult({ settings: { bands: { so: BANDS } } });
  const first = result.manifest.ranking[0]?.units[0]?.unit ?? "";
  const heads = headTerms(
    [
      { uid: "a", member: person("Nguyễn Văn An", { unit: "so-y-te" }) },
      { uid: "b", member: person("Trần Thị Bình", { unit: "so-y-te", roles: { unitHead: "so-y-te" } }) },
    ],
    [
      {
        ...{ act: "handOver", at: new Date("2024-08-15T03:00:00Z"), unit: "so-y-te" },
        detail: { role: "unitHead", from: "a", to: "b" },
      },
    ],
  );
  return {
    result: { ...result, decision: { number: "12/QĐ-UBND", date: "2025-01-17", file: "" } },
    years: [
      { year: 2022, manifest: null, reason: "chưa có kết quả công bố trong hệ thống" },
      { year: 2023, manifest: otherYear(result, 2023) },
      { year: 2024, manifest: result.manifest },
    ],
    predecessors: { [first]: ["Sở Cũ A", "Sở Cũ B"] },
    heads,
    until: new Date("2025-01-20T00:00:00Z"),
  };
}

export const blocksOf = ({ sections }: ReportDocument): Block[] => sections.flatMap(({ blocks }) => blocks);

export const tableRows = ({ rows }: ReportTable): string[][] =>
  rows.map((row) => ("heading" in row ? [row.heading] : row.cells.map(cellText)));

export const headingsOf = ({ head }: ReportTable): string[] => head.flat().map(({ text }) => text);

export const tablesOf = (document: ReportDocument): ReportTable[] =>
  blocksOf(document).flatMap((block) => (block.kind === "table" ? [block.table] : []));

/** The plain paragraphs of a document, in their order. */
export const paragraphsOf = (document: ReportDocument): string[] =>
  blocksOf(document).flatMap((block) => (block.kind === "paragraph" ? [plainText(block.text)] : []));

/** The sheet of a result, which the test can't do without. */
export function sheetNamed({ sheets }: SealedResult, unit: string): FrozenSheet {
  const sheet = sheets.find((one) => one.unit === unit);
  if (!sheet) throw new Error(`no sheet of ${unit}`);
  return sheet;
}

/** A text in its runs. */
export const runsOf = (text: RichText): readonly Run[] => (typeof text === "string" ? [{ text }] : text);

/** Every text of a document that may be formatted. */
export const richTexts = (document: ReportDocument): RichText[] =>
  blocksOf(document).flatMap((block): RichText[] => {
    if (block.kind === "letterhead") return [block.letterhead.number];
    if (block.kind === "title") return [...block.lines];
    if (block.kind === "annex") return [block.name, block.subject, block.with];
    return block.kind === "paragraph" || block.kind === "heading" ? [block.text] : [];
  });
