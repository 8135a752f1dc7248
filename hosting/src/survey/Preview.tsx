import { NativeSelect } from "@mantine/core";
import { questionsFor, type SurveyText } from "@parindex/core";
import { useCallback, useEffect, useRef, useState } from "react";
import type { NamedUnit } from "../data/units.ts";
import { t } from "../text/survey-desk.ts";
import styles from "./survey.module.css";
import { askedUnits } from "./useSurveys.ts";

/** Milliseconds without typing before the page is shown anew. */
const PAUSE = 400;

/** The respondents' page in the size of a phone, with the questions as they stand here; it sends nothing. */
export function Preview({ text, units }: { text: SurveyText; units: readonly NamedUnit[] }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [unit, setUnit] = useState("");
  const asked = askedUnits(text.questions, units).filter(({ questions }) => questions > 0);
  const about = asked.find((one) => one.unit.id === unit)?.unit;
  const { name, intro, questions } = text;
  const show = useCallback(() => {
    const own = about ? questionsFor(questions, about.id, about.criteriaSet) : questions;
    const shown = own.map(({ id, text: words, help, showIf, options }) => ({
      ...{ id, text: words, help, showIf },
      options: options.map((option) => option.text),
    }));
    frame.current?.contentWindow?.postMessage(
      {
        type: "parindex-preview",
        survey: { name, intro, questions: shown, ...(about ? { unit: about.name } : {}) },
      },
      location.origin,
    );
  }, [name, intro, questions, about]);
  useEffect(() => {
    const timer = setTimeout(show, PAUSE);
    return () => clearTimeout(timer);
  }, [show]);
  return (
    <section className={styles.preview} aria-label={t("surveyPreview")}>
      <p className={styles.soft}>{t("previewHint")}</p>
      <NativeSelect
        size="xs"
        aria-label={t("previewUnit")}
        value={about?.id ?? ""}
        onChange={(event) => setUnit(event.currentTarget.value)}
        data={[
          { value: "", label: t("previewEvery") },
          ...asked.map((one) => ({ value: one.unit.id, label: one.unit.name })),
        ]}
      />
      <iframe
        ref={frame}
        className={styles.phone}
        src="/s/?xem-truoc"
        title={t("surveyPreview")}
        onLoad={show}
      />
    </section>
  );
}
