import { Alert, Button, Checkbox, Group, NativeSelect, NumberInput, Progress, Text } from "@mantine/core";
import {
  type AnalysedUnit,
  APART,
  type BuiltModel,
  type Robustness as Drawn,
  type ModelOptions,
  rankModel,
  type Uncertainty,
  type UnitGroup,
  type UnitRobustness,
} from "@parindex/core";
import { useEffect, useMemo, useState } from "react";
import admin from "../admin/admin.module.css";
import { useSession } from "../data/session.tsx";
import { t } from "../text/analysis-desk.ts";
import styles from "./analysis.module.css";
import { decimalText, shareText } from "./numbers.ts";
import { Cell, Lead, Scale } from "./parts.tsx";
import { useSimulation } from "./useSimulation.ts";

const SPREAD = 0.1;
const DRAWS = ["1000", "10000", "100000"];
const LARGEST_SEED = 2_147_483_647;

interface Choice {
  survey: boolean;
  weights: "none" | ModelOptions["weightsBy"];
  unknown: ModelOptions["unknown"];
  draws: number;
  seed: number;
}

const FIRST: Choice = { survey: true, weights: "field", unknown: "none", draws: 10_000, seed: 2024 };

/** What is drawn: all that was chosen together, then each source alone where there are two. */
function uncertaintiesOf({ survey, weights }: Choice): Uncertainty[] {
  const spread = weights === "none" ? 0 : SPREAD;
  const together = { spread, survey };
  return survey && spread > 0 ? [together, { spread: 0, survey }, { spread, survey: false }] : [together];
}

const sum = (models: readonly BuiltModel[], of: "known" | "unknown" | "unscored") =>
  models.reduce((total, model) => total + model[of], 0);

interface ChoiceProps {
  choice: Choice;
  models: readonly BuiltModel[];
  onChange: (choice: Choice) => void;
}

function Choices({ choice, models, onChange }: ChoiceProps) {
  const unknown = sum(models, "unknown");
  return (
    <div className={`${styles.form} no-print`}>
      <Checkbox
        label={t("withSurveyError")}
        checked={choice.survey}
        onChange={({ currentTarget: { checked } }) => onChange({ ...choice, survey: checked })}
      />
      <NativeSelect
        label={t("weightsVaried")}
        value={choice.weights}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...choice, weights: value === "field" || value === "leaf" ? value : "none" })
        }
        data={[
          { value: "none", label: t("weightsFixed") },
          { value: "field", label: t("weightsByField") },
          { value: "leaf", label: t("weightsByLeaf") },
        ]}
      />
      {choice.survey && (unknown > 0 || choice.unknown === "largest") && (
        <NativeSelect
          label={t("unknownErrors", { n: unknown })}
          value={choice.unknown}
          onChange={({ currentTarget: { value } }) =>
            onChange({ ...choice, unknown: value === "largest" ? value : "none" })
          }
          data={[
            { value: "none", label: t("unknownNone") },
            { value: "largest", label: t("unknownLargest") },
          ]}
        />
      )}
      <NativeSelect
        label={t("drawsField")}
        value={String(choice.draws)}
        onChange={({ currentTarget: { value } }) => onChange({ ...choice, draws: Number(value) })}
        data={DRAWS.map((value) => ({ value, label: Number(value).toLocaleString("vi") }))}
      />
      <NumberInput
        label={t("seedField")}
        value={choice.seed}
        min={0}
        max={LARGEST_SEED}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="strict"
        onChange={(value) => typeof value === "number" && onChange({ ...choice, seed: value })}
      />
    </div>
  );
}

/** Ranks on a line from the first to the last: the interval, the present rank, the median. */
function Plot({ unit, size }: { unit: UnitRobustness; size: number }) {
  const middle = (rank: number) => ({ left: `${(100 * (rank - 0.5)) / size}%` });
  const span = {
    left: `${(100 * (unit.low - 1)) / size}%`,
    width: `${(100 * (unit.high - unit.low + 1)) / size}%`,
  };
  return (
    <span className={styles.plot} aria-hidden>
      <span className={styles.span} style={span} />
      <span className={styles.tick} style={middle(unit.median)} />
      <span className={styles.dot} style={middle(unit.rank)} />
    </span>
  );
}

