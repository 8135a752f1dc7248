import { type Finding, findingText, isSound, type Report, type Step } from "@parindex/core/verify";
import { h } from "../respond/view.ts";

/** How many findings of a step stand open; the others unfold. */
const SHOWN = 20;

const SIGNS = {
  ok: ["✓", "đúng"],
  wrong: ["✗", "sai"],
  open: ["–", "chưa kiểm tra"],
} as const satisfies Record<Step["state"], readonly [string, string]>;

const item = (finding: Finding): HTMLLIElement => h("li", {}, findingText(finding));

function findingList(findings: readonly Finding[]): (HTMLElement | null)[] {
  if (findings.length === 0) return [];
  const rest = findings.slice(SHOWN);
  return [
    h("ul", {}, ...findings.slice(0, SHOWN).map(item)),
    rest.length === 0
      ? null
      : h("details", {}, h("summary", {}, `${rest.length} chỗ khác`), h("ul", {}, ...rest.map(item))),
  ];
}

function stepItem({ title, state, text, findings }: Step): HTMLLIElement {
  const [sign, word] = SIGNS[state];
  return h(
    "li",
    { class: state },
    h("span", { class: "sign", "aria-hidden": "true" }, sign),
    h(
      "div",
      {},
      h("h3", {}, `${title}: `, h("span", { class: "word" }, word)),
      h("p", {}, text),
      ...findingList(findings),
    ),
  );
}

/** What a verification came to, in one sentence. */
export function verdictOf(report: Report): string {
  const wrong = report.steps.filter(({ state }) => state === "wrong").length;
  if (isSound(report)) return "Mọi bước đã kiểm tra đều đúng.";
  return `Có ${wrong} bước sai: không nên tin kết quả này cho đến khi làm rõ.`;
}

/** A root in groups of eight digits, as it is printed. */
const rootText = (root: string): HTMLElement =>
  h("code", { class: "hash" }, ...(root.match(/.{1,8}/g) ?? []).map((part) => h("span", {}, part)));

/** The report of a verification: verdict, warnings, root, and every step with what was found. */
export function reportOf(report: Report): HTMLElement {
  const { title, publication, root, steps, warnings } = report;
  return h(
    "article",
    {},
    h("p", { class: isSound(report) ? "verdict sound" : "verdict" }, h("b", {}, verdictOf(report))),
    h("p", { class: "sub" }, title ?? publication),
    ...warnings.map((text) => h("p", { class: "notice" }, text)),
    root === null ? null : h("p", {}, "Mã gốc tính từ các tệp: ", rootText(root)),
    h("ol", { class: "report" }, ...steps.map(stepItem)),
  );
}
