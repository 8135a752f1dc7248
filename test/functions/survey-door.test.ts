import "./setup/environment.ts";
import { describe, expect, test, vi } from "vitest";
import {
  addTallies,
  answersIn,
  EMPTY_TALLY,
  sha256Hex,
  TALLY_SHARDS,
  type Tally,
} from "../../core/src/index.ts";
import { gatherAll } from "../../functions/src/schedule/gatherTallies.ts";
import { forEverySurvey } from "../../functions/src/schedule/live-surveys.ts";
import { rewriteAll } from "../../functions/src/schedule/rewriteAnswers.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { refs, type SurveyKey } from "../../functions/src/store/refs.ts";
import { answerId } from "../../functions/src/store/survey-answers.ts";
import { closeSurvey } from "../../functions/src/store/survey-closing.ts";
import { revokeInvitations } from "../../functions/src/store/survey-invitations.ts";
import { rewriteSurvey } from "../../functions/src/store/survey-rewrite.ts";
import { addToShard, gatherNews, gatherSurvey, recount } from "../../functions/src/store/survey-tallies.ts";
import { commitAll, rehearse, transact } from "../../functions/src/store/transaction.ts";
import { Meter } from "../../tools/scale/meter.ts";
import { HEALTH, POLICE, STANDING_BODY } from "./setup/small-set.ts";
import {
  answerOf,
  blind,
  buy,
  codesFor,
  knock,
  open,
  openedSurvey,
  storedAnswers,
} from "./setup/survey-client.ts";
import { surveyOf } from "./setup/surveys.ts";
import { costsOf, cutBeforeWrite } from "./setup/watching.ts";

const YES = { q1: 0, q2: 1 };

/** A whole answer by a new code. */
async function answered(key: SurveyKey, unit = HEALTH, form: Record<string, number> = YES) {
  const [code = ""] = await codesFor(key, [unit], 1);
  const request = answerOf(key, unit, await buy(code, unit), form);
  return { code, request, reply: await knock("answer", request) };
}

/** A unit's tally: what is gathered and what is not yet. */
async function tallyOfUnit(key: SurveyKey, unit: string): Promise<Tally> {
  const totals = (await refs.tallyTotals(key).get()).docs.map((doc) => doc.data());
  const shards = (await refs.tallies(key).get()).docs.map((doc) => doc.data());
  const bare = ({ ballots, channels, questions, leaves }: Tally): Tally => ({
    ballots,
    channels,
    questions,
    leaves,
  });
  return [...totals, ...shards]
    .filter((tally) => tally.unit === unit)
    .map(bare)
    .reduce(addTallies, EMPTY_TALLY);
}

