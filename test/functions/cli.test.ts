import "./setup/environment.ts";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import type { CollectionReference, DocumentReference } from "firebase-admin/firestore";
import { afterAll, describe, expect, test } from "vitest";
import { parindex } from "../../cli/src/parindex.ts";
import {
  type CriteriaSet,
  criteriaSetHash,
  type ListedUnit,
  paths,
  SET_WIDTHS,
  setNode,
  setRows,
  UNIT_WIDTHS,
  unitRows,
  type WrittenRow,
  withLeaves,
} from "../../core/src/index.ts";
import { writeWorkbook } from "../../core/src/workbook.ts";
import { db } from "../../functions/src/store/firestore.ts";
import { foldUnit } from "../../functions/src/store/fold.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { recorded } from "../../functions/src/store/scores.ts";
import { rehearse } from "../../functions/src/store/transaction.ts";
import { actsOf, auditOf, liveAndRecomputed, periodOf, unitOf } from "./setup/reading.ts";
import { HEALTH, POLICE, SMALL_SET } from "./setup/small-set.ts";
import { emailOf, fullYear, give, selfScore, smallYear, UNITS } from "./setup/small-year.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "parindex-cli-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

let files = 0;
async function workbook(rows: readonly WrittenRow[], widths: readonly number[]): Promise<string> {
  files += 1;
  const path = join(FOLDER, `${files}.xlsx`);
  writeFileSync(path, await writeWorkbook("Trang", rows, widths));
  return path;
}
const bookOf = (set: CriteriaSet) => workbook(setRows(set), SET_WIDTHS);
const bookOfUnits = (units: ListedUnit[]) => workbook(unitRows(units, [SMALL_SET]), UNIT_WIDTHS);

