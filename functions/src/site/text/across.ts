/** How units changed, and a result across its units, years and versions. */
export const across = {
  since: ["so với {year}", "since {year}"],
  sinceYear: ["So với {year}", "Since {year}"],
  noFieldThen: ["năm {year} không có lĩnh vực này", "there was no such field in {year}"],
  noPointsOnce: ["một trong hai năm không có điểm", "no points in one of the two years"],
  indexSince: ["Chỉ số so với {year}", "Index since {year}"],
  rankSince: ["Hạng so với {year}", "Rank since {year}"],
} as const;
