import "./setup/environment.ts";
import process from "node:process";
import fc from "fast-check";
import { FirebaseError } from "firebase/app";
import { Bytes, serverTimestamp } from "firebase/firestore";
import { HttpsError } from "firebase-functions/v2/https";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import {
  CHUNK_BYTES,
  Evidence,
  paths,
  REGION,
  type RequestName,
  type RequestOf,
  requests,
  type SurveyText,
} from "../../core/src/index.ts";
import * as functions from "../../functions/src/index.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { Session } from "../../tools/demo/doors.ts";
import { PROJECT } from "../../tools/emulators.ts";
import { pdf, sha256 } from "./setup/files.ts";
import { broken, hostile } from "./setup/fuzz.ts";
import { browserOf, closeBrowsers } from "./setup/people.ts";
import { actsOf, periodOf, resultsOf } from "./setup/reading.ts";
import { HEALTH, POLICE, SMALL_SET, STANDING_BODY } from "./setup/small-set.ts";
import { fullYear, give, memberOf, smallYear, WHOLE_YEAR } from "./setup/small-year.ts";
import { storeSurvey } from "./setup/surveys.ts";
import { deliverEvents, dropEvents } from "./setup/watching.ts";

beforeAll(dropEvents);
afterAll(async () => {
  await closeBrowsers();
  await deliverEvents();
});

