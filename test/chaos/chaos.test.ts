import { afterAll, describe, expect, test } from "vitest";
import { FAULTS } from "./faults.ts";
import { Fleet } from "./fleet.ts";
import { SABOTAGES } from "./sabotage.ts";
import { SLICES } from "./slices.ts";
import { failureText } from "./tally.ts";

const fleet = Fleet.of(2);
afterAll(async () => (await fleet).end());

/** Seeds that every run of the tests plays. */
const SEEDS = 600;

/** How many seeds of its slice a missing guard may stay hidden in. */
const HIDDEN = 400;

/** What the seeds must have come through, or they prove nothing of it. */
const REACHED = [
  ...["revealed", "publication 1", "publication 2", "ends published", "ends adoption", "ends appraisal"],
  ...["killed in seal", "killed in advanceYear", "killed in closeSurvey", "killed in onSelfScoreWritten"],
  ...["transaction fold", "transaction rebuildUnit", "transaction takeSealLease", "transaction finishSeal"],
  ...[
    "transaction publish",
    "transaction publishDueCorrection",
    "transaction flipEpoch",
    "transaction buyBallot",
  ],
  ...["transaction recountSurvey", "transaction releaseToUnit", "transaction remind", "transaction openUnit"],
  ...[
    "did adopt",
    "did seal",
    "did reopen",
    "did enterDecision",
    "did draftCorrection",
    "did publishCorrection",
  ],
  ...["did submitSelfAssessment", "did returnSubmission", "did recogniseRest", "did release", "did handOver"],
  ...["did setExemption", "did changeSettings", "did saveAdjustment", "did setDate", "did saveEvidence"],
  ...["did openSurvey", "did issueInvitations", "did answerByBallot", "did closeSurvey", "did reopenSurvey"],
  ...["answers stored", "refused by the rules", "refused seal", "spent answerByBallot"],
];

describe("the simulator", () => {
  test("breaks no invariant, and comes through every part of the year with every fault", async () => {
    const { failures, seeds, slices, faults, reached } = await (await fleet).play({ from: 1, seeds: SEEDS });
    expect(failures.map(({ result }) => [result.seed, result.violation])).toEqual([]);
    expect(seeds).toBe(SEEDS);
    expect(Object.keys(slices).sort()).toEqual(Object.keys(SLICES).sort());
    expect(FAULTS.filter((fault) => !faults[fault])).toEqual([]);
    expect(REACHED.filter((what) => !reached[what])).toEqual([]);
  });

  test("takes the same steps for the same seed, whatever was played before it", async () => {
    const play = async (from: number, seeds: number) => (await (await fleet).play({ from, seeds })).hash;
    const [first, second] = [await play(2_001, 20), await play(2_021, 20)];
    const fresh = await Fleet.of(1);
    const both = (await fresh.play({ from: 2_001, seeds: 40 })).hash;
    await fresh.end();
    expect(both).toBe((first ^ second) >>> 0);
    expect(first).not.toBe(second);
  });

  test("makes a failure small, and the small one fails alike when it is played again", async () => {
    const [sabotage] = SABOTAGES;
    if (!sabotage) throw new Error("no sabotage");
    const { patches, slice } = sabotage;
    const { failures } = await (await fleet).play({
      ...{ from: 1, seeds: HIDDEN, patches, limits: { slice }, shrinks: true },
    });
    const [failure] = failures;
    if (!failure) throw new Error("nothing was found");
    const { result, small } = failure;
    const { limits } = small;
    expect(small.acts.length).toBeLessThan(result.acts.length);
    expect(small.violation?.invariant).toBe(result.violation?.invariant);
    const again = await (await fleet).play({ from: result.seed, seeds: 1, patches, limits, keepTrace: true });
    expect(again.traces[0]).toMatchObject({ hash: small.hash, violation: small.violation });
    // Both commands that it prints play the part of the year that was asked for.
    const commands = failureText(failure).match(/npm run chaos .*/g) ?? [];
    const given = commands.map((command) => JSON.parse(/--limits '(.*)'/.exec(command)?.[1] ?? "{}"));
    expect(given).toEqual([{ slice }, limits]);
  });

  test.each(SABOTAGES.map((sabotage) => [sabotage.name, sabotage] as const))(
    "misses %s",
    async (_, { patches, slice, shows }) => {
      const { failures } = await (await fleet).play({ from: 1, seeds: HIDDEN, patches, limits: { slice } });
      expect(failures[0]?.result.violation?.message).toMatch(shows);
    },
  );
});
