import { Badge, Button, Group, Text } from "@mantine/core";
import type { CriteriaSet } from "@parindex/core";
import { lazy, Suspense } from "react";
import admin from "../admin/admin.module.css";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useSets, useUnits } from "../data/units.ts";
import { Loading, Shown } from "../shell/Notice.tsx";
import { setQuery } from "../shell/route.ts";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/survey-desk.ts";
import { SURVEY_KEY, useChosen } from "./ChosenSurvey.tsx";
import { AddDialog, CopyDialog, RemoveDialog } from "./QuestionsDialogs.tsx";
import { stateText } from "./state-text.ts";
import styles from "./survey.module.css";
import { type SurveyEntry, useSurveys } from "./useSurveys.ts";

const QuestionsEditor = lazy(() => import("./QuestionsEditor.tsx"));

type Act = "add" | "copy" | "remove";

function Row({
  survey: { id, data },
  chosen,
  onRemove,
}: {
  survey: SurveyEntry;
  chosen: boolean;
  onRemove: () => void;
}) {
  const open = t(data.state === "draft" ? "openEditor" : "viewQuestions");
  return (
    <tr aria-current={chosen ? "true" : undefined} className={chosen ? styles.chosen : ""}>
      <th scope="row">{data.name}</th>
      <td>
        <span className={admin.label}>{t("state")}</span>
        <Badge variant="default" radius="sm" tt="none" fw={500}>
          {stateText(data.state)}
        </Badge>
      </td>
      <td className={admin.number}>
        <span className={admin.label}>{t("questionCount")}</span>
        {data.questions.length}
      </td>
      <td className={admin.number}>
        <span className={admin.label}>{t("issuedCount")}</span>
        {data.issued.toLocaleString("vi")}
      </td>
      <td className={admin.actions}>
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${open}: ${data.name}`}
          onClick={() => setQuery(SURVEY_KEY, id)}
        >
          {open}
        </Button>
        {data.state === "draft" && data.issued === 0 && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${t("removeSurvey")}: ${data.name}`}
            onClick={onRemove}
          >
            {t("removeSurvey")}
          </Button>
        )}
      </td>
    </tr>
  );
}

interface ListProps {
  surveys: readonly SurveyEntry[];
  sets: ReadonlyMap<string, CriteriaSet>;
  units: readonly NamedUnit[];
}

function List({ surveys, sets, units }: ListProps) {
  const { periodId, period, periods } = useSession();
  const chosen = useChosen(surveys);
  const dialog = useDialog<{ act: Act; survey: SurveyEntry | null }>();
  const { subject } = dialog;
  const used = period.criteriaSets.flatMap((id) => sets.get(id) ?? []);
  const props = (act: Act) => ({ opened: dialog.opened && subject?.act === act, onClose: dialog.close });
  return (
    <>
      <Group gap="xs" justify="space-between">
        <Text size="sm" className="soft">
          {t("surveysLead")}
        </Text>
        <Group gap="xs">
          <Button size="compact-sm" onClick={() => dialog.open({ act: "add", survey: null })}>
            {t("addSurveys")}
          </Button>
          {periods.length > 1 && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => dialog.open({ act: "copy", survey: null })}
            >
              {t("copySurveys")}
            </Button>
          )}
        </Group>
      </Group>
      {surveys.length === 0 ? (
        <Text size="sm" mt="sm">
          {t("noSurveys")}
        </Text>
      ) : (
        <table className={admin.table} aria-label={t("tabQuestions")}>
          <thead>
            <tr>
              <th scope="col">{t("surveyName")}</th>
              <th scope="col">{t("state")}</th>
              <th scope="col" className={admin.number}>
                {t("questionCount")}
              </th>
              <th scope="col" className={admin.number}>
                {t("issuedCount")}
              </th>
              <td />
            </tr>
          </thead>
          <tbody>
            {surveys.map((survey) => (
              <Row
                key={survey.id}
                survey={survey}
                chosen={survey.id === chosen?.id}
                onRemove={() => dialog.open({ act: "remove", survey })}
              />
            ))}
          </tbody>
        </table>
      )}
      {chosen && (
        <Suspense fallback={<Loading />}>
          <QuestionsEditor
            key={`${periodId}/${chosen.id}`}
            survey={chosen}
            {...{ surveys, units }}
            sets={used}
          />
        </Suspense>
      )}
      <AddDialog {...props("add")} surveys={surveys} sets={used} />
      <CopyDialog {...props("copy")} />
      <RemoveDialog {...props("remove")} survey={subject?.survey ?? null} />
    </>
  );
}

/** The question sets of the period, one a respondent group: begun, copied, edited, opened. */
export default function Questions() {
  const surveys = useSurveys();
  const sets = useSets();
  const units = useUnits();
  return (
    <Shown live={surveys}>
      {(all) => (
        <Shown live={sets}>
          {(known) => (
            <Shown live={units}>{(list) => <List surveys={all} sets={known} units={list} />}</Shown>
          )}
        </Shown>
      )}
    </Shown>
  );
}
