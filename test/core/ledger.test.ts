import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  emptyLedger,
  foldChanges,
  isFolded,
  isSufficient,
  Ledger,
  rebuildLedger,
  type ScoreChange,
} from "../../core/src/index.ts";
import { unitWith } from "./samples.ts";

const EMPTY = emptyLedger("so-y-te", unitWith({ exempt: { f1c2: "không có" } }), {
  version: 3,
  surveyHeld: true,
});

const change = (
  column: ScoreChange["column"],
  leaf: string,
  rev: number,
  points: number | null,
  flag = true,
): ScoreChange => ({
  ...{ column, leaf, points, rev },
  ...(column === "survey" ? { sufficient: flag } : {}),
  ...(column === "appraisal" ? { asked: flag } : {}),
});

/** A ledger that may not be changed in place. */
function frozenDeep(ledger: Ledger): Ledger {
  for (const column of [ledger.self, ledger.appraisal, ledger.survey]) {
    for (const score of Object.values(column)) Object.freeze(score);
    Object.freeze(column);
  }
  return Object.freeze(ledger);
}

const idOf = ({ column, leaf, rev }: ScoreChange) => `${column}-${leaf}-${rev}`;

/** Score documents with all their versions: of each leaf and column, versions 1 … n. */
const documents = fc
  .uniqueArray(
    fc.record({
      column: fc.constantFrom("self" as const, "appraisal" as const, "survey" as const),
      leaf: fc.constantFrom("f1c1", "f1c2", "f2c1s1", "f2c1s2"),
      versions: fc.array(fc.record({ points: fc.option(fc.nat({ max: 40_000 })), flag: fc.boolean() }), {
        minLength: 1,
        maxLength: 5,
      }),
    }),
    { minLength: 1, maxLength: 12, selector: ({ column, leaf }) => `${column}-${leaf}` },
  )
  .map((docs) =>
    docs.map(({ column, leaf, versions }) =>
      versions.map(({ points, flag }, at) => change(column, leaf, at + 1, points, flag)),
    ),
  );

/** Every change at least once, some more than once, in any order. */
const deliveriesOf = (changes: ScoreChange[]) =>
  fc
    .array(fc.constantFrom(...changes), { maxLength: 8 })
    .chain((again) =>
      fc.shuffledSubarray([...changes, ...again], { minLength: changes.length + again.length }),
    );

/** What must come out: the last version of every document, written down without the fold. */
function folded(docs: readonly ScoreChange[][]): Ledger {
  const ledger: Ledger = { ...EMPTY, self: {}, appraisal: {}, survey: {} };
  for (const versions of docs) {
    const last = versions.at(-1);
    if (!last) continue;
    const { column, leaf, points, rev, sufficient = false, asked = false } = last;
    if (column === "survey") ledger.survey[leaf] = { points, rev, sufficient };
    else if (column === "appraisal" && asked) ledger.appraisal[leaf] = { points, rev, asked };
    else ledger[column][leaf] = { points, rev };
  }
  return ledger;
}

/** Cuts a list into batches, as folds take what waits together. */
function batches<T>(list: readonly T[], sizes: readonly number[]): T[][] {
  const cut: T[][] = [];
  for (let at = 0, turn = 0; at < list.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    cut.push(list.slice(at, at + size));
    at += size;
  }
  return cut;
}

