/** The reports of a year. */
export const reports = {
  reportsTitle: ["Báo cáo và biểu mẫu", "Reports and forms"],
  reportsLead: [
    "Tệp Word theo thể thức Nghị định 30/2020/NĐ-CP, mở ra sửa được ngay; chỗ tô vàng là chỗ phải điền. Số liệu lấy từ kết quả tại lúc tải.",
    "Word files in the official layout (Decree 30/2020), ready to edit; what must be filled in is marked yellow. Numbers are those of the moment.",
  ],
  reportDecision: ["Dự thảo quyết định phê duyệt và công bố", "Draft of the decision that publishes"],
  reportDecisionLead: [
    "Quyết định của cơ quan ban hành, kèm phụ lục xếp hạng từng nhóm, mã gốc và thời điểm chốt.",
    "The decision with a ranking of each group as its annexes, the root and when the result was sealed.",
  ],
  reportAnnex: ["Bảng điểm theo phụ lục", "Sheets in the annex's columns"],
  reportAnnexLead: [
    "Mỗi đơn vị một trang với đúng các cột của phụ lục, mỗi nhóm một trang xếp hạng.",
    "One sheet a unit with the annex's own columns, one a group with its ranking.",
  ],
  reportAnalysis: ["Báo cáo kết quả", "Analytical report"],
  reportAnalysisLead: [
    "Tổng quan, từng nhóm, lĩnh vực, tiêu chí mất điểm, tự đánh giá so với thẩm định, so với năm trước, từng đơn vị; có bảng và biểu đồ.",
    "Overview, groups, fields, points lost, self-assessed against appraised, the year before, each unit; with tables and charts.",
  ],
  reportCommendation: ["Kết quả phục vụ thi đua, khen thưởng", "Results for emulation and commendation"],
  reportCommendationLead: [
    "Ba năm đã công bố cạnh nhau, theo nhóm và xếp loại; danh sách người đứng đầu.",
    "Three published years side by side, by group and class; the list of heads.",
  ],
  reportHeads: ["Phiếu kết quả của người đứng đầu", "A sheet for each head"],
  reportHeadsLead: [
    "Mỗi người một trang: họ tên, chức vụ, thời gian giữ chức vụ, kết quả ba năm. Người thôi hoặc nhận nhiệm vụ trong kỳ có phiếu riêng.",
    "One page a person: name, title, time in the post, three years' results. Whoever left or came has a page of their own.",
  ],
  reportProvisional: [
    "Kết quả chưa chốt: số liệu là tạm tính và tệp ghi rõ như vậy.",
    "Not sealed yet: numbers are provisional, and the file says so.",
  ],
  reportNotOpen: ["Có khi kỳ đánh giá đã mở.", "Available once the period is open."],
  reportNotSealed: [
    "Có sau khi kết quả được chốt, vì quyết định in mã gốc. Hiện ở bước: {state}.",
    "Available once the result is sealed, as the decision prints its root. Now at: {state}.",
  ],
  reportNotPublished: [
    "Có sau khi kết quả được công bố. Hiện ở bước: {state}.",
    "Available once the result is published. Now at: {state}.",
  ],
  reportImported: [
    "Kết quả năm này nhập từ bảng tính, quyết định đã ban hành trước đó.",
    "This year came in from a workbook; its decision had been issued before.",
  ],
  downloadWord: ["Tải Word", "Word"],
  downloadExcel: ["Tải Excel", "Excel"],
  downloadOf: ["{format}: {report}", "{format}: {report}"],
  annexUnit: ["Đơn vị", "Unit"],
  annexAllUnits: ["Tất cả đơn vị", "All units"],
  reportMaking: ["Đang lập «{report}»…", "Making “{report}”…"],
  reportMade: ["Đã tải «{report}».", "“{report}” is downloaded."],
  reportFailed: [
    "Chưa lập được «{report}»: {cause}. Hãy thử lại; nếu vẫn lỗi, báo người quản trị.",
    "“{report}” could not be made: {cause}. Try again, or tell the administrator.",
  ],
  reportNoData: ["không đọc được dữ liệu", "the data could not be read"],
  reportPdf: [
    "Cần PDF: mở tệp Word rồi chọn Lưu thành PDF, hoặc in trang đang xem bằng trình duyệt (Ctrl+P, chọn Lưu thành PDF).",
    "For a PDF, save the Word file as one, or print the page you see with the browser (Ctrl+P, save as PDF).",
  ],
} as const;
