import { assets } from "./assets.ts";
import { CARD } from "./card.ts";
import { dataBlock, type Html, html } from "./html.ts";
import { LANGUAGES, pathIn, reading } from "./reading.ts";
import { t } from "./text/text.ts";

/** What is said of a page outside of it. */
export interface About {
  title: string;
  description: string;
  /** The path of the picture that stands for the page where it is shared, and what that shows. */
  card?: { src: string; alt: string };
  /** What the page holds, in the words of schema.org. */
  data?: object;
  /** The path, without language, of the page that searches should find instead of this one; null: none. */
  canonical?: string | null;
  /** Where the page's links open; in its own place unless told. */
  target?: "_blank";
  /** Whether the page may be kept longer than its version stays the newest, so that a script must ask. */
  asksSuccessor?: boolean;
}

const LOCALE = { vi: "vi_VN", en: "en_US" } as const;

/** A path of this site as others must name it. */
export const absolute = (path: string): string => reading().origin + path;

/** Where the page stands for good, and the same page in the other language. */
const addresses = (path: string): Html =>
  html`<link rel="canonical" href="${absolute(pathIn(reading().language, path))}">
${LANGUAGES.map(
  (language) => html`<link rel="alternate" hreflang="${language}" href="${absolute(pathIn(language, path))}">
`,
)}<link rel="alternate" hreflang="x-default" href="${absolute(path)}">`;

const picture = ({ src, alt }: NonNullable<About["card"]>): Html =>
  html`<meta property="og:image" content="${absolute(src)}">
<meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="${CARD.width}">
<meta property="og:image:height" content="${CARD.height}">
<meta property="og:image:alt" content="${alt}">`;

/** How the page looks where it is shared (Open Graph; X reads the same, but for the kind of card). */
function shared({ title, description, card }: About, path: string): Html {
  const { language } = reading();
  const others = LANGUAGES.filter((other) => other !== language);
  return html`<meta property="og:type" content="website">
<meta property="og:site_name" content="${t("siteName")}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${description}">
<meta property="og:url" content="${absolute(pathIn(language, path))}">
<meta property="og:locale" content="${LOCALE[language]}">
${others.map((other) => html`<meta property="og:locale:alternate" content="${LOCALE[other]}">`)}
${card !== undefined && picture(card)}
<meta name="twitter:card" content="${card ? "summary_large_image" : "summary"}">`;
}

/** The head of a page. One that searches should not find says so, and names no address. */
export function head(about: About): Html {
  const { title, description, data, canonical = reading().path, target, asksSuccessor = false } = about;
  return html`<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${description}">
${canonical === null ? html`<meta name="robots" content="noindex">` : html`${addresses(canonical)}\n${shared(about, canonical)}`}
<meta name="color-scheme" content="light dark">
${target !== undefined && html`<base target="${target}">`}
${assets.fonts.map(
  (font) => html`<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin>
`,
)}
<link rel="stylesheet" href="${assets.style}">
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
${data !== undefined && dataBlock(data)}
${asksSuccessor && html`<script src="${assets.script}" type="module"></script>`}
</head>`;
}