describe("folding", () => {
  it("gives the same ledger for any order, duplication and batching of the changes", () => {
    const cases = documents.chain((docs) =>
      fc.record({
        docs: fc.constant(docs),
        deliveries: deliveriesOf(docs.flat()),
        sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ docs, deliveries, sizes }) => {
        const ledger = batches(deliveries, sizes).reduce<Ledger>(
          (sofar, batch) => foldChanges(frozenDeep(sofar), batch),
          EMPTY,
        );
        expect(ledger).toEqual(folded(docs));
        expect(Ledger.parse(ledger)).toEqual(ledger);
      }),
    );
  });

  it("never goes back to an older version", () => {
    const cases = documents.chain((docs) =>
      fc.record({ docs: fc.constant(docs), deliveries: deliveriesOf(docs.flat()) }),
    );
    fc.assert(
      fc.property(cases, ({ deliveries }) => {
        let ledger = EMPTY;
        for (const next of deliveries) {
          const before = ledger[next.column][next.leaf]?.rev ?? 0;
          ledger = foldChanges(ledger, [next]);
          expect(ledger[next.column][next.leaf]?.rev).toBe(Math.max(before, next.rev));
        }
      }),
    );
  });

  it("returns the very same ledger where nothing is newer", () => {
    fc.assert(
      fc.property(documents, (docs) => {
        const ledger = foldChanges(EMPTY, docs.flat());
        expect(foldChanges(ledger, docs.flat())).toBe(ledger);
        expect(foldChanges(ledger, [])).toBe(ledger);
      }),
    );
  });

  it("leaves everything else of the ledger as it is", () => {
    const ledger = foldChanges({ ...EMPTY, frozen: true }, [change("self", "f1c1", 1, 5)]);
    const { self, ...rest } = ledger;
    const { self: _self, ...before } = EMPTY;
    expect(rest).toEqual({ ...before, frozen: true });
    expect(self).toEqual({ f1c1: { points: 5, rev: 1 } });
    expect(EMPTY.self).toEqual({});
  });

  it.each<[string, ScoreChange[], Ledger["self"]]>([
    ["a first version", [change("self", "a", 1, 5)], { a: { points: 5, rev: 1 } }],
    ["a newer version", [change("self", "a", 1, 5), change("self", "a", 2, 7)], { a: { points: 7, rev: 2 } }],
    [
      "an older one late",
      [change("self", "a", 2, 7), change("self", "a", 1, 5)],
      { a: { points: 7, rev: 2 } },
    ],
    ["a gap", [change("self", "a", 9, 7)], { a: { points: 7, rev: 9 } }],
    [
      "a cleared score",
      [change("self", "a", 1, 5), change("self", "a", 2, null)],
      { a: { points: null, rev: 2 } },
    ],
    ["0 after points", [change("self", "a", 1, 5), change("self", "a", 2, 0)], { a: { points: 0, rev: 2 } }],
    [
      "a twice-delivered one",
      [change("self", "a", 1, 5), change("self", "a", 1, 5)],
      { a: { points: 5, rev: 1 } },
    ],
    [
      "versions of two leaves",
      [change("self", "a", 3, 5), change("self", "b", 1, 1)],
      { a: { points: 5, rev: 3 }, b: { points: 1, rev: 1 } },
    ],
  ])("%s", (_what, changes, self) => {
    expect(foldChanges(EMPTY, changes)).toEqual({ ...EMPTY, self });
  });

  it("keeps the columns of one leaf apart", () => {
    const ledger = foldChanges(EMPTY, [
      change("self", "a", 2, 5),
      change("appraisal", "a", 1, 4, false),
      change("survey", "a", 7, 3, false),
    ]);
    expect([ledger.self, ledger.appraisal, ledger.survey]).toEqual([
      { a: { points: 5, rev: 2 } },
      { a: { points: 4, rev: 1 } },
      { a: { points: 3, rev: 7, sufficient: false } },
    ]);
  });

  it("knows what the unit is asked to explain, judged or not, until it is asked no more", () => {
    const asked = foldChanges(EMPTY, [
      change("appraisal", "a", 1, null),
      change("appraisal", "b", 1, 5),
      change("appraisal", "c", 1, 5, false),
      { column: "appraisal", leaf: "d", points: 5, rev: 1 },
    ]);
    expect(asked.appraisal).toEqual({
      a: { points: null, rev: 1, asked: true },
      b: { points: 5, rev: 1, asked: true },
      c: { points: 5, rev: 1 },
      d: { points: 5, rev: 1 },
    });
    const answered = foldChanges(frozenDeep(asked), [change("appraisal", "a", 2, 5, false)]);
    expect(answered.appraisal.a).toEqual({ points: 5, rev: 2 });
    expect(foldChanges(answered, [change("appraisal", "a", 1, null)])).toBe(answered);
  });

  it("takes no asking in another column", () => {
    const ledger = foldChanges(EMPTY, [
      { column: "self", leaf: "a", points: 3, rev: 1, asked: true },
      { column: "survey", leaf: "a", points: 3, rev: 1, asked: true },
    ]);
    expect([ledger.self.a, ledger.survey.a]).toEqual([
      { points: 3, rev: 1 },
      { points: 3, rev: 1, sufficient: false },
    ]);
  });

  it("keeps who judged, and how many answers and which interval a survey score has, each in its column alone", () => {
    const interval = { low: 2, high: 4 };
    const more = { by: "tham", n: 120, interval };
    const ledger = foldChanges(EMPTY, [
      { column: "self", leaf: "a", points: 3, rev: 1, ...more },
      { column: "appraisal", leaf: "a", points: 3, rev: 1, ...more },
      { column: "survey", leaf: "a", points: 3, rev: 1, ...more },
      { column: "survey", leaf: "b", points: 3, rev: 1, n: 1, interval: null },
    ]);
    expect([ledger.self.a, ledger.appraisal.a, ledger.survey.a, ledger.survey.b]).toEqual([
      { points: 3, rev: 1 },
      { points: 3, rev: 1, by: "tham" },
      { points: 3, rev: 1, sufficient: false, n: 120, interval },
      { points: 3, rev: 1, sufficient: false, n: 1 },
    ]);
    expect(Ledger.parse(ledger)).toEqual(ledger);
  });

  it("takes a sample of which nothing is said as too small", () => {
    const ledger = foldChanges(EMPTY, [{ column: "survey", leaf: "a", points: 3, rev: 1 }]);
    expect(ledger.survey.a?.sufficient).toBe(false);
  });
});

