import { paths } from "../../core/src/index.ts";
import { SCHEME } from "../seed.ts";
import { fetchPage } from "./doors.ts";
import { expectSame, expectThat } from "./expect.ts";
import type { Result } from "./result.ts";
import { PERIOD } from "./world.ts";

/** A page's text without its markup. */
const textOf = (html: string) =>
  html
    .replace(/<(script|style)[\s\S]*?<\/\1>/g, "")
    .replace(/<[^>]+>/g, " ")
    .replaceAll("&amp;", "&");

async function readPage(path: string): Promise<string> {
  const { status, text } = await fetchPage(path);
  expectSame(`the status of ${path}`, status, 200);
  return textOf(text);
}

/** The pages that anyone opens through Hosting show the ranking in its order, and the first unit's sheet. */
export async function checkPublicPages({ manifest, root }: Result): Promise<string> {
  const ranking = await readPage("/");
  for (const { name, units } of manifest.ranking) {
    let at = ranking.indexOf(name);
    for (const unit of units) {
      const found = ranking.indexOf(unit.name, at);
      expectThat(`${unit.name} stands in its place on the front page`, found > at, { found, after: at });
      expectThat(
        `the index of ${unit.name} is on the front page`,
        ranking.includes(unit.index, found),
        unit.index,
      );
      at = found;
    }
  }
  const first = manifest.ranking[0]?.units[0];
  if (!first) throw new Error("the ranking is empty");
  const id = paths.publicationId(SCHEME, PERIOD, 1);
  const sheet = await readPage(`/cong-bo/${id}/${first.unit}`);
  for (const shown of [first.name, first.index])
    expectThat(`the page of ${first.unit} shows ${shown}`, sheet.includes(shown), "it does not");
  expectThat("the front page shows the root", ranking.includes(root.slice(0, 8)), root);
  return `the front page shows the ranking, /cong-bo/${id}/${first.unit} its sheet`;
}
