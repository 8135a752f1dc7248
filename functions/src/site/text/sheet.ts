/** A unit's sheet. */
export const sheet = {
  sheetTitle: ["{unit} – Chỉ số cải cách hành chính năm {year}", "{unit} – PAR index {year}"],
  sheetAbout: [
    "{unit}: Chỉ số {index} %, bảng điểm năm {year} do {owner} công bố.",
    "{unit}: index {index} %, sheet of {year}, published by {owner}.",
  ],
  position: ["Vị trí", "Where you are"],
  resultOf: ["Kết quả năm {year}", "Result of {year}"],
  sheetVersion: [
    "Năm {year} · Quyết định {decision} của {owner} · công bố {version}",
    "{year} · Decision {decision} of {owner} · version {version}",
  ],
  compareWithOthers: ["So sánh với đơn vị khác", "Compare with other units"],
  absentNotice: [
    "Đơn vị không gửi hồ sơ tự đánh giá của kỳ này. Hội đồng thẩm định chấm điểm theo tài liệu hiện có.",
    "The unit did not submit a self-assessment this year. The appraisal council scored it from the documents at hand.",
  ],
  index: ["Chỉ số", "Index"],
  ranking: ["Xếp hạng", "Rank"],
  notRanked: ["Được đánh giá, không xếp hạng chung", "Assessed, not ranked with the others"],
  selfAssessment: ["Tự đánh giá", "Self-assessment"],
  appraisal: ["Kết quả thẩm định", "Appraisal"],
  appraisalShort: ["Thẩm định", "Appraisal"],
  survey: ["Điều tra xã hội học", "Sociological survey"],
  surveyShort: ["Điều tra XHH", "Survey"],
  comparedWithSelf: ["so với tự đánh giá ", "compared with the self-assessment "],
  noPoints: ["chưa có điểm", "no points yet"],
  noSelfPoints: ["đơn vị chưa tự chấm điểm", "the unit has not scored itself"],
  noAppraisal: ["chưa có kết quả thẩm định", "not appraised yet"],
  noSurvey: ["chưa có điểm điều tra", "no survey score yet"],
  noSurveyScore: ["chưa có điểm điều tra xã hội học", "no score of the sociological survey yet"],
  noSelfHere: ["đơn vị chưa tự chấm điểm mục này", "the unit has not scored this item itself"],
  unitNotSelfAssessed: ["đơn vị không tự đánh giá", "the unit did not self-assess"],

  byField: ["Theo lĩnh vực", "By field"],
  byFieldHint: [
    "Thanh dài theo điểm tối đa của lĩnh vực; phần đậm là điểm đạt được.",
    "Bars are as long as the field’s maximum; the dark part is what was achieved.",
  ],
  field: ["Lĩnh vực", "Field"],
  chart: ["Biểu đồ", "Chart"],

  losses: ["Mất điểm ở đâu", "Where points were lost"],
  lossesSummary: [
    "Mất {lost} điểm ở {count} mục, mục mất nhiều nhất xếp trước.",
    "{lost} points lost in {count} items, the largest loss first.",
  ],
  moreLosses: ["{count} mục còn lại", "The other {count} items"],
  achievedBefore: ["đạt ", "achieved "],

  sheet: ["Bảng điểm", "Sheet"],
  sheetHint: [
    "{set}. Điểm đạt được = kết quả thẩm định + điều tra xã hội học; Chỉ số = điểm đạt được ÷ điểm tối đa, %.",
    "{set}. Points achieved = appraisal + sociological survey; index = points achieved ÷ maximum points, %.",
  ],
  rowColumn: ["Lĩnh vực, tiêu chí, tiêu chí thành phần", "Field, criterion, sub-criterion"],
  total: ["Tổng cộng", "Total"],
  exempt: ["không đánh giá", "not assessed"],
  exemptWhy: ["{mark}: {reason}", "{mark}: {reason}"],
  notSurveyed: ["kỳ này không điều tra xã hội học", "no sociological survey this year"],
  smallSample: ["số phiếu dưới mức tối thiểu", "fewer answers than the minimum"],

  adjustments: ["Điểm thưởng, điểm trừ", "Bonus and penalty points"],
  adjustmentBy: ["({number} ngày {day})", "({number} of {day})"],
  adjustmentsCounted: [
    "Tính vào tổng điểm đạt được: {counted} điểm, trong mức tối đa của kỳ đánh giá.",
    "Counted in the points achieved: {counted} points, within the year’s limit.",
  ],

  checkSheet: ["Kiểm tra bảng điểm", "Check the sheet"],
  sheetHash: ["SHA-256 của bảng điểm", "SHA-256 of the sheet"],
  downloadSheet: ["Tải bảng điểm (JSON)", "Download the sheet (JSON)"],
  downloadProof: ["Tải chứng minh (JSON)", "Download the proof (JSON)"],
  proofAbout: [
    "Bảng điểm này là lá thứ {position} trong {size} lá dưới mã gốc in trong quyết định: ghép mã băm của nó lần lượt với {count} mã băm dưới đây thì ra đúng mã gốc, nên không ai sửa được nó mà mã gốc vẫn khớp.",
    "This sheet is leaf {position} of the {size} leaves below the root printed in the decision: its hash, joined in turn with the {count} hashes below, gives that very root, so nobody can change the sheet while the root still matches.",
  ],
  proofHashes: ["Các mã băm dẫn đến mã gốc", "The hashes that lead to the root"],
  howToCheck: ["Cách kiểm tra", "How to check it"],
} as const;
