import { z } from "zod";
import { Attestation } from "./attestation.ts";
import {
  FrozenSheet,
  GroupRanking,
  Imported,
  Manifest,
  type Publication,
  type RankedUnit,
  SealSheet,
  type SheetRow,
  type Totals,
} from "./documents.ts";
import {
  CATALOGUE_TABLE,
  DICTIONARY_TABLE,
  LEAVES_TABLE,
  type OpenTable,
  RANKING_TABLE,
  type RowOf,
  rowSchema,
  type SHEET_TABLE,
} from "./open-data-tables.ts";
import { formatPoints, type Points } from "./points.ts";
import { indexText } from "./ranking.ts";

/** Under which the open data may be used again. */
export const OPEN_LICENCE = {
  id: "CC-BY-4.0",
  name: "Creative Commons Attribution 4.0 International",
  url: "https://creativecommons.org/licenses/by/4.0/",
} as const;

/** How many units stand on a page of the sheets and of the table of leaves, in the order of the ranking. */
export const UNITS_PER_PAGE = 200;

/** An id under which a result was published. */
export const PublicationId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}_[a-z0-9][a-z0-9-]{0,62}_v[1-9]\d{0,5}$/);

/** All that a publication says beside its ranking: what a listing of publications needs. */
export type CataloguedPublication = Omit<Publication, "manifest"> & { manifest: Omit<Manifest, "ranking"> };

/** A publication with the id that stands in its URL. */
export interface Catalogued {
  id: string;
  publication: CataloguedPublication;
}
interface Published {
  id: string;
  publication: Publication;
}

/** The rows of the catalogue, of publications newest first. `urlOf` tells where a publication's files are listed. */
export const catalogueRows = (
  publications: readonly Catalogued[],
  urlOf: (publication: string) => string,
): RowOf<typeof CATALOGUE_TABLE>[] =>
  publications.map(({ id, publication }) => {
    const { manifest, decision, root, development, supersededBy } = publication;
    return {
      ...{ publication: id, scheme: manifest.scheme, scheme_name: manifest.schemeName },
      ...{ owner: manifest.owner, period: manifest.period, year: manifest.year, version: manifest.version },
      newest: publications.find((one) => one.publication.manifest.year === manifest.year)?.id === id,
      corrects: manifest.corrects,
      ...{ superseded_by: supersededBy, published_at: publication.publishedAt.toISOString() },
      ...{ decision_number: decision.number, decision_date: decision.date },
      ...{ root, development, imported: publication.imported !== undefined, url: urlOf(id) },
    };
  });

/** Points as a decimal: −22500 → "-2.25". */
const decimalOf = (points: number): string =>
  `${points < 0 ? "-" : ""}${formatPoints(Math.abs(points), ".")}`;
const decimalOrNull = (points: Points | null): string | null => (points === null ? null : decimalOf(points));

/** An index as it is shown, with a dot: "86,72" → "86.72"; null where there is none ("—"). */
const indexDecimal = (shown: string): string | null => (shown === "—" ? null : shown.replace(",", "."));

/** The rows of the ranking, in its published order. */
export const rankingRows = ({ id, publication: { manifest } }: Published): RowOf<typeof RANKING_TABLE>[] =>
  manifest.ranking.flatMap(({ group, name, ranked, units }) =>
    units.map((unit) => ({
      ...{ publication: id, year: manifest.year, group, group_name: name, ranked },
      ...{ rank: unit.rank, unit: unit.unit, unit_name: unit.name, index: indexDecimal(unit.index) },
      ...{ achieved: decimalOf(unit.achieved), max: decimalOf(unit.max), band: unit.band },
      ...{ self_assessed: unit.selfAssessed, sha256: unit.sha256 },
    })),
  );

/** The units of a page counted from 1, in the order of the ranking; empty where there is no such page. */
export const unitsOnPage = ({ ranking }: Manifest, page: number): RankedUnit[] =>
  ranking.flatMap(({ units }) => units).slice((page - 1) * UNITS_PER_PAGE, page * UNITS_PER_PAGE);

/** How many pages the units of a result fill. */
export const pagesOf = ({ ranking }: Manifest): number =>
  Math.ceil(ranking.reduce((count, { units }) => count + units.length, 0) / UNITS_PER_PAGE);

const pointsOf = ({ self, appraised, survey, achieved }: Omit<Totals, "max">) => ({
  ...{ self: decimalOrNull(self), appraised: decimalOrNull(appraised) },
  ...{ survey: decimalOrNull(survey), achieved: decimalOrNull(achieved) },
});

const remarksOf = ({ exempt, insufficientSample }: FrozenSheet, row: SheetRow) => ({
  exempt: row.exempt,
  exempt_reason: exempt[row.id] ?? null,
  insufficient_sample: insufficientSample.includes(row.id),
});

/** The rows of the table of leaves that come from some sheets of a result. */
export function leafRows(
  { id, publication: { manifest } }: Published,
  sheets: readonly FrozenSheet[],
): RowOf<typeof LEAVES_TABLE>[] {
  const groupNames = new Map(manifest.ranking.map(({ group, name }) => [group, name]));
  return sheets.flatMap((sheet) => {
    let field: Pick<SheetRow, "id" | "name"> = { id: "", name: "" };
    return sheet.rows.flatMap((row) => {
      if (row.level === "field") field = row;
      if (row.source === null) return [];
      return {
        ...{ publication: id, year: manifest.year },
        ...{ group: sheet.group, group_name: groupNames.get(sheet.group) ?? sheet.group },
        ...{ unit: sheet.unit, unit_name: sheet.name, criteria_set: sheet.criteriaSet.id },
        ...{ field: field.id, field_name: field.name },
        ...{ leaf: row.id, code: row.code, name: row.name, source: row.source },
        ...{ ...remarksOf(sheet, row), max: decimalOf(row.max), ...pointsOf(row) },
      };
    });
  });
}

