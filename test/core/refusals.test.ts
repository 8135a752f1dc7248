import { describe, expect, it } from "vitest";
import {
  appraises,
  appraisingUnit,
  formatInstant,
  formatPoints,
  type LeafEntry,
  leavesOf,
  type Member,
  newUnit,
  type Period,
  type PeriodState,
  type Refusal,
  refusalOfAppraisal,
  refusalOfEvidence,
  refusalOfExplanation,
  refusalOfMember,
  refusalOfOwnPeople,
  refusalOfPoints,
  refusalOfSelfAssessment,
  refusalOfSelfScore,
  refusalText,
  type SubmissionState,
  submitsFor,
  type Unit,
  worksFor,
} from "../../core/src/index.ts";
import { SET_FILES, shippedRoster, shippedSet } from "./lai-chau.ts";

const at = (day: string) => new Date(`2024-${day}T12:00:00+07:00`);
const DUE = {
  opensAt: at("11-01"),
  selfAssessmentDue: at("11-15"),
  appraisalDue: at("12-01"),
  explanationDue: at("12-08"),
  reappraisalDue: at("12-15"),
  publishAt: at("12-31"),
};

const period = (state: PeriodState, more: Partial<Period> = {}): Period => ({
  name: "Năm 2024",
  year: 2024,
  state,
  dates: DUE,
  settings: { version: 1, decimals: 2, bands: {}, tieBreaks: [], explanationRound: true, surveyHeld: true },
  groups: [{ id: "so", name: "Sở", ranked: true }],
  standingBody: "noi-vu",
  standingBodyOwn: "van-phong",
  council: { decision: null, members: [] },
  criteriaSets: ["bo"],
  replaced: {},
  unitCount: 3,
  releaseRound: 1,
  moving: null,
  adoption: null,
  seal: null,
  decision: null,
  publication: null,
  previousPublication: null,
  ...more,
});

const unitWith = (more: Partial<Unit> = {}, submission: SubmissionState = "draft"): Unit => {
  const unit = newUnit(
    { name: "Sở Y tế", order: 0, group: "so", criteriaSet: "bo" },
    { f1c9: "không có phòng chuyên môn" },
  );
  return { ...unit, submission: { ...unit.submission, state: submission }, ...more };
};

const person = (unit: string | null, roles: Member["roles"]): Member => ({
  name: "Một người (minh họa)",
  title: "Chuyên viên",
  disabled: false,
  former: [],
  email: "ai@laichau.example",
  unit,
  roles,
});
const EDITOR = person("y-te", { unitEditor: "y-te" });
const HEAD = person("y-te", { unitHead: "y-te" });
const LEAD = person("tu-phap", { appraiser: { nodes: [] } });
const COUNCIL = person(null, { council: true });
const locked = (member: Member): Member => ({ ...member, disabled: true });

const entry = (more: Partial<LeafEntry> = {}): LeafEntry => ({
  field: "f2",
  max: 15_000,
  step: 2_500,
  source: "self",
  rule: "manual",
  lead: "tu-phap",
  ...more,
});

const EXCEPTION = { until: at("11-20"), reason: "mất điện", by: "admin" };

