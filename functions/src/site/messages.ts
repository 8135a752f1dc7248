import type { Html } from "./html.ts";
import { html } from "./html.ts";
import { page } from "./layout.ts";
import { links } from "./links.ts";

const message = (title: string, body: Html): Html =>
  page({
    title: `${title} – Chỉ số cải cách hành chính`,
    description: title,
    canonical: null,
    owner: null,
    current: null,
    main: html`<article class="message"><h1>${title}</h1>${body}</article>`,
  });

/** What a path that leads nowhere shows. */
export const notFoundPage = (): Html =>
  message(
    "Không tìm thấy trang này",
    html`<p>Địa chỉ có thể đã gõ sai, hoặc kết quả bạn tìm chưa được công bố.</p>
<p><a href="${links.latest}">Xem kết quả mới nhất</a></p>`,
  );

/** What the front page shows before anything has been published. */
export const nothingPublishedPage = (): Html =>
  message(
    "Chưa có kết quả nào được công bố",
    html`<p>Chỉ số cải cách hành chính được công bố tại đây, công khai và nguyên vẹn, sau khi Ủy ban nhân dân phê duyệt bằng quyết định.</p>
<p>Trong khi chờ, bạn có thể đọc <a href="${links.method}">cách xác định Chỉ số</a>.</p>`,
  );

/** What readers see while the data can't be reached. */
export const unavailablePage = (): Html =>
  message(
    "Trang tạm thời không mở được",
    html`<p>Hệ thống đang gặp sự cố. Kết quả đã công bố vẫn nguyên vẹn; hãy tải lại trang sau ít phút.</p>`,
  );
