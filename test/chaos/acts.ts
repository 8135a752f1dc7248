import type { PeriodDate } from "../../core/src/index.ts";
import { SELF_LEAVES, SMALL_SET } from "../functions/setup/small-set.ts";
import { press, type Sim, submit, writeAppraisal, writeExplanation, writeSelf } from "./people.ts";
import type { Prng } from "./prng.ts";
import type { Act, Schedule } from "./slice.ts";
import { periodOf } from "./stored.ts";
import { adjustmentOf, SURVEYED, UNITS } from "./templates.ts";
import { MINUTE, SECOND } from "./world.ts";

/** What people and the clock do in parts of the year: whose unit, which leaf, how many points is drawn at random. */

/** An id as a browser makes them. */
export const letters = (random: Prng) =>
  Array.from({ length: 20 }, () => "abcdefghij"[random.below(10)]).join("");

export const ofUnit = (unit: number) => ({ unit: UNITS[unit] as string });

/** Points that a leaf can have; null in one of eight. */
function pointsFor(random: Prng, leaf: string): number | null {
  const { max = 0, step = 1 } = SMALL_SET.leaves[leaf] ?? {};
  return random.chance(0.12) ? null : random.between(0, max / step) * step;
}

/** A call that is fixed beforehand. */
export const pressing = (
  name: Parameters<typeof press>[1],
  uid: string,
  data: object | ((sim: Sim) => object) = {},
): Act => ({
  name: `${uid} ${name}`,
  run: async (sim) => {
    await press(sim, name, uid, typeof data === "function" ? data(sim) : data);
  },
});

export const scheduled = (name: Schedule): Act => ({
  name: `schedule ${name}`,
  run: async ({ caller, world }) => {
    const runs = [caller.schedule(name)];
    if (world.fault("overlap")) runs.push(caller.schedule(name));
    await Promise.all(runs);
  },
});

export const clerk = (random: Prng): Act => {
  const [unit, leaf] = [random.below(2), random.pick(SELF_LEAVES)];
  const points = pointsFor(random, leaf);
  return { name: `clerk ${unit} ${leaf} ${points}`, run: (sim) => writeSelf(sim, unit, leaf, points) };
};

export const appraiser = (random: Prng): Act => {
  const [unit, leaf] = [random.below(3), random.pick(SELF_LEAVES)];
  const uid = random.pick(["council", "council", "appraiser-0", "appraiser-1"]);
  const points = random.chance(0.4) ? undefined : pointsFor(random, leaf);
  return {
    name: `${uid} judges ${unit} ${leaf} ${points}`,
    run: (sim) => writeAppraisal(sim, uid, unit, leaf, points),
  };
};

export const clerkExplains = (random: Prng): Act => {
  const [unit, leaf] = [random.below(2), random.pick(SELF_LEAVES)];
  return { name: `clerk ${unit} explains ${leaf}`, run: (sim) => writeExplanation(sim, unit, leaf) };
};

export const submits = (random: Prng): Act => {
  const unit = random.below(2);
  return { name: `head ${unit} submits`, run: (sim) => submit(sim, unit) };
};

export const exempts = (random: Prng): Act =>
  pressing("setExemption", "admin", {
    ...ofUnit(random.below(3)),
    node: random.pick([...SELF_LEAVES, ...SURVEYED, "f1c1"]),
    ...{ exempt: random.chance(0.7), reason: "Không có" },
  });

export const changesSettings = (random: Prng): Act => {
  const more = { surveyHeld: random.chance(0.7), bonusCap: random.between(1, 4) * 5_000 };
  return pressing("changeSettings", "admin", ({ database }) => {
    const { version: _, ...settings } = periodOf(database).settings;
    return { settings: { ...settings, ...more }, reason: "Đổi" };
  });
};

export const adjusts = (random: Prng): Act => {
  const given = { ...ofUnit(random.below(3)), adjustment: letters(random), reason: "Thưởng" };
  const { kind, points, decision } = adjustmentOf(random);
  const revokes = random.chance(0.4);
  return {
    name: `council ${kind} ${points}`,
    run: async (sim) => {
      await press(sim, "saveAdjustment", "council", { ...given, kind, points, decision });
      if (!revokes) return;
      await sim.world.sleep(sim.world.duration(10, 5_000));
      await press(sim, "revokeAdjustment", "council", given);
    },
  };
};

export const entersSurvey = (random: Prng): Act => {
  const leaves = SURVEYED.filter(() => random.chance(0.7));
  const scores = leaves.map((leaf) => ({
    ...{ leaf, points: pointsFor(random, leaf), n: 100, minimum: random.pick([90, 100, 110]) },
  }));
  const source = { document: "Báo cáo 2", date: "2025-01-10" };
  return pressing("enterSurveyScores", "admin", { ...ofUnit(random.below(3)), source, scores });
};

export const recognisesRest = (random: Prng): Act =>
  pressing("recogniseRest", random.pick(["council", "appraiser-0"]), {
    ...ofUnit(random.below(3)),
    field: random.pick([null, "f1"]),
  });

export const savesEvidence = (random: Prng): Act => {
  const unit = random.below(2);
  return pressing("saveEvidence", `editor-${unit}`, {
    ...{ ...ofUnit(unit), evidence: letters(random), rev: 1, title: "Báo cáo" },
    source: { kind: "document", number: "1/BC", date: null, issuer: "" },
    leaves: { [random.pick(SELF_LEAVES)]: "trang 1" },
  });
};

export const returns = (random: Prng): Act => {
  const unit = random.below(2);
  const minutes = random.between(1, 20);
  return pressing("returnSubmission", "admin", ({ world }) => ({
    ...ofUnit(unit),
    ...{ reason: "Thiếu", until: new Date(world.now + minutes * MINUTE).toISOString() },
  }));
};

export const locks = (random: Prng): Act =>
  pressing("lockAsItStands", "admin", { ...ofUnit(random.below(3)), reason: "Không gửi" });

export const excepts = (random: Prng): Act => {
  const [unit, minutes] = [random.below(3), random.between(1, 30)];
  return pressing("setLockException", "admin", ({ world }) => ({
    ...ofUnit(unit),
    ...{ reason: "Xin thêm", until: new Date(world.now + minutes * MINUTE).toISOString() },
  }));
};

export const movesDate = (date: PeriodDate, random: Prng): Act => {
  const by = random.duration(10 * SECOND, 30 * MINUTE);
  return pressing("setDate", "admin", ({ database }) => ({
    ...{ date, to: new Date(periodOf(database).dates[date].getTime() + by).toISOString(), reason: "Lùi" },
  }));
};

export const handsOver = (random: Prng): Act =>
  pressing("handOver", "admin", {
    ...{ role: "unitEditor", from: `editor-${random.below(2)}`, to: "successor", reason: "Chuyển công tác" },
  });
