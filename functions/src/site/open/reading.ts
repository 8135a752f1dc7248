import {
  type Catalogued,
  type FrozenSheet,
  Id,
  PublicationId,
  pagesOf,
  type SealSheet,
  unitsOnPage,
} from "@parindex/core";
import { findUnit, type PublishedResult } from "../result.ts";
import type { PublicationReader } from "../site.ts";
import { OpenProblem } from "./problems.ts";
import type { Format } from "./response.ts";

/** Where the first version of the open data stands. What changes an answer's meaning makes a second one beside it. */
export const BASE = "/open/v1";

/** What a route answers from. */
export interface Asked {
  params: Readonly<Record<string, string>>;
  format: Format;
  publications: PublicationReader;
  now: Date;
}

const isOut = ({ publication }: Catalogued, now: Date) => publication.publishedAt <= now;

/** All that is out, newest first. */
export async function catalogued({ publications, now }: Asked): Promise<Catalogued[]> {
  return (await publications.catalogue()).filter((one) => isOut(one, now));
}

/** The result that a path names; what is dated later than now is not there for anyone. */
export async function published({ params, publications, now }: Asked): Promise<PublishedResult> {
  const { publication: id = "" } = params;
  const publication = PublicationId.safeParse(id).success ? await publications.publication(id) : null;
  const result = publication && { id, publication };
  if (!result || !isOut(result, now))
    throw new OpenProblem(
      "unknown-publication",
      `Chưa có kết quả nào được công bố dưới mã «${id}». Các bản công bố đứng ở ${BASE}/catalogue.json.`,
    );
  return result;
}

const numberOf = (text: string | undefined): number => (/^[1-9]\d{0,5}$/.test(text ?? "") ? Number(text) : 0);

/** The versions of the year that a path names, newest first. */
export async function ofYear(asked: Asked): Promise<[Catalogued, ...Catalogued[]]> {
  const year = numberOf(asked.params.year);
  const [newest, ...older] = (await catalogued(asked)).filter(
    ({ publication }) => publication.manifest.year === year,
  );
  if (!newest)
    throw new OpenProblem(
      "unknown-year",
      `Chưa có kết quả nào được công bố cho năm «${asked.params.year}». Các năm đã công bố đứng ở ${BASE}/catalogue.json.`,
    );
  return [newest, ...older];
}

/** The sheets of a page of units, in the order of the ranking: never more of them in memory than stand on a page. */
async function sheetsOn({ id, publication }: PublishedResult, page: number, publications: PublicationReader) {
  const units = unitsOnPage(publication.manifest, page);
  const sheets = await Promise.all(units.map(({ unit }) => publications.sheet(id, unit)));
  return sheets.map((sheet, at): SealSheet => {
    if (!sheet) throw new TypeError(`${id}: the sheet of ${units[at]?.unit} is not stored`);
    return sheet;
  });
}

/** A page of a result's units: the one that is asked for, or the only one where none is. */
export async function pageOf(asked: Asked) {
  const result = await published(asked);
  const pages = pagesOf(result.publication.manifest);
  const wanted = asked.params.page;
  if (wanted === undefined && pages > 1)
    throw new OpenProblem(
      "paged",
      `Bản công bố có ${pages} trang: tải ${BASE}/results/${result.id}/pages/1/… đến …/pages/${pages}/….`,
      { pages },
    );
  const page = wanted === undefined ? 1 : numberOf(wanted);
  if (page < 1 || page > pages)
    throw new OpenProblem("unknown-page", `Bản công bố có ${pages} trang, không có trang «${wanted}».`, {
      pages,
    });
  const sheets = await sheetsOn(result, page, asked.publications);
  const pageUrl = (of: number, file: string) =>
    `${BASE}/results/${result.id}/pages/${of}/${file}.${asked.format}`;
  const links = (file: string) => ({
    ...(page > 1 ? { prev: pageUrl(page - 1, file) } : {}),
    ...(page < pages ? { next: pageUrl(page + 1, file) } : {}),
  });
  return { result, page, pages, sheets, links };
}

/** The unit's sheet that a path names. */
export async function sheetOf(asked: Asked): Promise<{ result: PublishedResult; sheet: FrozenSheet }> {
  const result = await published(asked);
  const { unit = "" } = asked.params;
  const known = Id.safeParse(unit).success && findUnit(result.publication.manifest, unit) !== null;
  const stored = known ? await asked.publications.sheet(result.id, unit) : null;
  if (!stored)
    throw new OpenProblem(
      "unknown-unit",
      `Bản công bố «${result.id}» không có bảng điểm của đơn vị «${unit}». Các đơn vị đứng ở ${BASE}/results/${result.id}/ranking.json.`,
    );
  return { result, sheet: stored.sheet };
}
