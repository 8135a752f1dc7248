import "./setup/environment.ts";
import * as admin from "firebase-admin/firestore";
import { describe, expect, test } from "vitest";
import { db } from "../../functions/src/store/firestore.ts";
import { Database } from "../chaos/platform/database.ts";
import { firestoreModule } from "../chaos/platform/firestore.ts";

/**
 * The simulator's Firestore in memory against a real one: what each case finds in one of them it must find in the other.
 */

type Module = Pick<typeof admin, "FieldValue" | "AggregateField" | "Timestamp">;

interface Store extends Module {
  db: admin.Firestore;
  /** A place of the case's own. */
  at: (path: string) => string;
}

/** The one in memory, whose calls are carried out at once. */
function inMemory(): Module & { db: admin.Firestore } {
  let micros = Date.now() * 1_000;
  let ids = 0;
  const clock = () => {
    micros += 1_000;
    return micros;
  };
  const port = {
    send: async <T>(_label: string, _writes: boolean, perform: () => T) => perform(),
    pause: async () => {},
    now: clock,
    newId: () => {
      ids += 1;
      return `id${ids}`;
    },
  };
  const module = firestoreModule({ database: new Database(clock), port });
  return { ...(module as unknown as Module), db: module.getFirestore() as unknown as admin.Firestore };
}

/** What an attempt ends with: its value, or the code by which it is refused. */
async function outcome(attempt: () => Promise<unknown>): Promise<unknown> {
  try {
    return await attempt();
  } catch (error) {
    return `refused: ${(error as { code?: number }).code ?? "by the client"}`;
  }
}

const pathsIn = ({ docs }: admin.QuerySnapshot) => docs.map(({ id }) => id);

async function fill({ db: store, at }: Store, docs: Record<string, object>): Promise<void> {
  const batch = store.batch();
  for (const [path, data] of Object.entries(docs)) batch.set(store.doc(at(path)), data);
  await batch.commit();
}

const FRUIT = {
  "fruit/apple": { n: 3, kind: "pome", tags: ["red", "green"], in: { season: 9 }, none: null },
  "fruit/banana": { n: 1, kind: "berry", tags: ["yellow"], in: { season: 1 }, none: 0 },
  "fruit/cherry": { n: 3, kind: "drupe", tags: ["red"], in: { season: 6 } },
  "fruit/date": { kind: "drupe", tags: [], in: { season: 9 } },
};

