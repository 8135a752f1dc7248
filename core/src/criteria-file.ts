import { z } from "zod";
import {
  type CriteriaSet,
  type CriterionNode,
  type FieldNode,
  type Finding,
  Id,
  type LeafNode,
  leafTable,
  Source,
} from "./criteria-set.ts";
import { validateCriteriaSet } from "./criteria-set-validation.ts";
import { issueText } from "./issue-text.ts";
import { parsePoints } from "./points.ts";
import type { LeadAppraisers } from "./roster-file.ts";
import type { ScoringRule } from "./scoring-rule.ts";

/**
 * The file format of a criteria set: points as decimals, shares in per cent, a rule's name with its parameters.
 * Node ids follow from the position in the file (f1, f1c2, f1c2s1), so that printed codes may be renumbered.
 */

const decimalWith = (what: string) =>
  z.unknown().transform((value, context) => {
    const text = typeof value === "number" || typeof value === "string" ? value : null;
    const parsed = text === null ? null : parsePoints(text);
    if (parsed !== null) return parsed;
    const found = value === undefined ? "còn thiếu" : `là «${text ?? JSON.stringify(value)}»`;
    context.addIssue(`${what} ${found}; cần một số không âm, tối đa bốn chữ số thập phân`);
    return z.NEVER;
  });
const DecimalPoints = decimalWith("điểm");
const POSITIVE = { error: "phải lớn hơn 0" };
const PositivePoints = DecimalPoints.refine((points) => points > 0, POSITIVE);
/** A share in per cent (80, 99.99) into 1/100 per cent: one ten-thousandth of the number read is one hundredth of that. */
const Percent = decimalWith("tỷ lệ").transform((value, context) => {
  if (value % 100 === 0) return value / 100;
  context.addIssue("tỷ lệ có tối đa hai chữ số thập phân");
  return z.NEVER;
});

const PositivePercent = Percent.refine((share) => share > 0, POSITIVE);
const PercentOfWhole = Percent.refine((share) => share <= 10_000, { error: "không được lớn hơn 100 %" });
const MONTH_DAY = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const WhenZero = z.enum(["full", "zero", "exempt"]);
const Labelled = z
  .tuple([z.string().min(1), DecimalPoints])
  .transform(([label, points]) => ({ label, points }));
const NoParams = z.strictObject({}).optional();

/** What a file may say of each rule, turned into the core's `ScoringRule`. */
const RuleParams = {
  yesno: NoParams.transform((): ScoringRule => ({ kind: "yesno" })),
  manual: NoParams.transform((): ScoringRule => ({ kind: "manual" })),
  options: z
    .strictObject({ options: z.array(Labelled).min(2) })
    .transform(({ options }): ScoringRule => ({ kind: "options", options })),
  checklist: z
    .strictObject({ parts: z.array(Labelled).min(1) })
    .transform(({ parts }): ScoringRule => ({ kind: "checklist", parts })),
  deadline: z
    .strictObject({
      due: z.string().refine((due) => MONTH_DAY.test(due), { error: "phải là ngày dạng MM-dd" }),
      onTime: DecimalPoints,
      late: DecimalPoints,
      none: DecimalPoints,
    })
    .transform((params): ScoringRule => ({ kind: "deadline", ...params })),
  ratio: z
    .strictObject({ floor: Percent, target: PositivePercent, whenZero: WhenZero })
    .transform((params): ScoringRule => ({ kind: "ratio", ...params })),
  steps: z
    .strictObject({
      steps: z
        .array(z.tuple([Percent, DecimalPoints]).transform(([atLeast, points]) => ({ atLeast, points })))
        .min(1),
      whenZero: WhenZero.default("zero"),
    })
    .transform((params): ScoringRule => ({ kind: "steps", ...params })),
  ratioWithPenalty: z
    .strictObject({
      floor: Percent,
      target: PositivePercent,
      latePenaltyPct: PercentOfWhole,
      whenZero: WhenZero,
    })
    .transform(
      ({ latePenaltyPct, ...params }): ScoringRule => ({
        kind: "ratioWithPenalty",
        ...params,
        latePenalty: latePenaltyPct,
      }),
    ),
  scale: z
    .strictObject({ outOf: PositivePoints })
    .transform((params): ScoringRule => ({ kind: "scale", ...params })),
  deductPerItem: z
    .strictObject({ perItem: PositivePoints })
    .transform((params): ScoringRule => ({ kind: "deductPerItem", ...params })),
  survey: z
    .strictObject({ groups: z.array(z.string().min(1)).min(1) })
    .transform((params): ScoringRule => ({ kind: "survey", ...params })),
} as const satisfies Record<ScoringRule["kind"], z.ZodType<ScoringRule>>;

const RuleName = z.enum(Object.keys(RuleParams) as (keyof typeof RuleParams)[]);

const Named = { code: z.string().min(1), name: z.string().min(1) };
const FileLeaf = z.strictObject({
  ...Named,
  max: PositivePoints,
  step: PositivePoints,
  source: Source,
  rule: RuleName,
  params: z.unknown().optional(),
  evidence: z.string().default(""),
});
const FileParent = z.strictObject({
  ...Named,
  max: PositivePoints.optional(),
  subCriteria: z.array(z.unknown()).min(1),
});
const FileField = z.strictObject({
  ...Named,
  max: PositivePoints.optional(),
  criteria: z.array(z.unknown()).min(1),
});
const FileSet = z.strictObject({
  id: Id,
  annex: z.string().default(""),
  name: z.string().min(1),
  appliesTo: z.string().default(""),
  note: z.string().default(""),
  expected: z
    .strictObject({
      fields: z.int(),
      criteria: z.int(),
      subCriteria: z.int(),
      selfMax: DecimalPoints,
      surveyMax: DecimalPoints,
      max: DecimalPoints,
    })
    .nullable()
    .default(null),
  fields: z.array(z.unknown()).min(1),
});

