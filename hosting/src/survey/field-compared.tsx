import { Alert, Button, Text } from "@mantine/core";
import type { Question } from "@parindex/core";
import { t } from "../text/survey-field.ts";
import styles from "./field.module.css";
import type { Differing } from "./field-results.ts";

interface ComparedProps {
  differing: Differing;
  number: string;
  questions: readonly Question[];
  /** The unit of the first entry where it is another, and that of this one. */
  unitName: string | null;
  ownUnit: string;
  onMine: () => void;
  sending: boolean;
}

/** Where two entries of a form say different things, side by side, and what to do about it. */
export function Compared(props: ComparedProps) {
  const { differing, number, questions, unitName, ownUnit, onMine, sending } = props;
  const optionOf = (question: string, option: number | null) => {
    if (option === null) return t("paperBlank");
    const text = questions.find(({ id }) => id === question)?.options[option]?.text ?? "";
    return `${option + 1}. ${text}`;
  };
  return (
    <Alert color="yellow" variant="light" role="alert" title={t("paperDiffers", { number })}>
      <Text size="sm">{t("paperDiffersWhat")}</Text>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={styles.scroll} tabIndex={0} aria-label={t("paperDiffers", { number })}>
        <table className={styles.compared}>
          <thead>
            <tr>
              <th scope="col">{t("paperQuestion")}</th>
              <th scope="col">{t("paperFirst")}</th>
              <th scope="col">{t("paperSecond")}</th>
            </tr>
          </thead>
          <tbody>
            {unitName !== null && (
              <tr>
                <th scope="row">{t("paperUnit")}</th>
                <td>{unitName}</td>
                <td>{ownUnit}</td>
              </tr>
            )}
            {differing.differences.map(({ question, first, second }) => (
              <tr key={question}>
                <th scope="row">{questions.find(({ id }) => id === question)?.text ?? question}</th>
                <td>{optionOf(question, first)}</td>
                <td>{optionOf(question, second)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Button size="compact-md" mt="xs" loading={sending} onClick={onMine}>
        {t("paperMineRight")}
      </Button>
    </Alert>
  );
}
