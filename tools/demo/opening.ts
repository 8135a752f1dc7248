import { initializeApp } from "firebase-admin/app";
import { getAuth } from "firebase-admin/auth";
import { getFirestore } from "firebase-admin/firestore";
import { CriteriaSet, Period, paths, UnitIndex } from "../../core/src/index.ts";
import { PROJECT } from "../emulators.ts";
import { DEMO_ACCOUNTS, ROSTER, SCHEME, seedLaiChau } from "../seed.ts";
import { Session } from "./doors.ts";
import { expectRefused, expectSame } from "./expect.ts";
import { accountWith, advanceTo, castOf, KEY, newTallies, PERIOD, PERIOD_PATH, type World } from "./world.ts";

/** Seeds the scheme and signs its standing people in. */
export async function seedWorld(seed: number): Promise<World> {
  const app = initializeApp({ projectId: PROJECT });
  await seedLaiChau(getFirestore(app), getAuth(app), { now: new Date() });
  const appraisers = new Map<string, Session>();
  for (const account of DEMO_ACCOUNTS)
    if (account.roles.appraiser && account.unit) appraisers.set(account.unit, await Session.signIn(account));
  const admin = await Session.signIn(accountWith(({ roles }) => roles.admin === true));
  const chair = await Session.signIn(accountWith(({ roles, unit }) => roles.council === true && !unit));
  const sets = await admin.list(paths.criteriaSets(SCHEME, PERIOD), CriteriaSet);
  return {
    ...{ seed, admin, chair, appraisers, sets },
    units: ROSTER.units,
    period: await admin.must(PERIOD_PATH, Period),
    cast: castOf(seed, sets),
    written: newTallies(),
    adjusted: new Map(ROSTER.units.map(({ id }) => [id, []])),
    overlooked: null,
  };
}

/** The opening date has come: the schedule opens the period, and every unit has its provisional index. */
export async function openPeriod(world: World): Promise<string> {
  expectSame("the period's state before it opens", world.period.state, "preparing");
  await advanceTo(world, "selfAssessment");
  const indices = await world.admin.list(paths.indices(SCHEME, PERIOD), UnitIndex);
  expectSame("units with an index", indices.size, world.units.length);
  const provisional = [...indices.values()].every((index) => index.provisional);
  expectSame("every index is provisional", provisional, true);
  const earlier = new Date(Date.now() - 60_000);
  const later = new Date(world.period.dates.selfAssessmentDue.getTime() + 24 * 60 * 60 * 1000);
  const extend = (to: Date) =>
    world.admin.call("setDate", {
      ...{ ...KEY, date: "selfAssessmentDue" as const, to: to.toISOString() },
      reason: "Gia hạn theo đề nghị của các đơn vị (minh họa)",
    });
  await expectRefused("a due date in the past", "failed-precondition", () => extend(earlier));
  await extend(later);
  return `${indices.size} units have a provisional index; the standing body extends the deadline by a day`;
}

/** The standing body exempts one unit from one leaf: its maximum shrinks. */
export async function exempt(world: World): Promise<string> {
  const { unit, leaf } = world.cast.exempted;
  const index = () => world.admin.must(paths.index(SCHEME, PERIOD, unit.id), UnitIndex);
  const before = await index();
  await world.admin.call("setExemption", {
    ...{ ...KEY, unit: unit.id, node: leaf.id, exempt: true },
    reason: "Không phát sinh nhiệm vụ trong năm (minh họa)",
  });
  expectSame("the maximum after the exemption", (await index()).total.max, before.total.max - leaf.max);
  return `${unit.name} is exempted from ${leaf.code}`;
}
