import { formatCode, readCode } from "../../../core/src/survey-code.ts";
import { draw, foot } from "./frame.ts";
import { kept, type Session } from "./keep.ts";
import { button, h, heading, show } from "./view.ts";
import { say } from "./words.ts";

/** What a person sees before a form is open. */

/** Says what still waits to be sent, and follows it: `onPost` tells when to look again. */
export function unsentNote(): { element: HTMLElement; follow: () => void } {
  const element = h("p", { class: "status", role: "status" });
  let before = 0;
  const follow = () => {
    const count = kept().outbox.length;
    element.textContent = count > 0 ? say("unsent", { count }) : before > 0 ? say("thanksLead") : "";
    before = Math.max(before, count);
  };
  follow();
  return { element, follow };
}

/** Names a kept form by its survey and, where there is one, the unit being answered about. */
const nameOf = ({ opened, at }: Session): string =>
  [opened.name, opened.units.find(({ id }) => id === at)?.name].filter(Boolean).join(" · ");

/** Asks for a code. What is mistyped is told before anything is sent. */
export function showStart(
  place: HTMLElement,
  act: { enter: (code: string) => void; resume: (session: Session) => void },
  unsent: HTMLElement,
  notice = "",
): void {
  draw(() => {
    const wrong = h("p", { id: "wrong", class: "wrong", role: "alert" });
    const input = h("input", {
      ...{ id: "code", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false" },
      ...{ "aria-describedby": "code-hint wrong", enterkeyhint: "go", maxlength: 60 },
      onchange: () => {
        const code = readCode(input.value);
        if (code !== null) input.value = formatCode(code);
      },
    });
    const submit = (event: Event) => {
      event.preventDefault();
      const code = readCode(input.value);
      if (code !== null) {
        act.enter(code);
        return;
      }
      wrong.textContent = say("codeMistyped");
      input.setAttribute("aria-invalid", "true");
      input.focus();
    };
    const { sessions } = kept();
    show(
      place,
      say("title"),
      h("p", { class: "over" }, say("title")),
      heading(say("welcome")),
      notice !== "" && h("p", { class: "note", role: "status" }, notice),
      unsent,
      sessions.length > 0 && h("h2", {}, say("unfinished")),
      ...sessions.map((session) =>
        h(
          "div",
          { class: "steps" },
          button(say("goOn", { name: nameOf(session) }), () => act.resume(session), "main"),
        ),
      ),
      h("p", { class: "lead" }, say("codeLead")),
      h(
        "form",
        { onsubmit: submit, novalidate: true },
        h("label", { for: "code" }, say("code")),
        input,
        h("p", { id: "code-hint", class: "help" }, say("codeHint")),
        wrong,
        h("div", { class: "steps" }, h("button", { type: "submit", class: "main" }, say("openForm"))),
      ),
      foot(),
    );
  });
}

/** While a code opens; `retry` once it could not be asked. */
export function showOpening(place: HTMLElement, retry: (() => void) | null, other: () => void): void {
  draw(() =>
    show(
      place,
      say("title"),
      h("p", { class: "over" }, say("title")),
      heading(say("opening")),
      retry && h("p", { role: "status" }, say("openLater")),
      retry &&
        h("div", { class: "steps" }, button(say("otherCode"), other), button(say("tryAgain"), retry, "main")),
      foot(),
    ),
  );
}

/** One sentence for every code that can't be used, whatever the cause. */
export function showRefused(place: HTMLElement, other: () => void): void {
  draw(() =>
    show(
      place,
      say("title"),
      h("p", { class: "over" }, say("title")),
      heading(say("refusedTitle")),
      h("p", {}, say("refused")),
      h("div", { class: "steps" }, button(say("otherCode"), other, "main")),
      foot(),
    ),
  );
}

/** The units of a code, and how each stands on this device. */
export function showUnits(
  place: HTMLElement,
  { opened, done, unusable, works }: Session,
  act: { begin: (unit: string) => void; other: () => void },
): void {
  const stands = (unit: string) => {
    if (done.includes(unit)) return say("unitDone");
    if (unusable.includes(unit)) return say("unitUnusable");
    return works[unit] ? say("unitBegun") : "";
  };
  draw(() =>
    show(
      place,
      `${opened.name} · ${say("title")}`,
      h("p", { class: "over", lang: "vi" }, opened.name),
      heading(say("chooseUnit")),
      h("p", { class: "lead" }, say("chooseUnitLead", { count: opened.units.length })),
      h(
        "ul",
        { class: "units" },
        ...opened.units.map(({ id, name }) => {
          const over = done.includes(id) || unusable.includes(id);
          const words = [
            h("span", { lang: "vi" }, name),
            h("small", {}, `${done.includes(id) ? "✓ " : ""}${stands(id)}`),
          ];
          return h(
            "li",
            {},
            over
              ? h("div", { class: "over-unit" }, ...words)
              : h("button", { type: "button", onclick: () => act.begin(id) }, ...words),
          );
        }),
      ),
      h("div", { class: "steps" }, button(say("otherCode"), act.other)),
      foot(),
    ),
  );
}