describe("self scores", () => {
  interface Case {
    member?: Member | null;
    state?: PeriodState;
    now?: Date;
    unit?: Partial<Unit>;
    submission?: SubmissionState;
    entry?: LeafEntry | undefined;
    leaf?: string;
    points?: unknown;
    rev?: number;
    current?: number | null;
  }
  const refusal = (given: Case) =>
    refusalOfSelfScore(
      {
        member: given.member === undefined ? EDITOR : given.member,
        period: period(given.state ?? "selfAssessment"),
        unitId: "y-te",
        unit: unitWith(given.unit, given.submission),
        now: given.now ?? at("11-10"),
      },
      "entry" in given ? given.entry : entry(),
      {
        leaf: given.leaf ?? "f2c1",
        points: "points" in given ? given.points : 12_500,
        rev: given.rev ?? 1,
      },
      given.current ?? null,
    );

  it.each<[string, Case]>([
    ["the editor, in time", {}],
    ["the head", { member: HEAD }],
    ["a file that was returned", { submission: "returned" }],
    ["no points, to clear a score", { points: null }],
    ["0", { points: 0 }],
    ["the maximum", { points: 15_000 }],
    ["the next version", { current: 4, rev: 5 }],
    ["the last millisecond", { now: new Date(DUE.selfAssessmentDue.getTime() - 1) }],
    ["late, under an exception", { now: at("11-16"), unit: { lockException: EXCEPTION } }],
    [
      "in appraisal, under an exception",
      { state: "appraisal", now: at("11-16"), unit: { lockException: EXCEPTION } },
    ],
  ])("stand: %s", (_, given) => {
    expect(refusal(given)).toBeNull();
  });

  const closed = (state: PeriodState) => ({ code: "wrongState", state, allowed: ["selfAssessment"] });
  it.each<[string, Case, unknown]>([
    ["a stranger", { member: null }, { code: "notMember" }],
    ["an editor who is locked out", { member: locked(EDITOR) }, { code: "disabled" }],
    ["a head who is locked out", { member: locked(HEAD) }, { code: "disabled" }],
    [
      "another unit's editor",
      { member: person("tai-chinh", { unitEditor: "tai-chinh" }) },
      { code: "notYourUnit", unit: "y-te" },
    ],
    [
      "someone of the unit without a role",
      { member: person("y-te", {}) },
      { code: "notYourUnit", unit: "y-te" },
    ],
    [
      "an administrator",
      { member: person("noi-vu", { admin: true }) },
      { code: "notYourUnit", unit: "y-te" },
    ],
    ["before the opening", { state: "preparing" }, closed("preparing")],
    ["in appraisal", { state: "appraisal" }, closed("appraisal")],
    ["after sealing", { state: "sealed" }, closed("sealed")],
    [
      "after publication",
      { state: "published", unit: { lockException: { ...EXCEPTION, until: at("12-31") } } },
      { code: "wrongState", state: "published", allowed: ["selfAssessment", "appraisal"] },
    ],
    [
      "at the due instant itself",
      { now: DUE.selfAssessmentDue },
      { code: "overdue", due: DUE.selfAssessmentDue },
    ],
    [
      "after an exception ran out",
      { now: EXCEPTION.until, unit: { lockException: EXCEPTION } },
      { code: "overdue", due: DUE.selfAssessmentDue },
    ],
    ["after submitting", { submission: "submitted" }, { code: "submissionClosed", state: "submitted" }],
    ["locked as it stands", { submission: "locked" }, { code: "submissionClosed", state: "locked" }],
    [
      "submitted, even under an exception",
      { submission: "submitted", unit: { lockException: EXCEPTION } },
      { code: "submissionClosed", state: "submitted" },
    ],
    ["a leaf the set has not", { entry: undefined, leaf: "f9" }, { code: "unknownLeaf", leaf: "f9" }],
    ["a survey leaf", { entry: entry({ source: "survey" }) }, { code: "surveyLeaf", leaf: "f2c1" }],
    [
      "an exempt leaf",
      { leaf: "f1c9" },
      { code: "exemptLeaf", leaf: "f1c9", reason: "không có phòng chuyên môn" },
    ],
    ["above the maximum", { points: 17_500 }, { code: "aboveMaximum", max: 15_000 }],
    ["off the step", { points: 12_501 }, { code: "offStep", step: 2_500 }],
    ["below 0", { points: -2_500 }, { code: "notPoints" }],
    ["a fraction", { points: 2_500.5 }, { code: "notPoints" }],
    ["NaN", { points: Number.NaN }, { code: "notPoints" }],
    ["infinity", { points: Number.POSITIVE_INFINITY }, { code: "notPoints" }],
    ["text", { points: "12500" }, { code: "notPoints" }],
    ["nothing at all", { points: undefined }, { code: "notPoints" }],
    ["a stale version", { current: 3, rev: 3 }, { code: "staleVersion", current: 3, sent: 3 }],
    ["a version ahead", { current: 3, rev: 5 }, { code: "staleVersion", current: 3, sent: 5 }],
    [
      "a first version where one stands",
      { current: 1, rev: 1 },
      { code: "staleVersion", current: 1, sent: 1 },
    ],
    ["a second version where none stands", { rev: 2 }, { code: "staleVersion", current: 0, sent: 2 }],
  ])("refused: %s", (_, given, expected) => {
    expect(refusal(given)).toEqual(expected);
  });

  it("submitting is refused by the same locks", () => {
    const subject = { member: HEAD, period: period("selfAssessment"), unitId: "y-te", unit: unitWith() };
    expect(refusalOfSelfAssessment({ ...subject, now: at("11-10") })).toBeNull();
    expect(refusalOfSelfAssessment({ ...subject, now: at("11-15") })).toEqual({
      code: "overdue",
      due: DUE.selfAssessmentDue,
    });
  });
});

