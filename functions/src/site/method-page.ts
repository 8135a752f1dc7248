import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";

interface Annex {
  annex: string;
  unit: string;
  fields: number;
  criteria: number;
  subCriteria: number;
  self: string;
  survey: string;
  max: string;
}

/** Counts and totals of the six criteria sets, as the decision states them (section II.1). */
const ANNEXES: readonly Annex[] = [
  {
    ...{
      annex: "01",
      unit: "Các sở và Ban Quản lý Khu kinh tế tỉnh",
      fields: 8,
      criteria: 50,
      subCriteria: 46,
    },
    ...{ self: "77", survey: "23", max: "100" },
  },
  {
    ...{ annex: "02", unit: "Thanh tra tỉnh", fields: 8, criteria: 46, subCriteria: 37 },
    ...{ self: "68", survey: "23", max: "91" },
  },
  {
    ...{ annex: "03", unit: "Ban Dân tộc tỉnh", fields: 8, criteria: 37, subCriteria: 30 },
    ...{ self: "50,5", survey: "20", max: "70,5" },
  },
  {
    ...{ annex: "04", unit: "Văn phòng UBND tỉnh", fields: 8, criteria: 38, subCriteria: 32 },
    ...{ self: "52,75", survey: "20", max: "72,75" },
  },
  {
    ...{ annex: "05", unit: "Sở Ngoại vụ", fields: 8, criteria: 35, subCriteria: 26 },
    ...{ self: "46,25", survey: "20", max: "66,25" },
  },
  {
    ...{ annex: "06", unit: "UBND các huyện, thành phố", fields: 8, criteria: 52, subCriteria: 42 },
    ...{ self: "72", survey: "28", max: "100" },
  },
];

const FIELDS = [
  "Công tác chỉ đạo, điều hành",
  "Cải cách thể chế",
  "Cải cách thủ tục hành chính",
  "Cải cách tổ chức bộ máy hành chính",
  "Cải cách chế độ công vụ",
  "Cải cách tài chính công",
  "Xây dựng và phát triển chính quyền điện tử, chính quyền số",
  "Tác động của cải cách hành chính",
];

const COLUMNS = ["Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần", "Tự đánh giá", "Điều tra XHH", "Điểm tối đa"];

const number = (label: string, value: string | number): Html =>
  html`<td role="cell" class="num" data-label="${label}">${value}</td>`;

const annexRow = (row: Annex): Html =>
  html`<tr role="row"><th role="rowheader" scope="row"><span class="code">PL ${row.annex}</span> ${row.unit}</th>${[
    row.fields,
    row.criteria,
    row.subCriteria,
    row.self,
    row.survey,
    row.max,
  ].map((value, at) => number(COLUMNS[at] ?? "", value))}</tr>`;

const annexTable: Html = html`<table role="table" class="annexes" aria-labelledby="bo-tieu-chi">
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Áp dụng cho</th>${COLUMNS.map(
  (column) => html`<th role="columnheader" scope="col" class="num">${column}</th>`,
)}</tr></thead>
<tbody role="rowgroup">${ANNEXES.map(annexRow)}</tbody></table>`;