const Details = z
  .object({
    refusal: z.looseObject({ code: z.string() }).optional(),
    missing: z.array(z.looseObject({ unit: z.string(), leaf: z.string().nullable() })).optional(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    evidence: z.string().optional(),
  })
  .nullish();

/** Calls and expects a refusal; returns its code, message and details as a browser sees them. */
async function refusedCall<Name extends RequestName>(browser: Session, name: Name, request: unknown) {
  const error = await browser.call(name, request as RequestOf<Name>).then(
    () => null,
    (failure: unknown) => failure,
  );
  if (!(error instanceof FirebaseError)) throw error ?? new Error(`${name} was not refused`);
  const details = "details" in error ? Details.parse(error.details) : null;
  return { code: error.code, message: error.message, details };
}

const Saved = z.object({ uid: z.string(), link: z.object({ code: z.string(), expiresAt: z.string() }) });

const LATER = "2099-01-01T00:00:00+07:00";

const PERSON: RequestOf<"saveMember">["person"] = {
  ...{ name: "Lò Thị Mai", title: "Chuyên viên", email: "mai@thu-nghiem.example" },
  ...{ unit: HEALTH, roles: { unitEditor: HEALTH } },
};

const { leaves: _, ...DRAFT } = { ...SMALL_SET, id: "moi" };
const PAST_UNIT: RequestOf<"importPastYear">["units"][number] = {
  ...{ unit: HEALTH, name: "Sở Y tế", order: 0, group: "so", criteriaSet: "moi", exempt: {} },
  scores: Object.fromEntries(
    Object.entries(SMALL_SET.leaves).map(([leaf, { source }]) => [
      leaf,
      source === "self"
        ? { self: 0, appraised: 0, survey: null }
        : { self: null, appraised: null, survey: 0 },
    ]),
  ),
  stated: { index: "0", rank: 1, total: {}, nodes: {} },
};
const DETAILS = {
  ...{ name: "Sở mới", order: 9, group: "so", criteriaSet: SMALL_SET.id },
  ...{ from: "2024-03-01", until: null, successors: [] },
};
const DATES = {
  opensAt: "2032-01-01T00:00:00Z",
  selfAssessmentDue: "2032-02-01T00:00:00Z",
  appraisalDue: "2032-03-01T00:00:00Z",
  explanationDue: "2032-04-01T00:00:00Z",
  reappraisalDue: "2032-05-01T00:00:00Z",
  publishAt: "2032-06-01T00:00:00Z",
};

const ofSurvey = (key: PeriodKey) => ({ ...key, survey: "nguoi-dan" });
const SURVEY: SurveyText = {
  ...{ name: "dan", intro: "", order: 0, doubleEntry: false },
  questions: [
    {
      ...{ id: "q1", text: "Ông (bà) có hài lòng không?", help: "", units: null, showIf: null },
      options: [
        { text: "Có", weight: 10_000 },
        { text: "Không", weight: 0 },
      ],
      leaves: [{ set: SMALL_SET.id, leaf: "f2c2" }],
    },
  ],
};

/** A request of each name that fits its schema. */
const fitting = (key: PeriodKey): { [Name in RequestName]: RequestOf<Name> } => ({
  submitSelfAssessment: {
    ...{ ...key, unit: HEALTH, confirmName: "Sở Y tế", seen: { scores: 0, revSum: 0 } },
    report: { number: "1/BC", date: "2024-12-20", file: null },
  },
  returnSubmission: { ...key, unit: HEALTH, reason: "Sửa", until: null },
  lockAsItStands: { ...key, unit: HEALTH, reason: "Quá hạn" },
  recogniseRest: { ...key, unit: HEALTH, field: null },
  reconcileNow: key,
  release: key,
  saveCriteriaSet: { ...key, set: DRAFT, seen: null, reason: "Bộ mới" },
  removeCriteriaSet: { ...key, set: "khong-dung", reason: "Không dùng" },
  replaceCriteriaSet: { ...key, from: SMALL_SET.id, to: "moi", reason: "Sửa điểm" },
  saveGuidance: {
    ...{ ...key, set: SMALL_SET.id, version: 1, number: "05/HD-SNV", date: "2024-03-01" },
    ...{ issuers: ["Sở Nội vụ"], file: null, texts: { f1c2: "Chấm theo báo cáo." } },
  },
  saveUnit: { ...key, unit: "so-moi", isNew: true, details: DETAILS, reason: "Mới thành lập" },
  importUnits: { ...key, units: [{ unit: "so-moi", details: DETAILS, exempt: {} }], reason: "Danh sách mới" },
  removeUnit: { ...key, unit: HEALTH, reason: "Đã giải thể" },
  savePeriodBasics: {
    ...{ ...key, name: "Năm mới", standingBody: STANDING_BODY, standingBodyOwn: HEALTH, reason: "Đổi tên" },
    groups: [{ id: "so", name: "Sở", ranked: true }],
  },
  startPeriod: {
    ...{ ...key, period: "2031", from: key.period, name: "Năm 2031", year: 2031, reason: "Kỳ mới" },
    dates: DATES,
    copy: { sets: true, units: true, settings: true, council: true },
  },
  importPastYear: {
    ...{
      ...key,
      period: "2020",
      name: "Năm 2020",
      year: 2020,
      source: "Quyết định công bố",
      reason: "Xu hướng",
    },
    decision: { number: "5/QĐ-UBND", date: "2021-01-20", file: "" },
    ...{ surveyHeld: true, groups: [{ id: "so", name: "Sở", ranked: true }], sets: [DRAFT] },
    units: [PAST_UNIT],
  },
  discardPeriod: { ...key, reason: "Nhầm" },
  saveAdjustment: {
    ...{ ...key, unit: HEALTH, adjustment: "a".repeat(20), kind: "bonus", points: 10_000 },
    ...{ reason: "Sáng kiến", decision: { number: "02/BB-HĐTĐ", date: "2025-01-10" } },
  },
  revokeAdjustment: { ...key, unit: HEALTH, adjustment: "a".repeat(20), reason: "Nhầm" },
  setExemption: { ...key, unit: HEALTH, node: "f1c2", exempt: true, reason: "Không có" },
  changeSettings: {
    ...{ ...key, reason: "Đổi" },
    settings: { decimals: 2, bands: {}, tieBreaks: [], explanationRound: true, surveyHeld: true },
  },
  setDate: { ...key, date: "publishAt", to: LATER, reason: "Hoãn" },
  enterSurveyScores: {
    ...{ ...key, unit: HEALTH, source: { document: "BC", date: "2024-12-01" } },
    scores: [{ leaf: "f2c2", points: 0, n: 1, minimum: 1 }],
  },
  adopt: { ...key, minutes: "BB 1", insufficientSampleReason: null },
  seal: key,
  reopen: { ...key, reason: "Sai" },
  enterDecision: { ...key, decision: { number: "1", date: "2025-01-01", file: "x" }, publishAt: LATER },
  draftCorrection: {
    ...{ ...key, corrects: paths.publicationId(key.scheme, key.period, 1) },
    changes: [{ unit: HEALTH, leaf: "f1c2", points: 5_000, reason: "Cộng nhầm" }],
  },
  readCorrection: key,
  discardCorrection: { ...key, reason: "Nhầm" },
  publishCorrection: {
    ...{ ...key, root: "a".repeat(64), publishAt: LATER },
    decision: { number: "9/QĐ-UBND", date: "2025-06-01", file: "https://example.vn/9.pdf" },
  },
  previewResult: { ...key, of: "seal", path: "/" },
  rehearsePublication: { ...key, of: "seal" },
  completeFile: { ...key, unit: HEALTH, file: "a".repeat(64) },
  dropFile: { ...key, unit: HEALTH, file: "a".repeat(64) },
  saveEvidence: {
    ...{ ...key, unit: HEALTH, evidence: "e".repeat(20), rev: 1, title: "Kế hoạch" },
    source: { kind: "file", file: "a".repeat(64), name: "Kế hoạch.pdf" },
    leaves: { f1c2: "trang 1" },
  },
  assignLeaves: { ...key, unit: HEALTH, leaves: ["f1c2"], to: "editor-of-health" },
  delegate: { ...key, unit: HEALTH, to: "editor-of-health", until: LATER },
  addComment: { ...key, unit: HEALTH, comment: "c".repeat(20), leaf: "f1c2", text: "Xem lại" },
  resolveComment: { ...key, unit: HEALTH, comment: "c".repeat(20) },
  setLockException: { ...key, unit: HEALTH, until: null, reason: "Mất điện" },
  announce: { ...key, announcement: "a".repeat(20), title: "Hướng dẫn", text: "Xem tệp", files: [] },
  askDifficulty: {
    ...key,
    unit: HEALTH,
    difficulty: "d".repeat(20),
    leaf: "f1c2",
    question: "Tính thế nào?",
  },
  answerDifficulty: { ...key, difficulty: "d".repeat(20), answer: "Theo hồ sơ", shared: false },
  handOver: { ...key, role: "unitHead", from: "head-of-health", to: "editor-of-health", reason: "Nghỉ" },
  importMembers: { ...key, people: [PERSON] },
  issueSignInLink: { ...key, uid: "viewer" },
  remindUnits: { ...key, units: [HEALTH], text: "Đề nghị gửi" },
  saveMember: { ...key, uid: null, person: PERSON },
  setCouncil: { ...key, council: { decision: null, members: [{ uid: "council", seat: "chair" }] } },
  setMemberDisabled: { ...key, uid: "viewer", disabled: true, reason: "Nghỉ" },
  setPassword: { code: "x".repeat(43), password: "mat-khau-dai" },
  signIns: key,
  createScheme: {
    ...{ ...key, child: { id: "huyen-a", name: "Chỉ số CCHC", owner: "UBND huyện A", tier: "district" } },
    ...{ name: "Năm 2031", year: 2031, dates: DATES, sets: [SMALL_SET.id], reason: "Phân cấp" },
    group: { id: "xa", name: "Xã, thị trấn", ranked: true },
    standingBody: { id: "phong-noi-vu", name: "Phòng Nội vụ" },
    standingBodyOwn: { id: "van-phong", name: "Văn phòng" },
    admin: { name: "Vàng A Páo", title: "Trưởng phòng", email: "pao@thu-nghiem.example" },
  },
  mySchemes: {},
  saveCostEstimate: {
    ...{ ...key, rev: 1, samples: [{ group: "Người dân", units: 3, forms: 50 }] },
    lines: [
      {
        ...{ section: "survey", name: "In phiếu", unit: "phiếu", quantity: 1_000, perForm: true },
        ...{ price: 2_500, actual: null, note: "" },
      },
    ],
  },
  saveSurvey: { ...ofSurvey(key), rev: 1, ...SURVEY },
  removeSurvey: { ...ofSurvey(key), reason: "Nhầm" },
  copySurveys: { ...key, from: "2023", reason: "Như năm trước" },
  saveSamplePlan: {
    ...{ ...ofSurvey(key), rev: 1, formula: "slovin", confidence: 9_500, margin: 500, proportion: 5_000 },
    ...{ minimum: 30, allocation: "each", quotas: [{ name: "Nữ", share: 5_000 }] },
    units: { [HEALTH]: { population: 1_000, fixed: null } },
  },
  saveSurveyPlan: { ...key, rev: 1, weights: { "nguoi-dan": 2 }, threshold: 5 },
  openSurvey: ofSurvey(key),
  closeSurvey: ofSurvey(key),
  reopenSurvey: { ...ofSurvey(key), reason: "Thu thêm" },
  issueInvitations: {
    ...{ ...ofSurvey(key), batch: "b".repeat(20), kind: "slips", units: [HEALTH], uses: 1, count: 3 },
    ...{ note: "Một cửa", eligibility: "" },
  },
  revokeInvitations: { ...ofSurvey(key), batch: "b".repeat(20), numbers: [1], reason: "Mất" },
  countInvitations: ofSurvey(key),
  keyPaperForm: { ...ofSurvey(key), unit: HEALTH, number: "001", form: { q1: 0 }, resolved: false },
  importAnswers: {
    ...{ ...ofSurvey(key), batch: "i".repeat(20), name: "Kết quả.xlsx" },
    rows: [{ row: 2, unit: HEALTH, number: "002", form: { q1: 0 } }],
  },
  exportAnswers: { ...ofSurvey(key), after: null },
  reviewSurvey: ofSurvey(key),
});

const NAMES = Object.keys(requests) as RequestName[];
/** Those that ask who calls, and whether they belong to the scheme they name. */
const MEMBERS_ONLY = NAMES.filter((name) => name !== "setPassword" && name !== "mySchemes");
/** Those that any input can be wrong for: nothing is asked of who wants to see their schemes. */
const TAKING_INPUT = NAMES.filter((name) => name !== "mySchemes");

/** The callables as the table of contents exports them. */
const callables: Pick<typeof functions, RequestName> = functions;

/** Calls a callable in this process, behind the emulator's HTTP: `uid` null is nobody signed in. */
async function callHere(name: RequestName, data: unknown, uid: string | null): Promise<unknown> {
  const token = { auth_time: Date.now() / 1_000 };
  const auth = uid === null ? undefined : { uid, token, rawToken: "" };
  const callable = callables[name];
  const request = { data, auth, rawRequest: { get: () => undefined }, acceptsStreaming: false };
  return callable.run(request as unknown as Parameters<typeof callable.run>[0]);
}

/** Calls and expects a refusal; returns its code, message and details. */
async function refusedHere(name: RequestName, data: unknown, uid: string | null) {
  const error: unknown = await callHere(name, data, uid).then(
    () => null,
    (failure: unknown) => failure,
  );
  if (!(error instanceof HttpsError)) throw error ?? new Error(`${name} was not refused`);
  return { code: error.code, message: error.message, details: Details.parse(error.details) };
}

describe("callables through the emulator", () => {
  test("say that no answer may be kept, whether they answer or refuse", async () => {
    const url = `${process.env.FUNCTIONS_EMULATOR_ORIGIN}/${PROJECT}/${REGION}/previewResult`;
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ data: {} }),
    });
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([401, "no-store"]);
  });

  test("answer, and refuse so that a browser can say why", async () => {
    const key = await fullYear("call", false);
    await give.appraisal({ ...key, unit: POLICE }, { f1c2: null });
    const anonymous = Session.anonymous();
    const [stranger, viewer, council] = [
      await browserOf("stranger"),
      await browserOf("viewer"),
      await browserOf("council"),
    ];
    const request = fitting(key).adopt;
    expect(await refusedCall(anonymous, "adopt", request)).toMatchObject({
      ...{
        code: "functions/unauthenticated",
        message: expect.stringContaining("Hãy đăng nhập rồi thử lại."),
      },
    });
    expect(await refusedCall(stranger, "adopt", request)).toMatchObject({
      ...{ code: "functions/permission-denied", details: { refusal: { code: "notMember" } } },
    });
    expect(await refusedCall(viewer, "adopt", request)).toMatchObject({
      code: "functions/permission-denied",
      details: { refusal: { code: "missingRole", role: "council" } },
    });
    expect(await refusedCall(council, "adopt", { ...request, minutes: "", period: 7 })).toMatchObject({
      code: "functions/invalid-argument",
      message: expect.stringMatching(/không hợp lệ: period .*minutes /),
      details: { issues: [{ path: "period" }, { path: "minutes" }] },
    });
    expect(await refusedCall(council, "adopt", { ...request, period: "1999" })).toMatchObject({
      code: "functions/not-found",
    });
    expect(await refusedCall(council, "adopt", request)).toMatchObject({
      code: "functions/failed-precondition",
      message: expect.stringContaining("Chưa thông qua được: còn 1 nội dung chưa có kết quả."),
      details: { missing: [{ unit: POLICE, leaf: "f1c2", column: "appraisal" }] },
    });
    await give.appraisal({ ...key, unit: POLICE }, { f1c2: 30_000 });
    expect(await council.call("adopt", request)).toEqual({});
    expect((await periodOf(key)).adoption?.by).toBe("council");
    await anonymous.close();
  });

  test("submit once for a double click", async () => {
    const key = await smallYear("call-submit", "selfAssessment");
    await give.self({ ...key, unit: HEALTH }, WHOLE_YEAR[HEALTH]?.self ?? {});
    const head = await browserOf("head-of-health");
    const request = { ...fitting(key).submitSelfAssessment, seen: { scores: 4, revSum: 4 } };
    const clicks = [1, 2].map(() => head.call("submitSelfAssessment", request));
    const [answer, second] = await Promise.all(clicks);
    expect(answer).toEqual({ submittedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) });
    expect(second).toEqual(answer);
    expect(await actsOf(key)).toEqual({ submitSelfAssessment: 1 });
  });
});

