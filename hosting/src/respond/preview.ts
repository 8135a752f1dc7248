import type { ShownQuestion } from "../../../core/src/survey-door.ts";
import { showForm } from "./questions.ts";
import { button, h, heading, show } from "./view.ts";
import { say } from "./words.ts";

/** What the console posts to `/s/?xem-truoc`, from a window of the same origin. */
interface PreviewMessage {
  type: "parindex-preview";
  survey: { name: string; intro: string; questions: ShownQuestion[]; unit?: string };
}

const isPreview = (data: unknown): data is PreviewMessage =>
  typeof data === "object" && data !== null && "type" in data && data.type === "parindex-preview";

/** Shows the form that the window around this one, or the one that opened it, sends. Nothing is kept and nothing sent. */
export function preview(place: HTMLElement): void {
  const banner = () => h("p", { class: "note" }, say("preview"));
  const around = opener ?? parent;

  function from(survey: PreviewMessage["survey"]): void {
    showForm(place, {
      ...{
        survey: survey.name,
        unit: survey.unit ?? say("previewUnit"),
        lead: survey.intro ? [survey.intro] : [],
      },
      ...{ questions: survey.questions, form: {}, page: 0, status: banner(), foot: () => h("footer") },
      onChange: () => undefined,
      onSend: () =>
        show(
          place,
          say("previewEnd"),
          banner(),
          heading(say("previewEnd")),
          h(
            "div",
            { class: "steps" },
            button(say("previewAgain"), () => from(survey), "main"),
          ),
        ),
    });
  }

  addEventListener("message", ({ origin, source, data }) => {
    if (origin === location.origin && source === around && isPreview(data)) from(data.survey);
  });
  show(place, say("title"), heading(say("previewWaiting")));
  around.postMessage({ type: "parindex-preview-ready" }, location.origin);
}
