import { collectionOf, HistoryEntry, paths } from "../../../core/src/index.ts";
import type { Sim } from "../people.ts";
import { type Database, idOf } from "../platform/database.ts";
import { type Fields, isMap, Timestamp } from "../platform/values.ts";
import { PERIOD, SCHEME, UNITS } from "../templates.ts";
import type { Fail } from "./difference.ts";

function contentOf(fields: Fields): Record<string, unknown> {
  const { scheme: _s, period: _p, unit: _u, leaf: _l, field: _f, rev: _r, by: _b, at: _a, ...rest } = fields;
  return rest;
}

const plain = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner) && !(inner instanceof Timestamp)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** Every version of every score and explanation of a unit, with what stood before it. */
function* versionsOf(database: Database, unit: string) {
  for (const column of HistoryEntry.shape.column.options)
    for (const { path } of database.list(paths.column(SCHEME, PERIOD, unit, collectionOf[column]))) {
      let before: Fields | null = null;
      for (const { data } of database.versions(path)) {
        if (!data) continue;
        yield { path, column, data, before };
        before = data;
      }
    }
}

const says = ({ from, to, by }: Fields, data: Fields, before: Fields | null): boolean =>
  plain(to) === plain(contentOf(data)) &&
  plain(from) === plain(before && contentOf(before)) &&
  by === data.by;

/** The history holds every version of every score and explanation once, with what it was before and after. */
export function checkHistory(
  { database, caller, acknowledged }: Sim,
  reported: ReadonlySet<string>,
  fail: Fail,
): void {
  for (const id of UNITS) {
    let expected = 0;
    for (const { path, column, data, before } of versionsOf(database, id)) {
      const place = paths.historyEntry(SCHEME, PERIOD, id, column, idOf(path), Number(data.rev));
      const entry = database.data(place);
      if (entry) {
        expected += 1;
        if (!says(entry, data, before))
          fail("the history says what was", `${place}: ${plain(entry.from)} → ${plain(entry.to)}`);
      } else if (!caller.dropped.has(`${path}#${data.rev}`)) fail("the history has every version", place);
      else if (column !== "explanation" && !reported.has(`${id} ${column}`))
        fail("a gap in the history is reported", place);
    }
    const found = database.list(paths.history(SCHEME, PERIOD, id)).length;
    if (found !== expected) fail("the history has nothing else", `${id}: ${found} entries of ${expected}`);
  }
  for (const [path, revs] of acknowledged)
    for (const rev of revs)
      if (!database.versions(path).some(({ data }) => data?.rev === rev))
        fail("every acknowledged write is there", `${path} ${rev}`);
}

/** A call that was made again, with nothing done in between, left one entry. */
export function checkAudit({ database, pressed }: Sim, fail: Fail): void {
  const entries = database.list(paths.audit(SCHEME)).map(({ version }) => version);
  entries.sort((a, b) => a.created - b.created);
  const known = new Set(pressed.map(({ act, reason }) => `${act} ${reason}`));
  let last = "";
  for (const { data } of entries) {
    const { act, reason, detail } = data ?? {};
    const source = isMap(detail) && isMap(detail.source) ? detail.source.document : undefined;
    const entry = `${act} ${reason ?? source}`;
    if (entry === last && known.has(entry)) fail("a call that is made again leaves one entry", entry);
    last = entry;
  }
}
