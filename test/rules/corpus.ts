import fc from "fast-check";
import { PeriodState, paths as pathOf, SubmissionState } from "../../core/src/index.ts";
import { draftOf, KINDS, type Kind, twistsOf, wireTwistsOf } from "./drafts.ts";
import { type Account, collectionsOf, NOW, type Request, type World } from "./policy/request.ts";
import { permits } from "./policy.ts";
import { type Asking, askingOf, drawn, filtersFor } from "./requests.ts";
import {
  ACCOUNTS,
  anyScene,
  changesOf,
  constantsOf,
  fileIn,
  LEAVES,
  PARTS,
  PERIOD_ID,
  type Scene,
  STORED_FILE,
  sceneAt,
  worldOf,
} from "./scenes.ts";
import { member } from "./world.ts";

/** A scene in a scheme of its own, and what is asked in it, with the policy's answers. */
export interface Chapter {
  scheme: string;
  world: World;
  askings: readonly (Asking & { expected: boolean })[];
}
type Ask = (world: World, scheme: string) => Asking[];

/** Where each kind of write is open, with nothing stored yet. */
const OPEN_IN: Readonly<Record<Kind, PeriodState>> = {
  ...{ self: "selfAssessment", file: "selfAssessment", chunk0: "selfAssessment", chunk1: "selfAssessment" },
  ...{ adjusted: "appraisal", recognised: "appraisal", cleared: "appraisal", explanation: "explanation" },
  ...{ schemeFile: "preparing", schemeChunk: "preparing", notice: "sealed", reasons: "published" },
};

const OF_LEAVES: readonly Kind[] = ["self", "adjusted", "recognised", "cleared", "explanation"];

const write = (
  kind: Kind,
  world: World,
  scheme: string,
  account: Account | null,
  unit = "alpha",
  leaf = "b1",
) => ({
  account,
  request: draftOf(kind, { world, scheme, account, unit, leaf }),
});
const whoMay = (kind: Kind, world: World, scheme: string, unit = "alpha", leaf = "b1") =>
  ACCOUNTS.filter((account) =>
    permits(world, account, write(kind, world, scheme, account, unit, leaf).request),
  );

const WITHOUT_CLAIMS = ACCOUNTS.filter((account) => account?.claims === undefined);
/** One of each sort of write that some state of the year opens. */
const SORTS = ["self", "adjusted", "explanation", "file", "chunk0"] as const;

/** Everyone sends every sort of write. */
const everyoneWrites =
  (kinds: readonly Kind[]): Ask =>
  (world, scheme) =>
    kinds.flatMap((kind) => ACCOUNTS.map((account) => write(kind, world, scheme, account)));

/** These people send one sort of write for every leaf of some units. */
const everyLeaf =
  (kind: Kind, people: readonly (Account | null)[]): Ask =>
  (world, scheme) =>
    ["alpha", "beta", "standing"].flatMap((unit) =>
      LEAVES.flatMap((leaf) => people.map((account) => write(kind, world, scheme, account, unit, leaf))),
    );

/** Those who may do it when it is open send every sort of write. */
const ableWrite: Ask = (world, scheme) =>
  SORTS.flatMap((kind) =>
    ["editor", "leadBeta", "council"].map((uid) => write(kind, world, scheme, { uid })),
  );

/** What twists make of a kind of write, by one or two who may write it. */
const twisted =
  (kind: Kind, most: number): Ask =>
  (world, scheme) =>
    whoMay(kind, world, scheme)
      .filter((_, index, all) => index === 0 || index === all.length - 1)
      .slice(-most)
      .flatMap((account) => {
        const { request } = write(kind, world, scheme, account);
        return [...twistsOf(request), ...wireTwistsOf(request)].map((twist) => ({
          account,
          request: twist(request),
        }));
      });

const OF_OTHER_UNITS = /units\/(beta|own|standing)\/|\/(ledgers|indices)\/(beta|own)/;

