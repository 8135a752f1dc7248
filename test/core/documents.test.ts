import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import * as documents from "../../core/src/documents.ts";
import { canonicalJson, Id, MAX_TOTAL, NodeId, Points } from "../../core/src/index.ts";
import { periodWith, unitWith } from "./samples.ts";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** Whether a text is taken without the blanks around it. */
const isTrimmed = ({ _zod: { def } }: z.core.$ZodType): boolean =>
  "checks" in def &&
  Array.isArray(def.checks) &&
  def.checks.some((check) => check instanceof z.core.$ZodCheckOverwrite);

/** A zod schema as JSON Schema, in which an instant is a `date-time` and a text without blanks around it `trimmed`. */
const jsonSchema = (schema: z.ZodType): JsonSchema =>
  z.toJSONSchema(schema, {
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema._zod.def.type === "date")
        Object.assign(jsonSchema, { type: "string", format: "date-time" });
      if (zodSchema._zod.def.type === "string" && isTrimmed(zodSchema))
        Object.assign(jsonSchema, { format: "trimmed" });
    },
  });

const instants = fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
const names = fc.stringMatching(/^[A-Za-z]{1,12}$/);
/** What JSON can say: it has no −0. */
const jsonValues = fc.jsonValue().map((value): unknown => JSON.parse(JSON.stringify(value)));

function stringsOf({ format, pattern, minLength = 0, maxLength = 1_000 }: JsonSchema): fc.Arbitrary<string> {
  if (format === "date") return instants.map((instant) => instant.toISOString().slice(0, 10));
  if (format === "email") return names.map((name) => `${name}@laichau.example`);
  if (pattern) {
    const matching = new RegExp(pattern);
    const wider = new RegExp(pattern.replace("(?!constructor$)", ""));
    return fc.stringMatching(wider).filter((text) => matching.test(text));
  }
  if (format === "uri") return fc.webUrl();
  const unit = maxLength < 100 ? "grapheme-ascii" : "grapheme";
  const any = fc.string({ unit, minLength, maxLength: Math.min(maxLength, 40) });
  return format === "trimmed" ? any.filter((text) => text.length >= minLength && text.trim() === text) : any;
}

/** A part of a JSON Schema that is a schema itself. */
function part(of: JsonSchema["items"]): JsonSchema {
  if (typeof of !== "object" || Array.isArray(of)) throw new TypeError(`no schema: ${of}`);
  return of;
}

function arraysOf({ items, minItems = 0 }: JsonSchema): fc.Arbitrary<unknown> {
  const item = valuesOf(part(items));
  const limits = { minLength: minItems, maxLength: 3 };
  if (!part(items).properties?.atLeast) return fc.array(item, limits);
  const atLeast = (band: unknown) => z.object({ atLeast: z.int() }).parse(band).atLeast;
  return fc
    .uniqueArray(item, { ...limits, selector: atLeast })
    .map((bands) => bands.toSorted((a, b) => atLeast(b) - atLeast(a)));
}

function objectsOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  const { properties, required = [], propertyNames, additionalProperties } = schema;
  if (properties) {
    const fields = Object.entries(properties).map(([key, value]) => [key, valuesOf(part(value))] as const);
    return fc.record<Record<string, unknown>>(Object.fromEntries(fields), {
      requiredKeys: required,
      noNullPrototype: true,
    });
  }
  const keys = part(propertyNames).pattern ? stringsOf(part(propertyNames)) : names;
  const entries = fc.array(fc.tuple(keys, valuesOf(part(additionalProperties))), { maxLength: 4 });
  return entries.map((pairs) => Object.fromEntries(pairs));
}

/** Any value that a schema accepts. */
function valuesOf(schema: JsonSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const options = schema.anyOf ?? schema.oneOf;
  if (options) return fc.oneof(...options.map((option) => valuesOf(part(option))));
  const { type, ...others } = schema;
  if (Array.isArray(type)) return fc.oneof(...type.map((one) => valuesOf({ ...others, type: one })));
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
      return fc.integer({
        min: schema.minimum ?? Number.MIN_SAFE_INTEGER,
        max: schema.maximum ?? Number.MAX_SAFE_INTEGER,
      });
    case "string":
      return schema.format === "date-time" ? instants : stringsOf(schema);
    case "array":
      return arraysOf(schema);
    case "object":
      return objectsOf(schema);
    default:
      return jsonValues;
  }
}