describe("appraisals", () => {
  interface Case {
    member?: Member | null;
    period?: Period;
    unitId?: string;
    now?: Date;
    entry?: LeafEntry | undefined;
    leaf?: string;
    points?: unknown;
    decision?: "recognised" | "adjusted" | null;
    reason?: string;
    minutes?: string;
    rev?: number;
    current?: number | null;
    self?: number | null;
  }
  const refusal = (given: Case) =>
    refusalOfAppraisal(
      {
        member: given.member === undefined ? LEAD : given.member,
        period: given.period ?? period("appraisal"),
        unitId: given.unitId ?? "y-te",
        unit: unitWith({}, "submitted"),
        now: given.now ?? at("11-20"),
      },
      "entry" in given ? given.entry : entry(),
      {
        leaf: given.leaf ?? "f2c1",
        points: given.points === undefined ? 10_000 : given.points,
        decision: given.decision === undefined ? "adjusted" : given.decision,
        reason: given.reason ?? "thiếu minh chứng",
        minutes: given.minutes ?? "",
        rev: given.rev ?? 1,
      },
      given.current ?? null,
      given.self === undefined ? 12_500 : given.self,
    );

  const adopted = { at: at("12-20"), by: "chair", minutes: "Biên bản", insufficientSampleReason: null };
  it.each<[string, Case]>([
    ["adjusted with a reason", {}],
    ["recognised as scored", { points: 12_500, decision: "recognised", reason: "" }],
    ["0 recognised", { points: 0, self: 0, decision: "recognised", reason: "" }],
    ["cleared", { points: null, decision: null, reason: "" }],
    ["a blank adjusted", { self: null }],
    ["by an appraiser of that field", { member: person("tu-phap", { appraiser: { nodes: ["f2"] } }) }],
    ["by an appraiser of that leaf", { member: person("tu-phap", { appraiser: { nodes: ["f2c1"] } }) }],
    ["by the council", { member: COUNCIL }],
    ["by the council, with its minutes", { member: COUNCIL, minutes: "Biên bản số 02" }],
    [
      "by the council, with its minutes and without points",
      { member: COUNCIL, points: null, decision: null, minutes: "Biên bản số 02" },
    ],
    ["in reappraisal", { period: period("reappraisal"), now: at("12-10") }],
    ["by the council before it adopts", { member: COUNCIL, period: period("adoption"), now: at("12-20") }],
    [
      "the lead's own file, by the standing body",
      { unitId: "tu-phap", member: person("noi-vu", { appraiser: { nodes: [] } }) },
    ],
    [
      "the standing body's own, by the one named for it",
      {
        unitId: "noi-vu",
        entry: entry({ lead: "noi-vu" }),
        member: person("van-phong", { appraiser: { nodes: [] } }),
      },
    ],
  ])("stand: %s", (_, given) => {
    expect(refusal(given)).toBeNull();
  });

  const LEAD_ONLY = ["appraisal", "reappraisal"];
  const WITH_ADOPTION = ["appraisal", "reappraisal", "adoption"];
  it.each<[string, Case, unknown]>([
    ["a stranger", { member: null }, { code: "notMember" }],
    ["an appraiser who is locked out", { member: locked(LEAD) }, { code: "disabled" }],
    ["a council member who is locked out", { member: locked(COUNCIL) }, { code: "disabled" }],
    ["the unit's editor", { member: EDITOR }, { code: "missingRole", role: "appraiser" }],
    ["a viewer", { member: person(null, { viewer: true }) }, { code: "missingRole", role: "appraiser" }],
    [
      "an appraiser of the unit itself",
      { member: person("y-te", { appraiser: { nodes: [] } }) },
      { code: "ownUnit", unit: "y-te" },
    ],
    [
      "a council member of the unit",
      { member: person("y-te", { council: true }) },
      { code: "ownUnit", unit: "y-te" },
    ],
    [
      "a council member who scores for the unit",
      { member: person(null, { council: true, unitEditor: "y-te" }) },
      { code: "ownUnit", unit: "y-te" },
    ],
    [
      "an appraiser who heads the unit",
      { member: person("tu-phap", { appraiser: { nodes: [] }, unitHead: "y-te" }) },
      { code: "ownUnit", unit: "y-te" },
    ],
    [
      "another department",
      { member: person("tai-chinh", { appraiser: { nodes: [] } }) },
      { code: "notYourLeaf", leaf: "f2c1" },
    ],
    [
      "an appraiser without a unit",
      { member: person(null, { appraiser: { nodes: [] } }) },
      { code: "notYourLeaf", leaf: "f2c1" },
    ],
    [
      "an appraiser of another field",
      { member: person("tu-phap", { appraiser: { nodes: ["f3"] } }) },
      { code: "notYourLeaf", leaf: "f2c1" },
    ],
    [
      "the standing body where another leads",
      { member: person("noi-vu", { appraiser: { nodes: [] } }) },
      { code: "notYourLeaf", leaf: "f2c1" },
    ],
    ["a leaf the set has not", { entry: undefined, leaf: "f9" }, { code: "unknownLeaf", leaf: "f9" }],
    ["a survey leaf", { entry: entry({ source: "survey" }) }, { code: "surveyLeaf", leaf: "f2c1" }],
    [
      "an exempt leaf",
      { leaf: "f1c9" },
      { code: "exemptLeaf", leaf: "f1c9", reason: "không có phòng chuyên môn" },
    ],
    [
      "too early",
      { period: period("selfAssessment") },
      { code: "wrongState", state: "selfAssessment", allowed: LEAD_ONLY },
    ],
    [
      "in the explanation round",
      { period: period("explanation") },
      { code: "wrongState", state: "explanation", allowed: LEAD_ONLY },
    ],
    [
      "a department while the council adopts",
      { period: period("adoption") },
      { code: "wrongState", state: "adoption", allowed: LEAD_ONLY },
    ],
    [
      "the council after it adopted",
      { member: COUNCIL, period: period("adoption", { adoption: adopted }) },
      { code: "wrongState", state: "adoption", allowed: LEAD_ONLY },
    ],
    [
      "the council after sealing",
      { member: COUNCIL, period: period("sealed") },
      { code: "wrongState", state: "sealed", allowed: WITH_ADOPTION },
    ],
    ["at the due instant", { now: DUE.appraisalDue }, { code: "overdue", due: DUE.appraisalDue }],
    [
      "at the second due instant",
      { period: period("reappraisal"), now: DUE.reappraisalDue },
      { code: "overdue", due: DUE.reappraisalDue },
    ],
    ["above the maximum", { points: 15_001 }, { code: "aboveMaximum", max: 15_000 }],
    ["off the step", { points: 1 }, { code: "offStep", step: 2_500 }],
    ["a stale version", { current: 2, rev: 2 }, { code: "staleVersion", current: 2, sent: 2 }],
    ["points without decision", { decision: null }, { code: "notPoints" }],
    ["a decision without points", { points: null }, { code: "notPoints" }],
    [
      "recognising a blank",
      { self: null, decision: "recognised" },
      { code: "nothingToRecognise", leaf: "f2c1" },
    ],
    ["recognising other points", { decision: "recognised" }, { code: "notRecognised", self: 12_500 }],
    ["adjusting without a word", { reason: "  " }, { code: "reasonNeeded" }],
    [
      "an appraiser naming the council's minutes",
      { minutes: "Biên bản số 02" },
      { code: "missingRole", role: "council" },
    ],
    ["an appraiser naming blank minutes", { minutes: " " }, { code: "missingRole", role: "council" }],
  ])("refused: %s", (_, given, expected) => {
    expect(refusal(given)).toEqual(expected);
  });
});

