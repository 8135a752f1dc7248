import "./setup/environment.ts";
import "./setup/unsigned-tokens.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  canonicalJson,
  merkleRoot,
  OPEN_STATES,
  type PeriodState,
  paths,
  type RequestName,
  requests,
  rootLeaves,
  sha256Hex,
} from "../../core/src/index.ts";
import * as functions from "../../functions/src/index.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { sealResult } from "../../functions/src/store/sealing.ts";
import { recomputeNow } from "../../functions/src/store/sources.ts";
import { PROJECT } from "../../tools/emulators.ts";
import { tokenOf } from "../rules/rest.ts";
import { FUZZ_TIME, inputsOf, nearlyFitting, type Pool, tryAll, wire } from "./setup/fuzz.ts";
import { type Received, type Server, SOURCE, serve } from "./setup/http.ts";
import { publishedYear, sealedYear } from "./setup/published.ts";
import { SMALL_SET } from "./setup/small-set.ts";
import { fullYear, giveWholeYear, PEOPLE, smallYear, UNIT_IDS } from "./setup/small-year.ts";
import { storeSurvey } from "./setup/surveys.ts";
import { costsOf, cutAfterNews, deliverEvents, dropEvents } from "./setup/watching.ts";

/** The callables over HTTP, each at its name, as the functions' runtime serves them. */
let server: Server;
/** A year that is none of the callers' business: they name it now and then. */
let other: PeriodKey;
beforeAll(async () => {
  await dropEvents();
  other = await smallYear("fuzz-other", "appraisal");
  const byPath = new Map<string, (request: never, response: never) => unknown>(
    Object.entries(functions).map(([name, callable]) => [`/${name}`, callable as never]),
  );
  server = await serve((request: never, response: never) => {
    const { path } = request as { path: string };
    return byPath.get(path)?.(request, response);
  });
});
afterAll(async () => {
  await server.close();
  await deliverEvents();
});

const NAMES = Object.keys(requests) as RequestName[];

/** Everyone who may call: the people of the year, above all who may do the most, a stranger to it, nobody (null). */
const CALLERS = [...Object.keys(PEOPLE), ...Array<string>(8).fill("admin"), "council", "stranger", null];

/** The documented ways of a refusal, by the HTTP status each comes with. */
const REFUSALS: Record<string, number> = {
  UNAUTHENTICATED: 401,
  INVALID_ARGUMENT: 400,
  PERMISSION_DENIED: 403,
  FAILED_PRECONDITION: 400,
  NOT_FOUND: 404,
};

/** Words of the libraries' own English messages. */
const ENGLISH =
  /\b(expected|received|required|invalid|unrecognized|too (small|big)|must (be|not)|cannot|undefined|unexpected|missing|unauthenticated|bad request)\b/i;
const VIETNAMESE = /[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẽẹêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]/i;

const send = (name: string, body: string, uid: string | null): Promise<Received> =>
  server.send({
    ...{ method: "POST", path: `/${name}`, body },
    headers: {
      "content-type": "application/json",
      ...(uid === null ? {} : { authorization: `Bearer ${tokenOf(PROJECT, { uid })}` }),
    },
  });

/** Expects an answer, or a refusal that says why in Vietnamese and nothing of how it is made. */
function expectDecent({ status, headers, body }: Received): "ok" | "refused" {
  const text = body.toString();
  expect(text).not.toMatch(SOURCE);
  expect(headers["content-type"]).toBe("application/json; charset=utf-8");
  expect(headers["cache-control"]).toBe("no-store");
  const answer = JSON.parse(text) as {
    result?: unknown;
    error?: { status: string; message: string; details?: { issues?: { path: string }[] } };
  };
  if (answer.error === undefined) {
    expect(status).toBe(200);
    return "ok";
  }
  expect(REFUSALS, text.slice(0, 500)).toHaveProperty(answer.error.status, status);
  expect(answer.error.message).toMatch(VIETNAMESE);
  expect(answer.error.message).toMatch(/[.!?:]/);
  // The place of what does not fit is named as it is: one of a set's fields is `expected`.
  const places = answer.error.details?.issues ?? [];
  const said = places.reduce((words, { path }) => words.replaceAll(path, ""), answer.error.message);
  expect(said).not.toMatch(ENGLISH);
  return "refused";
}

