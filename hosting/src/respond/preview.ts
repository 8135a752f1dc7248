import type { FilledForm } from "../../../core/src/survey.ts";
import type { ShownQuestion } from "../../../core/src/survey-door.ts";
import { pagesOf } from "./form.ts";
import { showForm } from "./questions.ts";
import { button, calmly, h, heading, show } from "./view.ts";
import { say } from "./words.ts";

/** What the console posts to `/s/?xem-truoc`, from a window of the same origin. */
interface PreviewMessage {
  type: "parindex-preview";
  survey: { name: string; intro: string; questions: ShownQuestion[]; unit?: string };
}

const isPreview = (data: unknown): data is PreviewMessage =>
  typeof data === "object" && data !== null && "type" in data && data.type === "parindex-preview";

/**
 * Shows the form that the window around this one, or the one that opened it, sends. Nothing is kept and nothing sent. A
 * form that is sent anew, while someone writes it, stays at the page it was at and leaves the focus where it is.
 */
export function preview(place: HTMLElement): void {
  const banner = () => h("p", { class: "note" }, say("preview"));
  const around: Window = opener ?? parent;
  let at: { form: FilledForm; page: number } = { form: {}, page: 0 };

  function from(survey: PreviewMessage["survey"]): void {
    const { name, intro, questions, unit = say("previewUnit") } = survey;
    const page = Math.min(at.page, pagesOf(questions, at.form).length);
    showForm(place, {
      ...{ survey: name, unit, lead: intro ? [intro] : [], questions, form: at.form, page },
      ...{ status: banner(), foot: () => h("footer") },
      onChange: (form, page) => {
        at = { form, page };
      },
      onSend: () =>
        show(
          place,
          say("previewEnd"),
          banner(),
          heading(say("previewEnd")),
          h(
            "div",
            { class: "steps" },
            button(
              say("previewAgain"),
              () => {
                at = { form: {}, page: 0 };
                from(survey);
              },
              "main",
            ),
          ),
        ),
    });
  }

  addEventListener("message", ({ origin, source, data }) => {
    if (origin === location.origin && source === around && isPreview(data)) calmly(() => from(data.survey));
  });
  calmly(() => show(place, say("title"), heading(say("previewWaiting"))));
  around.postMessage({ type: "parindex-preview-ready" }, location.origin);
}