describe("explanations", () => {
  const refusal = (member: Member | null, state: PeriodState, now = at("12-05"), released = true, rev = 1) =>
    refusalOfExplanation(
      { member, period: period(state), unitId: "y-te", unit: unitWith(), now },
      "f2c1",
      released,
      rev,
      null,
    );

  it("stand in their round, by the unit's people", () => {
    expect(refusal(EDITOR, "explanation")).toBeNull();
    expect(refusal(HEAD, "explanation")).toBeNull();
  });
  it.each<[Parameters<typeof refusal>, unknown]>([
    [[null, "explanation"], { code: "notMember" }],
    [[locked(EDITOR), "explanation"], { code: "disabled" }],
    [[LEAD, "explanation"], { code: "notYourUnit", unit: "y-te" }],
    [[EDITOR, "appraisal"], { code: "wrongState", state: "appraisal", allowed: ["explanation"] }],
    [[EDITOR, "explanation", DUE.explanationDue], { code: "overdue", due: DUE.explanationDue }],
    [[EDITOR, "explanation", at("12-05"), false], { code: "notReleased", leaf: "f2c1" }],
    [[EDITOR, "explanation", at("12-05"), true, 2], { code: "staleVersion", current: 0, sent: 2 }],
  ])("refused: %j", (given, expected) => {
    expect(refusal(...given)).toEqual(expected);
  });
});

