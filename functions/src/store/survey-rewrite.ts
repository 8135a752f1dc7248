import { Invitation, queries, type Survey, SurveyAnswer } from "@parindex/core";
import { queryAt } from "./firestore.ts";
import { refs, type SurveyKey } from "./refs.ts";
import { answerId, answerPages, type StoredAnswer } from "./survey-answers.ts";
import { gatherSurvey } from "./survey-tallies.ts";
import { commitAll, transact, type Write } from "./transaction.ts";

/** How long (ms) a rewrite may hold answers back before another run takes it over: longer than any function runs. */
const LEASE_MS = 10 * 60_000;

/** How many documents are read and written at a time. */
const PAGE = 400;

/** How many pages are written side by side before the run says how far it has come. */
const AT_ONCE = 8;

/** A rewrite that this run has begun or taken over: until when it is its own, the epoch it leaves, and what is copied already. */
interface Claim {
  until: Date;
  epoch: number;
  copied: string | null;
}

/** Claims a survey's rewrite. null: another run is at it, or there is nothing to rewrite. */
function claimRewrite(key: SurveyKey, now: Date): Promise<Claim | null> {
  return transact("claimRewrite", async (tx) => {
    const survey = (await tx.get(refs.survey(key))).data();
    if (!survey || survey.state === "draft") return null;
    if (survey.rewriting && survey.rewriting > now) return null;
    const until = new Date(now.getTime() + LEASE_MS);
    tx.update(refs.survey(key), { rewriting: until });
    return { until, epoch: survey.epoch, copied: survey.rewritten };
  });
}

/** Whether a survey's rewrite is still this run's own. */
const isOwn = ({ rewriting, epoch }: Survey, claim: Claim): boolean =>
  rewriting?.getTime() === claim.until.getTime() && epoch === claim.epoch;

/** Says how far a rewrite has come and holds it for longer; null where another run took it over. */
function markCopied(key: SurveyKey, claim: Claim, copied: string): Promise<Claim | null> {
  return transact("markRewritten", async (tx) => {
    if (!isOwn(await tx.must(refs.survey(key)), claim)) return null;
    const until = new Date(Math.max(Date.now(), claim.until.getTime() - LEASE_MS) + LEASE_MS);
    tx.update(refs.survey(key), { rewriting: until, rewritten: copied });
    return { ...claim, until, copied };
  });
}

const copyPage = (key: SurveyKey, page: readonly StoredAnswer[], epoch: number): Promise<void> =>
  commitAll(
    page.map(({ answer }): Write => {
      const ref = refs.surveyAnswer(key, answerId(answer.key, epoch + 1));
      return (batch) => batch.set(ref, { ...answer, epoch: epoch + 1 });
    }),
  );

/** Writes the answers that are not copied yet under the next epoch's ids; null where another run took over. */
async function copyAnswers(key: SurveyKey, claim: Claim): Promise<Claim | null> {
  const { epoch } = claim;
  let held = claim;
  let pages: StoredAnswer[][] = [];
  for await (const page of answerPages(key, epoch, claim.copied)) {
    pages.push(page);
    if (pages.length < AT_ONCE) continue;
    await Promise.all(pages.map((one) => copyPage(key, one, epoch)));
    const marked = await markCopied(key, held, page.at(-1)?.id ?? "");
    if (!marked) return null;
    held = marked;
    pages = [];
  }
  await Promise.all(pages.map((one) => copyPage(key, one, epoch)));
  return held;
}

/** Touches all invitations of the survey, so that none tells when it was last used. */
async function touchInvitations(key: SurveyKey, epoch: number): Promise<void> {
  const query = queries.invitationsOfSurvey(key.scheme, key.period, key.survey, PAGE);
  let after: string | null = null;
  for (;;) {
    const { docs } = await queryAt(query, Invitation, after).get();
    const old = docs.filter((doc) => doc.data().epoch !== epoch);
    await commitAll(
      old.map(
        ({ id }): Write =>
          (batch) =>
            batch.update(refs.invitation(id), { epoch }),
      ),
    );
    if (docs.length < PAGE) return;
    after = docs.at(-1)?.id ?? null;
  }
}

async function touchTotals(key: SurveyKey, epoch: number): Promise<void> {
  const { docs } = await refs.tallyTotals(key).get();
  await commitAll(
    docs.map(
      ({ ref }): Write =>
        (batch) =>
          batch.update(ref, { epoch }),
    ),
  );
}

/** Lets the next epoch count, unless another run took the rewrite over. */
function flip(key: SurveyKey, claim: Claim): Promise<boolean> {
  return transact("flipEpoch", async (tx) => {
    if (!isOwn(await tx.must(refs.survey(key)), claim)) return false;
    tx.update(refs.survey(key), { epoch: claim.epoch + 1, rewriting: null, rewritten: null });
    return true;
  });
}

/** Removes what a rewrite left behind of the epochs before this one. */
export async function sweepSurvey(key: SurveyKey, { epoch }: Pick<Survey, "epoch">): Promise<void> {
  if (epoch === 0) return;
  const query = queries.answersOf(key.scheme, key.period, key.survey, epoch - 1, PAGE);
  for (;;) {
    const { docs } = await queryAt(query, SurveyAnswer).get();
    await commitAll(
      docs.map(
        ({ ref }): Write =>
          (batch) =>
            batch.delete(ref),
      ),
    );
    if (docs.length < PAGE) return;
  }
}

/**
 * Rewrites a survey, so that database write times tell nothing (design §9): all answers under new ids, all invitations and
 * totals with a changed field. Until the flip the old answers count, from then on the new ones. Whatever died goes on
 * where it stood once its lease is over: no answers come in meanwhile. False where another run is at it, or took it over.
 */
export async function rewriteSurvey(key: SurveyKey, now = new Date()): Promise<boolean> {
  const claim = await claimRewrite(key, now);
  if (!claim) return false;
  const { epoch } = claim;
  await sweepSurvey(key, { epoch });
  await gatherSurvey(key);
  const held = await copyAnswers(key, claim);
  if (!held) return false;
  await touchInvitations(key, epoch + 1);
  await touchTotals(key, epoch + 1);
  if (!(await flip(key, held))) return false;
  await sweepSurvey(key, { epoch: epoch + 1 });
  return true;
}
