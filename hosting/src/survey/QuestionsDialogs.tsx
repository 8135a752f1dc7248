import { Checkbox, NativeSelect, Stack, Text } from "@mantine/core";
import { type CriteriaSet, idOfName, readSurveyFile, type SurveyText } from "@parindex/core";
import { useEffect, useState } from "react";
import { z } from "zod";
import { ReasonField } from "../admin/ReasonField.tsx";
import { CallRefused } from "../data/call.ts";
import { useSession } from "../data/session.tsx";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { setQuery } from "../shell/route.ts";
import { t } from "../text/survey-desk.ts";
import { SURVEY_KEY } from "./ChosenSurvey.tsx";
import styles from "./survey.module.css";
import { askedUnits, groupsNamed, type SurveyEntry } from "./useSurveys.ts";

interface DialogProps {
  opened: boolean;
  onClose: () => void;
}

/** The question sets that come with the software, where they fit this period's criteria sets; by their groups' names. */
function useShipped(sets: readonly CriteriaSet[], wanted: boolean): ReadonlyMap<string, SurveyText> {
  const [shipped, setShipped] = useState<ReadonlyMap<string, SurveyText>>(new Map());
  useEffect(() => {
    if (!wanted) return;
    void import("../../../data/lai-chau-2024/surveys.json").then(({ default: file }) => {
      const { surveys } = readSurveyFile(file, sets);
      setShipped(new Map(surveys?.map(({ text }) => [text.name, text])));
    });
  }, [sets, wanted]);
  return shipped;
}

/** A survey's id made of its group's name, which no other has. */
function freeId(name: string, taken: ReadonlySet<string>, n = 1): string {
  const id = `${idOfName(name).slice(0, 58) || "nhom"}${n > 1 ? `-${n}` : ""}`;
  return taken.has(id) ? freeId(name, taken, n + 1) : id;
}

/** Begins the question sets of groups that have none. */
export function AddDialog({
  surveys,
  sets,
  opened,
  onClose,
}: DialogProps & { surveys: readonly SurveyEntry[]; sets: readonly CriteriaSet[] }) {
  const { act, place } = useAct();
  const missing = groupsNamed(sets).filter((name) => surveys.every(({ data }) => data.name !== name));
  const shipped = useShipped(sets, opened && missing.length > 0);
  const order = Math.max(-1, ...surveys.map(({ data }) => data.order)) + 1;
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("addSurveys")}
      explain={t(missing.length > 0 ? "addSurveysExplain" : "addNoGroup")}
      perform={async (form) => {
        const names = form.getAll("group").map(String);
        if (names.length === 0) throw new CallRefused(t("addNoneChosen"));
        const taken = new Set(surveys.map(({ id }) => id));
        for (const [at, name] of names.entries()) {
          const survey = freeId(name, taken);
          taken.add(survey);
          const ready = form.get("shipped") ? shipped.get(name) : undefined;
          const { intro, questions, doubleEntry } = ready ?? { intro: "", questions: [], doubleEntry: false };
          await act("saveSurvey", {
            ...{ ...place, survey, rev: 1, name, order: order + at },
            ...{ intro, questions, doubleEntry },
          });
          if (at === 0) setQuery(SURVEY_KEY, survey);
        }
      }}
    >
      <Stack gap="xs">
        {missing.map((name) => (
          <Checkbox key={name} name="group" value={name} label={name} defaultChecked />
        ))}
      </Stack>
      {missing.some((name) => shipped.has(name)) && (
        <Checkbox name="shipped" label={t("addTemplate")} description={t("addTemplateHint")} defaultChecked />
      )}
    </ActDialog>
  );
}

const Copied = z.object({ copied: z.array(z.string()), dropped: z.array(z.string()) });

/** Brings another period's question sets of the groups that this one lacks. */
export function CopyDialog({ opened, onClose }: DialogProps) {
  const { periodId, periods } = useSession();
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("copySurveys")}
      explain={t("copySurveysExplain")}
      perform={async (form) => {
        const answer = await act("copySurveys", {
          ...{ ...place, from: String(form.get("from")), reason: String(form.get("reason")) },
        });
        const { copied, dropped } = Copied.parse(answer);
        const lost = dropped.length > 0 ? ` ${t("copiedDropped", { n: dropped.length })}` : "";
        return t("copiedSurveys", { n: copied.length }) + lost;
      }}
    >
      <NativeSelect
        name="from"
        label={t("copyFrom")}
        data={periods
          .filter(({ id }) => id !== periodId)
          .map(({ id, period }) => ({ value: id, label: String(period.year) }))}
      />
      <ReasonField />
    </ActDialog>
  );
}

/** Removes a question set that was never opened. */
export function RemoveDialog({ survey, opened, onClose }: DialogProps & { survey: SurveyEntry | null }) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("removeSurvey")}
      danger
      explain={t("removeSurveyExplain", { name: survey?.data.name ?? "" })}
      perform={(form) =>
        act("removeSurvey", { ...place, survey: survey?.id ?? "", reason: String(form.get("reason")) })
      }
    >
      <ReasonField />
    </ActDialog>
  );
}

/** Opens a survey for answers, after saying about whom how much is asked. */
export function OpenDialog({
  survey: { id, data },
  units,
  opened,
  onClose,
}: DialogProps & { survey: SurveyEntry; units: readonly NamedUnit[] }) {
  const { act, place } = useAct();
  const all = askedUnits(data.questions, units);
  const asked = all.filter(({ questions }) => questions > 0);
  const others = all.filter(({ questions }) => questions === 0);
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("openSurveyTitle", { name: data.name })}
      action={t("openSurvey")}
      explain={t("openSurveyExplain", { units: asked.length })}
      unitNames={new Map(units.map((unit) => [unit.id, unit.name]))}
      perform={() => act("openSurvey", { ...place, survey: id })}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={styles.asked} tabIndex={0} aria-label={t("unitsTitle")}>
        <ul>
          {asked.map(({ unit, questions }) => (
            <li key={unit.id}>
              {unit.name}: {t("countQuestions", { n: questions })}
            </li>
          ))}
        </ul>
      </section>
      {others.length > 0 && (
        <Text size="sm">
          {t("unitsNotAsked", { n: others.length, list: others.map(({ unit }) => unit.name).join(", ") })}
        </Text>
      )}
    </ActDialog>
  );
}
