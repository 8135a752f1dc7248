export const home = {
  openOverview: ["Xem chỉ số và lĩnh vực của các đơn vị", "See the units' indices and fields"],
  homeTitle: ["Việc của tôi", "My work"],
  countdown: ["Thời hạn của bước hiện tại", "Time left at this stage"],
  news: ["Thông tin", "News"],
  notices: ["Thông báo cho tôi", "Notices"],
  noticesEmpty: ["Chưa có thông báo nào.", "No notices yet."],
  unread: ["chưa đọc", "unread"],
  completenessByField: ["Mức hoàn thành theo lĩnh vực", "Completeness by field"],
  scoredLeaves: ["Đã chấm", "Scored"],
  seeAll: ["Xem cả {n} tiêu chí", "See all {n}"],
  explainNow: [
    "{n} tiêu chí cần giải trình trước khi hết hạn.",
    "{n} leaves wait for your explanation before the date.",
  ],
  readyToSubmit: [
    "Mọi tiêu chí đã chấm. Hãy đọc lại ở mục Kiểm tra rồi gửi hồ sơ.",
    "Everything is scored. Read it through, then submit.",
  ],
  readyForHead: [
    "Mọi tiêu chí đã chấm. Hồ sơ chờ lãnh đạo đơn vị kiểm tra và gửi.",
    "Everything is scored. The head checks and submits.",
  ],
  judgedTodayAll: [
    "Hôm nay bạn đã thẩm định {n} tiêu chí của {units} đơn vị.",
    "You judged {n} leaves of {units} units today.",
  ],
  toAppraisal: ["Đến bàn thẩm định", "To the appraisal desk"],
  toPaperForms: ["Nhập phiếu giấy", "Key in paper forms"],
  toSurveyProgress: ["Xem tiến độ thu phiếu", "See the survey's progress"],
} as const;
