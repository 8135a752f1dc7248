import { Alert, Button, Group, List, NativeSelect, Text } from "@mantine/core";
import { questionsFor } from "@parindex/core";
import { useState } from "react";
import { z } from "zod";
import { ReasonField } from "../admin/ReasonField.tsx";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useUnits } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { Shown } from "../shell/Notice.tsx";
import { setQuery, useAddress } from "../shell/route.ts";
import { t } from "../text/survey-results.ts";
import { ResultsChecks } from "./ResultsChecks.tsx";
import { ResultsDistribution } from "./ResultsDistribution.tsx";
import { ResultsExport } from "./ResultsExport.tsx";
import { ResultsScores } from "./ResultsScores.tsx";
import { stateText } from "./state-text.ts";
import type { SurveyEntry } from "./useSurveys.ts";

const UNIT = "don-vi";

/** What `closeSurvey` returns. */
const Closed = z.object({
  answers: z.int(),
  scored: z.int(),
  missing: z.int(),
  waiting: z.array(z.string()),
  differences: z.array(z.object({ unit: z.string(), tallied: z.int(), counted: z.int(), numbers: z.int() })),
});
type Closed = z.infer<typeof Closed>;

/** What a closing gave: counted, scored, missing, waited for, and where the running totals were wrong. */
function Outcome({ closed, units }: { closed: Closed; units: readonly NamedUnit[] }) {
  const { answers, scored, missing, waiting, differences } = closed;
  const nameOf = (id: string) => units.find((unit) => unit.id === id)?.name ?? id;
  return (
    <Alert
      color={differences.length > 0 || missing > 0 ? "yellow" : "teal"}
      variant="light"
      role="status"
      title={t("closingTitle")}
      my="sm"
    >
      <Text size="sm">{t("closingCounts", { answers, scored })}</Text>
      {missing > 0 && <Text size="sm">{t("closingMissing", { n: missing })}</Text>}
      {waiting.length > 0 && <Text size="sm">{t("closingWaiting", { list: waiting.join(", ") })}</Text>}
      <Text size="sm">
        {differences.length === 0
          ? t("closingNoDifference")
          : t("closingDifferences", { n: differences.length })}
      </Text>
      {differences.length > 0 && (
        <List size="sm">
          {differences.map(({ unit, tallied, counted, numbers }) => (
            <List.Item key={unit}>
              {t("closingDifference", { unit: nameOf(unit), tallied, counted, n: numbers })}
            </List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}

/** The survey's state in words, and the acts that change it. */
function State({ survey: { id, data }, units }: { survey: SurveyEntry; units: readonly NamedUnit[] }) {
  const { act, place } = useAct();
  const [dialog, setDialog] = useState<"close" | "reopen" | null>(null);
  const [closed, setClosed] = useState<Closed | null>(null);
  const { name, state, closings } = data;
  const words = {
    draft: t("stateDraftWords"),
    open: t("stateOpenWords"),
    closed: t("stateClosedWords", { n: closings }),
  }[state];
  const done = state === "closed";
  return (
    <>
      <Text size="sm" mb="xs">
        <strong>{stateText(state)}.</strong> {words}
      </Text>
      {state !== "draft" && (
        <Group gap="xs">
          <Button
            size="compact-md"
            {...(done ? { variant: "default" } : {})}
            onClick={() => setDialog("close")}
          >
            {t(done ? "surveyCloseAgain" : "closeSurveyButton")}
          </Button>
          {done && (
            <Button size="compact-md" variant="default" onClick={() => setDialog("reopen")}>
              {t("reopenSurveyButton")}
            </Button>
          )}
        </Group>
      )}
      {closed && done && <Outcome {...{ closed, units }} />}
      <ActDialog
        opened={dialog === "close"}
        onClose={() => setDialog(null)}
        title={done ? t("surveyCloseAgain") : t("closeSurveyTitle", { name })}
        action={t(done ? "surveyCloseAgain" : "closeSurveyButton")}
        explain={t(done ? "surveyCloseAgainExplain" : "closeThisExplain")}
        danger={!done}
        perform={async () => {
          const said = Closed.parse(await act("closeSurvey", { ...place, survey: id }));
          setClosed(said);
          return t("closingCounts", { answers: said.answers, scored: said.scored });
        }}
      />
      <ActDialog
        opened={dialog === "reopen"}
        onClose={() => setDialog(null)}
        title={t("reopenSurveyTitle", { name })}
        action={t("reopenSurveyButton")}
        explain={t("reopenThisExplain")}
        perform={async (form) => {
          await act("reopenSurvey", { ...place, survey: id, reason: String(form.get("reason")) });
          setClosed(null);
        }}
      >
        <ReasonField />
      </ActDialog>
    </>
  );
}

/** Scores and answers of the unit that the address names. */
function OfUnit({ survey, units }: { survey: SurveyEntry; units: readonly NamedUnit[] }) {
  const { groups } = useSession().period;
  const wanted = useAddress().searchParams.get(UNIT);
  const asked = units.filter(
    ({ id, criteriaSet }) => questionsFor(survey.data.questions, id, criteriaSet).length > 0,
  );
  const unit = asked.find(({ id }) => id === wanted) ?? asked[0];
  if (!unit) return <Text size="sm">{t("progressNoUnits")}</Text>;
  return (
    <>
      <NativeSelect
        label={t("resultsUnit")}
        value={unit.id}
        maw="36rem"
        mt="md"
        onChange={(event) => setQuery(UNIT, event.currentTarget.value)}
        data={groups.map((group) => ({
          group: group.name,
          items: asked
            .filter((one) => one.group === group.id)
            .map(({ id, name }) => ({ value: id, label: name })),
        }))}
      />
      <ResultsScores {...{ survey, unit }} />
      <ResultsDistribution {...{ survey, unit }} />
    </>
  );
}

/** What a survey gave: closing, scores, answers, checks and export. */
export default function Results({ survey }: { survey: SurveyEntry }) {
  const { state } = survey.data;
  return (
    <Shown live={useUnits()}>
      {(units) => (
        <div key={survey.id}>
          <State {...{ survey, units }} />
          {state === "closed" && <OfUnit {...{ survey, units }} />}
          {state !== "draft" && <ResultsChecks {...{ survey, units }} />}
          {state === "closed" && <ResultsExport {...{ survey, units }} />}
        </div>
      )}
    </Shown>
  );
}
