import { CHUNK_BYTES, collectionOf, FILE_BYTES_MAX, paths } from "../../core/src/index.ts";
import { type Account, type Content, Double, NOW, type World, type Write } from "./policy/request.ts";
import { NEW_FILE, PARTS, PERIOD_ID, STORED_FILE } from "./scenes.ts";
import { CONTENT, type TypedColumn } from "./scores.ts";
import { future, past, SET } from "./world.ts";

/** Every kind of write that some client may make, as an honest one makes it; the last four whatever the state of the year. */
export const KINDS = [
  ...["self", "adjusted", "recognised", "cleared", "explanation", "file", "chunk0", "chunk1"],
  ...["schemeFile", "schemeChunk", "notice", "reasons"],
] as const;
export type Kind = (typeof KINDS)[number];

/** Where a write is to go, and who makes it. */
export interface Aim {
  world: World;
  scheme: string;
  account: Account | null;
  unit: string;
  leaf: string;
}

type Whole = Extract<Write, { verb: "set" }>;

function scoreBy(
  { world, scheme, account, unit, leaf }: Aim,
  column: TypedColumn,
  change: Content = {},
): Whole {
  const path = paths.score(scheme, PERIOD_ID, unit, collectionOf[column], leaf);
  const rev = Number(world.get(path)?.rev ?? 0) + 1;
  const place = { scheme, period: PERIOD_ID, unit, leaf, field: SET.leaves[leaf]?.field ?? "f1" };
  const version = { rev, by: account?.uid ?? "nobody", at: NOW };
  return { verb: "set", path, content: { ...place, ...version, ...CONTENT[column], ...change } };
}

const fileBy = (account: Account | null, folder: string): Whole => ({
  ...{ verb: "set", path: `${folder}/${NEW_FILE}` },
  content: {
    ...{ sha256: NEW_FILE, size: 1, chunks: [NEW_FILE], type: null, state: "uploading" },
    ...{ by: account?.uid ?? "nobody", at: NOW },
  },
});
const chunkOf = (folder: string, n: number): Whole => ({
  ...{ verb: "set", path: `${folder}/${STORED_FILE}/chunks/${n}`, content: { bytes: PARTS[n] } },
});

/** The honest write of a kind. */
export function draftOf(kind: Kind, aim: Aim): Whole {
  const { world, scheme, account, unit, leaf } = aim;
  const uid = account?.uid ?? "nobody";
  const ownFiles = paths.files(scheme, PERIOD_ID, unit);
  const schemeFiles = paths.files(scheme, PERIOD_ID, null);
  switch (kind) {
    case "self":
      return scoreBy(aim, "self");
    case "adjusted":
      return scoreBy(aim, "appraisal");
    case "recognised": {
      const points = world.get(paths.score(scheme, PERIOD_ID, unit, "selfScores", leaf))?.points ?? 2_500;
      return scoreBy(aim, "appraisal", { decision: "recognised", points, reason: "" });
    }
    case "cleared":
      return scoreBy(aim, "appraisal", { decision: null, points: null, reason: "" });
    case "explanation":
      return scoreBy(aim, "explanation", {
        round: world.get(paths.period(scheme, PERIOD_ID))?.releaseRound ?? 1,
      });
    case "file":
      return fileBy(account, ownFiles);
    case "chunk0":
      return chunkOf(ownFiles, 0);
    case "chunk1":
      return chunkOf(ownFiles, 1);
    case "schemeFile":
      return fileBy(account, schemeFiles);
    case "schemeChunk":
      return chunkOf(schemeFiles, 0);
    case "notice": {
      const path = `${paths.notices(scheme, uid)}/n1`;
      return { verb: "set", path, content: { ...world.get(path), readAt: NOW } };
    }
    case "reasons":
      return { verb: "set", path: paths.savedReasons(scheme, uid), content: { reasons: ["Thiếu tài liệu"] } };
  }
}

const texts = (longest: number): readonly unknown[] => [
  ...["", " ", "x", "a".repeat(longest), "a".repeat(longest + 1), "ế".repeat(longest)],
  ...[
    "😀".repeat(longest / 2),
    `${"😀".repeat(longest / 2)}a`,
    "\u{10ffff}".repeat(longest / 2 + 1),
    7,
    null,
  ],
];
const HASH = "a".repeat(64);

