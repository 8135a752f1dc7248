import { createHash } from "node:crypto";
import fc from "fast-check";
import {
  CHUNK_BYTES,
  collectionOf,
  type Member,
  PeriodState,
  paths,
  SubmissionState,
} from "../../core/src/index.ts";
import type { Account, Content, World } from "./policy/request.ts";
import { CONTENT, type TypedColumn } from "./scores.ts";
import { future, member, PEOPLE, past, periodAt, releaseOf, SET, UNITS, unitIn } from "./world.ts";

/** Stages for requests: a scheme in which every kind of document stands, and what changes in it from scene to scene. */

export const PERIOD_ID = "p";
export const LEAVES = [...Object.keys(SET.leaves), "zz"];
const TYPED: readonly TypedColumn[] = ["self", "appraisal", "explanation"];

interface UnitScene {
  submission: SubmissionState;
  exception: "none" | "open" | "ended";
  exempt: readonly string[];
  /** The version that is stored of each leaf, 0 for none, and the points that the unit gave itself. */
  revs: Readonly<Record<TypedColumn, number>>;
  claimed: number | null;
  released: readonly string[];
  file: "uploading" | "complete" | "rejected";
}
/** What a request meets. */
export interface Scene {
  state: PeriodState;
  overdue: { self: boolean; appraisal: boolean; explanation: boolean; reappraisal: boolean };
  adopted: boolean;
  standingBody: string;
  standingBodyOwn: string;
  round: number;
  units: Readonly<Record<string, UnitScene>>;
  /** Members of all kinds, beside those who are always there. */
  others: readonly Member[];
}

const QUIET: UnitScene = {
  ...{ submission: "draft", exception: "none", exempt: ["x1"], file: "uploading", claimed: 5_000 },
  ...{ revs: { self: 0, appraisal: 0, explanation: 0 }, released: ["b1", "a1", "s2", "b2"] },
};
/** A scene at a state in which whatever belongs to it is open; `unit` says what is different with the units' files. */
export const sceneAt = (
  state: PeriodState,
  change: Partial<Scene> = {},
  unit: Partial<UnitScene> = {},
): Scene => ({
  state,
  overdue: { self: false, appraisal: false, explanation: false, reappraisal: false },
  ...{ adopted: false, standingBody: "standing", standingBodyOwn: "own", round: 1, others: [] },
  units: Object.fromEntries(UNITS.map((id) => [id, { ...QUIET, ...unit }])),
  ...change,
});

/** Mostly what passes, so that about as many requests pass as are refused, each for one cause or two. */
export const mostly = <T>(usual: T, others: fc.Arbitrary<T>, weight = 6) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight }, { arbitrary: others, weight: 1 });
const seldom = mostly(false, fc.constant(true), 5);
const unitId = fc.constantFrom(...UNITS);
const rev = fc.constantFrom(0, 0, 1, 4);
export const anyRoles = fc.record(
  {
    admin: fc.boolean(),
    council: fc.boolean(),
    appraiser: fc.record({ nodes: fc.subarray(["f1", "f2", "b1", "s2"]) }),
    unitEditor: unitId,
    unitHead: unitId,
    viewer: fc.boolean(),
    surveyor: fc.boolean(),
  },
  { requiredKeys: [] },
);
const anyMember = fc
  .tuple(fc.option(unitId), anyRoles, mostly(false, fc.constant(true), 8))
  .map((of) => member(...of));
