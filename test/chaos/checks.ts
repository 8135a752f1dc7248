import { isDeepStrictEqual } from "node:util";
import {
  Notice,
  type Period,
  Publication,
  paths,
  Rollup,
  Seal,
  Survey,
  UnitIndex,
} from "../../core/src/index.ts";
import { differenceOf, type Fail } from "./checks/difference.ts";
import { checkAudit, checkHistory } from "./checks/history.ts";
import { checkResults } from "./checks/results.ts";
import { checkSurvey } from "./checks/survey.ts";
import type { Sim } from "./people.ts";
import { all, look, periodOf, read } from "./stored.ts";
import { PARENT, PEOPLE, PERIOD, SCHEME, SURVEY, UNITS } from "./templates.ts";

/** What must hold once everything has come to rest. */

/** Nothing is held any more by who is no longer at it. */
function checkLeases({ database }: Sim, period: Period, fail: Fail): void {
  if (period.moving) fail("nothing is held for ever", `moving to ${period.moving.to}`);
  for (const { id, data } of all(database, `${paths.period(SCHEME, PERIOD)}/seals`, Seal))
    if (data.state !== "done" && data.state !== "discarded")
      fail("nothing is held for ever", `seal ${id} is ${data.state}`);
  const survey = read(database, paths.survey(SCHEME, PERIOD, SURVEY), Survey);
  if (survey?.rewriting) fail("nothing is held for ever", "the survey is being rewritten");
  if (period.state === "sealing") fail("nothing is held for ever", "the period is being sealed");
}

/** Versions follow one another from the first to the period's newest, and everyone was told of each once. */
function checkPublications({ database, world }: Sim, period: Period, fail: Fail): void {
  const publications = all(database, paths.publications(), Publication);
  if ((period.state === "published") !== publications.length > 0)
    fail("a published period has its publication", `${period.state}, ${publications.length} publications`);
  publications.forEach(({ id, data }, at) => {
    const next = publications[at + 1]?.id ?? null;
    const before = publications[at - 1]?.id ?? null;
    const isRight =
      data.manifest.version === at + 1 && data.manifest.corrects === before && data.supersededBy === next;
    if (!isRight) fail("versions of a publication follow one another", id);
    if (next === null && period.publication !== id) fail("the period names its newest publication", id);
    for (const uid of Object.keys(PEOPLE)) {
      const notices = all(database, paths.notices(SCHEME, uid), Notice);
      const told = notices.filter((notice) => notice.data.told.kind === "published" && notice.id === id);
      if (told.length !== 1) fail("everyone is told of a publication once", `${uid}: ${told.length}`);
    }
    world.reach(`publication ${data.manifest.version}`);
  });
}

/** The stages from which on every unit has its ledger, and those that follow a release. */
function checkYear({ database }: Sim, period: Period, fail: Fail): void {
  for (let round = 1; round <= period.releaseRound; round += 1)
    for (const id of UNITS)
      if (!database.data(paths.release(SCHEME, PERIOD, id, round)))
        fail("every unit gets its release", `${id}, round ${round}`);
  if (period.state !== "preparing" && period.unitCount !== UNITS.length)
    fail("a period knows its units", String(period.unitCount));
}

/** The board of the scheme above shows what is. */
function checkRollup({ database }: Sim, period: Period, fail: Fail): void {
  const rollup = read(database, paths.rollup(PARENT, SCHEME), Rollup);
  if (!rollup?.period) {
    fail("the rollup follows", "there is none");
    return;
  }
  const indices = all(database, paths.indices(SCHEME, PERIOD), UnitIndex);
  const { units, submitted, appraised, state } = rollup.period;
  const expected = {
    ...{ units: UNITS.length, state: period.state },
    submitted: indices.filter(({ data }) => data.submission === "submitted").length,
    appraised: indices.filter(({ data }) => data.missing.appraisal === 0).length,
  };
  if (!isDeepStrictEqual({ units, submitted, appraised, state }, expected))
    fail("the rollup follows", differenceOf({ units, submitted, appraised, state }, expected));
  if ((rollup.published?.publication ?? null) !== period.publication)
    fail("the rollup follows", `it shows ${rollup.published?.publication}, not ${period.publication}`);
}

/** Everything that must hold of a run that has come to rest. `reported`: the gaps that reconciliation told of. */
export function checkAll(sim: Sim, reported: ReadonlySet<string>, rolledUp: boolean): void {
  const fail: Fail = (invariant, detail) => sim.world.fail(invariant, detail);
  look(fail, () => {
    const period = periodOf(sim.database);
    sim.world.reach(`ends ${period.state}`);
    checkResults(sim, period, fail);
    checkHistory(sim, reported, fail);
    checkLeases(sim, period, fail);
    checkPublications(sim, period, fail);
    checkYear(sim, period, fail);
    checkAudit(sim, fail);
    checkSurvey(sim, fail);
    if (rolledUp) checkRollup(sim, period, fail);
  });
}
