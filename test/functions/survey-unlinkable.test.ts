import "./setup/environment.ts";
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { paths, sha256Hex } from "../../core/src/index.ts";
import { db } from "../../functions/src/store/firestore.ts";
import type { SurveyKey } from "../../functions/src/store/refs.ts";
import { rewriteSurvey } from "../../functions/src/store/survey-rewrite.ts";
import { HEALTH } from "./setup/small-set.ts";
import { answerOf, buy, codesFor, knock, openedSurvey } from "./setup/survey-client.ts";

/** A stored document as an administrator with the whole database sees it. */
interface Seen {
  id: string;
  data: Record<string, unknown>;
  created: number;
  updated: number;
}

const RESPONDENTS = 24;

/** Everything stored of a survey, and the invitations, with the times that the database keeps of its own accord. */
async function everything(key: SurveyKey) {
  const seen = async (path: string): Promise<Seen[]> =>
    (await db.collection(path).get()).docs.map((doc) => ({
      ...{ id: doc.id, data: doc.data() },
      created: doc.createTime.toMillis() + doc.createTime.nanoseconds / 1e9,
      updated: doc.updateTime.toMillis() + doc.updateTime.nanoseconds / 1e9,
    }));
  const { scheme, period, survey } = key;
  const invitations = (await seen(paths.invitations())).filter(({ data }) => data.scheme === scheme);
  const answers = await seen(paths.surveyAnswers(scheme, period, survey));
  const tallies = [
    ...(await seen(paths.tallies(scheme, period, survey))),
    ...(await seen(paths.tallyTotals(scheme, period, survey))),
  ];
  return { invitations, answers, tallies };
}

/** Every text and number of a document, at any depth, that is long enough to tell one document from another. */
function marksOf({ id, data }: Seen): Set<string> {
  const marks = new Set([id]);
  const walk = (value: unknown): void => {
    if (typeof value === "string" && value.length >= 20) marks.add(value);
    else if (value !== null && typeof value === "object") Object.values(value).forEach(walk);
  };
  walk(data);
  return marks;
}

/** What else a mark may stand for: its hash, and the hash of the bytes it encodes. */
const derivedOf = (mark: string): string[] => [
  mark,
  sha256Hex(mark),
  createHash("sha256").update(Buffer.from(mark, "base64url")).digest("hex"),
];

/** How many codes an administrator ties to their answers who takes both in the order of these times. */
function tied(
  invitations: readonly Seen[],
  answers: readonly Seen[],
  time: (seen: Seen) => number,
  truth: ReadonlyMap<string, string>,
): number {
  const order = (some: readonly Seen[]) => some.toSorted((a, b) => time(a) - time(b));
  const [left, right] = [order(invitations), order(answers)];
  return left.filter(({ id }, at) => truth.get(id) === right[at]?.data.key).length;
}

test("who holds the whole database ties codes to answers by their times before a rewrite, and by nothing after it", async () => {
  const key = await openedSurvey("unlinkable");
  const codes = await codesFor(key, [HEALTH], RESPONDENTS);
  // Which invitation's person gave which answer: what the administrator wants to know, and the test alone does.
  const truth = new Map<string, string>();
  for (const [at, code] of codes.toSorted().entries()) {
    const ballot = await buy(code, HEALTH);
    await knock("answer", answerOf(key, HEALTH, ballot, { q1: at % 4, q2: at % 3 }));
    const message = Buffer.from(ballot.message, "base64url");
    truth.set(sha256Hex(code), createHash("sha256").update(message).digest("hex"));
  }

  const before = await everything(key);
  expect([before.invitations.length, before.answers.length]).toEqual([RESPONDENTS, RESPONDENTS]);
  // Honestly: until the night, times tell. People who answer one after the other are told apart.
  const byTime = (seen: Seen) => Math.max(seen.created, seen.updated);
  expect(tied(before.invitations, before.answers, byTime, truth)).toBe(RESPONDENTS);

  expect(await rewriteSurvey(key)).toBe(true);
  const after = await everything(key);
  expect(after.answers).toHaveLength(RESPONDENTS);

  // No time of the day is left: everything was written by the rewrite, after the last answer came in.
  const lastAnswer = Math.max(...before.answers.map(({ created }) => created));
  for (const { updated } of [...after.invitations, ...after.answers, ...after.tallies])
    expect(updated).toBeGreaterThan(lastAnswer);
  for (const { created } of after.answers) expect(created).toBeGreaterThan(lastAnswer);

  // Nor an order: of 24 pairs taken in any order of times or ids, one or two fit by chance.
  for (const time of [
    byTime,
    ({ created }: Seen) => created,
    ({ id }: Seen) => Number.parseInt(id.slice(0, 12), 16),
  ])
    expect(tied(after.invitations, after.answers, time, truth)).toBeLessThan(8);

  // Nor a value: nothing in an invitation, nor its hash, stands in an answer, but what all of them share.
  const inAnswers = new Set(after.answers.flatMap((seen) => [...marksOf(seen)]));
  const shared = new Set([HEALTH, key.scheme]);
  for (const seen of after.invitations)
    for (const mark of marksOf(seen)) {
      if (shared.has(mark)) continue;
      for (const derived of derivedOf(mark)) expect(inAnswers.has(derived)).toBe(false);
    }
  const inInvitations = new Set(after.invitations.flatMap((seen) => [...marksOf(seen)]));
  for (const seen of after.answers)
    for (const mark of marksOf(seen))
      for (const derived of derivedOf(mark)) expect(inInvitations.has(derived)).toBe(false);

  // And nothing keeps a time, an address or a code.
  const fields = new Set(after.answers.flatMap(({ data }) => Object.keys(data)));
  expect([...fields].sort()).toEqual(
    ["ballot", "batch", "channel", "epoch", "form", "key", "minutes", "unit"].sort(),
  );
  const stored = JSON.stringify(after);
  for (const code of codes) expect(stored).not.toContain(code);
});

test("a private key is of no use to who has the database alone", async () => {
  const key = await openedSurvey("unforgeable");
  const keys = await db.collection(paths.ballotKeys(key.scheme, key.period, key.survey)).get();
  expect(keys.size).toBe(3);
  for (const doc of keys.docs) {
    const bytes = Buffer.from(String(doc.data().privateKey), "base64url");
    // No PKCS #8: it neither begins as one nor holds the public modulus.
    const modulus = Buffer.from(String(doc.data().publicKey), "base64url").subarray(40, 200);
    expect([bytes.includes(modulus), bytes.subarray(0, 2).equals(Buffer.from([0x30, 0x82]))]).toEqual([
      false,
      false,
    ]);
  }
});
