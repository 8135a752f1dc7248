export const notices = {
  toldDueSoon: ["{unit}: {left}. {date}: {due}.", "{unit}: {left}. {date}: {due}."],
  toldNotSubmitted: ["hồ sơ chưa gửi", "not submitted yet"],
  toldAppraisalDueSoon: [
    "{unit}: còn {leaves} tiêu chí của {units} đơn vị chưa thẩm định. {date}: {due}.",
    "{unit}: {leaves} leaves of {units} units still to be judged. {date}: {due}.",
  ],
  toldAllJudged: [
    "{unit}: mọi tiêu chí đã thẩm định. {date}: {due}.",
    "{unit}: every leaf is judged. {date}: {due}.",
  ],
  toldOverdue: [
    "{unit} chưa gửi hồ sơ tự đánh giá, hạn là {due}. Hãy liên hệ cơ quan thường trực.",
    "{unit} has not submitted its self-assessment, due {due}. Turn to the standing body.",
  ],
  toldReminded: ["Cơ quan thường trực nhắc: {text}", "The standing body reminds you: {text}"],
  toldRemindedLeft: [
    "Cơ quan thường trực nhắc: {text} ({unit}: {left}.)",
    "The standing body reminds you: {text} ({unit}: {left}.)",
  ],
  leftUnscored: ["còn {n} tiêu chí chưa chấm", "{n} leaves not scored"],
  leftUnproven: ["còn {n} tiêu chí chưa có tài liệu kiểm chứng", "{n} leaves without evidence"],
  leftAsked: ["còn {n} tiêu chí được yêu cầu giải trình", "{n} leaves to explain as asked"],
  leftAdjusted: [
    "còn {n} tiêu chí được điều chỉnh điểm chưa giải trình",
    "{n} adjusted leaves not explained",
  ],
  toldSetReplaced: [
    "Bộ tiêu chí được thay bằng phiên bản mới, {leaves} tiêu chí phải chấm lại. Lý do: {reason}",
    "The criteria set was replaced, {leaves} leaves must be scored again. Reason: {reason}",
  ],
  toldReturned: [
    "Hồ sơ tự đánh giá được trả lại. Lý do: {reason}",
    "The self-assessment was returned. Reason: {reason}",
  ],
  toldReturnedUntil: [
    "Hồ sơ tự đánh giá được trả lại, hạn sửa {until}. Lý do: {reason}",
    "The self-assessment was returned, to be corrected by {until}. Reason: {reason}",
  ],
  toldException: [
    "Đơn vị được sửa hồ sơ tự đánh giá đến {until}: {reason}",
    "Your unit may edit its self-assessment until {until}: {reason}",
  ],
  toldExceptionOver: [
    "Việc mở khóa hồ sơ tự đánh giá đã được thu hồi: {reason}",
    "The unlocking of the self-assessment was taken back: {reason}",
  ],
  toldComment: ["{by} nhận xét: {text}", "{by} remarked: {text}"],
  toldCommentOn: ["{by} nhận xét về tiêu chí {code}: {text}", "{by} remarked on {code}: {text}"],
  toldAssigned: ["{by} giao bạn phụ trách {leaves} tiêu chí.", "{by} assigned {leaves} leaves to you."],
  toldAssignedOne: ["{by} giao bạn phụ trách tiêu chí {code}.", "{by} assigned {code} to you."],
  toldDelegated: [
    "{by} ủy quyền bạn gửi hồ sơ tự đánh giá đến {until}.",
    "{by} lets you submit the self-assessment until {until}.",
  ],
  toldPublished: [
    "Kết quả đã được công bố theo Quyết định số {decision}. Xem ở Trang công bố.",
    "The result is published by decision {decision}. See the public site.",
  ],
  toldAnnouncement: ["Thông báo chung: {title}", "Announcement: {title}"],
  toldAsked: ["{unit} hỏi: {question}", "{unit} asks: {question}"],
  toldAskedOn: ["{unit} hỏi về tiêu chí {code}: {question}", "{unit} asks about {code}: {question}"],
  toldCorrected: [
    "Kết quả đã công bố của {unit} được đính chính: {moved}. Xem trang công bố.",
    "The published result of {unit} was corrected: {moved}. See the public page.",
  ],
  correctedScores: ["sửa điểm {n} tiêu chí", "{n} scores changed"],
  correctedIndex: ["Chỉ số {from} % → {to} %", "index {from} % → {to} %"],
  correctedRank: ["hạng {from} → {to}", "rank {from} → {to}"],
  toldAnswered: ["Cơ quan thường trực trả lời: {answer}", "The standing body answers: {answer}"],
} as const;