/** How the index is determined, in plain words, after the decision. Its number and date are blank in the source. */
export const methodPage = (): Html =>
  page({
    title: "Cách xác định Chỉ số cải cách hành chính",
    description: "Chỉ số cải cách hành chính được chấm, thẩm định, điều tra, tính và xếp hạng như thế nào.",
    owner: null,
    current: "method",
    main: html`<article class="prose">
<header class="title"><h1>Cách xác định Chỉ số</h1>
<p class="lead">Mỗi năm, tỉnh đo xem từng cơ quan làm cải cách hành chính tốt đến đâu: cơ quan tự chấm, Hội đồng thẩm định soát lại, người dân và tổ chức cho ý kiến qua điều tra xã hội học. Ba nguồn ấy gộp thành một con số.</p></header>

<section aria-labelledby="can-cu"><h2 id="can-cu">Căn cứ</h2>
<p>Quyết định của UBND tỉnh Lai Châu ban hành <cite>Bộ Chỉ số đánh giá công tác cải cách hành chính hàng năm của các sở, ban, ngành và UBND các huyện, thành phố trên địa bàn tỉnh Lai Châu</cite> (bản dùng để xây dựng trang này để trống số và ngày ban hành). Quyết định thay thế Quyết định số 1726/QĐ-UBND ngày 29/12/2022 và căn cứ Quyết định số 892/QĐ-BNV ngày 05/12/2024 của Bộ Nội vụ.</p></section>

<section aria-labelledby="doi-tuong"><h2 id="doi-tuong">Ai được đánh giá</h2>
<ul><li><b>Các sở và Ban Quản lý Khu kinh tế tỉnh</b>: xếp hạng với nhau.</li>
<li><b>08 huyện, thành phố</b>: xếp hạng với nhau.</li>
<li><b>04 cơ quan đặc thù</b> (Thanh tra tỉnh, Ban Dân tộc tỉnh, Văn phòng UBND tỉnh, Sở Ngoại vụ): được đánh giá, không xếp hạng chung.</li></ul></section>

<section aria-labelledby="bo-tieu-chi"><h2 id="bo-tieu-chi">Bộ tiêu chí</h2>
<p>Mỗi bộ tiêu chí có tám lĩnh vực, chia thành tiêu chí và tiêu chí thành phần:</p>
<ol class="columns">${FIELDS.map((field) => html`<li>${field}</li>`)}</ol>
${annexTable}
<p class="foot">Các phụ lục không kèm theo bản Quyết định dùng để xây dựng trang này: số lượng và tổng điểm đúng theo Quyết định; tên, điểm và cách chấm từng tiêu chí của kỳ 2024 là minh họa.</p></section>

<section aria-labelledby="cham-diem"><h2 id="cham-diem">Chấm điểm</h2>
<ol><li><b>Tự đánh giá.</b> Cơ quan tự chấm từng tiêu chí theo hướng dẫn của Sở Nội vụ và nêu tài liệu kiểm chứng.</li>
<li><b>Thẩm định.</b> Hội đồng thẩm định xem xét, công nhận hoặc điều chỉnh điểm tự đánh giá nếu cần thiết.</li>
<li><b>Điều tra xã hội học.</b> Những tiêu chí phải do người ngoài đánh giá được chấm bằng ý kiến của các nhóm đối tượng theo kế hoạch của UBND tỉnh.</li></ol></section>

<section aria-labelledby="tinh"><h2 id="tinh">Tính Chỉ số</h2>
<p class="formula">Điểm đạt được = kết quả thẩm định + điều tra xã hội học</p>
<p class="formula">Chỉ số = tổng điểm đạt được ÷ tổng điểm tối đa × 100 %</p>
<p>Ví dụ: thẩm định 49,25 điểm và điều tra 18 điểm trên tối đa 72,75 điểm thì Chỉ số là 67,25 ÷ 72,75 = 92,44 %.</p></section>

<section aria-labelledby="xep-hang"><h2 id="xep-hang">Xếp hạng</h2>
<p>Trong mỗi nhóm được xếp hạng, các đơn vị đứng theo Chỉ số từ cao xuống thấp.</p>
<p>Quyết định không quy định việc làm tròn và bằng điểm; trang này làm như sau và ghi lại cùng mỗi kết quả:</p>
<ul><li>Mọi phép cộng và so sánh làm trên số chính xác. Chỉ làm tròn khi hiển thị (hai chữ số thập phân, 5 làm tròn lên).</li>
<li>Hai đơn vị nhìn bằng nhau mà không bằng thì hiện thêm chữ số thập phân. Bằng nhau thật thì đồng hạng: 1, 2, 2, 4.</li>
<li>Tiêu chí không áp dụng cho một đơn vị thì không tính vào điểm tối đa của đơn vị đó, kèm lý do.</li>
<li>Điểm còn thiếu ghi “—”, không ghi 0.</li></ul></section>

<section aria-labelledby="cong-bo"><h2 id="cong-bo">Công bố</h2>
<p>Sau khi Hội đồng thông qua, kết quả được chốt: mỗi bảng điểm và toàn bộ xếp hạng nhận một mã băm, gộp thành một mã gốc. UBND tỉnh phê duyệt và công bố bằng quyết định. Kết quả đã công bố không sửa được nữa; nếu phải đính chính, bản mới nêu rõ nó thay bản nào, bản cũ vẫn còn.</p>
<p><a href="${links.latest}">Xem kết quả mới nhất</a> · <a href="${links.latest}#kiem-tra">Tự kiểm tra kết quả</a></p></section>
</article>`,
  });