describe("a code", () => {
  test("opens its survey's questions and buys one ballot, which carries one answer", async () => {
    const key = await openedSurvey("door");
    const [code = ""] = await codesFor(key, [HEALTH, POLICE], 1);
    const shown = await open(code);
    expect(shown).toMatchObject({ survey: "nguoi-dan", channel: "code", owner: "UBND", year: 2024 });
    expect(shown.units.map(({ id, name }) => [id, name])).toEqual([
      [HEALTH, "Sở Y tế"],
      [POLICE, "Công an tỉnh"],
    ]);
    expect(JSON.stringify(shown)).not.toMatch(/f2c2|weight|10000/);
    const request = answerOf(key, HEALTH, await buy(code, HEALTH), YES);
    expect((await knock("answer", request)).status).toBe(200);
    expect((await open(code)).units.map(({ id }) => id)).toEqual([POLICE]);
    const [answer] = await storedAnswers(key);
    expect(answer).toMatchObject({ unit: HEALTH, channel: "code", form: YES, minutes: 1, batch: null });
    expect(JSON.stringify(answer)).not.toContain(code);
    expect(answersIn(await tallyOfUnit(key, HEALTH))).toBe(1);
  });

  test("gets the same signature for the same blinded message, and none for another", async () => {
    const key = await openedSurvey("door-again");
    const [code = ""] = await codesFor(key, [HEALTH], 1);
    const { units } = await open(code);
    const first = await blind(units[0]?.publicKey ?? "");
    const other = await blind(units[0]?.publicKey ?? "");
    const asked = { code, unit: HEALTH, blinded: first.blinded };
    const [one, again] = [await knock("ballot", asked), await knock("ballot", asked)];
    expect([one.status, again.body]).toEqual([200, one.body]);
    expect((await knock("ballot", { ...asked, blinded: other.blinded })).body).toEqual({ error: "refused" });
    expect((await tallyOfUnit(key, HEALTH)).ballots).toBe(1);
  });

  test("tells nothing by its refusal: unknown, revoked, used, of another unit and of a closed survey are alike", async () => {
    const key = await openedSurvey("door-alike");
    const [used = "", revoked = "", late = ""] = await codesFor(key, [HEALTH], 3);
    const { units } = await open(used);
    const { blinded } = await blind(units[0]?.publicKey ?? "");
    await buy(used, HEALTH);
    const batch = (await refs.invitationBatches(key).get()).docs[0]?.id ?? "";
    await revokeInvitations({ ...key, batch, numbers: [2], reason: "Mất" }, "admin");
    const unknown = "0".repeat(20);
    const buying = (code: string, unit = HEALTH) => knock("ballot", { code, unit, blinded });
    const replies = [
      ...[await knock("open", { code: unknown }), await knock("open", { code: revoked })],
      ...[
        await knock("open", { code: used }),
        await buying(unknown),
        await buying(revoked),
        await buying(used),
      ],
      ...[await buying(late, POLICE), await buying(late, "khong-co")],
    ];
    await closeSurvey(key, "admin");
    replies.push(await knock("open", { code: late }), await buying(late));
    for (const reply of replies) expect(reply).toEqual(replies[0]);
    expect(replies[0]?.status).toBe(403);
  });

  test("of an open link buys as many ballots as it has room for, by a channel of its own", async () => {
    const key = await openedSurvey("door-link");
    const [code = ""] = await codesFor(key, [HEALTH], 1, 2);
    expect(await open(code)).toMatchObject({ channel: "link", eligibility: "Công chức của cơ quan" });
    const ballots = [await buy(code, HEALTH), await buy(code, HEALTH)];
    await expect(buy(code, HEALTH)).rejects.toThrow("403");
    const [ballot] = ballots;
    if (!ballot) throw new Error("no ballot");
    // Signed by the link's key, it is no ballot of a personal code.
    expect((await knock("answer", answerOf(key, HEALTH, ballot, YES))).status).toBe(403);
    const request = answerOf(key, HEALTH, ballot, YES, { channel: "link" });
    expect((await knock("answer", request)).status).toBe(200);
    expect((await tallyOfUnit(key, HEALTH)).channels).toEqual({ link: 1 });
  });
});

