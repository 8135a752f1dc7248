import { html } from "../html.ts";
export const openDataPage = () => html``;