describe("evidence", () => {
  interface Case {
    member?: Member | null;
    state?: PeriodState;
    now?: Date;
    unit?: Partial<Unit>;
    submission?: SubmissionState;
    leaves?: string[];
    released?: Record<string, unknown> | null;
  }
  const refusal = (given: Case) =>
    refusalOfEvidence(
      {
        member: given.member === undefined ? EDITOR : given.member,
        period: period(given.state ?? "selfAssessment"),
        unitId: "y-te",
        unit: unitWith(given.unit, given.submission),
        now: given.now ?? at("11-10"),
      },
      given.leaves ?? ["f2c1"],
      given.released === undefined ? { f2c1: {}, f1c1: {} } : given.released,
    );
  const explaining = { state: "explanation", now: at("12-05"), submission: "submitted" } as const;

  it.each<[string, Case]>([
    ["the editor, in time", {}],
    ["the head, of a returned file", { member: HEAD, submission: "returned" }],
    ["for any leaf, released or not", { leaves: ["f9", "f2c1"], released: null }],
    ["withdrawn from every leaf", { leaves: [] }],
    ["late, under an exception", { now: at("11-16"), unit: { lockException: EXCEPTION } }],
    [
      "in appraisal, under an exception",
      { state: "appraisal", now: at("11-16"), unit: { lockException: EXCEPTION } },
    ],
    ["while explaining, though submitted", explaining],
    ["while explaining, for several released leaves", { ...explaining, leaves: ["f1c1", "f2c1"] }],
    ["while explaining what is locked as it stands", { ...explaining, submission: "locked" }],
    ["while explaining, to the last millisecond", { ...explaining, now: new Date(+DUE.explanationDue - 1) }],
  ])("stands: %s", (_, given) => {
    expect(refusal(given)).toBeNull();
  });

  it.each<[string, Case, unknown]>([
    ["a stranger", { member: null }, { code: "notMember" }],
    ["a stranger while explaining", { ...explaining, member: null }, { code: "notMember" }],
    ["someone locked out", { member: locked(EDITOR) }, { code: "disabled" }],
    ["someone locked out while explaining", { ...explaining, member: locked(HEAD) }, { code: "disabled" }],
    ["another unit's", { member: LEAD }, { code: "notYourUnit", unit: "y-te" }],
    [
      "another unit's while explaining",
      { ...explaining, member: LEAD },
      { code: "notYourUnit", unit: "y-te" },
    ],
    [
      "in appraisal",
      { state: "appraisal" },
      { code: "wrongState", state: "appraisal", allowed: ["selfAssessment"] },
    ],
    ["at the due instant", { now: DUE.selfAssessmentDue }, { code: "overdue", due: DUE.selfAssessmentDue }],
    ["after submitting", { submission: "submitted" }, { code: "submissionClosed", state: "submitted" }],
    [
      "at the due instant of explaining",
      { ...explaining, now: DUE.explanationDue },
      { code: "overdue", due: DUE.explanationDue },
    ],
    [
      "after explaining, even under an exception",
      { ...explaining, now: at("12-09"), unit: { lockException: { ...EXCEPTION, until: at("12-31") } } },
      { code: "overdue", due: DUE.explanationDue },
    ],
    [
      "for a leaf that was not released",
      { ...explaining, leaves: ["f2c1", "f9"] },
      { code: "notReleased", leaf: "f9" },
    ],
    [
      "for a leaf where nothing was released",
      { ...explaining, released: null },
      { code: "notReleased", leaf: "f2c1" },
    ],
    [
      "for what every object has",
      { ...explaining, leaves: ["toString"] },
      { code: "notReleased", leaf: "toString" },
    ],
  ])("refused: %s", (_, given, expected) => {
    expect(refusal(given)).toEqual(expected);
  });
});

