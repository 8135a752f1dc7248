/** How pages are found, shown elsewhere and switched between languages. */
export const reach = {
  siteName: ["Chỉ số cải cách hành chính", "PAR index"],
  otherLanguage: ["English", "Tiếng Việt"],
  dataDescription: [
    "Bảng xếp hạng và bảng điểm từng tiêu chí của {units} đơn vị năm {year}, do {owner} công bố: điểm tự đánh giá, kết quả thẩm định, điều tra xã hội học, điểm đạt được và Chỉ số.",
    "The ranking of {units} units in {year} and their sheets, criterion by criterion, published by {owner}: self-assessed, appraised, surveyed and achieved points, and the index.",
  ],
  sheetDescription: [
    "Bảng điểm năm {year} của {unit}, do {owner} công bố: điểm tự đánh giá, kết quả thẩm định, điều tra xã hội học, điểm đạt được và Chỉ số của từng tiêu chí.",
    "The sheet of {unit} in {year}, published by {owner}: self-assessed, appraised, surveyed and achieved points and the index of every criterion.",
  ],
  indexMeasured: ["Chỉ số cải cách hành chính, %", "Public administration reform (PAR) index, %"],
  cardOfRanking: ["Bảng xếp hạng: {leaders}", "Ranking: {leaders}"],
  cardOfUnit: ["{unit}: Chỉ số {index} %, {place}", "{unit}: index {index} %, {place}"],
  cardSource: ["Quyết định {number} · bản công bố lần {version}", "Decision {number} · version {version}"],
  cardDevelopment: ["Bản chạy thử", "Trial version"],
  placeRanked: ["hạng {rank}/{of}", "rank {rank}/{of}"],
  placeUnranked: ["không xếp hạng chung", "not ranked with the others"],

  search: ["Tìm", "Search"],
  searchLabel: ["Tìm đơn vị, tiêu chí", "Search units and criteria"],
  searchTitle: ["Tìm đơn vị và tiêu chí", "Search units and criteria"],
  searchTitleOf: ["Tìm “{wanted}”", "Search for “{wanted}”"],
  searchDescription: [
    "Tìm đơn vị và tiêu chí trong kết quả năm {year}.",
    "Search units and criteria of the {year} result.",
  ],
  searchHint: [
    "Gõ tên đơn vị, tên hoặc mã tiêu chí, có dấu hay không dấu đều được: “so y te”, “một cửa”, “1.2”.",
    "Type a unit’s name, or a criterion’s name or code, with or without tone marks: “so y te”, “mot cua”, “1.2”.",
  ],
  searchNothing: [
    "Không có đơn vị hay tiêu chí nào của kết quả năm {year} chứa “{wanted}”. Thử bớt từ, hoặc xem {ranking}.",
    "No unit or criterion of the {year} result contains “{wanted}”. Try fewer words, or see {ranking}.",
  ],
  searchTooLong: [
    "Từ cần tìm dài quá {most} chữ. Hãy rút ngắn còn vài từ chính.",
    "What you search for is longer than {most} letters. Please keep the few words that matter.",
  ],
  wholeRanking: ["toàn bộ xếp hạng", "the whole ranking"],
  unitsFound: ["{count} đơn vị", "Units: {count}"],
  criteriaFound: ["{count} tiêu chí", "Criteria: {count}"],
  moreFound: [
    "Còn {count} tiêu chí nữa. Thêm từ để tìm hẹp hơn.",
    "{count} more criteria. Add words to narrow the search.",
  ],
  ofYear: ["Kết quả năm {year}, công bố ngày {day}", "Result of {year}, published on {day}"],
  indexAndPlace: ["Chỉ số {index} % · {place}", "Index {index} % · {place}"],

  embed: ["Nhúng xếp hạng vào trang khác", "Embed the ranking in another site"],
  embedHint: [
    "Dán một trong hai đoạn mã sau vào trang của bạn. Đoạn đầu luôn hiện kết quả mới nhất, đoạn sau giữ nguyên bản công bố này.",
    "Paste one of these into your page. The first always shows the newest result, the second stays with this version.",
  ],
  embedLatest: ["Luôn mới nhất", "Always the newest"],
  embedThis: ["Bản công bố này", "This version"],
  embedSource: ["Nguồn: {owner}, công bố ngày {day}. {link}", "Source: {owner}, published on {day}. {link}"],
  embedWhole: ["Xem đầy đủ và kiểm tra", "The whole result, and how to check it"],
} as const;