const Coded = z.object({ code: z.string().min(1) });

/** The printed code of a node, or where it stands, if it has none. */
function codeOf(json: unknown, otherwise: string): string {
  const coded = Coded.safeParse(json);
  return coded.success ? coded.data.code : otherwise;
}

/** What a record has of its own at a key that a file names: a code may be «constructor» or «__proto__». */
const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const sumOfMax = (nodes: readonly { max: number }[]) => nodes.reduce((sum, node) => sum + node.max, 0);

class Reader {
  readonly findings: Finding[] = [];
  readonly #set: string;
  readonly #leads: LeadAppraisers;
  readonly #leadsUsed = new Set<string>();

  constructor(set: string, leads: LeadAppraisers) {
    this.#set = set;
    this.#leads = leads;
  }

  parse<T>(schema: z.ZodType<T>, json: unknown, node: string, within = ""): T | null {
    const parsed = schema.safeParse(json, { reportInput: true });
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      const { path, message } = issueText(issue);
      const place = [within, path].filter(Boolean).join(".");
      this.findings.push({ node, message: place ? `${place}: ${message}` : message });
    }
    return null;
  }

  /** The department that appraises a leaf: the one named at the nearest of its nodes. `codes` from the leaf up. */
  #lead(codes: readonly string[]): string | null {
    const nodes = this.#leads.byNode[this.#set] ?? {};
    for (const code of codes) {
      this.#leadsUsed.add(code);
      const lead = own(nodes, code);
      if (lead) return lead;
    }
    const field = own(this.#leads.byField, codes.at(-1) ?? "");
    if (field) return field;
    this.findings.push({ node: codes[0] ?? this.#set, message: "Chưa có cơ quan chủ trì thẩm định." });
    return null;
  }

  #leaf(json: unknown, id: string, above: readonly string[], otherwise: string): LeafNode | null {
    const code = codeOf(json, otherwise);
    const file = this.parse(FileLeaf, json, code);
    if (!file) return null;
    const { params, rule: kind, ...leaf } = file;
    const rule = this.parse<ScoringRule>(RuleParams[kind], params, code, "params");
    const lead = this.#lead([code, ...above]);
    return rule && lead ? { id, ...leaf, rule, lead } : null;
  }

  #criterion(json: unknown, id: string, field: string, otherwise: string): CriterionNode | null {
    if (typeof json !== "object" || json === null || !("subCriteria" in json))
      return this.#leaf(json, id, [field], otherwise);
    const code = codeOf(json, otherwise);
    const file = this.parse(FileParent, json, code);
    if (!file) return null;
    const subCriteria = file.subCriteria.flatMap(
      (sub, at) => this.#leaf(sub, `${id}s${at + 1}`, [code, field], `${code}.${at + 1}`) ?? [],
    );
    return { id, code, name: file.name, max: file.max ?? sumOfMax(subCriteria), subCriteria };
  }

  field(json: unknown, at: number): FieldNode | null {
    const id = `f${at + 1}`;
    const code = codeOf(json, `${at + 1}`);
    const file = this.parse(FileField, json, code);
    if (!file) return null;
    const criteria = file.criteria.flatMap(
      (criterion, at) => this.#criterion(criterion, `${id}c${at + 1}`, code, `${code}.${at + 1}`) ?? [],
    );
    return { id, code, name: file.name, max: file.max ?? sumOfMax(criteria), criteria };
  }

  /** Leads that name a node the set does not have. */
  checkLeads(): void {
    for (const code of Object.keys(this.#leads.byNode[this.#set] ?? {}))
      if (!this.#leadsUsed.has(code))
        this.findings.push({
          node: code,
          message: "Cơ quan chủ trì được giao một mã không có trong bộ tiêu chí.",
        });
  }
}

/**
 * Reads a criteria file and checks it (`validateCriteriaSet`). `leads` gives each leaf the department that appraises
 * it. A findings list names, by printed code, every node at fault; then there is no set.
 */
export function readCriteriaFile(
  json: unknown,
  leads: LeadAppraisers,
): { set: CriteriaSet; findings: [] } | { set: null; findings: Finding[] } {
  const name = z.object({ id: z.string() }).safeParse(json);
  const id = name.success ? name.data.id : "bộ tiêu chí";
  const reader = new Reader(id, leads);
  const file = reader.parse(FileSet, json, id);
  if (!file) return { set: null, findings: reader.findings };
  const fields = file.fields.flatMap((field, at) => reader.field(field, at) ?? []);
  if (reader.findings.length === 0) reader.checkLeads();
  if (reader.findings.length > 0) return { set: null, findings: reader.findings };
  const set: CriteriaSet = { ...file, fields, leaves: leafTable({ fields }) };
  const findings = validateCriteriaSet(set);
  return findings.length > 0 ? { set: null, findings } : { set, findings: [] };
}
