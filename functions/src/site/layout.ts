import { assets } from "./assets.ts";
import { type Content, type Html, html } from "./html.ts";
import { links } from "./links.ts";

export interface PageContent {
  title: string;
  description: string;
  /** Who measures: UBND tỉnh or huyện; null where no publication tells. */
  owner: string | null;
  current: "result" | "years" | "method" | null;
  /** Whether the page may be kept longer than its version stays the newest, so that a script must ask. */
  asksSuccessor?: boolean;
  main: Content;
}

const navLink = (href: string, text: string, current: boolean): Html =>
  html`<li><a href="${href}"${current && html` aria-current="page"`}>${text}</a></li>`;

/** A whole page: one h1 in `main`, landmarks, a skip link, no inline style or script (the policy forbids both). */
export function page({ title, description, owner, current, asksSuccessor = false, main }: PageContent): Html {
  return html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${description}">
<meta name="color-scheme" content="light dark">
${assets.fonts.map(
  (font) => html`<link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin>
`,
)}
<link rel="stylesheet" href="${assets.style}">
<link rel="icon" href="${assets.icon}" type="image/svg+xml">
${asksSuccessor && html`<script src="${assets.script}" type="module"></script>`}
</head>
<body>
<a class="skip" href="#noi-dung">Đến nội dung chính</a>
<header class="top">
<div class="wrap">
<a class="brand" href="${links.latest}"><svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true" focusable="false"><rect x="2" y="4" width="22" height="4"/><rect x="2" y="11" width="17" height="4"/><rect x="2" y="18" width="11" height="4"/></svg><span><b>Chỉ số cải cách hành chính</b>${owner && html`<small>${owner}</small>`}</span></a>
<nav aria-label="Chính"><ul>${navLink(links.latest, "Kết quả", current === "result")}${navLink(links.years(), "Các năm", current === "years")}${navLink(links.method, "Phương pháp", current === "method")}${navLink("/app/", "Đăng nhập", false)}</ul></nav>
</div>
</header>
<main id="noi-dung" class="wrap" tabindex="-1">
${main}
</main>
<footer class="bottom">
<div class="wrap"><p>${owner ?? "Chỉ số cải cách hành chính"} · Trang này không đặt cookie và không theo dõi người đọc. · <a href="${links.openData}">Dữ liệu mở</a></p></div>
</footer>
</body>
</html>`;
}
