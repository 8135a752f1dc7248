import { Alert, Button, Group, Text } from "@mantine/core";
import type { FilledForm } from "@parindex/core";
import { useState } from "react";
import { useUnits } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/survey-field.ts";
import styles from "./field.module.css";
import { unitsAsked } from "./field-data.ts";
import { ImportForms } from "./field-import.tsx";
import { PaperEntry } from "./field-paper.tsx";
import type { SurveyEntry } from "./useSurveys.ts";

/** A form keyed in on this page. */
export interface Keyed {
  number: string;
  unit: string;
  state: "accepted" | "waiting";
  form: FilledForm;
}

/** How many of the forms just keyed in are shown. */
const SHOWN = 10;

/** Keys in paper forms one after another, and takes in result files. */
export default function PaperForms({ survey }: { survey: SurveyEntry }) {
  const live = useUnits();
  const importing = useDialog<true>();
  const [keyed, setKeyed] = useState<readonly Keyed[]>([]);
  const { name, state, doubleEntry } = survey.data;
  return (
    <Shown live={live}>
      {(all) => {
        const units = unitsAsked(survey, all);
        if (state !== "open")
          return (
            <Alert color="blue" variant="light" role="status">
              {t("paperNotOpen", { name })}
            </Alert>
          );
        return (
          <>
            <Group justify="space-between" align="flex-start" mb="sm">
              <p className={styles.lead}>
                {t("paperLead")} {doubleEntry && t("paperDouble")}
              </p>
              <Button size="compact-md" variant="default" onClick={() => importing.open(true)}>
                {t("importAnswers")}
              </Button>
            </Group>
            <PaperEntry
              {...{ survey, units }}
              onKeyed={(one) =>
                setKeyed((before) => [one, ...before.filter((old) => old.number !== one.number)])
              }
            />
            {keyed.length > 0 && (
              <section className={styles.part} aria-live="polite">
                <h3>{t("paperRecent")}</h3>
                <ul className={styles.list}>
                  {keyed.slice(0, SHOWN).map(({ number, unit, state: became, form }) => (
                    <li key={number}>
                      <b>{number}</b> · {units.find(({ id }) => id === unit)?.name ?? unit} ·{" "}
                      {t("countAnswers", { n: Object.keys(form).length })} ·{" "}
                      {t(became === "accepted" ? "paperStateAccepted" : "paperStateWaiting")}
                    </li>
                  ))}
                </ul>
                {keyed.length > SHOWN && (
                  <Text size="sm" className="soft">
                    {t("paperMore", { n: keyed.length - SHOWN })}
                  </Text>
                )}
              </section>
            )}
            {importing.subject && (
              <ImportForms {...{ survey, units }} opened={importing.opened} onClose={importing.close} />
            )}
          </>
        );
      }}
    </Shown>
  );
}