describe("an answer", () => {
  test("sent again counts once; another one with its ballot is refused, also after a rewrite and a closing", async () => {
    const key = await openedSurvey("door-replay");
    const { request, reply } = await answered(key);
    expect(reply.status).toBe(200);
    expect((await knock("answer", request)).status).toBe(200);
    const other = { ...request, form: { q1: 2 } };
    expect((await knock("answer", other)).body).toEqual({ error: "spent" });
    await rewriteSurvey(key);
    expect((await knock("answer", request)).status).toBe(200);
    expect((await knock("answer", other)).status).toBe(409);
    expect(await storedAnswers(key)).toHaveLength(1);
    expect(answersIn(await tallyOfUnit(key, HEALTH))).toBe(1);
    await closeSurvey(key, "admin");
    expect((await knock("answer", request)).status).toBe(200);
    expect((await knock("answer", other)).status).toBe(410);
  });

  test("without a ballot of its unit is refused: forged, of another unit, cut, too long", async () => {
    const key = await openedSurvey("door-forged");
    const [code = ""] = await codesFor(key, [HEALTH, POLICE], 1);
    const ballot = await buy(code, HEALTH);
    const of = (unit: string, change: Partial<typeof ballot>) =>
      knock("answer", answerOf(key, unit, { ...ballot, ...change }, YES));
    const turned = `${ballot.signature.startsWith("A") ? "B" : "A"}${ballot.signature.slice(1)}`;
    for (const reply of [
      await of(POLICE, {}),
      await of(HEALTH, { signature: turned }),
      await of(HEALTH, { signature: ballot.signature.slice(0, 40) }),
      await of(HEALTH, { message: ballot.message.slice(1) }),
      await of("khong-co", {}),
    ])
      expect([reply.status, reply.body]).toEqual([403, { error: "refused" }]);
    expect(await storedAnswers(key)).toEqual([]);
    expect((await of(HEALTH, {})).status).toBe(200);
  });

  test("that does not fit the questions is invalid, and its ballot stays good", async () => {
    const key = await openedSurvey("door-invalid");
    const [code = ""] = await codesFor(key, [HEALTH], 1);
    const ballot = await buy(code, HEALTH);
    for (const form of [{}, { q9: 0 }, { q1: 9 }, { q1: -1 }, { q1: 0.5 }])
      expect((await knock("answer", answerOf(key, HEALTH, ballot, form))).status).toBe(400);
    expect((await knock("answer", answerOf(key, HEALTH, ballot, YES))).status).toBe(200);
  });

  test("costs one document read and two written; a ballot two and two", async () => {
    const key = await openedSurvey("door-costs");
    const [first = "", second = ""] = await codesFor(key, [HEALTH], 2);
    await knock("answer", answerOf(key, HEALTH, await buy(first, HEALTH), YES));
    const bought = await costsOf(() => buy(second, HEALTH));
    expect(bought).toMatchObject([{ name: "buyBallot", reads: 2, writes: 2 }]);
    const { request } = await answered(await openedSurvey("door-costs-2"));
    expect(request.unit).toBe(HEALTH);
    const [code = ""] = await codesFor(key, [HEALTH], 1);
    const answer = answerOf(key, HEALTH, await buy(code, HEALTH), YES);
    expect(await costsOf(() => knock("answer", answer))).toMatchObject([
      { name: "answerSurvey", reads: 1, writes: 2, attempts: 1 },
    ]);
  });

  test("whose transaction dies leaves neither answer nor tally, and succeeds when it is sent again", async () => {
    const key = await openedSurvey("door-crash");
    const [code = ""] = await codesFor(key, [HEALTH], 1);
    const request = answerOf(key, HEALTH, await buy(code, HEALTH), YES);
    // After everything was written into the transaction, before it is committed.
    const real = db.runTransaction.bind(db);
    const dying = vi.spyOn(db, "runTransaction").mockImplementation((body, options) =>
      real(async (tx) => {
        await body(tx);
        throw new Error("the machine lost power");
      }, options),
    );
    const reply = await knock("answer", request).finally(() => dying.mockRestore());
    expect([reply.status, reply.body]).toEqual([503, { error: "later" }]);
    expect(await storedAnswers(key)).toEqual([]);
    expect(answersIn(await tallyOfUnit(key, HEALTH))).toBe(0);
    expect((await knock("answer", request)).status).toBe(200);
    expect([(await storedAnswers(key)).length, answersIn(await tallyOfUnit(key, HEALTH))]).toEqual([1, 1]);
  });

  test("of many at once, sent twice each, is neither lost nor doubled while tallies are gathered, nor by a rewrite", async () => {
    const key = await openedSurvey("door-many");
    const units = [STANDING_BODY, HEALTH, POLICE];
    const codes = await codesFor(key, units, 12);
    const forms = [{ q1: 0, q2: 2 }, { q1: 3 }, { q1: 1, q2: 0, nu: 1 }];
    const answering = codes.flatMap((code, at) =>
      units.map(async (unit) => {
        const request = answerOf(key, unit, await buy(code, unit), forms[at % forms.length] ?? YES);
        for (let sent = 0; sent < 2; ) {
          const { status } = await knock("answer", request);
          if (status === 200) sent += 1;
          else expect(status).toBe(503);
        }
      }),
    );
    await Promise.all([...answering, gatherSurvey(key).then(() => gatherSurvey(key))]);
    await rewriteSurvey(key);
    await gatherSurvey(key);
    const counted = await recount(key, await surveyOf(key));
    for (const unit of units) {
      const { ballots, ...tally } = await tallyOfUnit(key, unit);
      expect(ballots).toBe(12);
      expect({ ...counted.get(unit), ballots }).toEqual({ ...tally, ballots });
    }
    expect(await storedAnswers(key)).toHaveLength(36);
    const progress = (await refs.surveyProgress(key).get()).data();
    expect(progress?.units[HEALTH]).toEqual({ ballots: 12, code: 12, link: 0, paper: 0, import: 0 });
  });
});

