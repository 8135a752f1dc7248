import { draw, foot } from "./frame.ts";
import { outlives } from "./keep.ts";
import { post, type Stage } from "./post.ts";
import { button, h, heading, show } from "./view.ts";
import { say } from "./words.ts";

/** What a person sees of a finished form: that it goes, that it waits for a network, or how it ended. */
export function showEnd(
  place: HTMLElement,
  stage: Exclude<Stage, "refused">,
  { other, nextUnit }: { other: () => void; nextUnit?: () => void },
): void {
  draw(() => {
    const [title, text] = {
      sent: [say("thanks"), say("thanksLead")],
      spent: [say("thanks"), say("thanksEarlier")],
      closed: [say("endedTitle"), say("ended")],
      invalid: [say("endedTitle"), say("invalid")],
      waiting: [say("waitingTitle"), say(outlives() ? "waiting" : "waitingMemory")],
      sending: [say("sending"), say("sendingLead")],
    }[stage];
    show(
      place,
      `${title} · ${say("title")}`,
      h("p", { class: "over" }, say("title")),
      heading(title),
      h("p", { role: "status" }, text),
      h(
        "div",
        { class: "steps" },
        stage === "waiting" && button(say("tryAgain"), () => void post()),
        nextUnit && button(say("nextUnit"), nextUnit, "main"),
        !nextUnit && stage !== "sending" && button(say("otherCode"), other),
      ),
      foot(),
    );
  });
}