const CASES: Record<string, (store: Store) => Promise<unknown>> = {
  "stores copies, with dates as timestamps": async ({ db: store, at, Timestamp }) => {
    const ref = store.doc(at("a/1"));
    const value = {
      when: new Date(1_700_000_000_123),
      exact: new Timestamp(5, 123_456_000),
      list: [1, { b: [] }],
    };
    await ref.set(value);
    value.list.push(2);
    const data = (await ref.get()).data();
    return [data?.when.toMillis(), data?.exact.nanoseconds, data?.list, (await ref.get()).get("list")];
  },
  "keeps bytes, and takes no lists of lists": async ({ db: store, at }) => {
    const ref = store.doc(at("a/1"));
    await ref.set({ bytes: new Uint8Array([1, 2, 255]) });
    const { bytes } = (await ref.get()).data() ?? {};
    const nested = await outcome(() => ref.set({ list: [[1]] }));
    return [[...bytes], String(nested).startsWith("refused")];
  },
  "takes nothing undefined": ({ db: store, at }) =>
    outcome(async () => store.doc(at("a/1")).set({ inner: { not: undefined } })),
  "creates once": async ({ db: store, at }) => {
    const ref = store.doc(at("a/1"));
    await ref.create({ n: 1 });
    return [await outcome(() => ref.create({ n: 2 })), (await ref.get()).data()];
  },
  "updates what is there, by paths of fields, and replaces maps whole": async ({ db: store, at }) => {
    const ref = store.doc(at("a/1"));
    const missing = await outcome(() => ref.update({ n: 1 }));
    await ref.set({ a: { b: 1, c: { d: 2 } }, e: { f: 1 } });
    await ref.update({ "a.c": { g: 3 }, e: { h: 1 }, "new.one": true });
    return [missing, (await ref.get()).data()];
  },
  "merges deeply, with sums": async ({ db: store, at, FieldValue }) => {
    const ref = store.doc(at("a/1"));
    const more = {
      unit: "u",
      leaves: { x: { n: FieldValue.increment(2) }, y: { n: FieldValue.increment(-1) } },
    };
    await ref.set(more, { merge: true });
    await ref.set({ leaves: { x: { m: 1 } }, empty: {} }, { merge: true });
    await ref.set(more, { merge: true });
    return (await ref.get()).data();
  },
  "takes fields away and sets the server's time": async ({ db: store, at, FieldValue }) => {
    const ref = store.doc(at("a/1"));
    await ref.set({ a: 1, b: { c: 1, d: 2 }, at: FieldValue.serverTimestamp() });
    await ref.update({ a: FieldValue.delete(), "b.c": FieldValue.delete() });
    const { at: when, ...rest } = (await ref.get()).data() ?? {};
    return [typeof when.toMillis(), rest];
  },
  "knows the time of a document's last change": async ({ db: store, at }) => {
    const ref = store.doc(at("a/1"));
    const { writeTime } = await ref.set({ n: 1 });
    const first = await ref.get();
    await ref.set({ n: 1 });
    const same = await ref.get();
    await ref.set({ n: 2 });
    const later = await ref.get();
    await ref.delete();
    await ref.set({ n: 3 });
    const again = await ref.get();
    const micros = (time: admin.Timestamp | undefined) =>
      (time?.seconds ?? 0) * 1e6 + (time?.nanoseconds ?? 0) / 1_000;
    return [
      first.updateTime?.isEqual(writeTime),
      first.createTime?.isEqual(writeTime),
      same.updateTime?.isEqual(writeTime),
      micros(later.updateTime) > micros(writeTime),
      later.createTime?.isEqual(writeTime),
      micros(again.createTime) > micros(later.updateTime),
    ];
  },
  "writes only where the document is of the time that is required": async ({ db: store, at }) => {
    const ref = store.doc(at("a/1"));
    await ref.set({ n: 1 });
    const { updateTime } = await ref.get();
    if (!updateTime) throw new Error("no time");
    const guarded = (n: number) =>
      outcome(async () => {
        const batch = store.batch();
        batch.set(store.doc(at(`beside/${n}`)), { n });
        batch.update(ref, { n }, { lastUpdateTime: updateTime });
        await batch.commit();
        return "written";
      });
    const results = [await guarded(2), await guarded(3)];
    const removed = await outcome(() => ref.delete({ lastUpdateTime: updateTime }).then(() => "removed"));
    const beside = await store.collection(at("beside")).get();
    return [results, removed, pathsIn(beside), (await ref.get()).data()];
  },
  "tells the time of each write of a batch": async ({ db: store, at }) => {
    const [one, other] = [store.doc(at("a/1")), store.doc(at("a/2"))];
    const batch = store.batch();
    batch.set(one, { n: 1 });
    batch.create(other, { n: 2 });
    const times = (await batch.commit()).map(({ writeTime }) => writeTime);
    const found = [await one.get(), await other.get()];
    return found.map(({ updateTime }, index) => updateTime?.isEqual(times[index] as admin.Timestamp));
  },
  "commits a batch whole or not at all": async ({ db: store, at }) => {
    await store.doc(at("a/2")).set({ n: 1 });
    const batch = store.batch();
    batch.set(store.doc(at("a/1")), { n: 1 });
    batch.create(store.doc(at("a/2")), { n: 2 });
    return [await outcome(() => batch.commit()), (await store.doc(at("a/1")).get()).exists];
  },
  "applies the writes of one batch to one document in their order": async ({ db: store, at, FieldValue }) => {
    const ref = store.doc(at("a/1"));
    const batch = store.batch();
    batch.set(ref, { n: 1 });
    batch.update(ref, { n: FieldValue.increment(4), m: 1 });
    await batch.commit();
    return (await ref.get()).data();
  },
  "deletes what is not there": ({ db: store, at }) =>
    outcome(async () => {
      await store.doc(at("a/1")).delete();
      return (await store.doc(at("a/1")).get()).data() ?? "nothing";
    }),
  "finds by equality, by membership, and by what a list holds": async (store) => {
    await fill(store, FRUIT);
    const fruit = store.db.collection(store.at("fruit"));
    return [
      pathsIn(await fruit.where("kind", "==", "drupe").get()),
      pathsIn(await fruit.where("in.season", "in", [1, 6]).get()),
      pathsIn(await fruit.where("tags", "array-contains", "red").get()),
      pathsIn(await fruit.where("none", "==", null).get()),
      pathsIn(await fruit.where("kind", "==", "drupe").where("n", "==", 3).get()),
      pathsIn(await fruit.get()),
    ];
  },
  "finds in order, from a bound, some at a time, and only what has the field": async (store) => {
    await fill(store, FRUIT);
    const fruit = store.db.collection(store.at("fruit"));
    return [
      pathsIn(await fruit.where("n", ">=", 2).orderBy("n").get()),
      pathsIn(await fruit.orderBy("n", "desc").orderBy("kind").get()),
      pathsIn(await fruit.orderBy("in.season").limit(3).get()),
      pathsIn(await fruit.orderBy("__name__").limit(2).startAfter("banana").get()),
      pathsIn(await fruit.orderBy("__name__").startAfter("date").get()),
      pathsIn(await fruit.orderBy("n", "desc").get()),
    ];
  },
  "finds in every collection of a name": async (store) => {
    const group = `g${store.at("").replaceAll(/[^a-z0-9]/g, "")}`;
    await fill(store, {
      [`p/1/${group}/a`]: { s: 1 },
      [`p/2/${group}/b`]: { s: 2 },
      [`p/2/${group}/c`]: { s: 1 },
    });
    const found = await store.db.collectionGroup(group).where("s", "in", [1]).get();
    return [pathsIn(found), found.docs.map(({ ref }) => ref.parent.parent?.id)];
  },
  "counts and adds up without reading": async (store) => {
    await fill(store, { ...FRUIT, "fruit/text": { n: "many" } });
    const fruit = store.db.collection(store.at("fruit"));
    const { AggregateField } = store;
    const sums = fruit.aggregate({ all: AggregateField.count(), n: AggregateField.sum("n") });
    const drupes = fruit.where("kind", "==", "drupe").count();
    const ids = await fruit.select().get();
    return [(await sums.get()).data(), (await drupes.get()).data(), pathsIn(ids), ids.size, ids.empty];
  },
  "lists documents that only have something below them": async (store) => {
    await fill(store, { "p/1": { n: 1 }, "p/2/q/x": { n: 1 }, "p/3/q/y/r/z": { n: 1 } });
    return (await store.db.collection(store.at("p")).listDocuments()).map(({ id }) => id).sort();
  },
  "deletes all below a place and nothing beside it": async (store) => {
    await fill(store, { "p/1": { n: 1 }, "p/1/q/x": { n: 1 }, "p/1/q/x/r/y": { n: 1 }, "p/10": { n: 1 } });
    await store.db.recursiveDelete(store.db.doc(store.at("p/1")));
    const left = await Promise.all(
      ["p/1", "p/1/q/x", "p/1/q/x/r/y", "p/10"].map(
        async (path) => (await store.db.doc(store.at(path)).get()).exists,
      ),
    );
    return left;
  },
  "loses nothing where transactions contend": async ({ db: store, at }) => {
    const ref = store.doc(at("a/1"));
    await ref.set({ n: 0 });
    const add = () =>
      store.runTransaction(
        async (tx) => {
          const { n } = (await tx.get(ref)).data() ?? {};
          tx.update(ref, { n: n + 1 });
        },
        { maxAttempts: 20 },
      );
    await Promise.all([add(), add(), add()]);
    return (await ref.get()).data();
  },
  "makes one of two transactions that find nothing wait for the other": async ({ db: store, at }) => {
    const [one, other] = [store.collection(at("rooms")), store.doc(at("a/1"))];
    const take = (name: string) =>
      store.runTransaction(
        async (tx) => {
          if ((await tx.get(one)).size > 0) return "taken";
          tx.create(one.doc(name), { name });
          return "took";
        },
        { maxAttempts: 20 },
      );
    const results = await Promise.all([take("x"), take("y")]);
    return [results.sort(), (await one.get()).size, (await other.get()).exists];
  },
  "reads before it writes, and writes nothing where it only reads": async ({ db: store, at }) => {
    const ref = store.doc(at("a/1"));
    const late = await outcome(() =>
      store.runTransaction(async (tx) => {
        tx.set(ref, { n: 1 });
        await tx.get(ref);
      }),
    );
    const readOnly = await outcome(() =>
      store.runTransaction(
        async (tx) => {
          await tx.get(ref);
          tx.set(ref, { n: 1 });
        },
        { readOnly: true },
      ),
    );
    return [late, readOnly, (await ref.get()).exists];
  },
  "refuses in a transaction what a batch would be refused": async ({ db: store, at }) => {
    const [one, other] = [store.doc(at("a/1")), store.doc(at("a/2"))];
    await one.set({ n: 1 });
    let attempts = 0;
    const created = await outcome(() =>
      store.runTransaction(async (tx) => {
        attempts += 1;
        await tx.get(other);
        tx.set(other, { n: 1 });
        tx.create(one, { n: 2 });
      }),
    );
    const updated = await outcome(() =>
      store.runTransaction(async (tx) => {
        await tx.get(one);
        tx.update(other, { n: 1 });
      }),
    );
    return [created, attempts, updated, (await other.get()).exists];
  },
  "ends with the error that its body throws, and nothing is written": async ({ db: store, at }) => {
    const ref = store.doc(at("a/1"));
    let attempts = 0;
    const result = await outcome(() =>
      store.runTransaction(async (tx) => {
        attempts += 1;
        tx.set(ref, { n: 1 });
        throw new RangeError("no");
      }),
    );
    return [result, attempts, (await ref.get()).exists];
  },
  "reads what stood at an instant": async ({ db: store, at }) => {
    const ref = store.doc(at("a/1"));
    const all = store.collection(at("a"));
    const { writeTime } = await ref.set({ n: 1 });
    await ref.set({ n: 2 });
    await store.doc(at("a/2")).set({ n: 3 });
    const then = await store.runTransaction(
      async (tx) => [(await tx.get(ref)).data(), pathsIn(await tx.get(all))],
      { readOnly: true, readTime: writeTime },
    );
    return [then, (await ref.get()).data(), pathsIn(await all.get())];
  },
  "converts on the way in and out, until told otherwise": async ({ db: store, at }) => {
    const plain = store.doc(at("a/1"));
    const doubled = plain.withConverter<{ n: number }, { m: number }>({
      toFirestore: (value) => ({ m: (value.n as number) * 2 }),
      fromFirestore: (snapshot) => ({ n: (snapshot.data() as { m: number }).m / 2 }),
    });
    await doubled.set({ n: 4 });
    const found = [(await doubled.get()).data(), (await doubled.withConverter(null).get()).data()];
    const query = store.collection(at("a")).withConverter<{ m: number }, { m: number }>({
      toFirestore: (value) => value as { m: number },
      fromFirestore: (snapshot) => ({ m: -(snapshot.data() as { m: number }).m }),
    });
    return [found, (await query.where("m", "==", 8).get()).docs.map((doc) => doc.data()), query.doc("x").id];
  },
};

/** What a case finds, without what the two can't have in common. */
const plain = (value: unknown) => JSON.parse(JSON.stringify(value ?? null));

describe("the Firestore in memory", () => {
  const RUN = Date.now().toString(36);
  for (const [index, [name, run]] of Object.entries(CASES).entries())
    test(`${name}, as the real one does`, async () => {
      const at = (path: string) => `contract/${RUN}-${index}/${path}`;
      const { FieldValue, AggregateField, Timestamp } = admin;
      const real = plain(await run({ db, at, FieldValue, AggregateField, Timestamp }));
      expect(plain(await run({ ...inMemory(), at }))).toEqual(real);
    });
});
