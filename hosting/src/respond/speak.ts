import { button } from "./view.ts";
import { say } from "./words.ts";

const vietnamese = (): SpeechSynthesisVoice | undefined =>
  speechSynthesis.getVoices().find(({ lang }) => /^vi\b/i.test(lang));

/** Ends what is being read. */
export function stopSpeaking(): void {
  if ("speechSynthesis" in window) speechSynthesis.cancel();
}

/** A button that reads a text aloud, shown once the device turns out to have a Vietnamese voice; null where it has none. */
export function readAloudButton(text: () => string): HTMLButtonElement | null {
  if (!("speechSynthesis" in window)) return null;
  const quiet = () => {
    reader.textContent = say("readAloud");
  };
  const reader = button(
    say("readAloud"),
    () => {
      const speaking = speechSynthesis.speaking;
      speechSynthesis.cancel();
      if (speaking) return;
      const speech = new SpeechSynthesisUtterance(text());
      speech.lang = "vi-VN";
      speech.voice = vietnamese() ?? null;
      speech.onend = quiet;
      speech.onerror = quiet;
      reader.textContent = say("stopReading");
      speechSynthesis.speak(speech);
    },
    "quiet aloud",
  );
  reader.hidden = vietnamese() === undefined;
  speechSynthesis.onvoiceschanged = () => {
    reader.hidden = vietnamese() === undefined;
  };
  return reader;
}