const INT64 = "type.googleapis.com/google.protobuf.Int64Value";
const OTHER = "so-khac";

/** What stands in the fields of a year's requests; another scheme and what is not there among it. */
function poolOf({ scheme, period }: PeriodKey, other: PeriodKey): Pool {
  const often = <T>(value: T, ...others: T[]): T[] => [...Array<T>(30).fill(value), ...others];
  const leaves = Object.keys(SMALL_SET.leaves);
  const ids = ["a", "b"].map((letter) => letter.repeat(20));
  const uids = [...Object.keys(PEOPLE), "stranger"];
  return {
    scheme: often(scheme, other.scheme, "khong-co"),
    period: often(period, "2023", "2031"),
    from: [SMALL_SET.id, period, "2023", "head-of-health", "2024-03-01"],
    to: [SMALL_SET.id, "moi", "editor-of-health", "2099-01-01T00:00:00+07:00", null],
    unit: [...UNIT_IDS, ...UNIT_IDS, OTHER],
    units: [[...UNIT_IDS], [OTHER]],
    node: ["f1", "f1c1", ...leaves],
    field: ["f1", "f2", null],
    leaf: [...leaves, null],
    leaves: [leaves.slice(0, 2), { f1c2: "trang 1" }],
    set: [SMALL_SET.id, "moi"],
    criteriaSet: [SMALL_SET.id, SMALL_SET.id, "moi"],
    group: ["so", "dac-thu"],
    survey: ["nguoi-dan"],
    uid: [...uids, null],
    rev: [1, 2],
    points: [0, 2_500, 10_000, 20_000, null],
    confirmName: ["Sở Y tế", "Sở Nội vụ"],
    corrects: [paths.publicationId(scheme, period, 1)],
    ...{ evidence: ids, comment: ids, adjustment: ids, batch: ids, difficulty: ids, announcement: ids },
    root: ["a".repeat(64)],
    path: ["/", "/phuong-phap", `/cong-bo/${paths.publicationId(scheme, period, 1)}/${UNIT_IDS[0]}`],
    name: ["Sở Y tế", "Kế hoạch"],
    standingBody: ["so-noi-vu"],
    standingBodyOwn: ["so-y-te"],
    until: [null, "2099-01-01T00:00:00+07:00", "2024-12-31"],
  };
}

interface Call {
  name: RequestName;
  uid: string | null;
  data: unknown;
}

const callsOf = (pool: Pool): fc.Arbitrary<Call> =>
  fc.oneof(
    ...NAMES.map((name) =>
      fc.record({
        name: fc.constant(name),
        uid: fc.constantFrom(...CALLERS),
        data: nearlyFitting(inputsOf(requests[name], pool)),
      }),
    ),
  );

/** Expects all that stands in a year to follow from its scores: ledgers, indices, history; what is out to be as it was sealed. */
async function expectWhole(key: PeriodKey): Promise<void> {
  const period = (await refs.period(key).get()).data();
  if (!period) return;
  if (OPEN_STATES.includes(period.state)) expect(await reconcilePeriod(key)).toEqual([]);
  if (period.state !== "preparing")
    for (const { id: unit } of (await refs.units(key).get()).docs) {
      const place = { ...key, unit };
      const { ledger, index } = await recomputeNow(place);
      expect((await refs.ledger(place).get()).data(), unit).toEqual(ledger);
      expect((await refs.index(place).get()).data(), unit).toEqual(index);
    }
  if (period.publication === null) return;
  const { manifest, root } = (await refs.publication(period.publication).get()).data() ?? {};
  if (!manifest) throw new Error("the publication is not there");
  expect(merkleRoot(rootLeaves(manifest))).toBe(root);
  for (const { sha256, unit } of manifest.ranking.flatMap(({ units }) => units)) {
    const { sheet } = (await refs.publicationSheet(period.publication, unit).get()).data() ?? {};
    expect(sha256Hex(canonicalJson(sheet)), unit).toBe(sha256);
  }
}

