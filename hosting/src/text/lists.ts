export const lists = {
  announcements: ["Thông báo chung", "Announcements"],
  announcementsEmpty: [
    "Cơ quan thường trực chưa có thông báo nào trong kỳ này.",
    "The standing body has announced nothing yet.",
  ],
  downloadFile: ["Tải tệp {name}", "Download {name}"],
  downloadFailed: ["Không tải được tệp. Hãy thử lại.", "The file could not be loaded. Try again."],
  difficulties: ["Khó khăn, vướng mắc", "Difficulties"],
  difficultiesEmpty: [
    "Chưa có câu hỏi nào. Gặp vướng mắc khi chấm điểm thì gửi cơ quan thường trực.",
    "Nothing yet. Where scoring is unclear, ask the standing body.",
  ],
  difficultiesNoneShared: [
    "Chưa có giải đáp nào được chia sẻ chung.",
    "No answer has been shared with all yet.",
  ],
  askDifficulty: ["Nêu vướng mắc", "Ask"],
  askExplain: [
    "Cơ quan thường trực trả lời tại đây; câu trả lời có thể được chia sẻ cho mọi đơn vị.",
    "The standing body answers here, and may share the answer with every unit.",
  ],
  sendQuestion: ["Gửi", "Send"],
  questionSent: ["Đã gửi đến cơ quan thường trực.", "Sent to the standing body."],
  aboutLeaf: ["Về tiêu chí", "About"],
  aboutWhole: ["Chung, không riêng tiêu chí nào", "No leaf in particular"],
  question: ["Nội dung vướng mắc", "Question"],
  answered: ["đã trả lời", "answered"],
  unanswered: ["chờ trả lời", "waiting"],
  sharedWithAll: ["chia sẻ chung", "shared with all"],
} as const;