describe("rebuilding from the stored scores", () => {
  const V1 = change("self", "a", 1, 5);
  const V2 = change("self", "a", 2, 7);

  it("marks as unrecorded what was not folded from its event, until that event comes", () => {
    const behind = foldChanges(EMPTY, [V1]);
    const rebuilt = rebuildLedger(EMPTY, behind, [V2]);
    expect(rebuilt.self).toEqual({ a: { points: 7, rev: 2, unrecorded: true } });
    expect([isFolded(rebuilt, V1), isFolded(rebuilt, V2)]).toEqual([false, false]);
    const late = foldChanges(frozenDeep(rebuilt), [V2]);
    expect(late.self).toEqual({ a: { points: 7, rev: 2 } });
    expect(isFolded(late, V2)).toBe(true);
    expect(foldChanges(rebuilt, [V1])).toBe(rebuilt);
  });

  it("keeps as recorded what was folded, and stays the same when done again", () => {
    const current = foldChanges(EMPTY, [V1, V2]);
    expect(rebuildLedger(EMPTY, current, [V2])).toEqual(current);
    const ahead = rebuildLedger(EMPTY, undefined, [V2]);
    expect(ahead.self).toEqual({ a: { points: 7, rev: 2, unrecorded: true } });
    expect(rebuildLedger(EMPTY, ahead, [V2])).toEqual(ahead);
  });

  it("brings the exemptions and settings of the new ledger, and the scores of the stored documents only", () => {
    const stored = foldChanges({ ...EMPTY, settingsVersion: 2, exempt: {} }, [
      V2,
      change("self", "gone", 1, 1),
    ]);
    expect(rebuildLedger(EMPTY, stored, [V2])).toEqual({ ...EMPTY, self: { a: { points: 7, rev: 2 } } });
    expect(rebuildLedger(EMPTY, stored, [])).toBe(EMPTY);
  });

  it("between any deliveries changes nothing in the end, and every version is recorded", () => {
    type Act = { kind: "write" | "deliver" | "redeliver" | "rebuild"; pick: number };
    const acts: fc.Arbitrary<Act[]> = fc.array(
      fc.record({
        kind: fc.constantFrom("write", "write", "deliver", "redeliver", "rebuild"),
        pick: fc.nat(),
      }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(documents, acts, fc.infiniteStream(fc.nat()), (docs, script, picks) => {
        const written: ScoreChange[][] = docs.map(() => []);
        const waiting: ScoreChange[] = [];
        const delivered: ScoreChange[] = [];
        const recorded = new Set<string>();
        let ledger = EMPTY;
        const fold = (next: ScoreChange) => {
          if (!isFolded(ledger, next)) recorded.add(idOf(next));
          ledger = foldChanges(frozenDeep(ledger), [next]);
        };
        const write = (pick: number) => {
          const open = docs.flatMap((versions, at) => {
            const next = versions[written[at]?.length ?? 0];
            return next ? [{ at, next }] : [];
          });
          const chosen = open[pick % open.length];
          if (!chosen) return;
          written[chosen.at]?.push(chosen.next);
          waiting.push(chosen.next);
        };
        const deliver = (pick: number) => {
          for (const next of waiting.splice(pick % Math.max(1, waiting.length), 1)) {
            delivered.push(next);
            fold(next);
          }
        };
        const rebuild = () => {
          ledger = rebuildLedger(
            EMPTY,
            frozenDeep(ledger),
            written.flatMap((versions) => versions.slice(-1)),
          );
          const points = (of: Ledger) =>
            [of.self, of.appraisal, of.survey].map((column) =>
              Object.entries(column)
                .map(([leaf, score]) => [leaf, score.points, score.rev])
                .sort(),
            );
          expect(points(ledger)).toEqual(points(folded(written)));
        };
        for (const { kind, pick } of script) {
          if (kind === "write") write(pick);
          if (kind === "deliver") deliver(pick);
          if (kind === "rebuild") rebuild();
          const again = kind === "redeliver" ? delivered[pick % Math.max(1, delivered.length)] : undefined;
          if (again) fold(again);
        }
        while (waiting.length > 0) deliver(picks.next().value ?? 0);
        expect(ledger).toEqual(folded(written));
        expect([...recorded].sort()).toEqual(written.flat().map(idOf).sort());
      }),
    );
  });
});

it.each([
  [150, 150, true],
  [149, 150, false],
  [151, 150, true],
  [0, 0, true],
  [0, 1, false],
])("%i answers where %i were asked for: sufficient is %s", (n, minimum, sufficient) => {
  expect(isSufficient({ n, minimum })).toBe(sufficient);
});

it.each([
  [[], true],
  [[{ n: 30, minimum: 30 }], true],
  [[{ n: 31, minimum: 30 }], true],
  [[{ n: 29, minimum: 30 }], false],
  [
    [
      { n: 900, minimum: 30 },
      { n: 29, minimum: 30 },
    ],
    false,
  ],
])(
  "enough answers in all are sufficient where each group has enough of its own: %j is %s",
  (shares, sufficient) => {
    const groups = shares.map((share, at) => ({ name: `g${at}`, weight: 1, mean: null, ...share }));
    expect(isSufficient({ n: 1_000, minimum: 100, groups })).toBe(sufficient);
  },
);

it("a folded score keeps only what its change says: no empty fields, which Firestore would refuse", () => {
  const empty = emptyLedger("u", unitWith({}), { version: 1, surveyHeld: true });
  const folded = foldChanges(empty, [
    { column: "survey", leaf: "s", points: 1, rev: 1 },
    { column: "survey", leaf: "t", points: 1, rev: 1, sufficient: true, n: 3, interval: { low: 0, high: 2 } },
    { column: "appraisal", leaf: "a", points: 1, rev: 1 },
    { column: "appraisal", leaf: "b", points: 1, rev: 1, asked: true, by: "council" },
  ]);
  expect(folded.survey).toStrictEqual({
    s: { points: 1, rev: 1, sufficient: false },
    t: { points: 1, rev: 1, sufficient: true, n: 3, interval: { low: 0, high: 2 } },
  });
  expect(folded.appraisal).toStrictEqual({
    a: { points: 1, rev: 1 },
    b: { points: 1, rev: 1, asked: true, by: "council" },
  });
});

it("an empty ledger knows the unit's place, exemptions and settings, and no scores", () => {
  const unit = unitWith({
    name: "Huyện Tân Uyên",
    order: 7,
    group: "huyen",
    criteriaSet: "pl06-huyen",
    exempt: { f1: "không có" },
  });
  expect(Ledger.parse(emptyLedger("tan-uyen", unit, { version: 4, surveyHeld: false }))).toEqual({
    ...{ unit: "tan-uyen", group: "huyen", criteriaSet: "pl06-huyen", exempt: { f1: "không có" } },
    ...{ name: "Huyện Tân Uyên", order: 7, submission: "submitted", evidence: {} },
    ...{ settingsVersion: 4, surveyHeld: false, frozen: false, self: {}, appraisal: {}, survey: {} },
  });
});
