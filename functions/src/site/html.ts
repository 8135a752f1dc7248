/** Markup that may stand in a page as it is. Only `html` makes it, so text from data is escaped by construction. */
class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}
export type Html = Markup;

/** What a template may insert. null and false insert nothing. */
export type Content = Html | string | number | null | false | readonly Content[];

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);

function insert(content: Content): string {
  if (content === null || content === false) return "";
  if (content instanceof Markup) return content.source;
  if (typeof content === "string") return escapeText(content);
  if (typeof content === "number") return String(content);
  return content.map(insert).join("");
}

/**
 * A tagged template for HTML: what is inserted is escaped unless it came from `html` itself. Written here because
 * twenty lines do what the pages need, without a dependency in the deployed function. Quote every attribute.
 *
 * @example html`<a href="${url}">${name}</a>`
 */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Markup(strings.reduce((text, part, at) => text + insert(contents[at - 1] ?? null) + part));
}

/** Data for machines in a page. It is never run, so the policy lets it be; "<" can't end its element early. */
export const dataBlock = (data: unknown): Html =>
  new Markup(
    `<script type="application/ld+json">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>`,
  );
