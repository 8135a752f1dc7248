import { createHash } from "node:crypto";
import {
  Bytes,
  collection,
  deleteDoc,
  doc,
  serverTimestamp,
  setDoc,
  Timestamp,
  updateDoc,
} from "firebase/firestore";
import { beforeAll, beforeEach, describe, test } from "vitest";
import { CHUNK_BYTES, FILE_BYTES_MAX, PeriodState, paths } from "../../core/src/index.ts";
import {
  as,
  build,
  EVERYONE,
  expectAllowed,
  expectRefused,
  future,
  owner,
  PERIOD,
  type Person,
  past,
  periodAt,
  SCHEME,
  setPeriod,
  setUnit,
  unitIn,
} from "./world.ts";

type Change = Record<string, unknown>;

const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
/** Two chunks: a full one with every value a byte can have, and a rest. */
const CONTENT = Uint8Array.from({ length: CHUNK_BYTES + 1 }, (_, at) => at % 256);
const CHUNKS = [CONTENT.subarray(0, CHUNK_BYTES), CONTENT.subarray(CHUNK_BYTES)];
const SHA256 = hashOf(CONTENT);
const OTHER = hashOf(new Uint8Array());

const folderOf = (unit: string | null) => paths.files(SCHEME, PERIOD, unit);
const pathOf = (unit: string | null, file = SHA256) => `${folderOf(unit)}/${file}`;

/** A file of one chunk as an honest client begins it, and its hash. */
export const SMALL_FILE = OTHER;
export const smallFileBy = (person: string): Change =>
  fileBy(person, { sha256: SMALL_FILE, size: 1, chunks: [SMALL_FILE] });

/** A file as an honest client begins it; `change` replaces or (undefined) removes fields. */
function fileBy(person: string, change: Change = {}): Change {
  const file = {
    ...{ sha256: SHA256, size: CONTENT.length, chunks: CHUNKS.map(hashOf) },
    ...{ type: null, state: "uploading", by: person, at: serverTimestamp(), ...change },
  };
  return Object.fromEntries(Object.entries(file).filter(([, value]) => value !== undefined));
}

const begin = (person: Person, unit: string | null, change: Change = {}, file = SHA256) =>
  setDoc(doc(as(person), pathOf(unit, file)), fileBy(person, change));
const send = (person: Person, unit: string | null, n: number | string, chunk: Change) =>
  setDoc(doc(as(person), `${pathOf(unit)}/chunks/${n}`), chunk);
const bytesOf = (bytes: Uint8Array | undefined): Change => ({
  bytes: Bytes.fromUint8Array(bytes ?? new Uint8Array()),
});

/** Stores the file past the rules, without chunks. */
async function begun(unit: string | null, change: Change = {}): Promise<void> {
  await owner.doc(pathOf(unit)).set({ ...fileBy("someone", change), at: new Date() });
}
async function gone(unit: string | null): Promise<void> {
  const { docs } = await owner.collection(`${pathOf(unit)}/chunks`).get();
  await Promise.all(docs.map(({ ref }) => ref.delete()));
  await owner.doc(pathOf(unit)).delete();
}

/** Expects these people, and no one else, to begin the file and to send its last chunk. */
async function onlyFrom(people: readonly Person[], unit: string | null, when: string): Promise<void> {
  for (const person of EVERYONE) {
    const expected = people.includes(person) ? expectAllowed : expectRefused;
    await gone(unit);
    await expected(begin(person, unit), `${person} beginning a file of ${unit} ${when}`);
    await begun(unit);
    await expected(
      send(person, unit, 1, bytesOf(CHUNKS[1])),
      `${person} sending a chunk for ${unit} ${when}`,
    );
  }
  await gone(unit);
}

const OWN: readonly Person[] = ["editor", "head", "councilEditor"];
/** What clients may begin, but no one may write: whole files, by the state they are in. */
const ENDED = ["complete", "rejected"] as const;

