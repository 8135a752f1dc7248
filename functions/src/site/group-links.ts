import type { GroupRanking } from "@parindex/core";
import { type Html, html } from "./html.ts";
import { given, t } from "./text/text.ts";

/** Leads to the groups of a page: those on it by a jump, those it has no room for by a page of their own. */
export const groupLinks = (
  groups: readonly GroupRanking[],
  shown: readonly GroupRanking[],
  elsewhere: (group: string) => string,
): Html | null =>
  groups.length < 2
    ? null
    : html`<nav class="jump" aria-label="${t("unitGroups")}"><ul>${groups.map((group) => {
        const here = shown.includes(group);
        return html`<li><a href="${here ? `#nhom-${group.group}` : elsewhere(group.group)}">${given(group.name)}</a></li>`;
      })}</ul></nav>`;