/** What a command line says and ends with. */
async function said(...args: string[]) {
  const lines: { out: string[]; err: string[] } = { out: [], err: [] };
  const code = await parindex(args, {
    out: (line) => lines.out.push(line),
    err: (line) => lines.err.push(line),
  });
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

const at = ({ scheme, period }: PeriodKey) => ["--scheme", scheme, "--period", period];
const by = (uid: string) => ["--as", emailOf(uid), "--reason", "Theo quyết định"];
const reconciling = (key: PeriodKey, ...more: string[]) =>
  said("reconcile", ...at(key), "--as", emailOf("admin"), ...more);

async function documentsBelow(
  place: DocumentReference | CollectionReference,
  found: Record<string, string> = {},
): Promise<Record<string, string>> {
  if ("listCollections" in place) {
    const { updateTime } = await place.get();
    if (updateTime) found[place.path] = `${updateTime.seconds}.${updateTime.nanoseconds}`;
    for (const collection of await place.listCollections()) await documentsBelow(collection, found);
  } else for (const document of await place.listDocuments()) await documentsBelow(document, found);
  return found;
}

/** Every document of a scheme with the instant of its last write, and with it every write there was. */
const writesTo = ({ scheme }: PeriodKey) => documentsBelow(db.doc(paths.scheme(scheme)));

/** Runs a command as it is and expects that it wrote nothing. */
async function writesNothing(key: PeriodKey, ...args: string[]) {
  const before = await writesTo(key);
  const result = await said(...args);
  expect(await writesTo(key)).toEqual(before);
  expect(Object.keys(before).length).toBeGreaterThan(10);
  return result;
}

const OTHER = withLeaves(setNode({ ...SMALL_SET, id: "khac" }, "f1c2", { name: "Tên khác" }));

describe("set import", () => {
  test("shows what would change and writes nothing; with --write does it, as whom it names", async () => {
    const key = await smallYear("cli-set", "preparing");
    const line = ["set", "import", ...at(key), "--set", "khac", ...by("admin"), await bookOf(OTHER)];
    const dry = await writesNothing(key, ...line);
    expect(dry.code).toBe(0);
    expect(dry.out).toMatch(/^Emulator at [^\n]+, project demo-parindex/);
    expect(dry.out).toContain("New set «khac»");
    expect(dry.out).toMatch(/Dry run: nothing was written. --write would write 3 documents: /);
    for (const planned of ["criteriaSets 1", "periods 1", "audit 1"]) expect(dry.out).toContain(planned);

    const done = await said(...line, "--write");
    expect([done.code, done.err]).toEqual([0, ""]);
    expect((await refs.criteriaSet(key, "khac").get()).data()).toEqual(OTHER);
    expect(await auditOf(key)).toMatchObject([
      { act: "saveCriteriaSet", by: "admin", reason: "Theo quyết định", detail: { set: "khac", from: null } },
    ]);
    expect((await writesNothing(key, ...line)).out).toContain("--write would change nothing");
  });

  test("tells one version from another, node by node", async () => {
    const key = await smallYear("cli-set-diff", "preparing");
    const next = withLeaves(
      setNode(setNode({ ...SMALL_SET, note: "Sửa" }, "f1c2", { name: "Kế hoạch" }), "f2c1", { step: 5_000 }),
    );
    const book = await bookOf(next);
    const line = ["set", "import", ...at(key), "--set", SMALL_SET.id, ...by("admin"), book];
    const { out } = await writesNothing(key, ...line);
    expect(out).toContain("Replaces «nho»");
    expect(out.split("\n").filter((one) => one.startsWith("  "))).toEqual([
      ...["  ~ note: «» → «Sửa»", "  ~ 1.2 Kế hoạch: name", "  ~ 2.1 Tiêu chí 2.1: step"],
    ]);
    await said(...line, "--write");
    const [audit] = await auditOf(key);
    expect(audit?.detail).toMatchObject({ from: criteriaSetHash(SMALL_SET), to: criteriaSetHash(next) });
  });

  test("refuses what the workspace refuses, dry or not", async () => {
    const open = await smallYear("cli-set-refused", "appraisal");
    const book = await bookOf({ ...OTHER, id: SMALL_SET.id });
    const line = (uid: string, set: string) => ["set", "import", ...at(open), "--set", set, ...by(uid), book];
    for (const write of [[], ["--write"]]) {
      const frozen = await writesNothing(open, ...line("admin", SMALL_SET.id), ...write);
      expect([frozen.code, frozen.err]).toEqual([1, expect.stringMatching(/^Refused: .*đang dùng/)]);
      const council = await writesNothing(open, ...line("council", "khac"), ...write);
      expect([council.code, council.err]).toEqual([1, expect.stringMatching(/^Refused: .*(vai trò|quyền)/)]);
      const stranger = await writesNothing(open, ...line("nobody", "khac"), ...write);
      expect([stranger.code, stranger.err]).toEqual([1, expect.stringContaining("has no member nobody@")]);
    }
    await refs.member(open.scheme, "admin").update({ disabled: true });
    const locked = await writesNothing(open, ...line("admin", "khac"), "--write");
    expect([locked.code, locked.err]).toEqual([1, expect.stringMatching(/^Refused: /)]);
  });

  test("stores nothing of a workbook with findings, and ends with 2", async () => {
    const key = await smallYear("cli-set-findings", "preparing");
    const rows = setRows(OTHER).map((row) => row.map((cell) => (cell.value === 3 ? { value: 3.25 } : cell)));
    const book = await workbook(rows, SET_WIDTHS);
    const line = ["set", "import", ...at(key), "--set", "khac", ...by("admin"), book, "--write"];
    const { code, out } = await writesNothing(key, ...line);
    expect(code).toBe(2);
    expect(out).toMatch(/ô C\d+: điểm tối đa của mục/);
  });
});

describe("set export", () => {
  test("writes what set import reads into the same set, and replaces no file unasked", async () => {
    const key = await smallYear("cli-set-export", "preparing");
    const path = join(FOLDER, "export.xlsx");
    const line = ["set", "export", ...at(key), "--set", SMALL_SET.id, path];
    expect(await writesNothing(key, ...line)).toMatchObject({ code: 0, err: "" });
    const importing = ["set", "import", ...at(key), "--set", SMALL_SET.id, ...by("admin"), path];
    expect((await said(...importing)).out).toContain("--write would change nothing");
    expect((await said("set", "check", path, ...at(key))).code).toBe(0);
    const bytes = readFileSync(path);
    expect((await said(...line)).err).toMatch(/export\.xlsx: the file is there already; --overwrite/);
    expect(readFileSync(path)).toEqual(bytes);
    expect((await said(...line, "--overwrite")).code).toBe(0);
    const other = await said("set", "export", ...at(key), "--set", "khac", path);
    expect(other.err).toBe("There is no set «khac»; there are nho.");
  });
});

describe("units", () => {
  const NEW: ListedUnit = {
    ...{ id: "xa-moi", name: "Xã Mới", group: "so", criteriaSet: SMALL_SET.id, order: 9 },
    ...{ from: "2025-07-01", until: null, successors: [], exempt: { f1c2: "Không có" } },
  };

  test("come and change by a list, which is shown first and taken whole", async () => {
    const key = await smallYear("cli-units", "preparing");
    const { name: _, ...health } = { ...NEW, ...UNITS[HEALTH], id: HEALTH };
    const list = [NEW, { ...health, name: "Sở Y tế và Dân số" }];
    const line = ["units", "import", ...at(key), ...by("admin"), await bookOfUnits(list)];
    const dry = await writesNothing(key, ...line);
    expect(dry.code).toBe(0);
    expect(dry.out).toContain("2 units in the file: 1 new, 1 changed, 0 the same. 2 of the period not");
    expect(dry.out).toContain("  + xa-moi Xã Mới");
    expect(dry.out).toContain(`  ~ ${HEALTH}: name «Sở Y tế» → «Sở Y tế và Dân số»`);
    expect(dry.out).toContain("would write 4 documents: units 2, periods 1, audit 1");
    expect(await said(...line, "--write")).toMatchObject({ code: 0, err: "" });
    expect((await periodOf(key)).unitCount).toBe(4);
    expect(await unitOf({ ...key, unit: "xa-moi" })).toMatchObject({ exempt: NEW.exempt, from: NEW.from });
    expect(await auditOf(key)).toMatchObject([{ act: "importUnits", by: "admin", detail: { units: 2 } }]);

    const path = join(FOLDER, "units.xlsx");
    expect(await said("units", "export", ...at(key), path)).toMatchObject({ code: 0, err: "" });
    const again = await writesNothing(key, "units", "import", ...at(key), ...by("admin"), path);
    expect(again.out).toContain("4 units in the file: 0 new, 0 changed, 4 the same. 0 of the period");
  });

  test("of an open period, or with a finding, stay as they are", async () => {
    const open = await smallYear("cli-units-open", "selfAssessment");
    const line = (key: PeriodKey, book: string) => ["units", "import", ...at(key), ...by("admin"), book];
    const late = await writesNothing(open, ...line(open, await bookOfUnits([NEW])), "--write");
    expect([late.code, late.err]).toEqual([1, expect.stringMatching(/^Refused: .*bước/)]);
    const book = await bookOfUnits([NEW, { ...NEW, id: "xa-hai", group: "huyen" }]);
    const wrong = await writesNothing(open, ...line(open, book), "--write");
    expect([wrong.code, wrong.err]).toEqual([2, ""]);
    expect(wrong.out).toContain("ô C3: không có nhóm «huyen»");
  });
});

describe("new-year", () => {
  test("shows the year that would begin and writes nothing; with --write begins it", async () => {
    const key = await fullYear("cli-year", false);
    await refs.unit({ ...key, unit: POLICE }).update({ until: "2024-12-31", successors: [HEALTH] });
    const from = ["new-year", "--scheme", key.scheme, "--from", key.period, ...by("admin")];
    const dry = await writesNothing(key, ...from, "--without", "council", "--publish-at", "2199-01-02");
    expect([dry.code, dry.err]).toEqual([0, ""]);
    expect(dry.out).toContain(`${key.scheme} / 2025 «Kỳ thử nghiệm», year 2025, after 2024`);
    expect(dry.out).toContain("Takes over: 1 set, 2 units, settings.");
    expect(dry.out).toContain(`  - ${POLICE} Công an tỉnh: ended before 2025`);
    expect(dry.out).toContain("--publish-at 2199-01-02 00:00 (GMT+7)");
    expect(dry.out).toContain("would write 5 documents: criteriaSets 1, units 2, periods 1, audit 1");

    const next = { ...key, period: "nam-2025" };
    const more = ["--period", next.period, "--name", "Năm 2025", "--publish-at", "2199-01-02T08:30"];
    more.push("--reappraisal-due", "2199-01-01T23:59");
    expect(await said(...from, ...more, "--write")).toMatchObject({ code: 0, err: "" });
    const began = await periodOf(next);
    expect(began).toMatchObject({ state: "preparing", name: "Năm 2025", year: 2025, unitCount: 2 });
    expect(began.dates.publishAt).toEqual(new Date("2199-01-02T01:30:00Z"));
    expect(began.dates.reappraisalDue).toEqual(new Date("2199-01-01T23:59:59+07:00"));
    expect(await auditOf(next)).toMatchObject([{ act: "startPeriod", by: "admin" }]);
    const twice = await writesNothing(key, ...from, ...more, "--year", "2026");
    expect([twice.code, twice.err]).toEqual([1, "Refused: Đã có kỳ đánh giá «nam-2025»."]);
  });

  test("is refused with dates that are none, past or out of order, and to others", async () => {
    const key = await smallYear("cli-year-refused", "published");
    const line = ["new-year", "--scheme", key.scheme, "--from", key.period];
    const begin = (...more: string[]) => writesNothing(key, ...line, ...by("admin"), ...more);
    expect((await begin("--opens-at", "2001-01-01", "--write")).err).toMatch(/^Refused: .*quá khứ/);
    expect((await begin("--appraisal-due", "2199-01-01", "--write")).err).toMatch(/^Refused: Hạn/);
    expect((await begin("--opens-at", "2026-02-30")).err).toMatch(/^dates\.opensAt /);
    expect((await begin("--year", "2024", "--write")).err).toMatch(/^Refused: Đã có kỳ đánh giá «2024»/);
    expect((await begin("--without", "sets,people")).err).toContain("--without «people»");
    const council = await writesNothing(key, ...line, ...by("council"), "--write");
    expect([council.code, council.err]).toEqual([1, expect.stringMatching(/^Refused: /)]);
    const nowhere = await said("new-year", "--scheme", key.scheme, "--from", "1999", ...by("admin"));
    expect(nowhere.err).toBe(`Scheme «${key.scheme}» has no period «1999».`);
  });
});

describe("reconcile", () => {
  test("tells of what lags, mends it with --write alone, and says so in the audit", async () => {
    const key = await smallYear("cli-reconcile", "appraisal");
    const unit = { ...key, unit: HEALTH };
    await give.self(unit, { f1c2: 20_000 });
    const sound = await reconciling(key);
    expect([sound.code, sound.out]).toEqual([0, expect.stringContaining("Every ledger follows")]);
    await refs.ledger(unit).update({ frozen: true });
    const dry = await writesNothing(key, "reconcile", ...at(key), "--as", emailOf("admin"));
    expect(dry.code).toBe(2);
    expect(dry.out).toContain(`  ~ ${HEALTH}: ledger lags in frozen`);
    expect(dry.out).toContain("would write 3 documents: ledgers 1, indices 1, audit 1");
    expect(await reconciling(key, "--write")).toMatchObject({ code: 0, err: "" });
    const { live, recomputed, stored } = await liveAndRecomputed(unit);
    expect([live, stored.frozen]).toEqual([recomputed, false]);
    expect(await auditOf(key)).toMatchObject([
      { act: "reconcile", by: "admin", detail: { lagging: 1, recorded: 0, gaps: 0 } },
    ]);
    expect((await reconciling(key, "--write")).code).toBe(0);
    expect(await actsOf(key)).toEqual({ reconcile: 1 });
  });

  test("adds what stands to the history, and ends with 2 where a gap remains", async () => {
    const key = await smallYear("cli-reconcile-gap", "appraisal");
    const unit = { ...key, unit: HEALTH };
    await give.self(unit, { f1c2: 20_000 });
    await refs.selfScore(unit, "f1c2").set(selfScore(unit, "f1c2", 5_000, 2));
    const dry = await writesNothing(key, "reconcile", ...at(key), "--as", emailOf("admin"));
    expect([dry.code, dry.out]).toEqual([2, expect.stringContaining("history 1")]);
    const mended = await reconciling(key, "--write");
    expect(mended.out).toContain("ledger lags in self; history takes newest versions of self");
    expect(mended.code).toBe(0);
    await refs.selfScore(unit, "f1c2").set(selfScore(unit, "f1c2", 10_000, 4));
    const { code, out } = await reconciling(key, "--write");
    expect([code, out]).toEqual([2, expect.stringContaining("history has gaps in self")]);
  });

  test("is refused outside the work of a year, and to others", async () => {
    const key = await smallYear("cli-reconcile-refused", "preparing");
    const line = (uid: string) => ["reconcile", ...at(key), "--as", emailOf(uid), "--write"];
    expect((await writesNothing(key, ...line("admin"))).err).toMatch(/^Refused: .*bước/);
    const open = await smallYear("cli-reconcile-others", "appraisal");
    const other = await writesNothing(open, "reconcile", ...at(open), "--as", emailOf("council"), "--write");
    expect([other.code, other.err]).toEqual([1, expect.stringMatching(/^Refused: /)]);
  });
});

test("what is folded without a transaction can't be rehearsed", async () => {
  const key = await smallYear("cli-rehearse", "selfAssessment");
  const unit = { ...key, unit: HEALTH };
  const score = selfScore(unit, "f1c2", 5_000);
  await expect(rehearse(() => foldUnit(unit, recorded("self", undefined, score)))).rejects.toThrow(
    /can't be rehearsed/,
  );
});

describe("npx parindex", () => {
  const program = join(import.meta.dirname, "..", "..", "cli", "parindex.mjs");
  const run = (...args: string[]) => spawnSync(process.execPath, [program, ...args], { encoding: "utf8" });

  test("says where it acts, what it would write, and nothing of what the functions log", async () => {
    const key = await smallYear("cli-npx", "appraisal");
    await refs.ledger({ ...key, unit: HEALTH }).update({ frozen: true });
    const line = ["reconcile", ...at(key), "--as", emailOf("admin")];
    const before = await writesTo(key);
    const dry = run(...line);
    expect([dry.status, dry.stderr]).toEqual([2, ""]);
    expect(dry.stdout.split("\n")).toEqual([
      `Emulator at ${process.env.FIRESTORE_EMULATOR_HOST}, project ${process.env.GCLOUD_PROJECT}`,
      `${key.scheme} / 2024, as admin <${emailOf("admin")}>`,
      expect.stringMatching(/^Dry run: nothing was written\. --write would write \d documents: /),
      `  ~ ${HEALTH}: ledger lags in frozen`,
      ...["1 unit differed.", ""],
    ]);
    expect(await writesTo(key)).toEqual(before);
    const written = run(...line, "--write");
    expect([written.status, written.stderr]).toEqual([0, ""]);
    expect(await actsOf(key)).toEqual({ reconcile: 1 });
  });

  test("ends with 1 and one sentence where a document is not as it should be", async () => {
    const key = await smallYear("cli-broken", "appraisal");
    await refs.criteriaSet(key, SMALL_SET.id).delete();
    await refs.ledger({ ...key, unit: HEALTH }).delete();
    const { status, stdout, stderr } = run("reconcile", ...at(key), "--as", emailOf("admin"), "--write");
    expect([status, stdout]).toEqual([1, expect.not.stringMatching(/Written/)]);
    expect(stderr).toBe(`parindex: missing document ${paths.criteriaSet(key.scheme, "2024", "nho")}\n`);
  });
});