const BAD_FILES: readonly [what: string, change: Change, file?: string][] = [
  ["another file's hash", { sha256: OTHER }],
  ["a hash in capitals", { sha256: SHA256.toUpperCase() }, SHA256.toUpperCase()],
  ["no hash for a name", { sha256: "a" }, "a"],
  ["no content", { size: 0, chunks: [] }],
  ["a size below 0", { size: -1, chunks: [] }],
  ["a size that is no whole number", { size: CONTENT.length - 0.5 }],
  ["a size as text", { size: "1" }],
  ["one chunk too few", { chunks: CHUNKS.slice(1).map(hashOf) }],
  ["one chunk too many", { chunks: [...CHUNKS, CHUNKS[0]].map((chunk) => hashOf(chunk ?? CONTENT)) }],
  ["a size of another count of chunks", { size: CHUNK_BYTES }],
  ["more than 10 MiB", { size: FILE_BYTES_MAX + 1, chunks: Array(12).fill(OTHER) }],
  ["chunks as a map", { chunks: { a: OTHER, b: OTHER } }],
  ["a chunk that is no hash", { chunks: [OTHER, "a".repeat(63)] }],
  ["a chunk's hash in capitals", { chunks: [OTHER, OTHER.toUpperCase()] }],
  ["two hashes in one chunk", { chunks: [`${OTHER},${OTHER}`, ""] }],
  ["a chunk that says more than its hash", { chunks: [OTHER, `${OTHER},${OTHER}`] }],
  ["a number as a chunk", { chunks: [OTHER, 1] }],
  ["a type of its own choice", { type: "application/pdf" }],
  ["a check of its own", { state: "complete" }],
  ["a forged author", { by: "head" }],
  ["a forged time", { at: Timestamp.fromDate(past()) }],
  ["a further field", { name: "bao-cao.pdf" }],
  ["a missing type", { type: undefined }],
];

const BAD_CHUNKS: readonly [what: string, n: number | string, chunk: Change][] = [
  ["another chunk's bytes", 0, bytesOf(CHUNKS[1])],
  ["bytes of no chunk", 1, bytesOf(Uint8Array.of(1))],
  ["no bytes", 1, bytesOf(new Uint8Array())],
  ["a number beyond the last", 2, bytesOf(CHUNKS[1])],
  ["a number below 0", -1, bytesOf(CHUNKS[1])],
  ["a number with a zero before it", "01", bytesOf(CHUNKS[1])],
  ["a number of three digits", "001", bytesOf(CHUNKS[1])],
  ["a name", "x", bytesOf(CHUNKS[1])],
  ["text for bytes", 1, { bytes: "x" }],
  ["a further field", 1, { ...bytesOf(CHUNKS[1]), by: "editor" }],
  ["nothing", 1, {}],
];