/** The ranks that the line's scale names: the first, the last, and some between. */
function scaleOf(size: number): number[] {
  const step = size <= 10 ? 1 : size <= 30 ? 5 : Math.ceil(size / 50) * 10;
  const between = Array.from({ length: Math.floor(size / step) }, (_, at) => (at + 1) * step);
  return [
    1,
    ...between.filter((rank) => rank > 1 && (rank === size || size - rank >= step / 2)),
    size,
  ].filter((rank, at, all) => all.indexOf(rank) === at);
}

const shareAt = (unit: UnitRobustness, rank: number, draws: number) =>
  (unit.counts.find((count) => count.rank === rank)?.draws ?? 0) / draws;

function Row({ unit, size, draws }: { unit: UnitRobustness; size: number; draws: number }) {
  const { rank, low, high, counts, aboveNext } = unit;
  return (
    <tr>
      <Cell label={t("rankColumn")} place={styles.rank}>
        <b>{rank}</b>
      </Cell>
      <th scope="row">
        {unit.name}
        <details className="no-print">
          <summary>{t("rankChances")}</summary>
          <ul className={styles.chances}>
            {counts.map((count) => (
              <li key={count.rank}>
                {t("rankChance", { rank: count.rank, share: shareText(count.draws / draws) })}
              </li>
            ))}
          </ul>
        </details>
      </th>
      <Cell label={t("rankPlot")} kind="wide">
        <Plot {...{ unit, size }} />
      </Cell>
      <Cell label={t("interval95")} kind="number" place={styles.interval}>
        <b>{low === high ? low : `${low}–${high}`}</b>
      </Cell>
      <Cell label={t("sameRankChance")} kind="number">
        {shareText(shareAt(unit, rank, draws))}
      </Cell>
      <Cell label={t("aboveNextColumn")} kind="number">
        {aboveNext === null ? (
          "–"
        ) : (
          <>
            {shareText(aboveNext)}
            <span className={aboveNext < APART ? admin.warn : admin.soft}>
              {t(aboveNext < APART ? "notApart" : "apart")}
            </span>
          </>
        )}
      </Cell>
    </tr>
  );
}

