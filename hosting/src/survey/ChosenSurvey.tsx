import { NativeSelect, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useSession } from "../data/session.tsx";
import { Shown } from "../shell/Notice.tsx";
import { setQuery, useAddress } from "../shell/route.ts";
import { t } from "../text/survey-desk.ts";
import { stateText } from "./state-text.ts";
import { type SurveyEntry, useSurveys } from "./useSurveys.ts";

/** Where the address keeps the survey that is looked at. */
export const SURVEY_KEY = "phieu";

/** The survey that the address names, or the first one. */
export function useChosen(surveys: readonly SurveyEntry[]): SurveyEntry | undefined {
  const wanted = useAddress().searchParams.get(SURVEY_KEY);
  return surveys.find(({ id }) => id === wanted) ?? surveys[0];
}

function Choice({
  surveys,
  children,
}: {
  surveys: readonly SurveyEntry[];
  children: (survey: SurveyEntry, all: readonly SurveyEntry[]) => ReactNode;
}) {
  const { member } = useSession();
  const chosen = useChosen(surveys);
  if (!chosen) return <Text size="sm">{t(member.roles.admin ? "noSurveysAdmin" : "noSurveys")}</Text>;
  return (
    <>
      <NativeSelect
        label={t("respondentGroup")}
        value={chosen.id}
        maw="36rem"
        mb="sm"
        onChange={(event) => setQuery(SURVEY_KEY, event.currentTarget.value)}
        data={surveys.map(({ id, data }) => ({
          value: id,
          label: `${data.name} · ${stateText(data.state)}`,
        }))}
      />
      {children(chosen, surveys)}
    </>
  );
}

/** Lets one choose a respondent group's survey, and shows what is asked for of it. */
export function ChosenSurvey({
  children,
}: {
  children: (survey: SurveyEntry, all: readonly SurveyEntry[]) => ReactNode;
}) {
  return <Shown live={useSurveys()}>{(surveys) => <Choice {...{ surveys, children }} />}</Shown>;
}