const unitScene: fc.Arbitrary<UnitScene> = fc.record({
  submission: mostly<SubmissionState>("draft", fc.constantFrom(...SubmissionState.options), 2),
  exception: mostly<UnitScene["exception"]>("none", fc.constantFrom("open", "ended"), 2),
  exempt: mostly<string[]>(["x1"], fc.subarray(Object.keys(SET.leaves), { maxLength: 2 }), 4),
  revs: fc.record({ self: rev, appraisal: rev, explanation: rev }),
  claimed: mostly<number | null>(5_000, fc.constantFrom(null, 0, 20_000), 3),
  released: mostly<string[]>(Object.keys(SET.leaves), fc.subarray(LEAVES), 2),
  file: mostly<UnitScene["file"]>("uploading", fc.constantFrom("complete", "rejected"), 4),
});
const OPEN_STATES: readonly PeriodState[] = ["selfAssessment", "appraisal", "explanation", "reappraisal"];
export const anyScene: fc.Arbitrary<Scene> = fc.record({
  state: fc.oneof(
    { arbitrary: fc.constantFrom(...OPEN_STATES), weight: 3 },
    { arbitrary: fc.constantFrom(...PeriodState.options), weight: 2 },
  ),
  overdue: fc.record({ self: seldom, appraisal: seldom, explanation: seldom, reappraisal: seldom }),
  adopted: fc.boolean(),
  standingBody: mostly<string>("standing", unitId, 4),
  standingBodyOwn: mostly<string>("own", unitId, 4),
  round: mostly(1, fc.constantFrom(0, 2), 6),
  units: fc.record(Object.fromEntries(UNITS.map((id) => [id, unitScene]))),
  others: fc.array(anyMember, { minLength: 3, maxLength: 3 }),
});

const STRANGE = {
  /** Nobody ever said that they are not locked out. */
  unmarked: { ...member("alpha", { admin: true, council: true, unitEditor: "alpha" }), disabled: undefined },
  /** Flags that are no flags. */
  oddRoles: { ...member(null, {}), roles: { admin: "true", council: 1, viewer: "yes", surveyor: [true] } },
};
const OTHERS = ["other0", "other1", "other2"];
const FORGED = {
  ...{ admin: true, council: true, role: "admin", unit: "alpha", disabled: false, email_verified: true },
  roles: { admin: true, council: true, unitHead: "alpha", appraiser: { nodes: [] } },
};
/** Everyone who may ask: null is not signed in, `nobody` and `forger` are no members of any scheme. */
export const ACCOUNTS: readonly (Account | null)[] = [
  ...[...Object.keys(PEOPLE), ...Object.keys(STRANGE), ...OTHERS, "stranger", "nobody"].map((uid) => ({
    uid,
  })),
  null,
  { uid: "forger", claims: FORGED },
  { uid: "otherEditor", claims: FORGED },
  ...["admin", "editor", "leadBeta"].map((uid) => ({ uid, hoursAgo: 12.9 })),
  { uid: "council", hoursAgo: 11.1 },
  { uid: "disabledRunner", claims: { ...FORGED, firebase: { sign_in_provider: "anonymous" } } },
];

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
/** The parts of a stored file: two that may come in, one too long, one that has come in, and one just as long as may be. */
export const PARTS: readonly Uint8Array[] = [
  Uint8Array.of(0, 1, 127, 128, 255),
  new Uint8Array(),
  new Uint8Array(CHUNK_BYTES + 1),
  Uint8Array.of(3),
  new Uint8Array(CHUNK_BYTES),
];
export const STORED_FILE = sha256(PARTS[0] ?? new Uint8Array());
/** A file that nobody has begun yet. */
export const NEW_FILE = sha256(Uint8Array.of(7));
const HASH = "0".repeat(64);

/** The file as it was begun by someone. */
export const fileIn = (state: string): Content => ({
  ...{ sha256: STORED_FILE, size: PARTS.length * CHUNK_BYTES, chunks: PARTS.map(sha256), type: null },
  ...{ state, by: "someone", at: past() },
});

/** The scheme above and below another one, in which the stranger may do all. */
const otherScheme = (scheme: string) => `${scheme}other`;