describe("who belongs where", () => {
  it("an account does something only while it is a member and not locked out", () => {
    expect(refusalOfMember(EDITOR)).toBeNull();
    expect(refusalOfMember(locked(EDITOR))).toEqual({ code: "disabled" });
    for (const nobody of [null, undefined]) expect(refusalOfMember(nobody)).toEqual({ code: "notMember" });
  });

  it("a unit's own people are its editor and head, not whoever else belongs to it", () => {
    expect([EDITOR, HEAD].map((member) => worksFor(member, "y-te"))).toEqual([true, true]);
    expect([EDITOR, HEAD].map((member) => worksFor(member, "tu-phap"))).toEqual([false, false]);
    for (const member of [person("y-te", {}), person("y-te", { admin: true, viewer: true }), LEAD, COUNCIL]) {
      expect(worksFor(member, "y-te")).toBe(false);
      expect(refusalOfOwnPeople(member, "y-te")).toEqual({ code: "notYourUnit", unit: "y-te" });
    }
    expect(refusalOfOwnPeople(EDITOR, "y-te")).toBeNull();
    expect(refusalOfOwnPeople(locked(EDITOR), "y-te")).toEqual({ code: "disabled" });
    expect(refusalOfOwnPeople(null, "y-te")).toEqual({ code: "notMember" });
  });

  const deputy = { uid: "pho", until: at("11-12"), by: "truong" };
  it.each<[string, uid: string, Member, Unit["deputy"], now: Date, boolean]>([
    ["the head", "truong", HEAD, null, at("11-10"), true],
    ["the head beside a deputy", "truong", HEAD, deputy, at("11-10"), true],
    ["another unit's head", "khac", person("tu-phap", { unitHead: "tu-phap" }), null, at("11-10"), false],
    ["an editor", "can-bo", EDITOR, null, at("11-10"), false],
    ["an editor beside the deputy", "can-bo", EDITOR, deputy, at("11-10"), false],
    ["the deputy", "pho", EDITOR, deputy, at("11-10"), true],
    ["the deputy to the last millisecond", "pho", EDITOR, deputy, new Date(+deputy.until - 1), true],
    ["the deputy at the end", "pho", EDITOR, deputy, deputy.until, false],
    [
      "a deputy who moved elsewhere",
      "pho",
      person("tu-phap", { unitEditor: "tu-phap" }),
      deputy,
      at("11-10"),
      false,
    ],
    ["a deputy who lost the role", "pho", person("y-te", {}), deputy, at("11-10"), false],
  ])("who submits: %s", (_, uid, member, named, now, expected) => {
    expect(submitsFor(uid, member, "y-te", { deputy: named }, now)).toBe(expected);
  });
});