describe("gathering what came in", () => {
  test("says how far a survey has come as gathering everything does, reading only what changed", async () => {
    const key = await openedSurvey("door-news");
    const codes = await codesFor(key, [STANDING_BODY, HEALTH], 3);
    const progress = async () => (await refs.surveyProgress(key).get()).data();
    const answer = async (at: number, unit: string) => {
      const ballot = await buy(codes[at] ?? "", unit);
      expect((await knock("answer", answerOf(key, unit, ballot, YES))).status).toBe(200);
    };
    await answer(0, HEALTH);
    await gatherNews(key);
    expect((await progress())?.units).toMatchObject({ [HEALTH]: { ballots: 1, code: 1 } });
    await answer(1, STANDING_BODY);
    await gatherNews(key);
    const before = await progress();
    expect(before?.units).toMatchObject({ [HEALTH]: { code: 1 }, [STANDING_BODY]: { code: 1 } });
    await gatherNews(key);
    const after = await progress();
    expect(after?.units).toEqual(before?.units);
    expect(after?.at.getTime()).toBeGreaterThan(before?.at.getTime() ?? 0);
    await gatherSurvey(key);
    expect((await progress())?.units).toEqual(before?.units);
  });
});

describe("the door", () => {
  test("answers nonsense with a refusal, never with an error of its own", async () => {
    const key = await openedSurvey("door-nonsense");
    const bytes = (text: string) => new TextEncoder().encode(text);
    const nonsense: unknown[] = [
      ...[bytes("{"), bytes(""), bytes("null"), new Uint8Array([0xff, 0xfe]), bytes("[".repeat(60_000))],
      ...[{}, { code: 1 }, { code: "x" }, { code: "A".repeat(20), unit: "..", blinded: "!" }],
      { ...key, unit: HEALTH, channel: "code", ballot: { message: "", signature: "" }, form: {}, minutes: 1 },
      { ...answerOf(key, HEALTH, { message: "AA", signature: "AA" }, YES), scheme: "../other" },
      { code: "A".repeat(20), padding: "x".repeat(70_000) },
    ];
    for (const what of ["open", "ballot", "answer"] as const)
      for (const body of nonsense) {
        const { status, body: said } = await knock(what, body);
        expect([400, 403]).toContain(status);
        expect(Object.keys(said)).toEqual(["error"]);
      }
  });

  test("makes who was refused too often wait, and no one else", async () => {
    const guess = { code: "0".repeat(20) };
    const statuses: number[] = [];
    for (let tries = 0; tries < 61; tries += 1) statuses.push((await knock("open", guess, "a")).status);
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.filter((status) => status === 403)).toHaveLength(60);
    expect((await knock("open", guess, "b")).status).toBe(403);
  });

  test("asks to come later while stored answers are rewritten", async () => {
    const key = await openedSurvey("door-later");
    const { request } = await answered(key);
    const [code = ""] = await codesFor(key, [HEALTH], 1);
    await refs.survey(key).update({ rewriting: new Date(Date.now() + 60_000) });
    const replies = [await knock("open", { code }), await knock("answer", { ...request, form: { q1: 1 } })];
    for (const reply of replies) {
      expect([reply.status, reply.body]).toEqual([503, { error: "later" }]);
      expect(Number(reply.headers["Retry-After"])).toBeGreaterThan(0);
    }
  });

  test("spreads tallies so that 1,800 answers a minute press on no document", async () => {
    const key = { scheme: "s", period: "p", survey: "v" };
    const { planned } = await rehearse(() =>
      transact("spread", async (tx) => {
        for (let n = 0; n < 1_800; n += 1) addToShard(tx, key, HEALTH, [[["channels", "code"], 1]]);
      }),
    );
    const writes = new Map<string, number>();
    for (const { path } of planned) writes.set(path, (writes.get(path) ?? 0) + 1);
    expect([planned.length, writes.size]).toEqual([1_800, TALLY_SHARDS]);
    expect(Math.max(...writes.values())).toBeLessThanOrEqual(60);

    // Shards are drawn evenly: by the binomial law one of 64 gets more than 60 of 1,800 with a chance below one in 10⁶.
    const [n, p] = [1_800, 1 / TALLY_SHARDS];
    let [term, upTo60] = [(1 - p) ** n, 0];
    for (let k = 0; k <= 60; k += 1) {
      upTo60 += term;
      term *= ((n - k) / (k + 1)) * (p / (1 - p));
    }
    expect(TALLY_SHARDS * (1 - upTo60)).toBeLessThan(1e-5);
  });
});