/** What stands in a scheme whatever the scene. */
export function constantsOf(scheme: string): World {
  const world = new Map<string, Content>();
  const other = otherScheme(scheme);
  const program = { name: "CT", owner: "UBND tỉnh", tier: "province" };
  world.set(paths.scheme(scheme), { ...program, parent: other });
  world.set(paths.scheme(other), { ...program, parent: scheme });
  const strangersRoles = {
    ...{ admin: true, council: true, viewer: true, surveyor: true },
    ...{ unitHead: "alpha", appraiser: { nodes: [] } },
  };
  world.set(paths.member(other, "stranger"), { ...member(null, strangersRoles) });
  world.set(paths.period(other, PERIOD_ID), { ...periodAt("selfAssessment") });
  world.set(paths.unit(other, PERIOD_ID, "alpha"), { ...unitIn("draft") });
  for (const [uid, person] of Object.entries(PEOPLE)) world.set(paths.member(scheme, uid), { ...person });
  for (const [uid, { disabled, ...person }] of Object.entries(STRANGE))
    world.set(paths.member(scheme, uid), disabled === undefined ? person : { ...person, disabled });
  world.set(paths.criteriaSet(scheme, PERIOD_ID, "set"), { ...SET });

  const at = { scheme, period: PERIOD_ID };
  const notice = { ...at, told: { kind: "announcement", title: "Mới" }, unit: null, leaf: null, at: past() };
  for (const uid of ["editor", "leadBeta", "admin", "disabledEditor"]) {
    world.set(`${paths.notices(scheme, uid)}/n1`, { ...notice, readAt: null });
  }
  for (const uid of ["leadBeta", "editor", "admin", "viewer", "disabledLead"])
    world.set(paths.savedReasons(scheme, uid), { reasons: ["Thiếu"] });
  world.set(`${paths.member(scheme, "editor")}/own/notes`, at);
  world.set(`${paths.announcements(scheme)}/a1`, at);
  world.set(`${paths.files(scheme, PERIOD_ID, null)}/${STORED_FILE}`, fileIn("uploading"));
  world.set(`${paths.files(scheme, PERIOD_ID, null)}/${STORED_FILE}/chunks/3`, at);
  for (const unit of UNITS)
    for (const shared of [true, false])
      world.set(`${paths.difficulties(scheme)}/${unit}${shared}`, { ...at, unit, shared });
  world.set(paths.rollup(scheme, other), at);
  world.set(paths.auditEntry(scheme, "a1"), { ...at, unit: "alpha", act: "release" });
  world.set(`${paths.health(scheme)}/2026-01-01`, at);
  world.set(paths.operations(scheme, "schedules"), at);
  for (const plan of ["cost", "survey", "other"])
    world.set(`${paths.period(scheme, PERIOD_ID)}/plans/${plan}`, at);
  world.set(`${paths.guidance(scheme, PERIOD_ID, "set")}/1`, at);

  const survey = "nguoi-dan";
  world.set(paths.survey(scheme, PERIOD_ID, survey), at);
  world.set(paths.samplePlan(scheme, PERIOD_ID, survey), at);
  world.set(`${paths.survey(scheme, PERIOD_ID, survey)}/plans/other`, at);
  world.set(paths.surveyProgress(scheme, PERIOD_ID, survey), at);
  world.set(paths.surveyReview(scheme, PERIOD_ID, survey), at);
  world.set(`${paths.survey(scheme, PERIOD_ID, survey)}/console/other`, at);
  for (const collection of [
    ...["invitationBatches", "surveyImports", "surveyResults", "paperEntries"],
    ...["ballotKeys", "surveyAnswers", "tallies", "tallyTotals"],
  ] as const)
    world.set(`${paths[collection as "tallies"](scheme, PERIOD_ID, survey)}/alpha`, at);

  for (const unit of UNITS) {
    const place = { ...at, unit };
    const below = paths.unit(scheme, PERIOD_ID, unit);
    for (const column of ["self", "appraisal", "survey", "explanation"] as const)
      world.set(paths.historyEntry(scheme, PERIOD_ID, unit, column, "b1", 1), {
        ...place,
        column,
        leaf: "b1",
      });
    world.set(paths.score(scheme, PERIOD_ID, unit, "surveyScores", "v2"), place);
    for (const rest of [
      ...["adjustments/a1", "evidence/e1", "evidence/e1/versions/1", "submissions/1", "comments/c1"],
      ...["secrets/s1", `files/${STORED_FILE}/chunks/3`],
    ])
      world.set(`${below}/${rest}`, place);
    world.set(paths.ledger(scheme, PERIOD_ID, unit), place);
    world.set(paths.index(scheme, PERIOD_ID, unit), place);
  }
  world.set(paths.seal(scheme, PERIOD_ID, "s1"), at);
  world.set(paths.sealSheet(scheme, PERIOD_ID, "s1", "alpha"), at);
  world.set(`${paths.sealParts(scheme, PERIOD_ID, "s1")}/0`, at);
  world.set(paths.correction(scheme, PERIOD_ID, 2), { ...at, state: "dated" });
  world.set(`${paths.correctionSheets(scheme, PERIOD_ID, 2)}/alpha`, at);
  const out = paths.publicationId(scheme, PERIOD_ID, 1);
  const laidOut = paths.publicationId(scheme, PERIOD_ID, 2);
  world.set(paths.publication(out), at);
  for (const publication of [out, laidOut]) {
    world.set(`${paths.publicationParts(publication)}/0`, at);
    world.set(paths.publicationSheet(publication, "alpha"), at);
  }
  world.set(`${paths.publication(out)}/notes/n1`, at);
  for (const path of [paths.mail(scheme), paths.signInLink(scheme), `${paths.invitations()}/${HASH}`])
    world.set(path, at);
  world.set(`reports/${scheme}`, at);
  return world;
}

