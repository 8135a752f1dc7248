import type { Member } from "../../core/src/index.ts";
import { type Asked, below, both, either, only, type Says } from "./policy/asked.ts";
import { chunkOf, explanation, judgement, newFile, readNow, reasons, selfScore } from "./policy/documents.ts";
import { appraisalOpen, explaining, fileOpen } from "./policy/locks.ts";
import {
  askedByMyUnit,
  board,
  everyone,
  is,
  judges,
  members,
  ofMyUnit,
  oneself,
  oneselfHere,
  ownPeople,
  runners,
  seesEveryUnit,
  sharedWithAll,
  surveyPeople,
  unitOrJudges,
  writtenByTheUnit,
} from "./policy/people.ts";
import {
  type Account,
  type Content,
  collectionsOf,
  type Request,
  type World,
  type Write,
} from "./policy/request.ts";

/**
 * Who may read and write what, said once more: from docs/decisions/0004 and design §5 and §7, in plain TypeScript and
 * without a look at the text of `firestore.rules` or at core's refusals. Random requests compare both.
 */

interface Policy {
  get?: Says;
  list?: Says;
  create?: Says;
  update?: Says;
}

const reads = (says: Says): Policy => ({ get: says, list: says });
const writes = (says: Says): Policy => ({ create: says, update: says });
const isOut: Says = ({ world, at }) => world.has(`publications/${at.publications}`);
const UNIT = "schemes/periods/units";
const SURVEY = "schemes/periods/surveys";
/** By the collections that lead to a document. What does not stand here, or not under a verb, is closed to every client. */
const POLICIES: Readonly<Record<string, Policy>> = {
  schemes: { get: members },
  "schemes/members": { get: either(oneself, members), list: either(runners, ofMyUnit) },
  "schemes/members/notices": { ...reads(oneselfHere), update: both(oneselfHere, readNow) },
  "schemes/members/own": { get: only("reasons", oneselfHere), ...writes(both(oneselfHere, reasons)) },
  "schemes/announcements": reads(members),
  "schemes/files": { get: members, create: both(is("admin"), newFile) },
  "schemes/files/chunks": {
    ...reads(members),
    create: both(
      is("admin"),
      chunkOf(({ world, at }) => world.get(`schemes/${at.schemes}/files/${at.files}`)),
    ),
  },
  "schemes/difficulties": reads(either(runners, both(members, sharedWithAll), askedByMyUnit)),
  "schemes/rollups": reads(board),
  "schemes/audit": reads(runners),
  "schemes/health": reads(is("admin")),
  "schemes/operations": { get: is("admin") },
  "schemes/periods": reads(members),
  "schemes/periods/plans": { get: either(only("cost", board), only("survey", surveyPeople)) },
  "schemes/periods/criteriaSets": reads(members),
  "schemes/periods/criteriaSets/guidance": reads(members),
  [SURVEY]: reads(surveyPeople),
  [`${SURVEY}/plans`]: { get: only("sample", surveyPeople) },
  [`${SURVEY}/console`]: { get: either(only("progress", surveyPeople), only("review", runners)) },
  [`${SURVEY}/batches`]: reads(runners),
  [`${SURVEY}/imports`]: reads(runners),
  [`${SURVEY}/results`]: reads(runners),
  [UNIT]: { get: either(ownPeople, seesEveryUnit), list: seesEveryUnit },
  [`${UNIT}/selfScores`]: { ...reads(unitOrJudges), ...writes(both(ownPeople, fileOpen, selfScore)) },
  [`${UNIT}/appraisals`]: { ...reads(judges), ...writes(both(appraisalOpen, judgement)) },
  [`${UNIT}/surveyScores`]: reads(judges),
  [`${UNIT}/adjustments`]: reads(judges),
  [`${UNIT}/explanations`]: { ...reads(unitOrJudges), ...writes(both(ownPeople, explaining, explanation)) },
  [`${UNIT}/evidence`]: reads(unitOrJudges),
  [`${UNIT}/evidence/versions`]: reads(unitOrJudges),
  [`${UNIT}/submissions`]: reads(unitOrJudges),
  [`${UNIT}/files`]: {
    get: unitOrJudges,
    create: both(ownPeople, either(fileOpen, explaining), newFile),
  },
  [`${UNIT}/files/chunks`]: {
    ...reads(unitOrJudges),
    create: both(
      ownPeople,
      either(fileOpen, explaining),
      chunkOf((asked) => below(asked, `files/${asked.at.files}`)),
    ),
  },
  [`${UNIT}/comments`]: reads(ownPeople),
  [`${UNIT}/releases`]: reads(unitOrJudges),
  [`${UNIT}/history`]: reads(either(judges, both(ownPeople, writtenByTheUnit))),
  "schemes/periods/ledgers": { get: either(judges, board), list: board },
  "schemes/periods/indices": { get: either(judges, board), list: board },
  "schemes/periods/seals": { get: runners },
  "schemes/periods/seals/parts": reads(runners),
  publications: reads(everyone),
  "publications/parts": reads(isOut),
  "publications/sheets": reads(isOut),
};

/** What some client may do somewhere, as `verb collections`. */
export const OPEN: readonly string[] = Object.entries(POLICIES).flatMap(([collections, policy]) =>
  Object.keys(policy).map((verb) => `${verb} ${collections}`),
);

/** How long a sign-in counts (docs/security.md). */
const SESSION_HOURS = 12;

function askedOf(world: World, account: Account | null, path: string): Asked {
  const parts = path.split("/");
  const at: Record<string, string> = {};
  for (let i = 0; i + 1 < parts.length; i += 2) at[parts[i] ?? ""] = parts[i + 1] ?? "";
  const uid = account && (account.hoursAgo ?? 0) < SESSION_HOURS ? account.uid : null;
  const membership = uid === null ? undefined : world.get(`schemes/${at.schemes}/members/${uid}`);
  return {
    world,
    uid,
    at,
    // Not by its schema: some worlds hold members with odd roles, which must give no right.
    me: membership?.disabled === false ? (membership as unknown as Member) : null,
    id: parts.length % 2 === 0 ? (parts.at(-1) ?? "") : "",
    before: world.get(path),
    after: undefined,
    where: [],
  };
}

/** What a document is after a write. */
const contentAfter = (write: Exclude<Write, { verb: "delete" }>, before: Content | undefined): Content =>
  write.verb === "set" ? write.content : { ...before, ...write.content };

function permitsWrite(world: World, account: Account | null, write: Write): boolean {
  if (write.verb === "delete") return false;
  const asked = askedOf(world, account, write.path);
  const policy = POLICIES[collectionsOf(write.path)];
  const says = asked.before ? policy?.update : policy?.create;
  return says?.({ ...asked, after: contentAfter(write, asked.before) }) ?? false;
}

/** Whether the policy lets this account make this request. */
export function permits(world: World, account: Account | null, request: Request): boolean {
  switch (request.verb) {
    case "get": {
      const policy = POLICIES[collectionsOf(request.path)];
      return policy?.get?.(askedOf(world, account, request.path)) ?? false;
    }
    case "list":
    case "count": {
      // Collections of one name over all units and schemes are for functions alone.
      if ("group" in request.from) return false;
      const policy = POLICIES[collectionsOf(request.from.path)];
      const asked = askedOf(world, account, request.from.path);
      return policy?.list?.({ ...asked, where: request.where }) ?? false;
    }
    case "batch":
      return request.writes.every((write) => permitsWrite(world, account, write));
    default:
      return permitsWrite(world, account, request);
  }
}
