/** What stands around every page, and the pages that only say something. */
export const page = {
  skip: ["Đến nội dung chính", "Skip to the content"],
  mainNav: ["Chính", "Main"],
  navResult: ["Kết quả", "Results"],
  navYears: ["Các năm", "All years"],
  navOpenData: ["Dữ liệu mở", "Open data"],
  navMethod: ["Phương pháp", "Method"],
  signIn: ["Đăng nhập", "Sign in"],
  noTracking: [
    "Trang này không đặt cookie và không theo dõi người đọc.",
    "This site sets no cookies and does not follow its readers.",
  ],

  messageTitle: ["{title} – Chỉ số cải cách hành chính", "{title} – PAR index"],
  notFound: ["Không tìm thấy trang này", "There is no such page"],
  notFoundWhy: [
    "Địa chỉ có thể đã gõ sai, hoặc kết quả bạn tìm chưa được công bố.",
    "The address may be mistyped, or the result you look for has not been published yet.",
  ],
  seeNewest: ["Xem kết quả mới nhất", "See the newest result"],
  nothingPublished: ["Chưa có kết quả nào được công bố", "No result has been published yet"],
  nothingPublishedWhy: [
    "Chỉ số cải cách hành chính được công bố tại đây, công khai và nguyên vẹn, sau khi Ủy ban nhân dân phê duyệt bằng quyết định.",
    "The PAR index is published here, openly and unaltered, once the People’s Committee has approved it by a decision.",
  ],
  meanwhile: ["Trong khi chờ, bạn có thể đọc {method}.", "Until then, you can read {method}."],
  howDetermined: ["cách xác định Chỉ số", "how the index is determined"],
  tooMany: ["Bạn tra cứu quá nhanh", "You ask too often"],
  tooManyWhy: [
    "Máy chủ nhận quá nhiều yêu cầu từ địa chỉ của bạn. Hãy chờ {seconds} giây rồi thử lại.",
    "The server gets too many requests from your address. Please wait {seconds} seconds and try again.",
  ],
  unavailable: ["Trang tạm thời không mở được", "This page can’t be opened for the moment"],
  unavailableWhy: [
    "Hệ thống đang gặp sự cố. Kết quả đã công bố vẫn nguyên vẹn; hãy tải lại trang sau ít phút.",
    "The system has a problem. Published results are not affected; please reload the page in a few minutes.",
  ],
  errorId: ["Mã lỗi: {errorId}", "Error id: {errorId}"],
} as const;
