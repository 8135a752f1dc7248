import type { Content, Html } from "../html.ts";
import { html } from "../html.ts";
import { reading } from "../reading.ts";
import { across } from "./across.ts";
import { method } from "./method.ts";
import { page } from "./page.ts";
import { reach } from "./reach.ts";
import { result } from "./result.ts";
import { sheet } from "./sheet.ts";

/** What the public pages say, once: Vietnamese first, English beside it. `{name}` is filled in. */
export const texts = { ...page, ...result, ...sheet, ...method, ...reach, ...across } satisfies Readonly<
  Record<string, readonly [vi: string, en: string]>
>;
type TextKey = keyof typeof texts;

const said = (key: TextKey): string => texts[key][reading().language === "en" ? 1 : 0];

/** The string of a key in the language of the page, with its gaps filled. */
export const t = (key: TextKey, gaps: Readonly<Record<string, string | number>> = {}): string =>
  said(key).replace(/\{(\w+)\}/g, (whole, name: string) => String(gaps[name] ?? whole));

/** The same with markup in its gaps. */
export const rich = (key: TextKey, gaps: Readonly<Record<string, Content>>): Html =>
  html`${said(key)
    .split(/\{(\w+)\}/)
    .map((part, at) => (at % 2 === 0 ? part : (gaps[part] ?? null)))}`;

/** A text that people entered, which is Vietnamese whatever the page is: an English one marks it (WCAG 3.1.2). */
export const given = (text: string): Content =>
  reading().language === "vi" ? text : html`<span lang="vi">${text}</span>`;
