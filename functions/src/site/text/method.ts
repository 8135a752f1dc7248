/** How the index is determined, in plain words. */
export const method = {
  methodTitle: ["Cách xác định Chỉ số cải cách hành chính", "How the PAR index is determined"],
  methodDescription: [
    "Chỉ số cải cách hành chính được chấm, thẩm định, điều tra, tính và xếp hạng như thế nào.",
    "How the public administration reform (PAR) index is scored, appraised, surveyed, computed and ranked.",
  ],
  methodHeading: ["Cách xác định Chỉ số", "How the index is determined"],
  methodLead: [
    "Mỗi năm, tỉnh đo xem từng cơ quan làm cải cách hành chính tốt đến đâu: cơ quan tự chấm, Hội đồng thẩm định soát lại, người dân và tổ chức cho ý kiến qua điều tra xã hội học. Ba nguồn ấy gộp thành một con số.",
    "Each year the province measures how well every agency carried out administrative reform: the agency scores itself, an appraisal council looks at each score again, people and organizations give their view in a sociological survey. Together they make one number.",
  ],

  basis: ["Căn cứ", "Basis"],
  basisText: [
    "Quyết định của UBND tỉnh Lai Châu ban hành {title} (bản dùng để xây dựng trang này để trống số và ngày ban hành). Quyết định thay thế Quyết định số 1726/QĐ-UBND ngày {replacedDay} và căn cứ Quyết định số 892/QĐ-BNV ngày {basisDay} của Bộ Nội vụ.",
    "The decision of the People’s Committee of Lai Chau province that issues {title} (the copy from which this page was made has no number and date). It replaces Decision no. 1726/QD-UBND of {replacedDay} and rests on Decision no. 892/QD-BNV of {basisDay} of the Ministry of Home Affairs.",
  ],
  decisionTitle: [
    "Bộ Chỉ số đánh giá công tác cải cách hành chính hàng năm của các sở, ban, ngành và UBND các huyện, thành phố trên địa bàn tỉnh Lai Châu",
    "the index set for the yearly assessment of administrative reform of the departments and of the People’s Committees of the districts and the city in Lai Chau province",
  ],

  whoIsAssessed: ["Ai được đánh giá", "Who is assessed"],
  departments: ["Các sở và Ban Quản lý Khu kinh tế tỉnh", "Departments and the economic zone authority"],
  rankedTogether: ["{who}: xếp hạng với nhau.", "{who}: ranked with each other."],
  districts: ["08 huyện, thành phố", "7 districts and the city"],
  specialAgencies: ["04 cơ quan đặc thù", "4 special agencies"],
  specialAssessed: [
    "{who} (Thanh tra tỉnh, Ban Dân tộc tỉnh, Văn phòng UBND tỉnh, Sở Ngoại vụ): được đánh giá, không xếp hạng chung.",
    "{who} (Provincial Inspectorate, Committee for Ethnic Minority Affairs, Office of the Provincial People’s Committee, Department of Foreign Affairs): assessed, not ranked with the others.",
  ],

  criteriaSets: ["Bộ tiêu chí", "Criteria sets"],
  criteriaSetsText: [
    "Mỗi bộ tiêu chí có tám lĩnh vực, chia thành tiêu chí và tiêu chí thành phần:",
    "Each criteria set has eight fields, divided into criteria and sub-criteria:",
  ],
  field1: ["Công tác chỉ đạo, điều hành", "Direction and management"],
  field2: ["Cải cách thể chế", "Institutional reform"],
  field3: ["Cải cách thủ tục hành chính", "Reform of administrative procedures"],
  field4: ["Cải cách tổ chức bộ máy hành chính", "Reform of the administrative apparatus"],
  field5: ["Cải cách chế độ công vụ", "Reform of the civil service"],
  field6: ["Cải cách tài chính công", "Public finance reform"],
  field7: [
    "Xây dựng và phát triển Chính quyền điện tử, Chính quyền số",
    "Building e-government and digital government",
  ],
  field8: ["Tác động của cải cách hành chính", "Effects of administrative reform"],
  appliesTo: ["Áp dụng cho", "Applies to"],
  fieldsColumn: ["Lĩnh vực", "Fields"],
  criteriaColumn: ["Tiêu chí", "Criteria"],
  subCriteriaColumn: ["Tiêu chí thành phần", "Sub-criteria"],
  selfColumn: ["Tự đánh giá", "Self-assessed"],
  surveyColumn: ["Điều tra XHH", "Surveyed"],
  annex: ["PL {number}", "Annex {number}"],
  inspectorate: ["Thanh tra tỉnh", "Provincial Inspectorate"],
  ethnicCommittee: ["Ban Dân tộc tỉnh", "Committee for Ethnic Minority Affairs"],
  committeeOffice: ["Văn phòng UBND tỉnh", "Office of the Provincial People’s Committee"],
  foreignAffairs: ["Sở Ngoại vụ", "Department of Foreign Affairs"],
  districtCommittees: ["UBND các huyện, thành phố", "People’s Committees of the districts and the city"],
  annexesNote: [
    "Các phụ lục không kèm theo bản Quyết định dùng để xây dựng trang này: số lượng và tổng điểm đúng theo Quyết định; tên, điểm và cách chấm từng tiêu chí của kỳ 2024 là minh họa.",
    "The annexes did not come with the copy of the decision from which this page was made: counts and totals are the decision’s; names, points and scoring rules of single criteria of 2024 are illustrative.",
  ],

  scoring: ["Chấm điểm", "Scoring"],
  selfLead: ["Tự đánh giá.", "Self-assessment."],
  selfText: [
    "Cơ quan tự chấm từng tiêu chí theo hướng dẫn của Sở Nội vụ và nêu tài liệu kiểm chứng.",
    "The agency scores every criterion after the guidance of the Department of Home Affairs and names its evidence.",
  ],
  appraisalLead: ["Thẩm định.", "Appraisal."],
  appraisalText: [
    "Hội đồng thẩm định xem xét, công nhận hoặc điều chỉnh điểm tự đánh giá nếu cần thiết.",
    "The appraisal council examines the self-assessed points and recognises them, or adjusts them where needed.",
  ],
  surveyLead: ["Điều tra xã hội học.", "Sociological survey."],
  surveyText: [
    "Những tiêu chí ghi «điều tra xã hội học» được chấm bằng ý kiến đánh giá của các nhóm đối tượng khác nhau, theo kế hoạch của UBND tỉnh.",
    "Criteria marked “sociological survey” are scored by the views of different respondent groups, by the plan of the Provincial People’s Committee.",
  ],

  computing: ["Tính Chỉ số", "Computing the index"],
  achievedFormula: [
    "Điểm đạt được = kết quả thẩm định + điều tra xã hội học",
    "Points achieved = appraisal + sociological survey",
  ],
  indexFormula: [
    "Chỉ số = tổng điểm đạt được ÷ tổng điểm tối đa × 100 %",
    "Index = total points achieved ÷ total maximum points × 100 %",
  ],
  example: [
    "Ví dụ: thẩm định 49,25 điểm và điều tra 18 điểm trên tối đa 72,75 điểm thì Chỉ số là 67,25 ÷ 72,75 = 92,44 %.",
    "For example, 49.25 points of the appraisal and 18 of the survey out of 72.75 make an index of 67.25 ÷ 72.75 = 92.44 %.",
  ],

  rankingHeading: ["Xếp hạng", "Ranking"],
  rankingText: [
    "Trong mỗi nhóm được xếp hạng, các đơn vị đứng theo Chỉ số từ cao xuống thấp.",
    "In each ranked group, units stand by index from high to low.",
  ],
  rankingOwn: [
    "Quyết định không quy định việc làm tròn và bằng điểm; trang này làm như sau và ghi lại cùng mỗi kết quả:",
    "The decision says nothing of rounding and ties; this site does as follows and records it with each result:",
  ],
  ruleExact: [
    "Mọi phép cộng và so sánh làm trên số chính xác. Chỉ làm tròn khi hiển thị (hai chữ số thập phân, 5 làm tròn lên).",
    "All sums and comparisons use exact numbers. Only what is shown is rounded (two decimals, half up).",
  ],
  ruleTies: [
    "Hai đơn vị nhìn bằng nhau mà không bằng thì hiện thêm chữ số thập phân. Bằng nhau thật thì đồng hạng: 1, 2, 2, 4.",
    "Two units that look equal and are not are shown with more decimals. Units that are equal share a rank: 1, 2, 2, 4.",
  ],
  ruleExempt: [
    "Tiêu chí không áp dụng cho một đơn vị thì không tính vào điểm tối đa của đơn vị đó, kèm lý do.",
    "A criterion that does not apply to a unit is left out of that unit’s maximum, with the reason.",
  ],
  ruleMissing: ["Điểm còn thiếu ghi “—”, không ghi 0.", "Missing points are shown as “—”, never as 0."],

  publishing: ["Công bố", "Publication"],
  publishingText: [
    "Sau khi Hội đồng thông qua, kết quả được chốt: mỗi bảng điểm và toàn bộ xếp hạng nhận một mã băm, gộp thành một mã gốc. UBND tỉnh phê duyệt và công bố bằng quyết định. Kết quả đã công bố không sửa được nữa; nếu phải đính chính, bản mới nêu rõ nó thay bản nào, bản cũ vẫn còn.",
    "Once the council has adopted the result it is sealed: each sheet and the whole ranking get a hash, and all hashes one root. The Provincial People’s Committee approves and publishes it by a decision. What is published can no longer be changed; where it must be corrected, a new version names the one it replaces, and the old one stays.",
  ],
  checkYourself: ["Tự kiểm tra kết quả", "Check a result yourself"],
} as const;
