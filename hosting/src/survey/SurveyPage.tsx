import { Title } from "@mantine/core";
import { lazy } from "react";
import admin from "../admin/admin.module.css";
import { useSession } from "../data/session.tsx";
import { Shown } from "../shell/Notice.tsx";
import { type QueryTab, QueryTabs } from "../shell/QueryTabs.tsx";
import { t } from "../text/survey-desk.ts";
import { ChosenSurvey } from "./ChosenSurvey.tsx";
import { useSurveys } from "./useSurveys.ts";

const Progress = lazy(() => import("./Progress.tsx"));
const Questions = lazy(() => import("./Questions.tsx"));
const SamplePlan = lazy(() => import("./SamplePlan.tsx"));
const Invitations = lazy(() => import("./Invitations.tsx"));
const PaperForms = lazy(() => import("./PaperForms.tsx"));
const Results = lazy(() => import("./Results.tsx"));
const EnterScores = lazy(() => import("./EnterScores.tsx"));

function AllProgress() {
  return <Shown live={useSurveys()}>{(surveys) => <Progress surveys={surveys} />}</Shown>;
}

/** The survey's desk: what is asked, of how many, how it comes in, and what it gives. Surveyors key in paper forms. */
export default function SurveyPage() {
  const { member, periodId } = useSession();
  const tabs: (QueryTab & { everyone?: true })[] = [
    { id: "tien-do", label: t("tabProgress"), everyone: true, content: () => <AllProgress /> },
    { id: "bo-cau-hoi", label: t("tabQuestions"), content: () => <Questions /> },
    {
      id: "phuong-an-mau",
      label: t("tabSample"),
      content: () => (
        <ChosenSurvey>
          {(survey, surveys) => <SamplePlan key={`${periodId}/${survey.id}`} {...{ survey, surveys }} />}
        </ChosenSurvey>
      ),
    },
    {
      id: "phieu-moi",
      label: t("tabInvitations"),
      content: () => (
        <ChosenSurvey>
          {(survey) => <Invitations key={`${periodId}/${survey.id}`} survey={survey} />}
        </ChosenSurvey>
      ),
    },
    {
      id: "phieu-giay",
      label: t("tabPaper"),
      everyone: true,
      content: () => (
        <ChosenSurvey>
          {(survey) => <PaperForms key={`${periodId}/${survey.id}`} survey={survey} />}
        </ChosenSurvey>
      ),
    },
    {
      id: "ket-qua",
      label: t("tabSurveyResults"),
      content: () => (
        <ChosenSurvey>
          {(survey) => <Results key={`${periodId}/${survey.id}`} survey={survey} />}
        </ChosenSurvey>
      ),
    },
    { id: "nhap-diem", label: t("tabEnterScores"), content: () => <EnterScores /> },
  ];
  const open = member.roles.admin ? tabs : tabs.filter(({ everyone }) => everyone);
  return (
    <div className={admin.page}>
      <Title order={1} size="h2" mb="xs">
        {t("navSurvey")}
      </Title>
      <QueryTabs label={t("navSurvey")} tabs={open} />
    </div>
  );
}
