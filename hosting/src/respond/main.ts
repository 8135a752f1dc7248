import { readCode } from "../../../core/src/survey-code.ts";
import { open } from "./door.ts";
import { showEnd } from "./end.ts";
import { questionsOf, waitAfter } from "./form.ts";
import { draw, foot, onWipe } from "./frame.ts";
import {
  currentCode,
  keep,
  keepWork,
  kept,
  type Session,
  sessionOf,
  setCurrentCode,
  type Work,
} from "./keep.ts";
import { finish, isFailing, onPost, post, type Stage, stageOf, watchNetwork } from "./post.ts";
import { preview } from "./preview.ts";
import { showForm } from "./questions.ts";
import { showOpening, showRefused, showStart, showUnits, unsentNote } from "./start.ts";
import { h } from "./view.ts";
import { say, speakEnglish } from "./words.ts";

/** The page on which people answer: from a code to a form to a thank-you, on any phone and any network. */

const WORKER = "/s/sw.js";

interface TrustedTypes {
  createPolicy(name: "default", rules: { createScriptURL: (address: string) => string | null }): void;
}

// The page's policy lets no string become a script; this one address may.
(globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("default", {
  createScriptURL: (address) => (address === WORKER ? address : null),
});

const place = document.createElement("main");

/** Ends what belongs to the page before: timers and listeners. */
let leave: () => void = () => undefined;
function arrive(next: () => void = () => undefined): void {
  leave();
  leave = next;
}

function start(notice = ""): void {
  const unsent = unsentNote();
  arrive(onPost(unsent.follow));
  setCurrentCode(null);
  showStart(place, { enter, resume }, unsent.element, notice);
}

function refused(): void {
  arrive();
  setCurrentCode(null);
  showRefused(place, start);
}

/** Opens a code, or what this device has of it. */
function enter(code: string): void {
  const session = sessionOf(code);
  if (session) {
    resume(session);
    return;
  }
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let left = false;
  arrive(() => {
    left = true;
    clearTimeout(timer);
    removeEventListener("online", ask);
  });
  addEventListener("online", ask);
  async function ask(): Promise<void> {
    clearTimeout(timer);
    if (failures === 0) showOpening(place, null, start);
    const outcome = await open(code);
    if (left) return;
    if ("later" in outcome) {
      failures += 1;
      if (failures === 1) showOpening(place, ask, start);
      timer = setTimeout(ask, waitAfter(failures, outcome.later, Math.random()));
    } else if ("refused" in outcome) refused();
    else {
      const opened: Session = { code, opened: outcome.done, works: {}, done: [], unusable: [], at: null };
      keep(({ sessions }) => void sessions.push(opened));
      resume(opened);
    }
  }
  void ask();
}

/** Goes on with an open code: at the unit at hand, the only one, or the list. */
function resume({ code, opened, at }: Session): void {
  setCurrentCode(code);
  const only = opened.units.length === 1 ? opened.units[0]?.id : undefined;
  const unit = at ?? only;
  if (unit === undefined) units(code);
  else begin(code, unit);
}

/** The units of a code, from which the person takes one after another. */
function units(code: string): void {
  keep(({ sessions }) => {
    const session = sessions.find((one) => one.code === code);
    if (session) session.at = null;
  });
  const session = sessionOf(code);
  if (!session) {
    start();
    return;
  }
  const over = session.unusable.length;
  arrive(
    onPost(() => {
      if (sessionOf(code)?.unusable.length !== over) units(code);
    }),
  );
  showUnits(place, session, { begin: (unit) => begin(code, unit), other: start });
}

/** Shows a unit's form, and buys its ballot meanwhile. */
function begin(code: string, unit: string): void {
  keep(({ sessions }) => {
    const session = sessions.find((one) => one.code === code);
    if (!session) return;
    session.at = unit;
    session.works[unit] ??= {
      ...{ ballot: null, signature: null, bought: 0 },
      ...{ form: {}, page: 0, seconds: 0, finished: false },
    };
  });
  const session = sessionOf(code);
  const work = session?.works[unit];
  const named = session?.opened.units.find(({ id }) => id === unit);
  if (!session || !work || !named) start();
  else if (work.finished) sending(code, unit);
  else answer(session, unit, named.name, work);
}

function answer({ code, opened }: Session, unit: string, name: string, work: Work): void {
  const status = h("p", { role: "status", class: "status" });
  arrive(
    onPost(() => {
      const now = sessionOf(code);
      if (now?.works[unit]) status.textContent = isFailing() ? say("buying") : "";
      else if (!now) start();
      else if (opened.units.length > 1) units(code);
      else {
        keep((kept) => {
          kept.sessions = kept.sessions.filter((one) => one.code !== code);
        });
        refused();
      }
    }),
  );
  let since = Date.now();
  const seconds = () => {
    const passed = Math.min(120, Math.max(0, (Date.now() - since) / 1_000));
    since = Date.now();
    return passed;
  };
  const eligibility = opened.eligibility && say("mayAnswer", { text: opened.eligibility });
  draw(() => {
    const { form, page } = sessionOf(code)?.works[unit] ?? work;
    showForm(place, {
      ...{ survey: `${opened.name} · ${opened.year}`, unit: name, status, foot, form, page },
      lead: [opened.intro, eligibility].filter((line) => line !== ""),
      questions: questionsOf(opened, unit),
      onChange: (form, page) =>
        keepWork(code, unit, (work) => {
          Object.assign(work, { form, page, seconds: work.seconds + seconds() });
        }),
      onSend: () => sending(code, unit),
      ...(opened.units.length > 1 ? { onLeave: () => units(code) } : {}),
    });
  });
  // The first questions are on the screen before the phone reckons with its ballot.
  setTimeout(post, 100);
}

/** Follows a finished form until it has arrived, and thanks. */
function sending(code: string, unit: string): void {
  finish(code, unit);
  let seen: Stage | undefined;
  const follow = () => {
    const stage = stageOf(code, unit);
    if (stage === seen) return;
    seen = stage;
    if (stage === "refused") refused();
    else
      showEnd(place, stage, {
        other: start,
        ...(sessionOf(code) ? { nextUnit: () => units(code) } : {}),
      });
  };
  arrive(onPost(follow));
  follow();
}

/** The code behind #, which leaves the address bar at once. */
function takeCode(): string | null {
  const typed = decodeURIComponent(location.hash.slice(1));
  if (typed === "") return null;
  history.replaceState(null, "", location.pathname);
  return readCode(typed);
}

function go(): void {
  const typed = location.hash.length > 1;
  const code = takeCode();
  const now = currentCode();
  const session = now === null ? undefined : sessionOf(now);
  if (code !== null) enter(code);
  else if (typed) start(say("codeMistyped"));
  else if (session) resume(session);
  else start();
}

document.getElementById("page")?.replaceWith(place);
place.id = "page";
if (new URLSearchParams(location.search).has("xem-truoc")) preview(place);
else {
  speakEnglish(kept().english);
  onWipe(() => start(say("wiped")));
  watchNetwork();
  addEventListener("hashchange", () => {
    if (location.hash.length > 1) go();
  });
  go();
  void post();
  if ("serviceWorker" in navigator)
    addEventListener("load", () => {
      navigator.serviceWorker.register(WORKER, { scope: "/s/" }).catch(() => undefined);
    });
}