describe("a rewrite", () => {
  test("that dies anywhere is taken over and loses nothing", async () => {
    const key = await openedSurvey("rewrite-died");
    for (const form of [YES, { q1: 2 }, { q2: 0 }]) await answered(key, HEALTH, form);
    const before = (await storedAnswers(key)).map(({ epoch: _, ...answer }) => answer.key).sort();
    const tally = await tallyOfUnit(key, HEALTH);
    let now = new Date();
    let cuts = 0;
    for (let nth = 1; await cutBeforeWrite(nth, () => rewriteSurvey(key, now)); nth += 1) {
      cuts += 1;
      expect((await storedAnswers(key)).map((answer) => answer.key).sort()).toEqual(before);
      // The lease of the run that died is over.
      now = new Date(now.getTime() + 11 * 60_000);
    }
    // Claim, totals, copies, invitations, totals' epoch, flip and, where it came that far before, what it left behind.
    expect(cuts).toBeGreaterThanOrEqual(6);
    const { rewriting, epoch } = await surveyOf(key);
    expect([rewriting, epoch > 0]).toEqual([null, true]);
    expect((await refs.surveyAnswer(key, "x").parent.get()).size).toBe(3);
    expect((await storedAnswers(key)).map((answer) => answer.key).sort()).toEqual(before);
    expect(await tallyOfUnit(key, HEALTH)).toEqual(tally);
  });

  test("of a large survey goes on where it stood, and the survey that was rewritten least often comes first", async () => {
    const [key, other] = [await openedSurvey("rewrite-large"), await openedSurvey("rewrite-next")];
    await answered(key);
    const [answer] = await storedAnswers(key);
    if (!answer) throw new Error("no answer");
    const many = Array.from({ length: 3_300 }, (_, at) => sha256Hex(`large ${at}`));
    await commitAll(
      many.map(
        (one) => (batch) => batch.set(refs.surveyAnswer(key, answerId(one, 0)), { ...answer, key: one }),
      ),
    );
    // Claim, gathered tally and mark are two each (a transaction and its batch), then come eight pages: it dies on the ninth.
    expect(await cutBeforeWrite(15, () => rewriteSurvey(key))).toBe(true);
    const { rewritten, rewriting } = await surveyOf(key);
    expect(rewritten).toMatch(/^[0-9a-f]{64}$/);
    const later = new Date((rewriting?.getTime() ?? 0) + 1);
    const { writes } = await new Meter(db).of(() => rewriteSurvey(key, later));
    expect(await surveyOf(key)).toMatchObject({ epoch: 1, rewriting: null, rewritten: null });
    expect(await storedAnswers(key)).toHaveLength(3_301);
    // Of 3,301 answers eight pages of 400 were copied before.
    expect(writes).toBeGreaterThan(101);
    expect(writes).toBeLessThan(120);

    const order: string[] = [];
    await forEverySurvey("rewriteAnswers", async ({ scheme }) => void order.push(scheme));
    expect(order.indexOf(other.scheme)).toBeLessThan(order.indexOf(key.scheme));
  });

  test("comes every night to open surveys, and what died in it is taken over by the gathering", async () => {
    const key = await openedSurvey("rewrite-night");
    await answered(key);
    await rewriteAll(new Date());
    expect((await surveyOf(key)).epoch).toBe(1);
    await refs.survey(key).update({ rewriting: new Date(Date.now() - 1) });
    await gatherAll(new Date());
    expect(await surveyOf(key)).toMatchObject({ epoch: 2, rewriting: null });
    expect(await storedAnswers(key)).toHaveLength(1);
  });

  test("of a closing that died after its flip leaves nothing of the old times for longer than a night", async () => {
    const key = await openedSurvey("rewrite-closed");
    await answered(key);
    await closeSurvey(key, "admin");
    const [answer] = await storedAnswers(key);
    if (!answer) throw new Error("no answer");
    const { epoch } = await surveyOf(key);
    await refs.surveyAnswer(key, "left-behind").set({ ...answer, epoch: epoch - 1 });
    await rewriteAll(new Date());
    expect((await refs.surveyAnswer(key, "left-behind").get()).exists).toBe(false);
    expect(await storedAnswers(key)).toEqual([answer]);
    expect((await surveyOf(key)).epoch).toBe(epoch);
  });
});
