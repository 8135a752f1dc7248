import { type Html, html } from "./html.ts";
import { links } from "./links.ts";
import { fact, hidden, notice } from "./parts.ts";
import type { PublishedResult } from "./result.ts";

/** A hash in groups of eight, as it is read aloud or compared with paper; copied, it has no blanks. */
export const hash = (hex: string): Html =>
  html`<code class="hash">${(hex.match(/.{1,8}/g) ?? []).map((part) => html`<span>${part}</span>`)}</code>`;

const steps: Html = html`<ol class="steps">
<li>Tải dữ liệu xếp hạng và bảng điểm của mọi đơn vị. Mỗi tệp là JSON ở dạng chính tắc (RFC 8785): tính SHA-256 trên đúng các byte của tệp.</li>
<li>SHA-256 của mỗi bảng điểm phải bằng giá trị <code>sha256</code> ghi cho đơn vị đó trong dữ liệu xếp hạng.</li>
<li>Dựng cây Merkle (RFC 9162, SHA-256): lá đầu là SHA-256 của dữ liệu xếp hạng, các lá sau là SHA-256 của bảng điểm theo thứ tự trong dữ liệu xếp hạng. Gốc của cây phải bằng mã gốc.</li>
<li>Chữ ký Ed25519 trên 32 byte của mã gốc phải đúng với khóa công khai của cơ quan công bố.</li>
</ol>`;

/** How anyone checks a result from its open data alone: the root, the key, the steps, the files. */
export function verification({ id, publication }: PublishedResult): Html {
  const { manifest, root, signature, publicKey, development } = publication;
  return html`<section class="check" aria-labelledby="kiem-tra">
<h2 id="kiem-tra">Kiểm tra kết quả</h2>
<p>Kết quả được chốt trước khi công bố. Mã gốc dưới đây đại diện cho toàn bộ xếp hạng và bảng điểm: sửa một chữ số ở bất kỳ đâu thì mã gốc không còn khớp.</p>
<dl class="facts stacked">${fact("Mã gốc (SHA-256)", hash(root))}${fact("Chữ ký (Ed25519)", html`<code>${signature}</code>`)}${fact("Khóa công khai", html`<code>${publicKey}</code>`)}${
    manifest.previousRoot && fact("Nối tiếp mã gốc", hash(manifest.previousRoot))
  }</dl>
${development && notice("Khóa này là khóa phát triển của phần mềm: ai cũng ký được bằng nó, nên chữ ký không chứng thực cơ quan công bố.")}
<p><a href="${links.verifyOf(id)}">Kiểm tra ngay trong trình duyệt</a>: tính lại mọi tổng, chỉ số, thứ hạng và mã gốc từ dữ liệu.</p>
<details><summary>Các bước kiểm tra</summary>${steps}</details>
<details><summary>Tải dữ liệu</summary>
<ul class="files"><li><a href="${links.resultData(id)}" download="${id}.json">Dữ liệu xếp hạng (JSON)</a></li><li><a href="${links.attestation(id)}" download="${id}.chu-ky.json">Mã gốc, chữ ký, khóa công khai (JSON)</a></li>${manifest.ranking.map(
    ({ units }) =>
      units.map(
        ({ unit, name }) =>
          html`<li><a href="${links.sheetData(id, unit)}" download="${id}-${unit}.json">${hidden("Bảng điểm ")}${name} (JSON)</a></li>`,
      ),
  )}</ul></details>
</section>`;
}