describe("a new member", () => {
  test("sets their password from a browser where nobody is signed in, and asks the standing body", async () => {
    const key = await smallYear("call-member", "selfAssessment");
    const admin = await browserOf("admin");
    const email = `${key.scheme}@thu-nghiem.example`;
    const person = { ...PERSON, email };
    const { link } = Saved.parse(await admin.call("saveMember", { ...key, uid: null, person }));
    const nobody = Session.anonymous();
    const request = { code: link.code, password: "mat-khau-rat-dai" };
    expect(await nobody.call("setPassword", request)).toEqual({ email });
    expect(await refusedCall(nobody, "setPassword", request)).toMatchObject({
      code: "functions/failed-precondition",
      message: expect.stringContaining("Liên kết không dùng được"),
    });
    await nobody.close();
    const clerk = await Session.signIn({ email, password: request.password });
    await clerk.call("askDifficulty", fitting(key).askDifficulty);
    await clerk.close();
    expect(await actsOf(key)).toEqual({ saveMember: 1, askDifficulty: 1 });
  });
});

describe("a file", () => {
  test("comes in by its parts from a browser, is kept, and serves as evidence", async () => {
    const key = { ...(await smallYear("call-file", "selfAssessment")), unit: HEALTH };
    const editor = await browserOf("editor-of-health");
    const content = pdf(CHUNK_BYTES + 1_000);
    const parts = [content.subarray(0, CHUNK_BYTES), content.subarray(CHUNK_BYTES)];
    const file = sha256(content);
    const path = `${paths.files(key.scheme, key.period, key.unit)}/${file}`;
    await editor.write({
      path,
      data: {
        ...{ sha256: file, size: content.length, chunks: parts.map(sha256), type: null },
        ...{ state: "uploading", by: editor.uid, at: serverTimestamp() },
      },
    });
    const send = (n: number) =>
      editor.write({
        path: `${path}/chunks/${n}`,
        data: { bytes: Bytes.fromUint8Array(new Uint8Array(parts[n] ?? [])) },
      });
    await send(0);
    expect(await refusedCall(editor, "completeFile", { ...key, file })).toMatchObject({
      code: "functions/failed-precondition",
      message: expect.stringContaining("còn thiếu phần 2/2"),
    });
    await send(1);
    const kept = { type: "application/pdf", size: content.length };
    expect(await editor.call("completeFile", { ...key, file })).toEqual(kept);
    const { saveEvidence: request } = fitting(key);
    const saved = { ...request, source: { kind: "file", file, name: "Kế hoạch.pdf" } } as const;
    expect(await editor.call("saveEvidence", saved)).toEqual({});
    const again = { ...saved, evidence: "f".repeat(20) };
    expect(await refusedCall(editor, "saveEvidence", again)).toMatchObject({
      ...{ code: "functions/failed-precondition", details: { evidence: request.evidence } },
    });
    const evidence = paths.evidenceOne(key.scheme, key.period, key.unit, request.evidence);
    expect(await editor.get(evidence, Evidence)).toMatchObject({
      ...{ rev: 1, source: { ...saved.source, ...kept }, leaves: request.leaves, by: editor.uid },
    });
  });
});