describe("who judges", () => {
  const judges = (member: Member) => appraises(member, "y-te", "f2c1", entry(), period("appraisal"));
  it.each<[string, Member, boolean]>([
    ["the lead's appraiser", LEAD, true],
    ["the council", COUNCIL, true],
    ["a council member of the unit", person("y-te", { council: true }), false],
    ["a council member who heads the unit", person(null, { council: true, unitHead: "y-te" }), false],
    [
      "an appraiser who scores for the unit",
      { ...LEAD, roles: { ...LEAD.roles, unitEditor: "y-te" } },
      false,
    ],
    ["someone of the lead without the role", person("tu-phap", {}), false],
  ])("%s", (_, member, expected) => {
    expect(judges(member)).toBe(expected);
  });
});

describe("nobody judges themselves, over all units and leaves of the seed", () => {
  const roster = shippedRoster();
  const sets = new Map(SET_FILES.map((file) => shippedSet(file)).map((set) => [set.id, set]));
  const every = roster.units.flatMap((unit) => {
    const set = sets.get(unit.criteriaSet);
    return set
      ? [...leavesOf(set)].map(({ leaf }) => ({ unit: unit.id, leaf, entry: set.leaves[leaf.id] }))
      : [];
  });
  const seeded = period("appraisal", roster);

  it("never names the unit itself, and names the lead wherever that is another", () => {
    expect(every.length).toBe(16 * 76 + 67 + 53 + 55 + 49 + 8 * 76);
    for (const { unit, leaf } of every) {
      const judge = appraisingUnit(leaf.lead, unit, roster);
      expect(judge, `${unit} ${leaf.code}`).not.toBe(unit);
      if (leaf.lead !== unit) expect(judge).toBe(leaf.lead);
      else expect(judge).toBe(unit === "so-noi-vu" ? "van-phong-ubnd" : "so-noi-vu");
    }
  });

  it("lets exactly one department's appraiser judge each leaf of each unit", () => {
    const departments = roster.units.map((unit) => person(unit.id, { appraiser: { nodes: [] } }));
    for (const { unit, leaf, entry } of every) {
      if (!entry) throw new Error(`${leaf.id} is not in the leaf table`);
      const judges = departments.filter((member) => appraises(member, unit, leaf.id, entry, seeded));
      expect(judges.map((member) => member.unit)).toEqual([appraisingUnit(leaf.lead, unit, roster)]);
    }
  });
});

