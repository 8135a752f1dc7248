import type { ImportDifference } from "@parindex/core";
import { type TextKey, t } from "../text/text.ts";

const OF: Record<ImportDifference["of"], TextKey> = {
  self: "differsSelf",
  appraised: "differsAppraised",
  survey: "differsSurvey",
  achieved: "differsAchieved",
  index: "differsIndex",
  rank: "differsRank",
};

/** What an imported result states otherwise, as people read it; `names` are of the units by their ids. */
export function differenceText(
  { unit, code, of, stated, computed }: ImportDifference,
  names: ReadonlyMap<string, string>,
): string {
  const where = code === null ? t(OF[of]) : t("differsRow", { of: t(OF[of]), code });
  return t("differsText", { unit: names.get(unit) ?? unit, where, stated, computed });
}
