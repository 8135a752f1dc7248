import type { Roles } from "@parindex/core";
import { type TextKey, t } from "../text/standing-body.ts";

/** What each role is called on screen. */
export const ROLE_KEYS = {
  admin: "roleAdmin",
  council: "roleCouncil",
  appraiser: "roleAppraiser",
  unitHead: "roleUnitHead",
  unitEditor: "roleUnitEditor",
  viewer: "roleViewer",
  surveyor: "roleSurveyor",
} as const satisfies Record<keyof Roles, TextKey>;

export const ROLES = Object.keys(ROLE_KEYS) as (keyof Roles)[];

/** A member's roles in words, an appraiser's with the fields or leaves it is narrowed to. */
export function rolesText(roles: Roles): string {
  const words = ROLES.filter((role) => roles[role]).map((role) => {
    const nodes = role === "appraiser" ? (roles.appraiser?.nodes ?? []) : [];
    return nodes.length > 0 ? `${t(ROLE_KEYS[role])} (${nodes.join(", ")})` : t(ROLE_KEYS[role]);
  });
  return words.join("; ") || t("roleNone");
}