describe("every callable", () => {
  test.each(MEMBERS_ONLY)(
    "%s asks for a sign-in, then for an input that fits, then for membership",
    async (name) => {
      const key = { scheme: "khong-co", period: "2024" };
      expect(await refusedHere(name, null, null)).toMatchObject({ code: "unauthenticated" });
      expect(await refusedHere(name, null, "nobody")).toMatchObject({ code: "invalid-argument" });
      expect(await refusedHere(name, fitting(key)[name], "nobody")).toMatchObject({
        ...{ code: "permission-denied", details: { refusal: { code: "notMember" } } },
      });
    },
  );

  test("but one asks for a sign-in: a password is set by who can't sign in yet", async () => {
    const { setPassword } = fitting({ scheme: "khong-co", period: "2024" });
    expect(await refusedHere("setPassword", null, null)).toMatchObject({ code: "invalid-argument" });
    expect(await refusedHere("setPassword", setPassword, null)).toMatchObject({
      code: "failed-precondition",
      message: expect.stringContaining("Liên kết không dùng được"),
    });
  });

  test("one names no scheme: whoever has signed in is told of those they work in", async () => {
    const key = await smallYear("call-schemes", "appraisal");
    expect(await refusedHere("mySchemes", {}, null)).toMatchObject({ code: "unauthenticated" });
    expect(await callHere("mySchemes", {}, "nobody")).toEqual({ schemes: [] });
    expect(await callHere("mySchemes", {}, "viewer")).toMatchObject({
      schemes: expect.arrayContaining([expect.objectContaining({ id: key.scheme })]),
    });
  });

  test.each(MEMBERS_ONLY)("%s is refused to who only looks on, and to who is locked out", async (name) => {
    const key = await smallYear("call-viewer", "appraisal");
    const { code, details } = await refusedHere(name, fitting(key)[name], "viewer");
    expect(code).toBe("permission-denied");
    expect(details?.refusal?.code).toMatch(/^(missingRole|notYourUnit)$/);
    const roles = { admin: true, council: true, unitHead: HEALTH, surveyor: true };
    await refs
      .member(key.scheme, "locked-out")
      .set({ ...memberOf("locked-out", { unit: HEALTH, roles }), disabled: true });
    expect(await refusedHere(name, fitting(key)[name], "locked-out")).toMatchObject({
      ...{ code: "permission-denied", details: { refusal: { code: "disabled" } } },
    });
    expect(await actsOf(key)).toEqual({});
  });

  test("is there under the name of its request; of what else is called over HTTP there are the pages and the door", () => {
    const exported = Object.entries(functions);
    const called = exported.filter(([, { __endpoint }]) => __endpoint.callableTrigger);
    expect(called.map(([name]) => name).toSorted()).toEqual(NAMES.toSorted());
    const served = exported.filter(([, { __endpoint }]) => __endpoint.httpsTrigger);
    expect(served.map(([name]) => name)).toEqual(["publicSite", "surveyDoor"]);
  });

  test("names each field that does not fit", async () => {
    const key = await smallYear("call-fields", "appraisal");
    const { enterSurveyScores, setDate, seal } = fitting(key);
    const [score] = enterSurveyScores.scores;
    const scores = [
      { ...score, points: 1.5 },
      { ...score, leaf: "F2.C2", n: -1 },
    ];
    const wrong = await refusedHere("enterSurveyScores", { ...enterSurveyScores, scores }, "admin");
    const paths = ["scores.0.points", "scores.1.leaf", "scores.1.n"];
    expect(wrong.details?.issues?.map(({ path }) => path)).toEqual(paths);
    for (const path of paths) expect(wrong.message).toContain(path);
    const never = await refusedHere("setDate", { ...setDate, to: "9999-12-31T23:59:59-23:00" }, "admin");
    expect(never.details?.issues?.map(({ path }) => path)).toEqual(["to"]);
    const outside = await refusedHere("seal", { ...seal, scheme: "../khac" }, "admin");
    expect(outside.details?.issues?.map(({ path }) => path)).toEqual(["scheme"]);
  });

  test("says what is not there", async () => {
    const key = await smallYear("call-absent", "appraisal");
    const { setExemption, seal } = fitting(key);
    for (const [name, request] of [
      ["seal", { ...seal, period: "1999" }],
      ["setExemption", { ...setExemption, unit: "khong-co" }],
    ] as const)
      expect(await refusedHere(name, request, "admin")).toMatchObject({
        ...{ code: "not-found", message: "Không tìm thấy dữ liệu được yêu cầu." },
      });
  });

  test("answers with what it did", async () => {
    const key = await smallYear("call-answers", "appraisal");
    await give.self({ ...key, unit: HEALTH }, WHOLE_YEAR[HEALTH]?.self ?? {});
    const { recogniseRest, release, setDate } = fitting(key);
    expect(await callHere("recogniseRest", recogniseRest, "council")).toEqual({ recognised: 4 });
    expect(await callHere("setDate", setDate, "admin")).toEqual({});
    expect(await callHere("release", release, "admin")).toEqual({ units: 3 });
    expect(await callHere("release", release, "admin")).toEqual({ units: 3 });
    expect(await periodOf(key)).toMatchObject({ state: "explanation", releaseRound: 1 });
    expect(await actsOf(key)).toEqual({ recogniseRest: 1, setDate: 1, release: 1, advance: 1 });
  });
});

