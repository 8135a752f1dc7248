import type { FilledForm } from "../../../core/src/survey.ts";
import type { ShownQuestion } from "../../../core/src/survey-door.ts";
import { type FormPage, formToSend, pagesOf, stepFrom } from "./form.ts";
import { readAloudButton, stopSpeaking } from "./speak.ts";
import { button, h, heading, show } from "./view.ts";
import { say } from "./words.ts";

/** A form as a respondent sees it, whether it is answered or previewed. */
export interface Filling {
  /** The group whose survey it is, and the unit it asks about. */
  survey: string;
  unit: string;
  /** What stands before the first questions. */
  lead: readonly string[];
  questions: readonly ShownQuestion[];
  form: FilledForm;
  page: number;
  /** Called with every answer and every page turned. */
  onChange: (form: FilledForm, page: number) => void;
  onSend: () => void;
  /** Leads out of the form, where something lies before it. */
  onLeave?: () => void;
  /** What to say of the network, and below the page. */
  status: HTMLElement;
  foot: () => HTMLElement;
}

/** One question. `choose` gets the position chosen, or undefined where the choice is taken back. */
function questionView(
  question: ShownQuestion,
  chosen: number | undefined,
  choose: (option: number | undefined) => void,
): { element: HTMLElement; number: HTMLElement } {
  const number = h("span", { class: "number" });
  const clear = button(
    say("clear"),
    () => {
      for (const input of element.querySelectorAll("input")) input.checked = false;
      clear.hidden = true;
      choose(undefined);
      element.querySelector("input")?.focus();
    },
    "quiet clear",
  );
  clear.hidden = chosen === undefined;
  const options = question.options.map((text, at) => {
    const input = h("input", {
      ...{ type: "radio", name: question.id, value: at, autocomplete: "off" },
      onchange: () => {
        clear.hidden = false;
        choose(at);
      },
    });
    input.checked = chosen === at;
    return h("label", { class: "choice" }, input, h("span", { lang: "vi" }, text));
  });
  const help =
    question.help && h("p", { class: "help", lang: "vi", id: `help-${question.id}` }, question.help);
  const element = h(
    "fieldset",
    question.help ? { "aria-describedby": `help-${question.id}` } : {},
    h("legend", {}, number, " ", h("span", { lang: "vi" }, question.text)),
    help,
    ...options,
    clear,
  );
  return { element, number };
}

const spoken = (heading: string, { shown }: FormPage) =>
  [
    heading,
    ...shown.map(({ text, help, options }) => [text, help, ...options].filter(Boolean).join(". ")),
  ].join(". ");

/** Shows a form page by page, and before the end what was left blank. */
export function showForm(place: HTMLElement, filling: Filling): void {
  const { questions, unit, survey } = filling;
  let { form, page } = filling;
  const about = () => say("about", { unit });

  const turn = (to: number) => {
    stopSpeaking();
    page = to;
    filling.onChange(form, page);
    draw();
  };

  const numbersOf = (pages: readonly FormPage[]) =>
    new Map(pages.flatMap(({ shown }) => shown).map(({ id }, at) => [id, at + 1]));

  function drawPage(pages: readonly FormPage[], current: FormPage): void {
    const filled = pages.filter(({ shown }) => shown.length > 0);
    const at = filled.indexOf(current) + 1;
    const part = h("span", { class: "part" });
    const bar = h("progress", { max: filled.length, value: at, "aria-hidden": "true" });
    const views = current.questions.map((question) => ({
      question,
      ...questionView(question, form[question.id], (option) => {
        const { [question.id]: _, ...others } = form;
        form = option === undefined ? others : { ...others, [question.id]: option };
        filling.onChange(form, page);
        follow();
      }),
    }));
    /** Shows and numbers the questions as the answers have it. */
    function follow(): void {
      const now = pagesOf(questions, form);
      const numbers = numbersOf(now);
      for (const { question, element, number } of views) {
        const shownAs = numbers.get(question.id);
        element.hidden = shownAs === undefined;
        number.textContent = say("question", { at: shownAs ?? "" });
      }
      const of = now.filter(({ shown }) => shown.length > 0).length;
      part.textContent = say("part", { at, of });
      bar.max = of;
    }
    follow();
    const before = stepFrom(pages, page, -1);
    const back = before >= 0 ? () => turn(before) : filling.onLeave;
    const next = () => {
      const now = pagesOf(questions, form);
      turn(stepFrom(now, page, 1));
    };
    const title = about();
    show(
      place,
      `${title} · ${say("title")}`,
      h("p", { class: "over", lang: "vi" }, survey),
      heading(title, " ", part),
      bar,
      ...(before < 0 ? filling.lead.map((line) => h("p", { class: "lead", lang: "vi" }, line)) : []),
      readAloudButton(() => spoken(title, pagesOf(questions, form)[page] ?? current)),
      ...views.map(({ element }) => element),
      filling.status,
      h("div", { class: "steps" }, back && button(say("back"), back), button(say("next"), next, "main")),
      filling.foot(),
    );
  }

  function drawCheck(pages: readonly FormPage[]): void {
    const numbers = numbersOf(pages);
    const count = Object.keys(formToSend(questions, form)).length;
    const of = numbers.size;
    const blanks = pages.flatMap(({ shown }, at) =>
      shown
        .filter(({ id }) => form[id] === undefined)
        .map(({ id, text }) =>
          h(
            "li",
            {},
            button(`${say("question", { at: numbers.get(id) ?? "" })} ${text}`, () => turn(at), "quiet"),
          ),
        ),
    );
    const title = say("checkTitle", { unit });
    const how = count === 0 ? "noneAnswered" : count < of ? "someAnswered" : "allAnswered";
    show(
      place,
      `${title} · ${say("title")}`,
      h("p", { class: "over", lang: "vi" }, survey),
      heading(title),
      h("p", {}, say(how, { count, of })),
      blanks.length > 0 && h("p", { id: "blanks" }, say("blankOnes")),
      blanks.length > 0 && h("ul", { class: "blanks", "aria-labelledby": "blanks" }, ...blanks),
      h("p", {}, say("anonymous")),
      h("p", { class: "help" }, say("sendNote")),
      filling.status,
      h(
        "div",
        { class: "steps" },
        button(say("back"), () => turn(stepFrom(pages, pages.length, -1))),
        count > 0 && button(say("send"), filling.onSend, "main"),
      ),
      filling.foot(),
    );
  }

  function draw(): void {
    const pages = pagesOf(questions, form);
    const current = pages[page];
    if (current) drawPage(pages, current);
    else drawCheck(pages);
  }
  draw();
}