/** Everyone asks for each document, for what is not there, for each collection whole and by what narrows it. */
const read =
  (people: readonly (Account | null)[]): Ask =>
  (world, scheme) => {
    const paths = [...world.keys()].filter((path) => !OF_OTHER_UNITS.test(path));
    const collections = new Set(paths.map((path) => path.slice(0, path.lastIndexOf("/"))));
    // Of a unit that is named as nothing else is.
    const ofNobody = ["selfScores/b1", "appraisals/b1", "comments/c1", "files/x"].map(
      (rest) => `${pathOf.unit(scheme, PERIOD_ID, "x")}/${rest}`,
    );
    const requests: Request[] = [
      ...ofNobody.map((path) => ({ verb: "get" as const, path })),
      ...paths.map((path) => ({ verb: "get" as const, path })),
      ...[...collections].map((path) => ({ verb: "get" as const, path: `${path}/zz` })),
      ...[...collections].flatMap((path) => [
        { verb: "list" as const, from: { path }, where: [], limit: null },
        { verb: "list" as const, from: { path }, where: [], limit: 1 },
        ...filtersFor(collectionsOf(path)).map((one) => ({
          ...{ verb: "count" as const, from: { path }, where: [one], limit: 10 },
        })),
      ]),
      ...[...new Set([...collections].map((path) => path.slice(path.lastIndexOf("/") + 1)))].map((group) => ({
        ...{ verb: "list" as const, from: { group }, where: [], limit: null },
      })),
    ];
    return requests.flatMap((request) => people.map((account) => ({ account, request })));
  };

/** What belongs to others, what is there already, and the longest there may be, by those who may write their own. */
const notTheirs: Ask = (world, scheme) => {
  const requests = (uid: string): Request[] => {
    const begun = { ...fileIn("uploading"), by: uid, at: NOW };
    const folders = [null, "alpha"].map((unit) => pathOf.files(scheme, PERIOD_ID, unit));
    const notice = `${pathOf.notices(scheme, "editor")}/n1`;
    return [
      { verb: "change", path: notice, content: { readAt: NOW } },
      { verb: "set", path: notice, content: { ...world.get(notice), readAt: NOW } },
      { verb: "set", path: pathOf.savedReasons(scheme, "leadBeta"), content: { reasons: ["x"] } },
      { verb: "set", path: pathOf.savedReasons(scheme, "disabledLead"), content: { reasons: ["x"] } },
      ...folders.flatMap((folder): Request[] => [
        { verb: "set", path: `${folder}/${STORED_FILE}`, content: begun },
        ...[2, 3, 4].map((n) => ({
          ...{
            verb: "set" as const,
            path: `${folder}/${STORED_FILE}/chunks/${n}`,
            content: { bytes: PARTS[n] },
          },
        })),
      ]),
    ];
  };
  const people = [
    "editor",
    "head",
    "leadBeta",
    "admin",
    "council",
    "disabledLead",
    "disabledEditor",
    "viewer",
  ];
  return [...people, "stranger"].flatMap((uid) =>
    requests(uid).map((request) => ({ account: { uid }, request })),
  );
};

/** Those who see the most write to everything that is there, and beside it. */
const seersWrite: Ask = (world) => {
  const paths = [...world.keys()].filter((path) => !OF_OTHER_UNITS.test(path));
  const content = { scheme: "x" };
  return paths.flatMap((path) =>
    ["admin", "councilEditor", "leadBeta"].flatMap((uid) =>
      [
        { verb: "set" as const, path, content },
        { verb: "change" as const, path, content },
        { verb: "delete" as const, path },
        { verb: "set" as const, path: `${path.slice(0, path.lastIndexOf("/"))}/new`, content },
      ].map((request) => ({ account: { uid }, request })),
    ),
  );
};

/** Members whose roles make a difference in one way only. */
const SINGLE_ROLES = [
  { viewer: true, unitEditor: "beta" },
  { surveyor: true, unitHead: "beta" },
  { appraiser: { nodes: ["b1"] } },
  { appraiser: { nodes: ["f1", "s2"] } },
  { appraiser: { nodes: ["s2"] } },
  { council: true, appraiser: { nodes: [] } },
] as const;
const others = (unit: string | null, roles: readonly (typeof SINGLE_ROLES)[number][]) =>
  roles.map((role) => member(unit, role as Parameters<typeof member>[1]));

const ROLES_ONLY = ["other0", "other1", "other2"].map((uid) => ({ uid }));
const DUES = ["self", "appraisal", "explanation", "reappraisal"] as const;
const IN_TIME = { self: false, appraisal: false, explanation: false, reappraisal: false };
const TOO_LATE = { self: true, appraisal: true, explanation: true, reappraisal: true };