/** How a call ends: "ok", or the code it is refused with. */
async function outcomeOf(name: RequestName, data: unknown, uid: string): Promise<string> {
  try {
    await callHere(name, data, uid);
    return "ok";
  } catch (error) {
    if (error instanceof HttpsError) return error.code;
    throw error;
  }
}

const EXPECTED = ["ok", "invalid-argument", "failed-precondition", "permission-denied", "not-found"];

describe("bad input", () => {
  test("of text that is no Unicode is named, not stored", async () => {
    const key = await smallYear("bad-text", "appraisal");
    const { setDate, enterSurveyScores } = fitting(key);
    const [broken, source] = ["\ud800", { document: "Báo cáo \udc00", date: "2024-12-01" }];
    for (const [name, request, path] of [
      ["setDate", { ...setDate, reason: broken }, "reason"],
      ["enterSurveyScores", { ...enterSurveyScores, source }, "source.document"],
    ] as const) {
      const { code, details } = await refusedHere(name, request, "admin");
      expect([code, details?.issues?.map((issue) => issue.path)]).toEqual(["invalid-argument", [path]]);
    }
  });

  test.each(["", "a/b", "..", "x".repeat(64)])(
    "to export answers from what is no answer's id is named: %j",
    async (after) => {
      const key = await smallYear("bad-cursor", "appraisal");
      await storeSurvey(ofSurvey(key), { state: "closed" });
      const { code, details } = await refusedHere("exportAnswers", { ...ofSurvey(key), after }, "admin");
      expect([code, details?.issues?.map(({ path }) => path)]).toEqual(["invalid-argument", ["after"]]);
    },
  );

  test.each(TAKING_INPUT)("of any JSON at all never breaks %s", async (name) => {
    await fc.assert(
      fc.asyncProperty(hostile, async (data) => {
        expect(await outcomeOf(name, data, "admin")).toBe("invalid-argument");
      }),
      { numRuns: 40 },
    );
  });

  test.each(TAKING_INPUT)("in one or two fields of a good request never breaks %s", async (name) => {
    const key = await smallYear("bad-input", "appraisal");
    const others = await resultsOf(key);
    const uids = fc.constantFrom("admin", "council", "head-of-health", "viewer", "nobody");
    await fc.assert(
      fc.asyncProperty(broken(fc.constant(fitting(key)[name])), uids, async (data, uid) => {
        expect(EXPECTED).toContain(await outcomeOf(name, data, uid));
      }),
      { numRuns: 20 },
    );
    const { [POLICE]: police } = await resultsOf(key);
    if (name !== "changeSettings") expect(police).toEqual(others[POLICE]);
  });
});