/** Reads JSON as a converter reads Firestore: instants become `Date`. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const read = (text: string): unknown =>
  JSON.parse(text, (_key, value) =>
    typeof value === "string" && INSTANT.test(value) ? new Date(value) : value,
  );

/** Every schema that `documents.ts` exports, with what it accepts and the fields it asks for. */
const SCHEMAS = Object.entries(documents).flatMap(([name, schema]) => {
  if (!(schema instanceof z.ZodType)) return [];
  const shape = jsonSchema(schema);
  return [{ name, schema, values: valuesOf(shape), required: shape.required ?? [] }];
});

it("takes numbers and titles without the blanks around them", () => {
  expect(documents.Report.parse({ ...REPORT, number: " 34/BC-SYT\n" })).toEqual(REPORT);
  expect(documents.Evidence.parse({ ...EVIDENCE, title: ` ${EVIDENCE.title} ` })).toEqual(EVIDENCE);
});

it.each(SCHEMAS)(
  "$name parses to itself, comes back from JSON, and has one canonical form",
  ({ schema, values }) => {
    fc.assert(
      fc.property(values, (value) => {
        expect(schema.parse(value)).toEqual(value);
        expect(schema.parse(read(JSON.stringify(value)))).toEqual(value);
        const text = canonicalJson(value);
        expect(canonicalJson(schema.parse(read(text)))).toBe(text);
      }),
      { numRuns: 25 },
    );
  },
);

it.each(SCHEMAS.filter(({ required }) => required.length > 0))(
  "$name is refused without any one of its fields",
  ({ schema, values, required }) => {
    const [value] = fc.sample(values, { numRuns: 1, seed: 1 });
    for (const field of required) {
      const rest = Object.entries(value ?? {}).filter(([key]) => key !== field);
      const { error } = schema.safeParse(Object.fromEntries(rest));
      expect(error?.issues.map(({ path }) => path[0])).toEqual([field]);
    }
  },
);

describe("points", () => {
  it.each([0, 1, 22_500, MAX_TOTAL])("%s are points", (points) => {
    expect(Points.parse(points)).toBe(points);
  });
  it.each([
    ...[-1, 0.5, 1.5, MAX_TOTAL + 1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53],
    ...["5", "", "2,25", true, 5n, null, undefined, [5], { points: 5 }],
  ])("%s are none", (points) => {
    expect(Points.safeParse(points).success).toBe(false);
  });
});

describe("ids", () => {
  it.each(["f1c2s1", "a", "0", "a".repeat(24)])("%s is a node's", (id) => {
    expect(NodeId.safeParse(id).success).toBe(true);
  });
  it.each(["", "1.2.3", "F1", "f1 ", "f-1", "f1\n", "đ1", "a".repeat(25), "__proto__", "constructor", 1])(
    "%j is no node's",
    (id) => {
      expect(NodeId.safeParse(id).success).toBe(false);
    },
  );
  it.each(["so-noi-vu", "2024", "lai-chau", "a".repeat(63)])("%s is a unit's or period's", (id) => {
    expect(Id.safeParse(id).success).toBe(true);
  });
  it.each(["", "-so", "so/noi-vu", "..", "sở", "So", "so_noi", "a".repeat(64), "constructor"])(
    "%j is no unit's or period's",
    (id) => {
      expect(Id.safeParse(id).success).toBe(false);
    },
  );
});

const PLACE = { scheme: "lai-chau", period: "2024", unit: "so-y-te", leaf: "f1c1", field: "f1" };
const VERSION = { rev: 1, by: "can-bo", at: new Date(0) };
const SHA = "0123456789abcdef".repeat(4);
const TOTALS = { max: 10, self: null, appraised: null, survey: null, achieved: null };
const UNIT_INDEX = {
  ...{ name: "Sở Y tế", order: 0, submission: "draft", asked: 0, unproven: 0 },
  ...{ unit: "so-y-te", group: "so", criteriaSet: "nho", total: TOTALS, surveyMax: 0, fields: {} },
  missing: { self: 0, appraisal: 0, survey: 0, insufficientSample: 0 },
  ...{ leaves: 1, differs: 0, provisional: true },
};
const RANKED_UNIT = {
  ...{ unit: "so-y-te", name: "Sở Y tế", achieved: 5, max: 10, index: "50,00", rank: 1, band: null },
  ...{ selfAssessed: true, sha256: SHA },
};
const IMPORTED = {
  ...{ by: "admin", at: new Date(0), source: "Quyết định 5/QĐ-UBND" },
  differences: [{ unit: "so-y-te", code: null, of: "index", stated: "86,5", computed: "86,4" }],
};
const RELEASED = { self: null, points: 5, decision: "adjusted", reason: "", ask: "" };
const FILE = { file: SHA, name: "Báo cáo.pdf" };
const EVIDENCE = {
  ...{ scheme: "lai-chau", period: "2024", unit: "so-y-te", title: "Kế hoạch cải cách hành chính" },
  source: { kind: "document", number: "12/KH-UBND", date: "2024-01-15", issuer: "UBND tỉnh" },
  ...{ leaves: { f1c1: "trang 3" }, fields: ["f1"], stage: "selfAssessment", ...VERSION },
};
const REPORT = { number: "34/BC-SYT", date: "2024-11-10", file: null };
const PERIOD = periodWith();
const bands = (...atLeast: number[]) => ({
  settings: { ...PERIOD.settings, bands: { so: atLeast.map((at) => ({ name: `từ ${at}`, atLeast: at })) } },
});

