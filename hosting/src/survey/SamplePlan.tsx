import { Alert, Button, Text } from "@mantine/core";
import { SamplePlan as Plan, paths, questionsFor, sampleSizes } from "@parindex/core";
import { useMemo } from "react";
import { useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useSets, useUnits } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { downloadWorkbook } from "../setup/download-workbook.ts";
import { Loading, Shown } from "../shell/Notice.tsx";
import { t } from "../text/survey-desk.ts";
import { SamplePlanRule } from "./SamplePlanRule.tsx";
import { SamplePlanUnits } from "./SamplePlanUnits.tsx";
import { SaveBar } from "./SaveBar.tsx";
import { fieldRows, fieldWidths, type PlanDraft } from "./sample-rows.ts";
import { useEdited } from "./useEdited.ts";
import { leavesNaming, type SurveyEntry } from "./useSurveys.ts";
import { Weights } from "./Weights.tsx";

const draftOf = ({ rev: _rev, by: _by, at: _at, ...draft }: Plan): PlanDraft => draft;

/** What keeps a plan from being saved. */
function faultsOf({ quotas }: PlanDraft): string[] {
  const sum = quotas.reduce((all, { share }) => all + share, 0);
  return [
    ...quotas.flatMap(({ name }, at) => (name.trim() === "" ? [t("quotaBlank", { n: at + 1 })] : [])),
    ...(sum > 10_000 ? [t("quotaOver", { sum: `${String(sum / 100).replace(".", ",")}%` })] : []),
  ];
}

interface PlanProps {
  survey: SurveyEntry;
  all: readonly NamedUnit[];
  /** The units that the survey asks about. */
  asked: ReadonlySet<string>;
}

function Editor({ survey: { id, data }, all, asked, stored }: PlanProps & { stored: Plan | null }) {
  const { period } = useSession();
  const { act, place } = useAct();
  const first = useMemo(
    (): PlanDraft => ({
      ...{ formula: "slovin", confidence: 9_500, margin: 500, proportion: 5_000 },
      ...{ minimum: period.settings.minimumSample ?? 1, allocation: "each", quotas: [], units: {} },
    }),
    [period.settings.minimumSample],
  );
  const edited = useEdited<PlanDraft>({
    name: `plans/${id}`,
    stored: { rev: stored?.rev ?? 0, draft: stored ? draftOf(stored) : first },
    send: (rev, plan) => act("saveSamplePlan", { ...place, survey: id, rev, ...plan }),
  });
  const frozen = data.state === "closed";
  const { draft, change } = edited;
  const sizes = useMemo(() => sampleSizes(draft), [draft]);
  const units = all.filter((unit) => asked.has(unit.id) || draft.units[unit.id] !== undefined);
  if (units.length === 0) return <Text size="sm">{t("sampleNoUnits")}</Text>;
  return (
    <>
      {frozen && (
        <Alert color="blue" variant="light" role="status" mb="sm">
          {t("planFrozen", { name: data.name })}
        </Alert>
      )}
      <SamplePlanRule {...{ draft, units, frozen }} onChange={change} />
      <SamplePlanUnits {...{ draft, units, sizes, frozen }} onChange={change} />
      <SaveBar edited={edited} stored={stored} faults={faultsOf(draft)}>
        <Button
          size="compact-md"
          variant="default"
          onClick={() =>
            void downloadWorkbook(
              `mau-${id}-${period.year}.xlsx`,
              t("sheetSample"),
              fieldRows({ ...data, year: period.year }, draft, units, period.groups),
              fieldWidths(draft),
            )
          }
        >
          {t("sampleExport")}
        </Button>
      </SaveBar>
    </>
  );
}

function Loaded(props: PlanProps) {
  const { scheme, periodId } = useSession();
  const live = useDocument(paths.samplePlan(scheme, periodId, props.survey.id), Plan);
  if (live.state === "ready") return <Editor {...props} stored={live.data} />;
  if (live.state === "missing") return <Editor {...props} stored={null} />;
  return live.state === "loading" ? <Loading /> : <Alert color="red">{t("failed")}</Alert>;
}

/** How many people of a group are asked about each unit, and how the groups weigh. Keyed by period and survey. */
export default function SamplePlan({
  survey,
  surveys,
}: {
  survey: SurveyEntry;
  surveys: readonly SurveyEntry[];
}) {
  const live = useUnits();
  const sets = useSets();
  const { name, questions } = survey.data;
  return (
    <Shown live={live}>
      {(all) => (
        <Shown live={sets}>
          {(known) => {
            const naming = new Set(
              [...known.values()].flatMap((set) => (leavesNaming(set, name).length > 0 ? set.id : [])),
            );
            // Before there are questions, the units whose set names the group.
            const units = all.filter(({ id, criteriaSet }) =>
              questions.length > 0
                ? questionsFor(questions, id, criteriaSet).length > 0
                : naming.has(criteriaSet),
            );
            return (
              <>
                <Loaded {...{ survey, all }} asked={new Set(units.map(({ id }) => id))} />
                <Weights surveys={surveys} />
              </>
            );
          }}
        </Shown>
      )}
    </Shown>
  );
}