const filled = async (test: string, state: PeriodState): Promise<PeriodKey> => {
  const key = await smallYear(test, state);
  await giveWholeYear(key);
  await storeSurvey({ ...key, survey: "nguoi-dan" });
  return key;
};

/** A year whose sealing died when some units were frozen and others not. */
async function sealingYear(): Promise<PeriodKey> {
  const key = await fullYear("fuzz-sealing", true);
  const seen = new Set([
    "claimStep",
    "seal",
    "takeSealLease",
    "startReading",
    "storeReadTime",
    "readSources",
  ]);
  expect(await cutAfterNews(seen, () => sealResult(key, "admin"))).toBe(true);
  expect((await refs.period(key).get()).data()?.state).toBe("sealing");
  return key;
}

/** A year in each of its states. */
const YEARS: Record<string, () => Promise<PeriodKey>> = {
  preparing: () => smallYear("fuzz-preparing", "preparing"),
  selfAssessment: () => filled("fuzz-self", "selfAssessment"),
  appraisal: () => filled("fuzz-appraisal", "appraisal"),
  explanation: () => filled("fuzz-explanation", "explanation"),
  reappraisal: () => filled("fuzz-reappraisal", "reappraisal"),
  adoption: () => fullYear("fuzz-adoption", false),
  sealing: sealingYear,
  sealed: () => sealedYear("fuzz-sealed"),
  published: () => publishedYear("fuzz-published"),
};

describe("any input to any callable by anyone", () => {
  test.each(Object.keys(YEARS))(
    "is answered or refused in Vietnamese, and leaves a year in %s whole",
    async (state) => {
      const key = (await YEARS[state]?.()) as PeriodKey;
      const outcomes = new Set<string>();
      await tryAll(
        callsOf(poolOf(key, other)),
        12,
        async ({ name, uid, data }) => {
          let outcome = "";
          const costs = await costsOf(async () => {
            const received = await send(name, wire({ data }), uid);
            outcome = expectDecent(received);
            if (uid !== null) expect(received.status, "a good sign-in").not.toBe(401);
          });
          outcomes.add(outcome);
          // An instance writes the numbers of its acts when they are due, after whichever act that is.
          const written = costs.filter((cost) => cost.writes > 0 && cost.name !== "saveHealth");
          if (outcome === "refused") expect(written, "a refusal writes nothing").toEqual([]);
        },
        ({ name, uid, data }) => `${name} by ${uid}: ${wire(data)}`,
      );
      expect(outcomes).toContain("refused");
      await expectWhole(key);
      await expectWhole(other);
    },
    FUZZ_TIME,
  );
});

describe("what firebase-functions itself would answer", () => {
  test.each([
    ["is nested without end", `{"data":${"[".repeat(20_000)}${"]".repeat(20_000)}}`],
    ["has a type it does not know", '{"data":{"@type":"x"}}'],
    ["has a wrapped number that is none", wire({ data: [{ "@type": INT64, value: "x" }] })],
  ])("with an error of the server's is refused: an input that %s", async (_what, body) => {
    for (const [name, uid] of [
      ["seal", "admin"],
      ["setPassword", null],
    ] as const) {
      const answer = await send(name, body, uid);
      expect(expectDecent(answer)).toBe("refused");
      expect(answer.status).toBe(400);
    }
  });

  test.each(["{}", "[]", "null", '{"data":1,"more":2}', '{"Data":{}}', '"x"', "1"])(
    "to a body that is no call is refused without a trace: %s",
    async (body) => {
      const { status, body: text } = await send("seal", body, "admin");
      expect(status).toBe(400);
      expect(text.toString()).not.toMatch(SOURCE);
    },
  );

  test.each(["GET", "PUT", "DELETE", "PATCH"])("to another method is refused: %s", async (method) => {
    const { status, body } = await server.send({ method, path: "/seal" });
    expect(status).toBe(400);
    expect(body.toString()).not.toMatch(SOURCE);
  });
});