export function describeFiles(): void {
  describe("files", () => {
    beforeAll(() => build());
    beforeEach(async () => {
      await setPeriod(periodAt("selfAssessment"));
      await setUnit(unitIn("draft"));
      await gone("alpha");
    });

    test.each(PeriodState.options)("who brings files of a unit in while %s", async (state) => {
      await setPeriod(periodAt(state));
      const open = state === "selfAssessment" || state === "explanation";
      await onlyFrom(open ? OWN : [], "alpha", `while ${state}`);
    });
    test("the standing body alone brings files of the scheme in, whatever the state", async () => {
      for (const state of ["preparing", "published"] as const) {
        await setPeriod(periodAt(state));
        await onlyFrom(["admin"], null, `while ${state}`);
      }
    });
    test("files close with what they serve", async () => {
      await setUnit(unitIn("submitted"));
      await onlyFrom([], "alpha", "after it submitted");
      await setPeriod(periodAt("explanation"));
      await onlyFrom(OWN, "alpha", "explaining what it submitted");
      await setPeriod(periodAt("explanation", { overdue: true }));
      await onlyFrom([], "alpha", "after the explanation's due instant");
      await setUnit(unitIn("draft"));
      await setPeriod(periodAt("selfAssessment", { overdue: true }));
      await onlyFrom([], "alpha", "after the self-assessment's due instant");
    });
    test("a lock exception opens them until it ends", async () => {
      for (const state of ["selfAssessment", "appraisal"] as const) {
        await setPeriod(periodAt(state, { overdue: true }));
        await setUnit(unitIn("returned", future()));
        await onlyFrom(OWN, "alpha", `under an exception while ${state}`);
        await setUnit(unitIn("returned", past()));
        await onlyFrom([], "alpha", `after an exception while ${state}`);
      }
    });

    test.each(BAD_FILES)("refuses a file with %s", async (what, change, file) => {
      await expectRefused(begin("editor", "alpha", change, file), what);
    });
    test("takes a file of one byte, of one full chunk, and of 10 MiB", async () => {
      for (const [size, count] of [
        [1, 1],
        [CHUNK_BYTES, 1],
        [CHUNK_BYTES * 10, 10],
        [FILE_BYTES_MAX, 12],
      ] as const) {
        const chunks = Array(count).fill(OTHER);
        await expectAllowed(begin("editor", "alpha", { size, chunks }), `${size} bytes in ${count} chunks`);
        await gone("alpha");
      }
    });
    test("no file is begun again, changed or deleted", async () => {
      for (const state of ["uploading", ...ENDED]) {
        await begun("alpha", { state });
        const file = doc(as("editor"), pathOf("alpha"));
        await expectRefused(begin("editor", "alpha"), `beginning a file again that is ${state}`);
        await expectRefused(
          updateDoc(file, { state: "complete" }),
          `calling a file complete that is ${state}`,
        );
        await expectRefused(deleteDoc(file), `deleting a file that is ${state}`);
      }
    });

    test("takes each chunk once, whatever the order", async () => {
      await expectAllowed(begin("editor", "alpha"), "a file");
      await expectAllowed(send("editor", "alpha", 1, bytesOf(CHUNKS[1])), "the last chunk");
      await expectAllowed(send("head", "alpha", 0, bytesOf(CHUNKS[0])), "a full chunk, by someone else");
      const chunk = doc(as("editor"), `${pathOf("alpha")}/chunks/1`);
      await expectRefused(send("editor", "alpha", 1, bytesOf(CHUNKS[1])), "a chunk again");
      await expectRefused(updateDoc(chunk, bytesOf(CHUNKS[0])), "other bytes in a chunk");
      await expectRefused(deleteDoc(chunk), "deleting a chunk");
    });
    test.each(BAD_CHUNKS)("refuses a chunk with %s", async (what, n, chunk) => {
      await begun("alpha");
      await expectRefused(send("editor", "alpha", n, chunk), what);
    });
    test("refuses a chunk beyond 900 KiB though its hash is stated", async () => {
      const oversized = new Uint8Array(CHUNK_BYTES + 1);
      await begun("alpha", { chunks: [OTHER, hashOf(oversized)] });
      await expectRefused(send("editor", "alpha", 1, bytesOf(oversized)), "an oversized chunk");
    });
    test("refuses a chunk of a file that is not begun, or has ended", async () => {
      await expectRefused(send("editor", "alpha", 1, bytesOf(CHUNKS[1])), "a chunk of no file");
      for (const state of ENDED) {
        await begun("alpha", { state });
        await expectRefused(send("editor", "alpha", 1, bytesOf(CHUNKS[1])), `a chunk of a ${state} file`);
      }
    });
  });

  describe("what concerns a person alone", () => {
    beforeAll(() => build());
    const noticePath = (of: string) => `${paths.notices(SCHEME, of)}/n1`;
    const readNow = (person: Person, of: string, change: Change = {}) =>
      updateDoc(doc(as(person), noticePath(of)), { readAt: serverTimestamp(), ...change });
    const keep = (person: Person, of: string, change: Change) =>
      setDoc(doc(as(person), paths.savedReasons(SCHEME, of)), change);

    test("they mark their notices as read, at the time it is", async () => {
      const notice = {
        period: PERIOD,
        told: { kind: "returned", until: null, reason: "Thiếu phụ lục" },
        unit: "alpha",
        leaf: null,
      };
      for (const of of ["editor", "disabledEditor"])
        await owner.doc(noticePath(of)).set({ ...notice, at: past(), readAt: null });
      for (const person of EVERYONE) {
        const expected = person === "editor" ? expectAllowed : expectRefused;
        await expected(readNow(person, "editor"), `${person} reading the editor's notice`);
      }
      await expectRefused(readNow("disabledEditor", "disabledEditor"), "someone locked out reading a notice");
      const bad: readonly Change[] = [
        { readAt: Timestamp.fromDate(past()) },
        { readAt: Timestamp.fromDate(future()) },
        { readAt: null },
        { told: { kind: "returned", until: null, reason: "Khác" } },
        { more: true },
      ];
      for (const change of bad)
        await expectRefused(readNow("editor", "editor", change), `changing ${JSON.stringify(change)}`);
      const own = doc(as("editor"), noticePath("editor"));
      await expectRefused(deleteDoc(own), "deleting a notice");
      await expectRefused(
        setDoc(doc(collection(as("editor"), paths.notices(SCHEME, "editor")), "n2"), notice),
        "a notice to oneself",
      );
    });
    test("they keep at most 50 reasons to use again", async () => {
      const reasons = ["Thiếu tài liệu"];
      for (const person of EVERYONE) {
        const expected = person === "leadBeta" ? expectAllowed : expectRefused;
        await expected(keep(person, "leadBeta", { reasons }), `${person} keeping leadBeta's reasons`);
      }
      await expectRefused(
        keep("disabledLead", "disabledLead", { reasons }),
        "someone locked out keeping any",
      );
      await expectAllowed(keep("leadBeta", "leadBeta", { reasons: Array(50).fill("x") }), "50 reasons");
      await expectAllowed(keep("leadBeta", "leadBeta", { reasons: [] }), "no reasons");
      const bad: readonly Change[] = [
        { reasons: Array(51).fill("x") },
        { reasons: "x" },
        { reasons: Array(50).fill("x".repeat(2_001)) },
        { reasons: { x: "x" } },
        { reasons, more: true },
        {},
      ];
      for (const change of bad)
        await expectRefused(keep("leadBeta", "leadBeta", change), JSON.stringify(change).slice(0, 40));
      await expectRefused(
        deleteDoc(doc(as("leadBeta"), paths.savedReasons(SCHEME, "leadBeta"))),
        "deleting one's reasons",
      );
    });
  });
}