/** What may stand in a field instead: around every limit, of other types, and what others would write there. */
const INSTEAD: Readonly<Record<string, readonly unknown[]>> = {
  scheme: ["other", "", null],
  period: ["other", 1],
  unit: ["alpha", "beta", "standing", "own", null],
  leaf: ["b1", "a1", "s2", "b2", "v2", "x1", "zz", null],
  field: ["f1", "f2", "f3", null],
  rev: [-1, 0, 1, 2, 3, 4, 5, 6, "1", 1.5, null],
  by: ["editor", "head", "admin", "someone", "", null],
  at: [past(), future(), "now", null],
  points: [
    ...[-2_500, -1, -0, 0, 1, 2_499, 2_500, 2_501, 5_000, 17_500, 19_999, 20_000, 20_001, 22_500, 2_500.5],
    ...[Number.NaN, Number.POSITIVE_INFINITY, "2500", true, [], {}, null],
  ],
  note: texts(5_000),
  text: texts(5_000),
  ask: texts(5_000),
  reason: [
    ...[...texts(5_000), " \t\n", "\u00a0", "\u3000\ufeff", "\u000b\u2028", "\u200b", "😀", "\n x \n"],
    ...["\f", "\u2003\u202f\u205f", "x\n"],
  ],
  minutes: texts(200),
  decision: ["recognised", "adjusted", "approved", "", null, 7],
  round: [0, 1, 2, "1", null],
  facts: [
    ...[{}, null, [], [1], "x", 7, { yes: true }, { yes: "yes" }, { yes: null }, { planed: 1 }],
    ...["option", "planned", "done", "late", "value", "items"].flatMap((name) =>
      [0, 1_000_000_000, 1_000_000_001, -1, 0.5, "1", [1], null].map((count) => ({ [name]: count })),
    ),
    ...[[], [true, false], [true, null], [1], Array(100).fill(true), Array(101).fill(true), 1, "x", null].map(
      (parts) => ({ parts }),
    ),
    ...["2024-06-30", "", "2024-06-301", null, 20240630, ["2024-06-30"], past()].map((issued) => ({
      issued,
    })),
    { planned: 20, done: 18, late: 1 },
    { yes: false, option: 0, parts: [false], issued: null, planned: 0, done: 0, late: 0, value: 0, items: 0 },
    { yes: true, planned: -1 },
  ],
  sha256: [HASH, NEW_FILE.toUpperCase(), "", null],
  size: [-1, 0, 1, CHUNK_BYTES, CHUNK_BYTES + 1, FILE_BYTES_MAX, FILE_BYTES_MAX + 1, 0.5, "1", null],
  chunks: [
    ...[
      [],
      [HASH],
      [HASH, HASH],
      [HASH.slice(1)],
      [`${HASH}0`],
      [HASH.toUpperCase()],
      [1],
      HASH,
      { a: HASH },
    ],
    ...[[`${HASH},${HASH}`], [HASH, ""], [HASH, `${HASH},${HASH}`], ["g".repeat(64)], [null], null],
  ],
  type: ["application/pdf", "", 7],
  state: ["complete", "rejected", "", null],
  bytes: [...[...PARTS, Uint8Array.of(9), "x", null, [1]]],
  readAt: [past(), future(), null, "now"],
  told: [{ kind: "returned", until: null, reason: "Khác" }, null],
  reasons: [
    ...[[], Array(50).fill("x"), Array(51).fill("x"), Array(50).fill("x".repeat(2_000)), "x", 7, null],
    ...[Array(50).fill("x".repeat(2_001)), { x: "x" }, { size: 1 }],
    [...Array(49).fill("x".repeat(2_000)), "x".repeat(2_001)],
  ],
};

const DOUBLES: Readonly<Record<string, readonly unknown[]>> = {
  rev: [new Double(1)],
  points: [new Double(0), new Double(2_500)],
  size: [new Double(1)],
  facts: ["option", "planned", "done", "late", "value", "items"].map((name) => ({ [name]: new Double(1) })),
};

/** A change of a write that its author might make, or a forger. */
export type Twist = (write: Whole) => Write;

const content =
  (change: (content: Content) => Content): Twist =>
  (write) => ({ ...write, content: change(write.content) });
const beside =
  (name: string): Twist =>
  (write) => ({ ...write, path: `${write.path.slice(0, write.path.lastIndexOf("/"))}/${name}` });

/** Two fields that go together: files by their size, and what makes a judgement. */
const TOGETHER: readonly Content[] = [
  ...[
    1,
    CHUNK_BYTES,
    CHUNK_BYTES + 1,
    2 * CHUNK_BYTES,
    10 * CHUNK_BYTES,
    FILE_BYTES_MAX,
    FILE_BYTES_MAX + 1,
  ].flatMap((size) => [1, 2, 3, 10, 11, 12, 13].map((count) => ({ size, chunks: Array(count).fill(HASH) }))),
  { size: 0, chunks: [] },
  { size: -1, chunks: [] },
  { size: 1.5, chunks: [HASH] },
  ...[null, "recognised", "adjusted", "approved"].flatMap((decision) =>
    [null, 0, 2_500, 5_000, 20_000].flatMap((points) =>
      ["", "Lý do"].map((reason) => ({ decision, points, reason })),
    ),
  ),
];

/** Every twist that says something else of this write. */
export function twistsOf(write: Whole): Twist[] {
  const names = Object.keys(write.content);
  return [
    ...names.map((name) =>
      content((whole) => Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name))),
    ),
    ...names.flatMap((name) =>
      (INSTEAD[name] ?? ["x", null]).map((value) => content((whole) => ({ ...whole, [name]: value }))),
    ),
    content((whole) => ({ ...whole, more: true })),
    content(() => ({})),
    ...TOGETHER.filter((change) => Object.keys(change).every((name) => names.includes(name))).map((change) =>
      content((whole) => ({ ...whole, ...change })),
    ),
    ...(write.path.includes("/chunks/")
      ? ["0", "1", "2", "3", "00", "01", "001", "-1", "1.0", "x", "10", "100", "+1"].map(beside)
      : []),
    ...(write.path.includes("/files/") && !write.path.includes("/chunks/")
      ? [NEW_FILE.toUpperCase(), "a", HASH].flatMap((name): Twist[] => [
          beside(name),
          (one) => beside(name)({ ...one, content: { ...one.content, sha256: name } } as Whole),
        ])
      : []),
    ...(write.path.endsWith("/own/reasons") ? [beside("notes"), beside("other")] : []),
    ...(write.path.includes("/notices/") ? [beside("n2")] : []),
    ({ path }) => ({ verb: "delete", path }),
  ];
}

/** Twists that only a client without the SDK can make: whole numbers that are no integers. */
export const wireTwistsOf = (write: Whole): Twist[] =>
  Object.entries(DOUBLES)
    .filter(([name]) => name in write.content)
    .flatMap(([name, values]) => values.map((value) => content((whole) => ({ ...whole, [name]: value }))));
