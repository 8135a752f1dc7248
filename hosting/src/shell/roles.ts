import type { Roles } from "@parindex/core";
import type { Route } from "./route.ts";

const OPEN: readonly [Route, (roles: Roles) => boolean][] = [
  ["home", () => true],
  ["unit", ({ unitEditor, unitHead }) => unitEditor !== undefined || unitHead !== undefined],
  ["appraisal", ({ appraiser }) => appraiser !== undefined],
  ["council", ({ council, admin }) => council === true || admin === true],
  ["analysis", ({ council, admin }) => council === true || admin === true],
  ["overview", ({ viewer }) => viewer === true],
  ["survey", ({ admin, surveyor }) => admin === true || surveyor === true],
  ["admin", ({ admin }) => admin === true],
];

/** The pages a member's roles open, in the order of the navigation. */
export const openRoutes = (roles: Roles): Route[] =>
  OPEN.filter(([, open]) => open(roles)).map(([route]) => route);
