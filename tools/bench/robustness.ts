import { performance } from "node:perf_hooks";
import {
  analysedUnits,
  type CriteriaSet,
  emptyLedger,
  type FieldNode,
  type LeafNode,
  type Ledger,
  leafTable,
  newUnit,
  POINT,
  rankModel,
  rankSimulation,
} from "../../core/src/index.ts";
import { type Measurement, rounded } from "./measurement.ts";

const FIELDS = 8;
/** As the shipped set of the departments has them. */
const LEAVES = 76;
const SURVEYED = 8;

/** A set of 76 leaves of 1,3 points in 8 fields, 8 of them surveyed. */
function madeSet(): CriteriaSet {
  const leaf = (at: number): LeafNode => ({
    ...{ id: `l${at}`, code: `${(at % FIELDS) + 1}.${at}`, name: `Leaf ${at}`, max: 1.3 * POINT, step: 1 },
    ...(at < SURVEYED
      ? { source: "survey", rule: { kind: "survey", groups: ["Người dân"] } }
      : { source: "self", rule: { kind: "manual" } }),
    ...{ evidence: "", lead: "so-noi-vu" },
  });
  const leaves = Array.from({ length: LEAVES }, (_, at) => leaf(at));
  const fields = Array.from({ length: FIELDS }, (_, at): FieldNode => {
    const criteria = leaves.filter((_, place) => place % FIELDS === at);
    const max = criteria.reduce((sum, one) => sum + one.max, 0);
    return { id: `f${at}`, code: `${at + 1}`, name: `Field ${at}`, max, criteria };
  });
  const about = { id: "bench", annex: "", name: "Bench", appliesTo: "", note: "", expected: null };
  return { ...about, fields, leaves: leafTable({ fields }) };
}

/** A full ledger, whose survey scores have intervals of about ±6 % of the maximum. */
function madeLedger(at: number): Ledger {
  const unit = newUnit({ name: `Unit ${at}`, order: at, group: "g", criteriaSet: "bench" });
  const ledger = emptyLedger(`u${at}`, unit, { version: 1, surveyHeld: true });
  for (let leaf = 0; leaf < LEAVES; leaf++) {
    const points = 8_000 + ((at * 7_919 + leaf * 104_729) % 4_000);
    if (leaf >= SURVEYED) ledger.appraisal[`l${leaf}`] = { points, rev: 1 };
    else
      ledger.survey[`l${leaf}`] = {
        ...{ points, rev: 1, sufficient: true, n: 120 },
        interval: { low: points - 800, high: points + 800 },
      };
  }
  return ledger;
}

function measured(units: number, draws: number, weightsBy: "field" | "leaf", goal?: string): Measurement {
  const ledgers = Array.from({ length: units }, (_, at) => madeLedger(at));
  const start = performance.now();
  const analysed = analysedUnits(ledgers, new Map([["bench", madeSet()]]));
  const { model } = rankModel(analysed, [], { weightsBy, unknown: "none" });
  const built = performance.now();
  const simulation = rankSimulation(model, { spread: 0.1, survey: true }, 2024);
  simulation.draw(draws);
  const drawn = performance.now();
  const { units: placed } = simulation.result();
  if (placed.length !== units) throw new Error("The simulation lost units.");
  const end = performance.now();
  return {
    name: `robustness: ${draws} draws of ${units} units × ${LEAVES} leaves, a weight a ${weightsBy}`,
    ...{ modelMs: rounded(built - start), drawsMs: rounded(drawn - built), resultMs: rounded(end - drawn) },
    usPerUnitAndDraw: rounded((1_000 * (drawn - built)) / (draws * units)),
    ...(goal ? { goal } : {}),
  };
}

/** The Monte Carlo of the ranking: Lai Châu's size, and far more units than any province has. */
export const benchRobustness = (): Measurement[] => [
  measured(28, 10_000, "leaf", "a few seconds"),
  measured(28, 10_000, "field", "a few seconds"),
  measured(4_000, 500, "leaf"),
];
