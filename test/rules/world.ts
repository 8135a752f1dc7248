import { readFileSync } from "node:fs";
import { assertFails, assertSucceeds, initializeTestEnvironment } from "@firebase/rules-unit-testing";
import { collection, collectionGroup, limit, orderBy, query, setLogLevel, where } from "firebase/firestore";
import { deleteApp, initializeApp } from "firebase-admin/app";
import { getFirestore } from "firebase-admin/firestore";
import type {
  CriteriaSet,
  DeclaredQuery,
  LeafNode,
  Member,
  Period,
  PeriodState,
  Source,
  Unit,
} from "../../core/src/index.ts";
import { leafTable, newUnit, paths } from "../../core/src/index.ts";
import { secondsAt } from "./rest.ts";

/** A small world in which every rule can be met: two departments, the standing body, one more, and all kinds of people. */
export const SCHEME = "s";
export const PERIOD = "p";

// The SDK would log every refusal.
setLogLevel("silent");

const env = await initializeTestEnvironment({
  projectId: "demo-parindex",
  firestore: { rules: readFileSync("firestore.rules", "utf8") },
});
const app = initializeApp({ projectId: "demo-parindex" }, "rules");
/** Writes past the rules, as functions do. */
export const owner = getFirestore(app);

export async function leave(): Promise<void> {
  await env.cleanup();
  await deleteApp(app);
}

const contexts = new Map<string, ReturnType<ReturnType<typeof env.authenticatedContext>["firestore"]>>();
/** Firestore as a person sees it who signed in so long ago, with these claims in their token; `anonymous` is not signed in. */
export function as(
  person: string,
  claims: Parameters<typeof env.authenticatedContext>[1] = {},
  hoursAgo = 0,
) {
  const key = `${person} ${hoursAgo} ${JSON.stringify(claims)}`;
  const known = contexts.get(key);
  if (known) return known;
  const context =
    person === "anonymous"
      ? env.unauthenticatedContext()
      : env.authenticatedContext(person, { auth_time: secondsAt(hoursAgo), ...claims });
  const db = context.firestore();
  contexts.set(key, db);
  return db;
}

/** A declared query, as the web makes it. */
export const queryOn = (
  db: ReturnType<typeof as>,
  { from, where: conditions, orderBy: orders, limit: most }: DeclaredQuery,
) =>
  query(
    "path" in from ? collection(db, from.path) : collectionGroup(db, from.group),
    ...conditions.map(({ field, op, value }) => where(field, op, value)),
    ...orders.map(({ field, direction }) => orderBy(field, direction)),
    ...(most === null ? [] : [limit(most)]),
  );

/** A member who belongs to a unit, or to none, and may act in these roles. */
export const member = (unit: string | null, roles: Member["roles"], disabled = false): Member => ({
  name: "Một người",
  title: "Chuyên viên",
  email: "nguoi@laichau.example",
  ...{ unit, roles, disabled, former: [] },
});

const EVERYTHING = { nodes: [] };
/**
 * Who may sign in, by the name the tests use. `stranger` runs another scheme and is no member of this one; whoever is
 * locked out (`disabled…`) is named in no test and so refused everywhere.
 */
export const PEOPLE = {
  editor: member("alpha", { unitEditor: "alpha" }),
  head: member("alpha", { unitHead: "alpha" }),
  otherEditor: member("beta", { unitEditor: "beta" }),
  leadBeta: member("beta", { appraiser: EVERYTHING }),
  leadBetaNarrow: member("beta", { appraiser: { nodes: ["f2"] } }),
  leadAlpha: member("alpha", { appraiser: EVERYTHING }),
  leadStanding: member("standing", { appraiser: EVERYTHING }),
  leadOwn: member("own", { appraiser: EVERYTHING }),
  council: member(null, { council: true }),
  councilOfAlpha: member("alpha", { council: true }),
  councilEditor: member(null, { council: true, unitEditor: "alpha" }),
  admin: member("standing", { admin: true }),
  viewer: member(null, { viewer: true }),
  viewerOfAlpha: member("alpha", { viewer: true }),
  viewerEditor: member(null, { viewer: true, unitEditor: "beta" }),
  viewerHead: member(null, { viewer: true, unitHead: "beta" }),
  surveyor: member("standing", { surveyor: true }),
  surveyorEditor: member("beta", { surveyor: true, unitEditor: "beta" }),
  surveyorHead: member("beta", { surveyor: true, unitHead: "beta" }),
  disabledEditor: member("alpha", { unitEditor: "alpha", unitHead: "alpha" }, true),
  disabledLead: member("beta", { appraiser: EVERYTHING }, true),
  disabledRunner: member(null, { admin: true, council: true, viewer: true, surveyor: true }, true),
} as const satisfies Record<string, Member>;
export type Person = keyof typeof PEOPLE | "stranger" | "anonymous";
export const EVERYONE: readonly Person[] = [
  ...(Object.keys(PEOPLE) as (keyof typeof PEOPLE)[]),
  "stranger",
  "anonymous",
];

