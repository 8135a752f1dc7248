import { OPEN_LICENCE, OPEN_TABLES, type OpenTable, UNITS_PER_PAGE } from "@parindex/core";
import { type Html, html } from "../html.ts";
import { page } from "../layout.ts";
import { links } from "../links.ts";
import { onlyVietnamese } from "../parts.ts";
import { PROBLEMS } from "./problems.ts";
import { BASE } from "./reading.ts";
import { OPEN_ROUTES, type OpenRoute } from "./routes.ts";

/** The files most people come for, of the newest version. */
const LATEST = [
  ["Bảng xếp hạng", "ranking", ["xlsx", "csv", "json"]],
  ["Điểm từng tiêu chí của mọi đơn vị", "leaves", ["xlsx", "csv", "json"]],
  ["Bản công bố: quyết định, mã gốc, danh mục tệp", "index", ["json"]],
] as const;

const FORMAT_NAMES = { xlsx: "Excel", csv: "CSV", json: "JSON" } as const;

const latest: Html = html`<ul>${LATEST.map(
  ([name, file, formats]) =>
    html`<li>${name}: ${formats.map(
      (format, at) =>
        html`${at > 0 && ", "}<a href="${BASE}/latest/${file}.${format}">${FORMAT_NAMES[format]}</a>`,
    )}</li>`,
)}<li>Mọi bản công bố của mọi năm: <a href="${BASE}/catalogue.xlsx">Excel</a>, <a href="${BASE}/catalogue.csv">CSV</a>, <a href="${BASE}/catalogue.json">JSON</a></li></ul>`;

const routeItem = ({ path, formats, about }: OpenRoute): Html =>
  html`<li><code>${BASE}${path}</code> (${formats.map((format) => `.${format}`).join(", ")}): ${about}</li>`;

const tableItem = ({ name, title, columns }: OpenTable): Html =>
  html`<details><summary>${title} (<code>${name}</code>)</summary>
<ul>${Object.entries(columns).map(
    ([column, { head, about, blank }]) =>
      html`<li><code>${column}</code> – ${head}: ${about}.${blank !== undefined && ` Trống: ${blank}.`}</li>`,
  )}</ul></details>
`;

/** What the open data is, for people: where it stands, what it means, under which terms. Made from the routes and tables. */
export const openDataPage = (): Html =>
  page({
    title: "Dữ liệu mở – Chỉ số cải cách hành chính",
    description:
      "Kết quả Chỉ số cải cách hành chính đã công bố, ở dạng JSON, CSV và Excel, cho mọi người dùng lại.",
    owner: null,
    current: null,
    main: onlyVietnamese(html`<article class="prose">
<header class="title"><h1>Dữ liệu mở</h1>
<p class="lead">Mọi con số đã công bố đều tải về được: xếp hạng, bảng điểm của từng đơn vị, điểm từng tiêu chí và những gì cần để tự kiểm tra kết quả. Không cần tài khoản.</p></header>

<section aria-labelledby="tai-ve"><h2 id="tai-ve">Tải bản mới nhất</h2>
${latest}</section>

<section aria-labelledby="giay-phep"><h2 id="giay-phep">Giấy phép</h2>
<p>Dữ liệu theo giấy phép <a href="${OPEN_LICENCE.url}" rel="license">${OPEN_LICENCE.name} (CC BY 4.0)</a>: được sao chép, phân tích, dùng lại cho mọi mục đích, miễn là ghi nguồn: tên cơ quan công bố, năm và mã bản công bố, ví dụ “UBND tỉnh, Chỉ số cải cách hành chính năm 2024, bản lai-chau_2024_v1”.</p></section>

<section aria-labelledby="dia-chi"><h2 id="dia-chi">Địa chỉ</h2>
<p>Định dạng chọn bằng phần mở rộng của địa chỉ. Tài liệu cho lập trình viên: <a href="${BASE}/openapi.json">OpenAPI 3.1</a>.</p>
<ul>${OPEN_ROUTES.map(routeItem)}</ul></section>

<section aria-labelledby="on-dinh"><h2 id="on-dinh">Cái gì không đổi</h2>
<ul><li>Địa chỉ có mã bản công bố (<code>${BASE}/results/…</code>) trỏ mãi mãi đến đúng bản ấy. Đính chính là một bản mới, có mã mới; bản cũ vẫn còn và <code>successor.json</code> nêu bản thay thế.</li>
<li>Danh mục, <code>latest</code> và <code>years</code> theo kịp bản mới trong vòng một phút.</li>
<li>Tên và ý nghĩa các cột không đổi trong <code>v1</code>; thay đổi sẽ đứng ở <code>v2</code>.</li>
<li>Bản công bố có hơn ${UNITS_PER_PAGE} đơn vị thì bảng điểm từng tiêu chí và các bảng điểm được chia trang, mỗi trang ${UNITS_PER_PAGE} đơn vị theo thứ tự xếp hạng (<code>pages/1</code>, <code>pages/2</code>, …); <code>index.json</code> nêu mọi trang.</li></ul></section>

<section aria-labelledby="quy-uoc"><h2 id="quy-uoc">Cách ghi số</h2>
<ul><li>Trong CSV và JSON dạng bảng, số viết đủ chữ số với dấu chấm thập phân: <code>2.25</code>. Trong Excel, số là số.</li>
<li>Cái chưa có thì để trống (JSON: <code>null</code>), không bao giờ ghi 0.</li>
<li>CSV theo RFC 4180, UTF-8 có BOM, nên Excel mở đúng tiếng Việt. Ô chữ bắt đầu bằng <code>=</code>, <code>+</code>, <code>-</code>, <code>@</code> có thêm dấu <code>'</code> ở đầu để không thành công thức.</li>
<li>Trong <code>manifest.json</code> và <code>sheets/…json</code>, điểm là số nguyên, đơn vị 1/10 000 điểm (2,25 điểm là <code>22500</code>): đó là đúng những byte đã được băm, viết theo JSON chính tắc (RFC 8785).</li></ul></section>

<section aria-labelledby="tu-dien"><h2 id="tu-dien">Từ điển dữ liệu</h2>
<p>Ý nghĩa từng cột, cũng tải về được: <a href="${BASE}/dictionary.xlsx">Excel</a>, <a href="${BASE}/dictionary.csv">CSV</a>, <a href="${BASE}/dictionary.json">JSON</a>. JSON Schema của từng loại JSON đứng ở <code>${BASE}/schemas/</code>.</p>
${OPEN_TABLES.map(tableItem)}</section>

<section aria-labelledby="kiem-tra"><h2 id="kiem-tra">Tự kiểm tra</h2>
<p>SHA-256 của mỗi <code>sheets/…json</code> bằng giá trị ghi trong <code>manifest.json</code>; gốc của cây Merkle trên tất cả bằng mã gốc in trong quyết định; chữ ký ở <code>attestation.json</code>. <a href="${links.latest}#kiem-tra">Từng bước kiểm tra</a> đứng ở trang kết quả.</p></section>

<section aria-labelledby="loi"><h2 id="loi">Khi không có câu trả lời</h2>
<p>Lỗi trả về ở dạng <code>application/problem+json</code> (RFC 9457); <code>type</code> dẫn đến một dòng dưới đây.</p>
<ul>${Object.entries(PROBLEMS).map(
      ([name, { status, title, about }]) =>
        html`<li id="${name}"><code>${name}</code> (${status}) – ${title}. ${about}</li>`,
    )}</ul></section>
</article>`),
  });