function Ranks({ group, drawn }: { group: UnitGroup; drawn: Drawn }) {
  const { units, draws } = drawn;
  const open = units.filter(({ aboveNext }) => aboveNext !== null && aboveNext < APART).length;
  const id = `ranks-${group.id}`;
  return (
    <section className={styles.part} aria-labelledby={id}>
      <h2 id={id}>{group.name}</h2>
      <p className={styles.note}>{t("notApartCount", { n: open, all: Math.max(0, units.length - 1) })}</p>
      <p className={`${styles.note} ${styles.narrowOnly}`}>{t("rankPlot")}</p>
      <table className={`${admin.table} ${styles.ranks}`} aria-labelledby={id}>
        <thead>
          <tr>
            <th scope="col">{t("rankColumn")}</th>
            <th scope="col">{t("unitName")}</th>
            <th scope="col" className={styles.wide}>
              {t("rankPlot")}
              <Scale
                ticks={scaleOf(units.length).map((rank) => ({
                  at: (rank - 0.5) / units.length,
                  text: String(rank),
                }))}
              />
            </th>
            {(["interval95", "sameRankChance", "aboveNextColumn"] as const).map((key) => (
              <th key={key} scope="col" className={admin.number}>
                {t(key)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {units.map((unit) => (
            <Row key={unit.unit} {...{ unit, draws }} size={units.length} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const SOURCES = ["sensitivityBoth", "withSurveyError", "weightsVaried"] as const;

/** By how much each source alone moves the ranks of each group. */
function Sensitivity({ groups, results }: { groups: readonly UnitGroup[]; results: readonly Drawn[][] }) {
  return (
    <section className={styles.part} aria-labelledby="sensitivity">
      <h2 id="sensitivity">{t("sensitivityTitle")}</h2>
      <p className={styles.note}>{t("sensitivityLead")}</p>
      <table className={`${admin.table} ${admin.narrow}`} aria-labelledby="sensitivity">
        <thead>
          <tr>
            <th scope="col">{t("sensitivitySource")}</th>
            {groups.map(({ id, name }) => (
              <th key={id} scope="col" className={admin.number}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {SOURCES.map((source, at) => (
            <tr key={source}>
              <th scope="row">{t(source)}</th>
              {groups.map(({ id, name }, place) => (
                <Cell key={id} label={name} kind="number">
                  {decimalText(results[place]?.[at]?.shift ?? 0, 2)}
                </Cell>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** How firmly the ranks of each ranked group stand against survey error and other weights. */
export default function Robustness({
  units,
  groups,
}: {
  units: readonly AnalysedUnit[];
  groups: readonly UnitGroup[];
}) {
  const { tieBreaks } = useSession().period.settings;
  const [choice, setChoice] = useState(FIRST);
  const { simulation, run, stop } = useSimulation();
  const ranked = useMemo(
    () => groups.filter(({ id, ranked }) => ranked && units.some(({ ledger }) => ledger.group === id)),
    [groups, units],
  );
  const { weights, unknown } = choice;
  const models = useMemo(
    () =>
      ranked.map((group) =>
        rankModel(
          units.filter(({ ledger }) => ledger.group === group.id),
          tieBreaks,
          { weightsBy: weights === "none" ? "field" : weights, unknown },
        ),
      ),
    [ranked, units, tieBreaks, weights, unknown],
  );
  // What was drawn for other units or settings would read as if it were of these.
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs on what the models follow from
  useEffect(stop, [models, stop]);
  if (ranked.length === 0) return <p className={styles.lead}>{t("noRankedGroup")}</p>;
  const uncertainties = uncertaintiesOf(choice);
  const start = () =>
    run({
      ...{ uncertainties, draws: choice.draws, seed: choice.seed },
      models: models.map(({ model }) => model),
    });
  const running = simulation.state === "running";
  return (
    <>
      <Lead>{t("robustnessLead")}</Lead>
      <div className={styles.means}>
        <b>{t("robustnessMeansTitle")}</b>
        <p>{t("robustnessMeans")}</p>
        <p>{t("robustnessMeansNot")}</p>
      </div>
      <Choices
        {...{ choice, models }}
        onChange={(changed) => {
          stop();
          setChoice(changed);
        }}
      />
      {choice.survey && <p className={styles.note}>{t("errorsKnown", { n: sum(models, "known") })}</p>}
      {sum(models, "unscored") > 0 && (
        <p className={styles.note}>{t("unscoredLeaves", { n: sum(models, "unscored") })}</p>
      )}
      {!choice.survey && choice.weights === "none" && <p className={styles.note}>{t("nothingVaries")}</p>}
      <Group gap="sm" mt="sm" className="no-print">
        <Button onClick={start} disabled={running}>
          {t("runSimulation")}
        </Button>
        {running && (
          <Button variant="default" onClick={stop}>
            {t("stopSimulation")}
          </Button>
        )}
      </Group>
      {running && (
        <div className={styles.part}>
          <Progress
            value={(100 * simulation.done) / simulation.all}
            aria-label={t("tabRobustness")}
            maw="30rem"
          />
          <Text size="sm">
            {t("simulating", {
              n: simulation.done.toLocaleString("vi"),
              all: simulation.all.toLocaleString("vi"),
            })}
          </Text>
        </div>
      )}
      {simulation.state === "failed" && (
        <Alert color="red" variant="light" mt="sm" role="alert">
          {t("simulationFailed")}
        </Alert>
      )}
      {simulation.state === "done" && (
        <>
          <p className={styles.note} role="status">
            {t("simulationDone", {
              n: simulation.job.draws.toLocaleString("vi"),
              seed: String(simulation.job.seed),
            })}
          </p>
          {ranked.map((group, at) => {
            const drawn = simulation.results[at]?.[0];
            return drawn && <Ranks key={group.id} {...{ group, drawn }} />;
          })}
          {simulation.job.uncertainties.length > 1 && (
            <Sensitivity groups={ranked} results={simulation.results} />
          )}
        </>
      )}
    </>
  );
}
