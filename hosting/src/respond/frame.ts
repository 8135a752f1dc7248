import { keep, kept, outlives, wipe } from "./keep.ts";
import { button, h } from "./view.ts";
import { isEnglish, say, speakEnglish } from "./words.ts";

/** What stands below every page: the language, and how to leave nothing on a shared device. */

let again: () => void = () => undefined;
let afterWipe: () => void = () => undefined;

/** Remembers how to draw the page at hand, for another language, and draws it. */
export function draw(page: () => void): void {
  again = page;
  page();
}

/** What is shown once everything is removed. */
export function onWipe(show: () => void): void {
  afterWipe = show;
}

export function foot(): HTMLElement {
  const language = h(
    "button",
    {
      ...{ type: "button", class: "quiet", lang: isEnglish() ? "vi" : "en" },
      onclick: () => {
        speakEnglish(!isEnglish());
        keep((now) => {
          now.english = isEnglish();
        });
        again();
      },
    },
    say("otherLanguage"),
  );
  const { sessions, outbox } = kept();
  const something = sessions.length > 0 || outbox.length > 0;
  const footer = h("footer", {}, !outlives() && h("p", { class: "help" }, say("noStore")));
  const no = button(say("wipeNo"), () => {
    asking.hidden = true;
    remove.hidden = false;
    remove.focus();
  });
  const yes = button(
    say("wipeYes"),
    () => {
      wipe();
      afterWipe();
    },
    "danger",
  );
  const asking = h(
    "div",
    { class: "note" },
    h("p", { id: "wipe-ask" }, say("wipeAsk")),
    h("div", { class: "steps" }, no, yes),
  );
  no.setAttribute("aria-describedby", "wipe-ask");
  asking.hidden = true;
  const remove = button(
    say("wipe"),
    () => {
      asking.hidden = false;
      remove.hidden = true;
      no.focus();
    },
    "quiet",
  );
  remove.hidden = !something;
  footer.append(asking, h("div", { class: "links" }, remove, language));
  return footer;
}