/** What a scene puts into a scheme, by path; null where nothing stands in it. */
export function changesOf(scheme: string, scene: Scene): Map<string, Content | null> {
  const changes = new Map<string, Content | null>();
  const { overdue, standingBody, standingBodyOwn, round, adopted } = scene;
  const due = (late: boolean) => (late ? past() : future());
  const period = periodAt(scene.state, { adopted });
  changes.set(paths.period(scheme, PERIOD_ID), {
    ...{ ...period, standingBody, standingBodyOwn, releaseRound: round },
    dates: {
      ...period.dates,
      selfAssessmentDue: due(overdue.self),
      appraisalDue: due(overdue.appraisal),
      explanationDue: due(overdue.explanation),
      reappraisalDue: due(overdue.reappraisal),
    },
  });
  for (const [at, uid] of OTHERS.entries()) {
    const other = scene.others[at];
    changes.set(paths.member(scheme, uid), other ? { ...other } : null);
  }
  for (const [unit, file] of Object.entries(scene.units)) {
    const until = { none: null, open: future(), ended: past() }[file.exception];
    const exempt = Object.fromEntries(file.exempt.map((leaf) => [leaf, "Không áp dụng"]));
    changes.set(paths.unit(scheme, PERIOD_ID, unit), { ...unitIn(file.submission, until), exempt });
    changes.set(paths.release(scheme, PERIOD_ID, unit, 1), releaseOf(file.released));
    changes.set(`${paths.files(scheme, PERIOD_ID, unit)}/${STORED_FILE}`, fileIn(file.file));
    for (const leaf of Object.keys(SET.leaves))
      for (const column of TYPED) {
        const path = paths.score(scheme, PERIOD_ID, unit, collectionOf[column], leaf);
        const rev = file.revs[column];
        const place = { scheme, period: PERIOD_ID, unit, leaf, field: SET.leaves[leaf]?.field };
        const own = column === "self" ? { points: file.claimed } : {};
        const version = { rev, by: "someone", at: past() };
        changes.set(path, rev === 0 ? null : { ...place, ...version, ...CONTENT[column], ...own });
      }
  }
  return changes;
}

/** The world of a scene. */
export function worldOf(constants: World, changes: ReadonlyMap<string, Content | null>): World {
  const world = new Map(constants);
  for (const [path, content] of changes) content ? world.set(path, content) : world.delete(path);
  return world;
}