/** A valid document of each kind; what it may also be; what it may not. */
const CASES: [name: string, schema: z.ZodType, valid: object, also: object[], refused: object[]][] = [
  [
    "self-assessment",
    documents.SelfScore,
    { ...PLACE, ...VERSION, facts: null, points: 22_500, note: "" },
    [
      ...[{ points: null }, { points: 0 }, { note: "x".repeat(documents.TEXT_MAX) }, { rev: 7 }],
      ...[{ facts: { planned: 20, done: 18 } }, { facts: { parts: [true, false], issued: null, yes: true } }],
    ],
    [
      ...[-1, 1.5, Number.NaN, "5", MAX_TOTAL + 1, Number.POSITIVE_INFINITY, true].map((points) => ({
        points,
      })),
      ...[0, -1, 1.5, "1", null].map((rev) => ({ rev })),
      ...[{ by: "" }, { at: "2024-12-31T00:00:00Z" }, { at: 0 }, { at: new Date(Number.NaN) }],
      ...[{ leaf: "1.2" }, { unit: "../khac" }, { field: "" }, { note: null }],
      ...[{ note: "x".repeat(documents.TEXT_MAX + 1) }, { facts: [] }, { facts: { planned: 1.5 } }],
      ...[
        { facts: { planned: { deep: 1 } } },
        { facts: { issued: "x".repeat(11) } },
        { facts: { parts: [1] } },
      ],
    ],
  ],
  [
    "appraisal",
    documents.Appraisal,
    { ...PLACE, ...VERSION, points: 5, decision: "recognised", reason: "", ask: "", minutes: "" },
    [
      { decision: "adjusted", reason: "thiếu tài liệu" },
      { points: null, decision: null },
      { ask: "x".repeat(documents.TEXT_MAX), minutes: "x".repeat(200) },
    ],
    [
      ...[{ points: -1 }, { decision: "accepted" }, { decision: undefined }, { reason: null }, { rev: 0 }],
      ...[{ ask: null }, { ask: "x".repeat(documents.TEXT_MAX + 1) }, { minutes: "x".repeat(201) }],
    ],
  ],
  [
    "survey score",
    documents.SurveyScore,
    {
      ...{ ...PLACE, ...VERSION, points: 5, n: 150, minimum: 150, interval: null },
      source: { document: "Báo cáo 12/BC-SNV", date: "2024-12-01" },
    },
    [{ points: null, n: 0, minimum: 0 }, { interval: { low: 0, high: 9 } }],
    [
      ...[{ n: -1 }, { n: 1.5 }, { minimum: -1 }, { interval: { low: -1, high: 5 } }, { source: null }],
      ...["", "01/12/2024", "2024-02-30", "2024-13-01", "2024-12-01T00:00:00Z"].map((date) => ({
        source: { document: "x", date },
      })),
      { source: { document: "", date: "2024-12-01" } },
    ],
  ],
  [
    "explanation",
    documents.Explanation,
    { ...PLACE, ...VERSION, round: 1, text: "Đã ban hành ngày 12/3" },
    [{ round: 2 }],
    [{ round: 0 }, { text: null }, { text: "x".repeat(documents.TEXT_MAX + 1) }],
  ],
  [
    "release",
    documents.Release,
    {
      round: 1,
      at: new Date(0),
      leaves: { f1c1: RELEASED },
    },
    [{ leaves: {} }, { leaves: { f1: { ...RELEASED, points: null, decision: null, ask: "Vì sao?" } } }],
    [
      ...[{ round: 0 }, { leaves: { "1.1": RELEASED } }, { leaves: { f1: { ...RELEASED, ask: null } } }],
      ...[{ leaves: { f1: { ...RELEASED, points: -1 } } }, { leaves: { f1: { ...RELEASED, reason: null } } }],
    ],
  ],
  [
    "period",
    documents.Period,
    PERIOD,
    [
      ...[
        bands(),
        bands(9_000, 8_000),
        bands(10_000, 0),
        { moving: { to: "appraisal", lease: new Date(0) } },
      ],
      { decision: { number: "01/QĐ-UBND", date: "2025-01-17", file: "" } },
      { imported: IMPORTED },
    ],
    [
      ...[{ state: "open" }, { year: 1999 }, { groups: [] }, { unitCount: -1 }],
      ...[bands(8_000, 9_000), bands(9_000, 9_000), bands(10_001), bands(-1), bands(1.5)],
      ...[
        { settings: { ...PERIOD.settings, decimals: 5 } },
        { settings: { ...PERIOD.settings, version: 0 } },
      ],
      ...[{ settings: { ...PERIOD.settings, tieBreaks: [{ by: "name" }] } }, { standingBody: "" }],
      ...[
        { settings: { ...PERIOD.settings, tieBreaks: [{ by: "field" }] } },
        { moving: { to: "appraisal" } },
      ],
      ...[{ dates: { ...PERIOD.dates, publishAt: "2024-12-31" } }, { dates: { publishAt: new Date(0) } }],
      ...[{ decision: { number: "", date: "2025-01-17", file: "" } }, { adoption: { minutes: "" } }],
    ],
  ],
  [
    "unit",
    documents.Unit,
    unitWith(),
    [
      { assignments: { f1c1: "can-bo" } },
      { deputy: { uid: "pho", until: new Date(0), by: "truong" } },
      { submission: { ...unitWith().submission, report: { ...REPORT, file: FILE }, count: 2 } },
      { exempt: { f1c1: "không có" } },
      { lockException: { until: new Date(0), reason: "", by: "quan-tri" } },
    ],
    [
      ...[{ assignments: { "1.1": "can-bo" } }, { deputy: { uid: "pho", until: new Date(0) } }],
      ...["", " \n", "x".repeat(61)].map((number) => ({
        submission: { ...unitWith().submission, report: { ...REPORT, number } },
      })),
      { submission: { ...unitWith().submission, count: -1 } },
      ...[{ order: -1 }, { name: "" }, { exempt: { f1c1: "" } }, { exempt: { "1.1": "không có" } }],
      ...[{ submission: { ...unitWith().submission, state: "sent" } }, { lockException: { until: "mai" } }],
    ],
  ],
  [
    "member",
    documents.Member,
    {
      ...{ name: "Một người", title: "", email: "ai@laichau.example", unit: null, roles: {} },
      ...{ disabled: false, former: [] },
    },
    [
      { disabled: true, title: "Chuyên viên" },
      { former: [{ name: "Một người", title: "", unit: null, until: new Date(0) }] },
      { unit: "so-y-te", roles: { unitHead: "so-y-te" } },
      { roles: { appraiser: { nodes: [] }, admin: true } },
    ],
    [
      ...[{ email: "ai" }, { email: "" }, { name: "" }, { roles: { admin: "yes" } }, { roles: [] }],
      ...[{ disabled: "no" }, { disabled: null }, { title: null }, { title: "x".repeat(201) }],
      ...[{ name: "x".repeat(201) }, { former: [{ name: "", title: "", unit: null }] }],
      ...[
        { roles: { unitEditor: true } },
        { roles: { appraiser: true } },
        { roles: { appraiser: { nodes: ["1.1"] } } },
      ],
    ],
  ],
  [
    "ledger",
    documents.Ledger,
    {
      ...{
        unit: "so-y-te",
        group: "so",
        criteriaSet: "nho",
        settingsVersion: 1,
        surveyHeld: true,
        exempt: {},
      },
      ...{ name: "Sở Y tế", order: 0, submission: "draft", evidence: {} },
      ...{ frozen: false, self: { f1: { points: 5, rev: 1 } }, appraisal: {}, survey: {} },
    },
    [
      { self: { f1: { points: null, rev: 3, unrecorded: true } } },
      { appraisal: { f1: { points: null, rev: 1, asked: true } }, evidence: { f1: 2 } },
    ],
    [
      ...[{ evidence: { f1: 0 } }, { evidence: [] }, { submission: "sent" }, { order: -1 }],
      ...[{ appraisal: { f1: { points: 5, rev: 1, asked: false } } }, { name: null }],
      ...[{ self: { f1: { points: 5, rev: 0 } } }, { self: { f1: { points: -5, rev: 1 } } }, { self: [] }],
      ...[
        { self: { f1: { points: 5, rev: 1, unrecorded: false } } },
        { survey: { f1: { points: 5, rev: 1 } } },
      ],
    ],
  ],
  [
    "index",
    documents.UnitIndex,
    UNIT_INDEX,
    [{ total: { ...TOTALS, achieved: 0 } }],
    [
      ...[{ asked: -1 }, { unproven: 0.5 }, { submission: "sent" }, { order: -1 }, { name: null }],
      ...[{ leaves: -1 }, { differs: 0.5 }, { total: { ...TOTALS, max: null } }, { surveyMax: -1 }],
      { missing: { ...UNIT_INDEX.missing, self: -1 } },
    ],
  ],
  [
    "ranked unit",
    documents.RankedUnit,
    RANKED_UNIT,
    [{ rank: null }, { band: "Tốt" }],
    [
      ...[{ rank: 0 }, { rank: 1.5 }, { achieved: null }, { achieved: -1 }],
      ...[SHA.toUpperCase(), SHA.slice(1), `${SHA}0`, "", `g${SHA.slice(1)}`].map((sha256) => ({ sha256 })),
    ],
  ],
  [
    "history entry",
    documents.HistoryEntry,
    { ...PLACE, column: "self", ...VERSION, from: null, to: { points: 5 } },
    [{ column: "explanation" }, { from: { points: null } }],
    [{ column: "selfScores" }, { rev: 0 }, { to: null }, { at: null }],
  ],
  [
    "file",
    documents.StoredFile,
    {
      ...{ sha256: SHA, size: 5, chunks: [SHA], type: null, state: "uploading" },
      ...{ by: "can-bo", at: new Date(0) },
    },
    [
      { size: documents.FILE_BYTES_MAX, chunks: Array(12).fill(SHA) },
      { type: "application/pdf", state: "complete" },
    ],
    [
      ...[{ size: 0 }, { size: 1.5 }, { size: documents.FILE_BYTES_MAX + 1 }, { state: "done" }, { by: "" }],
      ...[{ chunks: [] }, { chunks: Array(13).fill(SHA) }, { chunks: [SHA.toUpperCase()] }],
      ...[{ sha256: SHA.slice(1) }, { type: undefined }],
    ],
  ],
  [
    "piece of evidence",
    documents.Evidence,
    EVIDENCE,
    [
      { source: { kind: "file", ...FILE, type: "application/pdf", size: 5 } },
      { source: { kind: "link", url: "https://laichau.example/ke-hoach?nam=2024" } },
      { source: { kind: "link", url: "http://laichau.example" } },
      { source: { ...EVIDENCE.source, date: null, issuer: "" } },
      ...[{ leaves: {}, fields: [] }, { leaves: { f1c1: "" } }, { stage: "explanation" }],
      { title: "x".repeat(300) },
    ],
    [
      ...["javascript:alert(1)", "data:text/html,x", "ftp://laichau.example", "laichau.example", ""].map(
        (url) => ({ source: { kind: "link", url } }),
      ),
      { source: { kind: "link", url: `https://laichau.example/${"x".repeat(2_000)}` } },
      { source: { kind: "file", ...FILE, type: "application/pdf", size: 0 } },
      { source: { kind: "file", ...FILE, file: "../x", type: "application/pdf", size: 5 } },
      { source: { kind: "file", ...FILE, name: "", type: "application/pdf", size: 5 } },
      ...[{ source: { ...EVIDENCE.source, number: " " } }, { source: { kind: "paper" } }],
      ...[{ title: " " }, { title: "x".repeat(301) }, { leaves: { "1.1": "" } }, { stage: "appraisal" }],
      ...[{ leaves: { f1c1: "x".repeat(201) } }, { rev: 0 }],
    ],
  ],
  [
    "submission",
    documents.SubmissionRecord,
    {
      ...{ number: 1, by: "truong", at: new Date(0), report: REPORT, scores: { f1c1: 3 } },
      evidence: {
        tailieu1: {
          ...{ rev: 2, title: EVIDENCE.title, source: EVIDENCE.source },
          ...{ leaves: EVIDENCE.leaves, stage: EVIDENCE.stage },
        },
      },
    },
    [{ report: { ...REPORT, file: FILE } }, { scores: {}, evidence: {} }],
    [
      ...[{ number: 0 }, { scores: { f1c1: 0 } }, { report: null }, { report: { ...REPORT, number: "" } }],
      { report: { ...REPORT, date: "10/11/2024" } },
    ],
  ],
  [
    "comment",
    documents.Comment,
    { leaf: "f1c1", text: "Xem lại", by: "can-bo", at: new Date(0), resolved: null },
    [{ leaf: null, resolved: { by: "truong", at: new Date(0) } }, { text: "x".repeat(2_000) }],
    [{ text: "" }, { text: "x".repeat(2_001) }, { leaf: "1.1" }, { resolved: true }],
  ],
  [
    "notice",
    documents.Notice,
    {
      ...{ period: "2024", told: { kind: "returned", until: null, reason: "Thiếu phụ lục" } },
      ...{ unit: null, leaf: null, at: new Date(0), readAt: null },
    },
    [
      { readAt: new Date(1) },
      { unit: "so-y-te", leaf: "f1c1" },
      { told: { kind: "reminded", unit: "Sở Y tế", text: "Đề nghị gửi", left: { unscored: 1 } } },
    ],
    [
      { told: { kind: "spam" } },
      { told: { kind: "returned", until: null, reason: "x".repeat(documents.TEXT_MAX + 1) } },
      { told: { kind: "reminded", unit: "Sở Y tế", text: "Đề nghị gửi", left: { unscored: 0 } } },
      { readAt: true },
    ],
  ],
  [
    "announcement",
    documents.Announcement,
    {
      ...{ period: "2024", title: "Hướng dẫn", text: "Kính gửi", files: [] },
      ...{ by: "quan-tri", at: new Date(0) },
    },
    [{ files: Array(10).fill(FILE) }],
    [
      ...[{ files: Array(11).fill(FILE) }, { files: [SHA] }, { title: "" }, { title: " " }, { text: " " }],
      { text: "x".repeat(documents.TEXT_MAX + 1) },
    ],
  ],
  [
    "difficulty",
    documents.Difficulty,
    {
      ...{ period: "2024", unit: "so-y-te", leaf: null, question: "Tính thế nào?", by: "can-bo" },
      ...{ at: new Date(0), answer: null, shared: false },
    },
    [{ leaf: "f1c1", answer: { text: "Như sau", by: "quan-tri", at: new Date(1) }, shared: true }],
    [
      ...[{ question: " " }, { question: "x".repeat(documents.TEXT_MAX + 1) }, { unit: null }],
      ...[{ answer: "Như sau" }, { answer: { text: "", by: "quan-tri", at: new Date(1) } }, { shared: null }],
    ],
  ],
  [
    "list of reasons",
    documents.SavedReasons,
    { reasons: ["Thiếu tài liệu"] },
    [{ reasons: [] }, { reasons: Array(50).fill("x") }],
    [{ reasons: Array(51).fill("x") }, { reasons: [""] }, { reasons: ["x".repeat(documents.TEXT_MAX + 1)] }],
  ],
  [
    "council",
    documents.Council,
    { decision: { number: "5/QĐ-UBND", date: "2024-12-01" }, members: [{ uid: "a", seat: "chair" }] },
    [{ decision: null, members: [] }],
    [
      ...[{ members: [{ uid: "", seat: "chair" }] }, { members: [{ uid: "a", seat: "boss" }] }],
      ...[{ decision: { number: "", date: "2024-12-01" } }, { decision: { number: "5", date: "x" } }],
      { members: Array(61).fill({ uid: "a", seat: "member" }) },
    ],
  ],
];

describe.each(CASES)("a stored %s", (_name, schema, valid, also, refused) => {
  it("is accepted", () => {
    expect(schema.parse(valid)).toEqual(valid);
  });
  it.each(also)("may be %j", (more) => {
    expect(schema.parse({ ...valid, ...more })).toEqual({ ...valid, ...more });
  });
  it.each(refused)("is refused with %j, which it names", (more) => {
    const { success, error } = schema.safeParse({ ...valid, ...more });
    expect(success).toBe(false);
    const fields = Object.keys(more);
    for (const { path } of error?.issues ?? []) expect(fields).toContain(path[0]);
  });
});
