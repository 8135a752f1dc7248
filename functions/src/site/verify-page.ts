import { type Html, html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";
import { onlyVietnamese } from "./parts.ts";
import type { PublishedResult } from "./result.ts";
import type { PublishedVersion } from "./years.ts";

/** The script and style of this page alone. They are always asked for anew, so that who verifies has the newest ones. */
const ASSETS = { script: "/verify/verify.js", style: "/verify/verify.css" } as const;

const option = ({ id, publication: { manifest } }: PublishedVersion): Html =>
  html`<option value="${id}">Năm ${manifest.year}, công bố lần ${manifest.version}</option>`;

const published = (versions: readonly PublishedVersion[]): Html =>
  versions.length === 0
    ? html`<p>Chưa có kết quả nào được công bố. Bạn vẫn kiểm tra được các tệp có trên máy.</p>`
    : html`<form id="tren-trang">
<p><label for="ban">Bản công bố</label><select id="ban">${versions.map(option)}</select></p>
<p><label for="don-vi">Kiểm tra</label><select id="don-vi"><option value="">Toàn bộ kết quả</option></select></p>
<p><button type="submit">Tải về và kiểm tra</button></p>
</form>`;

const ownFiles: Html = html`<div id="tren-may"><p>Kéo thả vào đây các tệp hoặc thư mục đã tải về, hoặc chọn:</p>
<p class="pick"><label for="thu-muc">Thư mục</label><input id="thu-muc" type="file" webkitdirectory></p>
<p class="pick"><label for="tep">Các tệp</label><input id="tep" type="file" multiple accept=".json,application/json"></p>
<p class="foot">Tệp không rời khỏi máy của bạn.</p></div>`;

/** Where this site stands, which the script knows. */
const origin: Html = html`<span data-origin>{địa chỉ trang}</span>`;

const byHand = (id: string, root: string | null): Html => html`<section aria-labelledby="bang-tay">
<h2 id="bang-tay">Tự làm bằng tay</h2>
<p>Không cần tin phần mềm của trang này. Trên máy có <code>curl</code> và <code>sha256sum</code> (Linux, macOS, Git Bash hay WSL trên Windows):</p>
<pre tabindex="0"><code>curl -fO ${origin}${links.resultData(id)}
curl -fO ${origin}${links.attestation(id)}
curl -fO ${origin}${links.sheetData(id, "{mã đơn vị}")}
sha256sum *.json</code></pre>
<ol class="steps">
<li>SHA-256 của tệp bảng điểm phải bằng giá trị <code>sha256</code> ghi cho đơn vị đó trong <code>${id}.json</code>. Tệp là JSON chính tắc (RFC 8785), nên sửa một byte là mã băm đổi.</li>
<li>Cộng bảng điểm: điểm đạt được của mỗi tiêu chí là điểm thẩm định hoặc điểm điều tra; mỗi mục là tổng các mục con; Chỉ số là điểm đạt được ÷ điểm tối đa. Điểm trong tệp tính bằng 1/10.000 điểm.</li>
<li>Mã gốc là gốc cây Merkle theo RFC 9162 (mục 2.1.1): lá đầu là SHA-256 của <code>${id}.json</code>, các lá sau là <code>sha256</code> của các đơn vị theo đúng thứ tự trong tệp đó, mỗi lá là 32 byte. Mọi công cụ tính cây Merkle của RFC 9162 (hay RFC 6962) cho cùng một mã.</li>
<li>So mã gốc với <code>root</code> trong <code>${id}.chu-ky.json</code>${root !== null && html` (<code>${root}</code>)`} và với mã gốc in trong quyết định giấy.</li>
<li>Riêng một đơn vị: <code>${id}/{mã đơn vị}.chung-minh.json</code> có vị trí và các mã băm dẫn từ bảng điểm lên mã gốc (RFC 9162, mục 2.1.3).</li>
</ol>
<p>Hoặc bằng mã nguồn của phần mềm này: <code>npx parindex verify ${origin}</code>.</p></section>`;

/** The page on which anyone verifies a published version, or files of their own, in the browser; and how to do it without. */
export const verifyPage = (latest: PublishedResult | null, versions: readonly PublishedVersion[]): Html =>
  page({
    title: "Kiểm tra kết quả công bố – Chỉ số cải cách hành chính",
    description:
      "Ai cũng kiểm tra được kết quả đã công bố: mã băm, tổng điểm, chỉ số, thứ hạng, mã gốc, chữ ký.",
    owner: latest?.publication.manifest.owner ?? null,
    current: null,
    main: onlyVietnamese(html`<link rel="stylesheet" href="${ASSETS.style}">
<header class="title"><h1>Kiểm tra kết quả công bố</h1>
<p class="sub">Từ các tệp dữ liệu mở, tính lại mọi tổng, chỉ số, thứ hạng và mã gốc, rồi so với chữ ký và bản giấy. Việc này làm ngay trong trình duyệt của bạn.</p></header>
<p class="notice" id="khong-may">Phần kiểm tra tự động cần script. Nếu nó không hiện ra, hãy làm theo <a href="#bang-tay">các bước bằng tay</a> dưới đây.</p>
<div id="may" data-versions="${links.versions}" hidden>
<section aria-labelledby="giay-muc"><h2 id="giay-muc">Mã gốc trên giấy (không bắt buộc)</h2>
<p><label for="giay">Gõ hoặc dán mã gốc in trong quyết định; dấu cách và chữ hoa, chữ thường không quan trọng.</label><textarea id="giay" rows="2" autocomplete="off" autocapitalize="off" spellcheck="false"></textarea></p>
<details><summary>Khóa công khai đã biết</summary><p><label for="khoa">Khóa công khai của cơ quan công bố (base64), nếu bạn đã có từ nơi khác</label><input id="khoa" autocomplete="off" autocapitalize="off" spellcheck="false"></p></details></section>
<section aria-labelledby="trang-muc"><h2 id="trang-muc">Kết quả trên trang này</h2>${published(versions)}</section>
<section aria-labelledby="may-muc"><h2 id="may-muc">Tệp trên máy của bạn</h2>${ownFiles}</section>
<section id="ket-qua" aria-labelledby="ket-qua-muc" hidden><h2 id="ket-qua-muc" tabindex="-1">Kết quả kiểm tra</h2>
<p id="tien-do" role="status"></p><progress id="thanh" max="1" value="0" aria-labelledby="tien-do"></progress>
<div id="bao-cao"></div></section>
</div>
${byHand(versions[0]?.id ?? "{bản công bố}", latest?.publication.root ?? null)}
<script src="${ASSETS.script}" type="module"></script>`),
  });