const leaf = (id: string, code: string, lead: string, source: Source = "self"): LeafNode => ({
  ...{ id, code, name: `Tiêu chí ${code}`, max: 20_000, step: 2_500, source, lead, evidence: "" },
  rule: source === "self" ? { kind: "manual" } : { kind: "survey", groups: ["Người dân"] },
});
const fields: CriteriaSet["fields"] = [
  {
    ...{ id: "f1", code: "1", name: "Một", max: 60_000 },
    criteria: [leaf("b1", "1.1", "beta"), leaf("a1", "1.2", "alpha"), leaf("x1", "1.3", "beta")],
  },
  {
    ...{ id: "f2", code: "2", name: "Hai", max: 60_000 },
    criteria: [
      leaf("s2", "2.1", "standing"),
      leaf("b2", "2.2", "beta"),
      leaf("v2", "2.3", "standing", "survey"),
    ],
  },
];
export const SET: CriteriaSet = {
  ...{ id: "set", annex: "", name: "Bộ", appliesTo: "", note: "", expected: null, fields },
  leaves: leafTable({ fields }),
};

const HOUR = 3_600_000;
export const past = () => new Date(Date.now() - HOUR);
export const future = () => new Date(Date.now() + HOUR);

/** A period at a state; all due instants lie ahead, or behind with `overdue`. */
export function periodAt(state: PeriodState, change: { overdue?: boolean; adopted?: boolean } = {}): Period {
  const due = change.overdue ? past() : future();
  return {
    ...{ name: "Kỳ", year: 2024, state, groups: [{ id: "so", name: "Sở", ranked: true }] },
    dates: {
      ...{ opensAt: past(), selfAssessmentDue: due, appraisalDue: due, explanationDue: due },
      ...{ reappraisalDue: due, publishAt: future() },
    },
    settings: { version: 1, decimals: 2, bands: {}, tieBreaks: [], explanationRound: true, surveyHeld: true },
    ...{ standingBody: "standing", standingBodyOwn: "own", council: { decision: null, members: [] } },
    ...{
      criteriaSets: ["set"],
      replaced: {},
      unitCount: 4,
      releaseRound: 1,
      moving: null,
      seal: null,
      decision: null,
    },
    ...{ publication: null, previousPublication: null },
    adoption: change.adopted
      ? { at: past(), by: "council", minutes: "1", insufficientSampleReason: null }
      : null,
  };
}

export function unitIn(state: Unit["submission"]["state"], exceptionUntil: Date | null = null): Unit {
  return {
    ...newUnit({ name: "Sở Alpha", order: 0, group: "so", criteriaSet: "set" }, { x1: "Không áp dụng" }),
    submission: { state, at: null, by: null, reason: null, report: null, count: 0 },
    lockException: exceptionUntil ? { until: exceptionUntil, reason: "Sửa", by: "admin" } : null,
  };
}

/** What was released of these leaves in round 1. */
export const releaseOf = (leaves: readonly string[]) => ({
  ...{ round: 1, at: past() },
  leaves: Object.fromEntries(
    leaves.map((leaf) => [leaf, { self: null, points: 0, decision: "adjusted", reason: "x", ask: "" }]),
  ),
});

export const UNITS = ["alpha", "beta", "standing", "own"] as const;

/** Builds the world anew: members, period, set, units; no scores. */
export async function build(period: Period = periodAt("selfAssessment")): Promise<void> {
  await env.clearFirestore();
  const batch = owner.batch();
  batch.set(owner.doc(paths.scheme(SCHEME)), {
    name: "CT",
    owner: "UBND tỉnh",
    tier: "province",
    parent: "other",
  });
  // The stranger runs the scheme above this one, which is also below this one: neither gives them any right here.
  batch.set(owner.doc(paths.scheme("other")), {
    ...{ name: "CT khác", owner: "UBND", tier: "province", parent: SCHEME },
  });
  for (const [uid, entry] of Object.entries(PEOPLE)) batch.set(owner.doc(paths.member(SCHEME, uid)), entry);
  batch.set(
    owner.doc(paths.member("other", "stranger")),
    member(null, {
      admin: true,
      council: true,
      appraiser: EVERYTHING,
      unitHead: "alpha",
      viewer: true,
      surveyor: true,
    }),
  );
  batch.set(owner.doc(paths.period(SCHEME, PERIOD)), period);
  batch.set(owner.doc(paths.criteriaSet(SCHEME, PERIOD, "set")), SET);
  for (const unit of UNITS) batch.set(owner.doc(paths.unit(SCHEME, PERIOD, unit)), unitIn("draft"));
  await batch.commit();
}

export const setPeriod = (period: Period) => owner.doc(paths.period(SCHEME, PERIOD)).set(period);
export const setUnit = (unit: Unit, id = "alpha") => owner.doc(paths.unit(SCHEME, PERIOD, id)).set(unit);

/** Expects a request to pass, naming it where it does not. */
export async function expectAllowed(request: Promise<unknown>, what: string): Promise<void> {
  await assertSucceeds(request).catch((error: unknown) => {
    throw new Error(`${what} should be allowed: ${String(error)}`);
  });
}

/** Expects a request to be refused by the rules, naming it where it passes. */
export async function expectRefused(request: Promise<unknown>, what: string): Promise<void> {
  await assertFails(request).catch((error: unknown) => {
    throw new Error(`${what} should be refused: ${String(error)}`);
  });
}
