import { type Content, type Html, html } from "./html.ts";

/** The heading of a column. `kind` "num" sets it above numbers. */
export const head = (content: Content, kind = ""): Html =>
  html`<th role="columnheader" scope="col"${kind && html` class="${kind}"`}>${content}</th>`;

/** The heading of a row: what the row is about. */
export const rowHead = (content: Content, kind = ""): Html =>
  html`<th role="rowheader" scope="row"${kind && html` class="${kind}"`}>${content}</th>`;

/** A cell with a number; `label` names it where a phone shows the row as a paragraph. */
export const num = (label: string, content: Content, kind = ""): Html =>
  html`<td role="cell" class="num${kind && ` ${kind}`}" data-label="${label}">${content}</td>`;

/** A cell with a drawing or a word. */
export const cell = (content: Content, kind: string): Html =>
  html`<td role="cell" class="${kind}">${content}</td>`;

export const row = (cells: Content): Html => html`<tr role="row">${cells}</tr>`;

/** A table whose roles are spelled out, because phones lay its rows out as paragraphs. `label` names it to readers. */
export const table = (kind: string, label: string, heads: Content, rows: Content): Html =>
  html`<table role="table" class="${kind}" aria-label="${label}">
<thead role="rowgroup"><tr role="row">${heads}</tr></thead>
<tbody role="rowgroup">${rows}</tbody>
</table>`;
