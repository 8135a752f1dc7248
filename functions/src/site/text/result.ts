/** A result: its ranking, its version, and how it is checked. */
export const result = {
  schemeYear: ["{scheme} năm {year}", "{scheme}, {year}"],
  rankingDescription: [
    "Kết quả Chỉ số cải cách hành chính năm {year} do {owner} công bố.",
    "Results of the {year} public administration reform (PAR) index, published by {owner}.",
  ],
  approval: ["Phê duyệt, công bố", "Approved and published"],
  decisionOf: ["Quyết định {decision} của {owner}", "Decision {decision} of {owner}"],
  decisionText: ["số {number} ngày {day}", "no. {number} of {day}"],
  version: ["Bản công bố", "Version"],
  versionPublished: ["lần {version}, ngày {day}", "no. {version}, {day}"],
  versionImported: [
    "lần {version}, nhập vào hệ thống ngày {day}",
    "no. {version}, brought into the system on {day}",
  ],
  unitGroups: ["Nhóm đơn vị", "Groups of units"],
  rankedSummary: [
    "{count} đơn vị, xếp theo Chỉ số từ cao xuống thấp",
    "{count} units, ranked by index from high to low",
  ],
  unrankedSummary: [
    "{count} cơ quan được đánh giá, không xếp hạng chung; theo thứ tự phụ lục",
    "{count} agencies, assessed and not ranked with the others; in the order of the annexes",
  ],
  otherWays: ["Xem theo cách khác", "Other views"],
  compareUnits: ["So sánh các đơn vị", "Compare units"],
  rankColumn: ["Hạng", "Rank"],
  unitColumn: ["Đơn vị", "Unit"],
  indexColumn: ["Chỉ số, %", "Index, %"],
  achievedColumn: ["Điểm đạt được", "Points achieved"],
  maxColumn: ["Điểm tối đa", "Maximum points"],
  bandColumn: ["Xếp loại", "Class"],
  achievedLabel: ["Đạt", "Achieved"],
  maxLabel: ["Tối đa", "Maximum"],
  rankBefore: ["hạng ", "rank "],
  tie: ["đồng hạng", "tied"],
  notSelfAssessed: ["không tự đánh giá", "not self-assessed"],
  bands: ["Xếp loại: {bands}.", "Classes: {bands}."],
  bandFrom: ["{name} từ {least} %", "{name} from {least} %"],

  howToRead: ["Cách đọc", "How to read this"],
  readIndex: [
    "Chỉ số = điểm đạt được ÷ điểm tối đa × 100. Điểm đạt được gồm kết quả thẩm định và điều tra xã hội học. {method}",
    "Index = points achieved ÷ maximum points × 100. Points achieved are those of the appraisal and of the sociological survey. {method}",
  ],
  readDecimals: [
    "Chỉ số ghi {decimals} chữ số thập phân; xếp hạng và xếp loại theo giá trị chưa làm tròn.",
    "The index is written with {decimals} decimals; ranks and classes follow its unrounded value.",
  ],
  readTies: ["Hai đơn vị bằng nhau thì đồng hạng.", "Equal units share a rank."],
  readTieBreaks: [
    "Hai đơn vị bằng Chỉ số thì xét lần lượt tỷ lệ điểm đạt được về: {ways}; vẫn bằng nhau thì đồng hạng.",
    "Units of equal index are told apart by their share of the points, in turn of: {ways}; those still equal share a rank.",
  ],
  tieByField: ["lĩnh vực có mã {field} trong dữ liệu mở", "the field whose id is {field} in the open data"],
  readAbsent: [
    "{tag}: đơn vị không gửi hồ sơ tự đánh giá; Hội đồng thẩm định chấm theo tài liệu hiện có.",
    "{tag}: the unit did not submit a self-assessment; the appraisal council scored it from the documents at hand.",
  ],
  readNoSurvey: [
    "Kỳ này không điều tra xã hội học; điểm tối đa không gồm các tiêu chí điều tra.",
    "There was no sociological survey this year; the maximum leaves its criteria out.",
  ],
  readNoSurveyOf: [
    "Kỳ này không điều tra xã hội học đối với: {groups}; điểm tối đa của các đơn vị đó không gồm các tiêu chí điều tra.",
    "There was no sociological survey this year of: {groups}; the maxima of these units leave its criteria out.",
  ],
  readSmallSample: [
    "Một số tiêu chí có số phiếu điều tra dưới mức tối thiểu, được Hội đồng thông qua với lý do: {reason}",
    "Some criteria had fewer survey answers than the minimum; the council adopted them for this reason: {reason}",
  ],

  superseded: ["{lead} Xem {successor}.", "{lead} See {successor}."],
  supersededLead: ["Bản công bố này đã được thay thế.", "This version has been replaced."],
  successor: ["bản thay thế", "the version that replaces it"],
  corrects: ["Bản này đính chính {predecessor}.", "This version corrects {predecessor}."],
  predecessor: ["bản trước", "an earlier one"],
  trialLead: ["Bản chạy thử.", "Trial version."],
  trial: [
    "Kết quả này được ký bằng khóa phát triển, không phải khóa của cơ quan công bố.",
    "This result is signed with a development key, not with the publisher’s own.",
  ],
  imported: ["Nhập từ bảng tính", "Brought in from a workbook"],
  importedFrom: [
    "nguồn {source}. Chỉ số và xếp hạng ở đây được tính lại từ điểm của từng tiêu chí.",
    "source {source}. Index and ranking were computed anew here from the points of each criterion.",
  ],
  importDifferences: [
    "{count} chỗ nguồn ghi khác với kết quả tính lại",
    "Places where the source states otherwise than what was computed: {count}",
  ],
  importDifference: [
    "{where} nguồn ghi {stated}, tính lại là {computed}",
    "{where}: the source states {stated}, computed anew it is {computed}",
  ],
  ofItem: ["{what} của mục {code}", "{what} of item {code}"],
  differsSelf: ["điểm tự đánh giá", "self-assessed points"],
  differsAppraised: ["điểm thẩm định", "appraised points"],
  differsSurvey: ["điểm điều tra xã hội học", "survey points"],
  differsAchieved: ["điểm đạt được", "points achieved"],
  differsIndex: ["chỉ số", "index"],
  differsRank: ["xếp hạng", "rank"],

  checkResult: ["Kiểm tra kết quả", "Check the result"],
  checkIntro: [
    "Kết quả được chốt trước khi công bố. Mã gốc dưới đây đại diện cho toàn bộ xếp hạng và bảng điểm: sửa một chữ số ở bất kỳ đâu thì mã gốc không còn khớp.",
    "The result was sealed before it was published. The root below stands for the whole ranking and every sheet: change one digit anywhere, and the root no longer matches.",
  ],
  root: ["Mã gốc (SHA-256)", "Root (SHA-256)"],
  signature: ["Chữ ký (Ed25519)", "Signature (Ed25519)"],
  publicKey: ["Khóa công khai", "Public key"],
  previousRoot: ["Nối tiếp mã gốc", "Follows the root"],
  developmentKey: [
    "Khóa này là khóa phát triển của phần mềm: ai cũng ký được bằng nó, nên chữ ký không chứng thực cơ quan công bố.",
    "This is the software’s development key: anyone can sign with it, so the signature does not prove who published.",
  ],
  verifyHere: [
    "{verify}: tính lại mọi tổng, chỉ số, thứ hạng và mã gốc từ dữ liệu.",
    "{verify}: every sum, index, rank and the root are computed anew from the data.",
  ],
  verifyInBrowser: ["Kiểm tra ngay trong trình duyệt", "Check it here in the browser"],
  checkSteps: ["Các bước kiểm tra", "How to check, step by step"],
  checkFiles: [
    "Tải dữ liệu xếp hạng và bảng điểm của mọi đơn vị. Mỗi tệp là JSON ở dạng chính tắc (RFC 8785): tính SHA-256 trên đúng các byte của tệp.",
    "Download the ranking and the sheet of every unit. Each file is JSON in canonical form (RFC 8785): compute SHA-256 over its very bytes.",
  ],
  checkSheets: [
    "SHA-256 của mỗi bảng điểm phải bằng giá trị {field} ghi cho đơn vị đó trong dữ liệu xếp hạng.",
    "The SHA-256 of each sheet must equal the {field} that the ranking gives for that unit.",
  ],
  checkTree: [
    "Dựng cây Merkle (RFC 9162, SHA-256): lá đầu là SHA-256 của dữ liệu xếp hạng, các lá sau là SHA-256 của bảng điểm theo thứ tự trong dữ liệu xếp hạng. Gốc của cây phải bằng mã gốc.",
    "Build the Merkle tree (RFC 9162, SHA-256): its first leaf is the SHA-256 of the ranking, those after it are the SHA-256 of the sheets in the order of the ranking. The tree’s root must equal the root.",
  ],
  checkSignature: [
    "Chữ ký Ed25519 trên 32 byte của mã gốc phải đúng với khóa công khai của cơ quan công bố.",
    "The Ed25519 signature over the 32 bytes of the root must be valid under the publisher’s public key.",
  ],
  download: ["Tải dữ liệu", "Download the data"],
  rankingFile: ["Dữ liệu xếp hạng (JSON)", "Ranking (JSON)"],
  attestationFile: ["Mã gốc, chữ ký, khóa công khai (JSON)", "Root, signature, public key (JSON)"],
  sheetBefore: ["Bảng điểm ", "Sheet: "],
} as const;