describe("what the user is told", () => {
  const TEXTS: { [C in Refusal["code"]]: [Extract<Refusal, { code: C }>, string] } = {
    notMember: [{ code: "notMember" }, "không thuộc chương trình"],
    disabled: [{ code: "disabled" }, "đã bị khóa"],
    notYourUnit: [{ code: "notYourUnit", unit: "y-te" }, "y-te"],
    notYourLeaf: [{ code: "notYourLeaf", leaf: "f2c1" }, "f2c1 do cơ quan khác thẩm định"],
    ownUnit: [{ code: "ownUnit", unit: "y-te" }, "chính đơn vị mình"],
    missingRole: [{ code: "missingRole", role: "appraiser" }, "(cán bộ thẩm định)"],
    wrongState: [
      { code: "wrongState", state: "sealed", allowed: ["appraisal", "reappraisal"] },
      "«đã chốt kết quả»; chỉ làm được ở bước «thẩm định», «thẩm định lại»",
    ],
    overdue: [{ code: "overdue", due: new Date("2024-12-15T16:59:59Z") }, "15/12/2024 23:59:59"],
    submissionClosed: [{ code: "submissionClosed", state: "submitted" }, "đã gửi, không sửa được"],
    unknownLeaf: [{ code: "unknownLeaf", leaf: "f9" }, "không có tiêu chí chấm điểm f9"],
    surveyLeaf: [{ code: "surveyLeaf", leaf: "f2c1" }, "điều tra xã hội học"],
    selfLeaf: [{ code: "selfLeaf", leaf: "f2c1" }, "đơn vị tự đánh giá"],
    exemptLeaf: [{ code: "exemptLeaf", leaf: "f1c9", reason: "không có thôn, bản" }, "không có thôn, bản"],
    notPoints: [{ code: "notPoints" }, "Điểm không hợp lệ"],
    aboveMaximum: [{ code: "aboveMaximum", max: 15_000 }, "tối đa 1,5"],
    offStep: [{ code: "offStep", step: 2_500 }, "bội số của 0,25"],
    staleVersion: [{ code: "staleVersion", current: 3, sent: 3 }, "bản 3"],
    nothingToRecognise: [{ code: "nothingToRecognise", leaf: "f2c1" }, "chưa tự chấm"],
    notRecognised: [{ code: "notRecognised", self: 12_500 }, "giữ nguyên 1,25 điểm"],
    reasonNeeded: [{ code: "reasonNeeded" }, "kèm lý do"],
    notReleased: [{ code: "notReleased", leaf: "f2c1" }, "chưa giải trình được"],
  };

  it.each(Object.values(TEXTS))("%j", (refusal, text) => {
    expect(refusalText(refusal)).toContain(text);
  });

  it("no two causes read alike", () => {
    const texts = (["vi", "en"] as const).flatMap((language) =>
      Object.values(TEXTS).map(([refusal]) => refusalText(refusal, language)),
    );
    expect(new Set(texts).size).toBe(2 * Object.keys(TEXTS).length);
  });

  it("names stages and submissions in English inside English sentences", () => {
    const wrongState = {
      code: "wrongState",
      state: "sealed",
      allowed: ["appraisal", "reappraisal"],
    } as const;
    expect(refusalText(wrongState, "en")).toContain(
      "“sealed”; this can be done only at “appraisal”, “reappraisal”",
    );
    expect(refusalText({ code: "submissionClosed", state: "locked" }, "en")).toContain("locked as it stood");
    expect(refusalText({ code: "missingRole", role: "unitHead" }, "en")).toContain("(head of unit)");
  });

  it.each<[keyof typeof TEXTS, string]>([
    ["overdue", "15/12/2024 23:59:59"],
    ["aboveMaximum", formatPoints(15_000)],
    ["offStep", formatPoints(2_500)],
    ["notRecognised", formatPoints(12_500)],
  ])("gives the day or the points of %s in English too", (code, figure) => {
    expect(refusalText(TEXTS[code][0], "en")).toContain(figure);
  });

  it("gives instants in Vietnam's time, to the second", () => {
    expect(formatInstant(new Date("2024-12-31T17:00:00Z"))).toBe("01/01/2025 00:00:00");
  });

  it("points on a leaf of one step", () => {
    expect(refusalOfPoints(1, { max: 1, step: 1 })).toBeNull();
    expect(refusalOfPoints(2, { max: 1, step: 1 })).toEqual({ code: "aboveMaximum", max: 1 });
  });
});
