import { createHash } from "node:crypto";
import process from "node:process";
import { isDeepStrictEqual } from "node:util";
import { Database } from "../../cli/src/database.ts";
import { collectionOf, Evidence, type HistoryEntry, paths, type SealSheet } from "../../core/src/index.ts";
import { db, docAt, withDates } from "../../functions/src/store/firestore.ts";
import { refs } from "../../functions/src/store/refs.ts";
import { recomputeNow } from "../../functions/src/store/sources.ts";
import { PROJECT } from "../emulators.ts";
import type { Faults } from "../faults.ts";
import { SCHEME } from "../seed.ts";
import { type Ack, pathOf } from "./clerks.ts";
import type { Play } from "./year.ts";

const holds = (whole: Record<string, unknown> | undefined, part: Ack["content"]): boolean =>
  Object.entries(part).every(([name, value]) => isDeepStrictEqual(whole?.[name], value));

const historyId = ({ column, leaf, rev }: Pick<Ack, "column" | "leaf" | "rev">) => `${column}-${leaf}-${rev}`;

/** Every acknowledged version stands in the history under its own number, as it was given and by whom. */
function checkAcks(faults: Faults, acks: readonly Ack[], history: ReadonlyMap<string, HistoryEntry>): void {
  const places = new Set<string>();
  for (const ack of acks) {
    const id = historyId(ack);
    const entry = history.get(id);
    faults.same(`${pathOf(ack)} version ${ack.rev} acknowledged twice`, places.has(id), false);
    places.add(id);
    if (!entry) faults.found.push(`${pathOf(ack)} version ${ack.rev} is not in the history`);
    else {
      faults.same(`${pathOf(ack)} version ${ack.rev} in the history by`, entry.by, ack.by);
      if (!holds(entry.to, ack.content))
        faults.found.push(`${pathOf(ack)} version ${ack.rev} stands otherwise in the history`);
    }
  }
}

/** A unit's history holds every version of every score once, its scores are the last ones acknowledged, its index follows. */
async function checkUnit(faults: Faults, play: Play, period: string, unit: string): Promise<number> {
  const key = { scheme: SCHEME, period, unit };
  const docs = (await refs.history(key).get()).docs;
  const history = new Map(docs.map((doc) => [doc.id, doc.data()]));
  const acks = play.acks.all.filter((ack) => ack.period === period && ack.unit === unit);
  checkAcks(faults, acks, history);
  let revs = 0;
  for (const collection of Object.values(collectionOf)) {
    const scores = await db.collection(paths.column(SCHEME, period, unit, collection)).get();
    for (const doc of scores.docs) revs += Number(doc.get("rev"));
  }
  faults.same(`${period}/${unit}: versions and entries of the history`, history.size, revs);
  const fresh = await recomputeNow(key);
  const index = (await refs.index(key).get()).data();
  faults.same(`${period}/${unit}: index and recomputation`, index, fresh.index);
  for (const column of ["self", "appraisal", "survey"] as const)
    for (const [leaf, { points, rev }] of Object.entries(fresh.ledger[column])) {
      const { points: folded, rev: at } = fresh.stored?.[column][leaf] ?? {};
      faults.same(`${period}/${unit}: ledger ${column} ${leaf}`, [folded, at], [points, rev]);
    }
  return docs.length;
}

/** What was typed, folded and remembered in a year. Returns how many entries its history has. */
export async function checkYear(faults: Faults, play: Play, period: string): Promise<number> {
  let entries = 0;
  for (const { id } of play.people.units) entries += await checkUnit(faults, play, period, id);
  for (const [path, ack] of play.acks.latest()) {
    if (ack.period !== period) continue;
    const stored = (await db.doc(path).get()).data() as Record<string, unknown> | undefined;
    const rev = Number(stored?.rev);
    if (rev < ack.rev) faults.found.push(`${path} stands at version ${rev}; ${ack.rev} was acknowledged`);
    if (rev === ack.rev && !holds(withDates(stored) as Record<string, unknown>, ack.content))
      faults.found.push(`${path} stands otherwise than version ${ack.rev} was acknowledged`);
  }
  for (const [path, title] of play.evidence)
    if (path.startsWith(`${paths.period(SCHEME, period)}/`))
      faults.same(path, (await docAt(path, Evidence).get()).data()?.title, title);
  return entries;
}

/** The frozen rows have what was acknowledged last of every self score, and the last judgement. */
export function checkFrozen(faults: Faults, play: Play, period: string, sheets: Iterable<SealSheet>): number {
  const latest = play.acks.latest();
  const rows = new Map(
    [...sheets].flatMap(({ sheet }) => sheet.rows.map((row) => [`${sheet.unit}/${row.id}`, row] as const)),
  );
  let compared = 0;
  for (const ack of latest.values()) {
    if (ack.period !== period || ack.column === "explanation") continue;
    const row = rows.get(`${ack.unit}/${ack.leaf}`);
    const found = ack.column === "self" ? row?.self : row?.appraised;
    faults.same(`the published ${ack.column} of ${ack.unit} ${ack.leaf}`, found, ack.content.points);
    compared += 1;
  }
  return compared;
}

/** A hash of every document of a year and of all publications, by their paths. */
export async function standing(period: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const below = [`${paths.period(SCHEME, period)}/`, `${paths.publications()}/`];
  const database = new Database(PROJECT, process.env.FIRESTORE_EMULATOR_HOST);
  for await (const { path, fields } of database.documents(null))
    if (below.some((start) => `${path}/`.startsWith(start)))
      found.set(path, createHash("sha256").update(JSON.stringify(fields)).digest("hex"));
  return found;
}
