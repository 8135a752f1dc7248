import { indexText } from "@parindex/core";
import { PointsText } from "./Achieved.tsx";

/** An index in per cent, or "—" where nothing is achieved yet. */
export const IndexText = ({
  achieved,
  max,
  decimals,
}: {
  achieved: number | null;
  max: number;
  decimals: number;
}) =>
  achieved === null || max === 0 ? <PointsText points={null} /> : indexText({ achieved, max }, decimals);