/** Scenes that differ by one lock from one in which all is open, and what is asked in each. */
function directed(): [Scene, Ask][] {
  const scenes: [Scene, Ask][] = PeriodState.options.map((state) => [
    sceneAt(state),
    everyoneWrites(state === "preparing" ? KINDS : SORTS),
  ]);
  for (const state of ["selfAssessment", "appraisal", "explanation", "reappraisal", "adoption"] as const) {
    for (const due of DUES) {
      scenes.push([sceneAt(state, { overdue: { ...IN_TIME, [due]: true } }), ableWrite]);
      scenes.push([sceneAt(state, { overdue: { ...TOO_LATE, [due]: false } }), ableWrite]);
    }
    for (const exception of ["open", "ended"] as const)
      scenes.push([sceneAt(state, { overdue: TOO_LATE }, { exception }), ableWrite]);
    for (const submission of SubmissionState.options)
      for (const exception of ["none", "open"] as const)
        scenes.push([sceneAt(state, {}, { submission, exception }), ableWrite]);
    scenes.push([sceneAt(state, { adopted: true }), ableWrite]);
    for (const rev of [0, 1]) {
      const revs = { self: rev, appraisal: rev, explanation: rev };
      scenes.push([sceneAt(state, {}, { revs, claimed: null, released: ["a1"], exempt: ["b1"] }), ableWrite]);
    }
    for (const file of ["complete", "rejected"] as const)
      scenes.push([sceneAt(state, { round: 2 }, { file, released: ["zz"] }), ableWrite]);
  }
  const stored = { self: 4, appraisal: 4, explanation: 4 };
  for (const kind of KINDS) {
    const claimed = { ...stored, appraisal: 0 };
    scenes.push([
      sceneAt(OPEN_IN[kind], {}, kind === "recognised" ? { revs: claimed } : {}),
      twisted(kind, 2),
    ]);
    if (OF_LEAVES.includes(kind))
      scenes.push([sceneAt(OPEN_IN[kind], {}, { revs: stored }), twisted(kind, 1)]);
  }
  scenes.push([
    sceneAt("appraisal", {}, { revs: { ...stored, appraisal: 0 }, claimed: null }),
    twisted("adjusted", 1),
  ]);
  for (const state of ["selfAssessment", "sealed"] as const) scenes.push([sceneAt(state), notTheirs]);
  scenes.push([sceneAt("selfAssessment"), seersWrite]);
  for (const kind of ["self", "adjusted", "explanation"] as const) {
    scenes.push([sceneAt(OPEN_IN[kind]), everyLeaf(kind, WITHOUT_CLAIMS)]);
    for (const unit of ["alpha", "beta", "standing", null])
      for (const roles of [SINGLE_ROLES.slice(0, 3), SINGLE_ROLES.slice(3)])
        scenes.push([sceneAt(OPEN_IN[kind], { others: others(unit, roles) }), everyLeaf(kind, ROLES_ONLY)]);
  }
  const otherBody = { standingBody: "alpha", standingBodyOwn: "beta" };
  scenes.push([sceneAt("appraisal", otherBody), everyLeaf("adjusted", WITHOUT_CLAIMS)]);
  scenes.push([sceneAt("sealed", {}, { revs: stored }), read(WITHOUT_CLAIMS)]);
  for (const unit of ["beta", null])
    scenes.push([
      sceneAt("sealed", { others: others(unit, SINGLE_ROLES.slice(0, 3)) }, { revs: stored }),
      read(ROLES_ONLY),
    ]);
  return scenes;
}

/** The chapters that every mutant of the rules meets: directed ones, and random ones drawn from a seed. */
export function chapters(seed: number, randomScenes: number): Chapter[] {
  const random = fc
    .sample(fc.tuple(anyScene, fc.array(drawn, { minLength: 40, maxLength: 40, size: "max" })), {
      ...{ seed, numRuns: randomScenes },
    })
    .map(([scene, draws]): [Scene, Ask] => [
      scene,
      (world, scheme) => draws.map((draw) => askingOf(draw, world, scheme)),
    ]);
  return [...directed(), ...random].map(([scene, ask], number) => {
    const scheme = `c${number}`;
    const world = worldOf(constantsOf(scheme), changesOf(scheme, scene));
    const askings = ask(world, scheme).map(({ account, request }) => ({
      ...{ account, request, expected: permits(world, account, request) },
    }));
    return { scheme, world, askings };
  });
}
