import { Invitation, queries, type Survey, SurveyAnswer } from "@parindex/core";
import { queryAt } from "./firestore.ts";
import { refs, type SurveyKey } from "./refs.ts";
import { answerId, answerPages } from "./survey-answers.ts";
import { gatherSurvey } from "./survey-tallies.ts";
import { commitAll, transact, type Write } from "./transaction.ts";

/** How long (ms) a rewrite may hold answers back before another run takes it over: longer than any function runs. */
const LEASE_MS = 10 * 60_000;

/** How many documents are read and written at a time. */
const PAGE = 400;

/** A rewrite that this run has begun or taken over: until when it is its own, and the epoch it leaves. */
interface Claim {
  until: Date;
  epoch: number;
}

/** Claims a survey's rewrite. null: another run is at it, or there is nothing to rewrite. */
function claimRewrite(key: SurveyKey, now: Date): Promise<Claim | null> {
  return transact("claimRewrite", async (tx) => {
    const survey = (await tx.get(refs.survey(key))).data();
    if (!survey || survey.state === "draft") return null;
    if (survey.rewriting && survey.rewriting > now) return null;
    const until = new Date(now.getTime() + LEASE_MS);
    tx.update(refs.survey(key), { rewriting: until });
    return { until, epoch: survey.epoch };
  });
}

/** Writes all answers anew under the next epoch's ids. */
async function copyAnswers(key: SurveyKey, epoch: number): Promise<void> {
  for await (const page of answerPages(key, epoch))
    await commitAll(
      page.map(({ answer }): Write => {
        const ref = refs.surveyAnswer(key, answerId(answer.key, epoch + 1));
        return (batch) => batch.set(ref, { ...answer, epoch: epoch + 1 });
      }),
    );
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
function flip(key: SurveyKey, { until, epoch }: Claim): Promise<boolean> {
  return transact("flipEpoch", async (tx) => {
    const survey = await tx.must(refs.survey(key));
    if (survey.rewriting?.getTime() !== until.getTime() || survey.epoch !== epoch) return false;
    tx.update(refs.survey(key), { epoch: epoch + 1, rewriting: null });
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
 * totals with a changed field. Until the flip the old answers count, from then on the new ones. Whatever died is done
 * again once its lease is over. False where another run is at it, or took it over.
 */
export async function rewriteSurvey(key: SurveyKey, now = new Date()): Promise<boolean> {
  const claim = await claimRewrite(key, now);
  if (!claim) return false;
  const { epoch } = claim;
  await sweepSurvey(key, { epoch });
  await gatherSurvey(key);
  await copyAnswers(key, epoch);
  await touchInvitations(key, epoch + 1);
  await touchTotals(key, epoch + 1);
  if (!(await flip(key, claim))) return false;
  await sweepSurvey(key, { epoch: epoch + 1 });
  return true;
}