/** The rows of one unit's sheet, with what counts of bonus and penalty points before the total. */
export function sheetTableRows(
  { id, publication: { manifest } }: Published,
  sheet: FrozenSheet,
): RowOf<typeof SHEET_TABLE>[] {
  const { decimals } = manifest.settings;
  const place = { publication: id, year: manifest.year, unit: sheet.unit, unit_name: sheet.name };
  const summed = { code: null, source: null, exempt: false, exempt_reason: null, insufficient_sample: false };
  const nothing = { max: null, self: null, appraised: null, survey: null, index: null };
  const ranked = manifest.ranking.flatMap(({ units }) => units).find(({ unit }) => unit === sheet.unit);
  return [
    ...sheet.rows.map((row) => ({
      ...{ ...place, level: row.level, row: row.id, code: row.code, name: row.name, source: row.source },
      ...{ ...remarksOf(sheet, row), max: decimalOf(row.max), ...pointsOf(row) },
      index: row.achieved === null ? null : indexDecimal(indexText(row, decimals)),
    })),
    ...(sheet.adjustments === undefined
      ? []
      : [
          {
            ...{ ...place, level: "adjustment", row: "adjustment", name: "Điểm thưởng, điểm trừ được tính" },
            ...{ ...summed, ...nothing, achieved: decimalOf(sheet.adjustments.counted) },
          },
        ]),
    {
      ...{ ...place, level: "total", row: "total", name: "Tổng cộng", ...summed },
      ...{ max: decimalOf(sheet.total.max), ...pointsOf(sheet.total) },
      index: ranked ? indexDecimal(ranked.index) : null,
    },
  ];
}

const Licence = z.object({ id: z.string(), name: z.string(), url: z.url() });
const Format = z.enum(["json", "csv", "xlsx"]);

/** A file of a result; `url` of a unit's file holds `{unit}` for the unit's id. */
const OpenFile = z.object({ resource: z.string(), format: Format, url: z.string() });

/** What names a result and its place in the chain. */
const Named = Manifest.omit({
  ...{ settings: true, criteriaSets: true, insufficientSampleReason: true, ranking: true },
});

/** What a result is, and where all of its files are. */
export const OpenResult = z.object({
  publication: PublicationId,
  ...Named.shape,
  ...Attestation.omit({ algorithm: true, signature: true, publicKey: true, publicationSignature: true })
    .shape,
  imported: Imported.omit({ by: true }).extend({ at: z.iso.datetime() }).nullable(),
  groups: z.array(GroupRanking.omit({ units: true }).extend({ units: z.int().min(0) })),
  pages: z.int().min(0),
  licence: Licence,
  files: z.array(OpenFile),
});

/** Describes a result by all that never changes of it. `files` are those that the routes offer. */
export function openResult(
  { id, publication }: Published,
  files: z.infer<typeof OpenFile>[],
): z.infer<typeof OpenResult> {
  const { imported, root, development, decision, manifest } = publication;
  return {
    ...{ publication: id, ...Named.parse(manifest), root, development, decision },
    publishedAt: publication.publishedAt.toISOString(),
    imported: imported
      ? { source: imported.source, at: imported.at.toISOString(), differences: imported.differences }
      : null,
    groups: manifest.ranking.map(({ group, name, ranked, units }) => ({
      group,
      name,
      ranked,
      units: units.length,
    })),
    ...{ pages: pagesOf(manifest), licence: OPEN_LICENCE, files },
  };
}

/** Which publication corrects another one, if any: the only thing about a version that may change. */
export const Successor = z.object({ publication: PublicationId, supersededBy: PublicationId.nullable() });

/** The sheets of a page of units, each as it was hashed. */
export const OpenSheets = z.object({
  publication: PublicationId,
  page: z.int().min(1),
  pages: z.int().min(1),
  sheets: z.array(SealSheet),
});

/** An error (RFC 9457): `type` for programs, `title` and `detail` for people. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string(),
  /** The formats in which the resource is there, and the pages on which it is. */
  formats: z.array(Format).optional(),
  pages: z.int().optional(),
});
export type Problem = z.infer<typeof Problem>;

/** The rows of a table as JSON. */
const rowsOf = (table: OpenTable) => z.object({ licence: z.url(), rows: z.array(rowSchema(table)) });

const Catalogue = z.object({
  title: z.string(),
  documentation: z.string(),
  openapi: z.string(),
  licence: Licence,
  results: z.array(rowSchema(CATALOGUE_TABLE)),
});

/** The schema of every JSON answer of the open data, by its name. */
export const OPEN_SCHEMAS = {
  catalogue: Catalogue,
  result: OpenResult,
  successor: Successor,
  manifest: Manifest,
  attestation: Attestation,
  sheet: FrozenSheet,
  sheets: OpenSheets,
  ranking: rowsOf(RANKING_TABLE),
  leaves: rowsOf(LEAVES_TABLE).extend({ page: z.int().min(1), pages: z.int().min(1) }),
  dictionary: rowsOf(DICTIONARY_TABLE),
  problem: Problem,
} as const satisfies Record<string, z.ZodObject>;
export type OpenSchemaName = keyof typeof OPEN_SCHEMAS;
export const OPEN_SCHEMA_NAMES = Object.keys(OPEN_SCHEMAS) as OpenSchemaName[];

/**
 * A schema as JSON Schema (2020-12). It allows members it does not know, so that a copy of it holds when a later result has
 * a setting that earlier ones lack.
 */
export const jsonSchemaOf = (name: OpenSchemaName): Record<string, unknown> => ({
  ...z.toJSONSchema(OPEN_SCHEMAS[name], { io: "input" }),
});
