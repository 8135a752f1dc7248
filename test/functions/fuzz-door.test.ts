import "./setup/environment.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AnswerRequest, answersIn, BallotRequest, OpenRequest } from "../../core/src/index.ts";
import type { SurveyKey } from "../../functions/src/store/refs.ts";
import { recount } from "../../functions/src/store/survey-tallies.ts";
import { surveyDoor } from "../../functions/src/surveyDoor.ts";
import { FUZZ_TIME, inputsOf, nearlyFitting, tryAll, wire } from "./setup/fuzz.ts";
import { newAddress, type Received, type Server, SOURCE, serve } from "./setup/http.ts";
import { HEALTH } from "./setup/small-set.ts";
import { answerOf, blind, buy, codesFor, open, openedSurvey, storedAnswers } from "./setup/survey-client.ts";
import { surveyOf } from "./setup/surveys.ts";

/** The survey's door over HTTP, a survey that is open, and codes and ballots that are good. */
let server: Server;
let key: SurveyKey;
let pool: Record<string, readonly unknown[]>;
beforeAll(async () => {
  server = await serve(surveyDoor as never);
  key = await openedSurvey("fuzz-door");
  const codes = await codesFor(key, [HEALTH], 6);
  const [code = ""] = codes;
  const { units } = await open(code);
  const { blinded } = await blind(units.find(({ id }) => id === HEALTH)?.publicKey ?? "");
  const ballots = [];
  for (const bought of codes.slice(3))
    ballots.push(answerOf(key, HEALTH, await buy(bought, HEALTH), { q1: 0 }).ballot);
  const { scheme, period, survey } = key;
  pool = {
    code: codes.slice(0, 3),
    blinded: [blinded],
    ballot: ballots,
    form: [{ q1: 0, q2: 1 }, { q1: 3 }],
    ...{ scheme: [scheme], period: [period], survey: [survey], unit: [HEALTH, "so-khac"], channel: ["code"] },
  };
});
afterAll(() => server.close());

/** What the door may say, by status; 503 only where answers are being rewritten, which nobody does here. */
const REFUSALS: Record<number, string> = { 400: "invalid", 403: "refused", 409: "spent", 410: "closed" };

const knock = (what: string, body: string): Promise<Received> =>
  server.send({
    ...{ method: "POST", path: `/s/api/${what}`, body },
    headers: { "content-type": "application/json", "x-forwarded-for": newAddress() },
  });

/** The message of an answer's ballot: fields that no door asks for make no other ballot of it. */
const messageIn = (body: string): string => {
  const { ballot } = AnswerRequest.parse(JSON.parse(body));
  return Buffer.from(ballot.message, "base64url").toString("base64url");
};

function expectDecent({ status, headers, body }: Received): void {
  const text = body.toString();
  expect(text).not.toMatch(SOURCE);
  expect(headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(headers["cache-control"]).toBe("no-store");
  expect(headers["x-content-type-options"]).toBe("nosniff");
  const answer = JSON.parse(text) as { error?: string };
  if (status === 200) expect(answer.error).toBeUndefined();
  else expect([status, answer], text).toEqual([status, { error: REFUSALS[status] }]);
}

describe("anything said at the survey's door", () => {
  test(
    "is answered or refused by one of five words, and counted once for every ballot that was accepted",
    async () => {
      const knocks = fc.oneof(
        ...Object.entries({ open: OpenRequest, ballot: BallotRequest, answer: AnswerRequest }).map(
          ([what, schema]) => fc.tuple(fc.constant(what), nearlyFitting(inputsOf(schema, pool))),
        ),
      );
      const accepted = new Set<string>();
      await tryAll(
        knocks,
        90,
        async ([what, data]) => {
          const received = await knock(what, wire(data));
          if (what === "answer" && received.status === 200) accepted.add(messageIn(wire(data)));
          expectDecent(received);
        },
        ([what, data]) => `${what} ${wire(data)}`,
      );
      expect((await storedAnswers(key)).length).toBe(accepted.size);
      const tallies = [...(await recount(key, await surveyOf(key))).values()];
      const counted = tallies.reduce((sum, tally) => sum + answersIn(tally), 0);
      expect(counted).toBe(accepted.size);
    },
    FUZZ_TIME,
  );

  test.each([
    ["/s/api", "POST", 404],
    ["/s/api/open/", "POST", 404],
    ["/s/api/%6fpen", "POST", 404],
    ["/s/api/../api/open", "POST", 404],
    ["/s/api/constructor", "POST", 404],
    ["/s/api/open", "GET", 405],
    ["/s/api/answer", "DELETE", 405],
  ])("at another door or in another way is refused: %s %s", async (path, method, status) => {
    const { headers, body, ...received } = await server.send({ method, path });
    expect(received.status).toBe(status);
    expect(JSON.parse(body.toString())).toEqual({ error: "invalid" });
    expect([headers["cache-control"], headers["x-content-type-options"]]).toEqual(["no-store", "nosniff"]);
  });
});
