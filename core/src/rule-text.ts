import { formatPoints, parsePoints } from "./points.ts";

import { type RuleKind, ScoringRule } from "./scoring-rule.ts";
import { searchable } from "./text-search.ts";

const KIND_WORDS: Record<RuleKind, string> = {
  yesno: "Có/Không",
  options: "Phương án",
  checklist: "Các phần",
  deadline: "Thời hạn",
  ratio: "Tỷ lệ",
  steps: "Bậc",
  ratioWithPenalty: "Tỷ lệ có trừ điểm",
  scale: "Quy đổi",
  deductPerItem: "Trừ điểm",
  manual: "Chấm thủ công",
  survey: "Điều tra XHH",
};
const KINDS = Object.keys(KIND_WORDS) as RuleKind[];

const PARTS = {
  due: "hạn",
  onTime: "đúng hạn",
  late: "quá hạn",
  none: "không ban hành",
  floor: "ngưỡng",
  target: "chỉ tiêu",
  latePenalty: "trừ quá hạn",
  whenZero: "không phát sinh",
  outOf: "thang",
  perItem: "mỗi lần",
} as const;
type PartName = keyof typeof PARTS;

const WHEN_ZERO = { full: "điểm tối đa", zero: "0 điểm", exempt: "không áp dụng" } as const;

const percentText = (basisPoints: number) => `${formatPoints(basisPoints * 100)} %`;
const part = (name: PartName, value: string) => `${PARTS[name]} = ${value}`;

/** A label as it stands, or in quotation marks where it holds a character that separates. */
export const labelText = (label: string) =>
  /[;="\\\p{Cc}]/u.test(label) || label !== label.trim() || label === "" ? JSON.stringify(label) : label;

const labelled = (list: readonly { label: string; points: number }[]) =>
  list.map(({ label, points }) => `${labelText(label)} = ${formatPoints(points)}`);

function partsOf(rule: ScoringRule): string[] {
  switch (rule.kind) {
    case "yesno":
    case "manual":
      return [];
    case "options":
      return labelled(rule.options);
    case "checklist":
      return labelled(rule.parts);
    case "survey":
      return rule.groups.map(labelText);
    case "deadline": {
      const [month, day] = rule.due.split("-");
      const points = (["onTime", "late", "none"] as const).map((name) =>
        part(name, formatPoints(rule[name])),
      );
      return [part("due", `${day}/${month}`), ...points];
    }
    case "ratio":
    case "ratioWithPenalty":
      return [
        part("floor", percentText(rule.floor)),
        part("target", percentText(rule.target)),
        ...(rule.kind === "ratio" ? [] : [part("latePenalty", percentText(rule.latePenalty))]),
        part("whenZero", WHEN_ZERO[rule.whenZero]),
      ];
    case "steps":
      return [
        ...rule.steps.map(({ atLeast, points }) => `${percentText(atLeast)} = ${formatPoints(points)}`),
        part("whenZero", WHEN_ZERO[rule.whenZero]),
      ];
    case "scale":
      return [part("outOf", formatPoints(rule.outOf))];
    case "deductPerItem":
      return [part("perItem", formatPoints(rule.perItem))];
  }
}

/** A rule in the words of one cell, which `readRuleText` reads: its name and its parts, `;` between them. */
export function ruleText(rule: ScoringRule): string {
  const parts = partsOf(rule);
  return parts.length === 0 ? KIND_WORDS[rule.kind] : `${KIND_WORDS[rule.kind]}: ${parts.join("; ")}`;
}

const PIECE = /("(?:[^"\\]|\\.)*"|[^";=]+)|([;=])/gy;

/** The parts of a rule, each a text or a text with a value; null where quotation marks don't close. */
export function piecesOf(text: string): string[][] | null {
  const parts: string[][] = [[""]];
  let end = 0;
  for (const [found, piece, mark] of text.matchAll(PIECE)) {
    end += found.length;
    const last = parts.at(-1) ?? [];
    if (mark === ";") parts.push([""]);
    else if (mark === "=") last.push("");
    else if (piece !== undefined) last[last.length - 1] += piece;
  }
  if (end !== text.length) return null;
  const trimmed = parts.map((pieces) => pieces.map((piece) => piece.trim()));
  return trimmed.filter((pieces) => pieces.some((piece) => piece !== ""));
}

/** The label that a piece stands for; as written where its quotation marks are no JSON text. */
export function labelOf(piece: string): string {
  if (!piece.startsWith('"')) return piece;
  try {
    return String(JSON.parse(piece));
  } catch {
    return piece;
  }
}

/** A share in per cent into 1/100 per cent. */
function shareOf(text: string): number | null {
  const [, whole, decimals = ""] = /^(\d{1,7})(?:[,.](\d{1,2}))?\s*%?$/.exec(text) ?? [];
  return whole === undefined ? null : Number(whole) * 100 + Number(decimals.padEnd(2, "0"));
}

function dueOf(text: string): string | null {
  const [, day, month] = /^(\d{1,2})[/-](\d{1,2})$/.exec(text) ?? [];
  return day && month ? `${month.padStart(2, "0")}-${day.padStart(2, "0")}` : null;
}

const whenZeroOf = (text: string) =>
  (["full", "zero", "exempt"] as const).find((one) => searchable(WHEN_ZERO[one]) === searchable(text)) ??
  null;

const VALUE_OF: Record<PartName, (text: string) => number | string | null> = {
  due: dueOf,
  onTime: parsePoints,
  late: parsePoints,
  none: parsePoints,
  floor: shareOf,
  target: shareOf,
  latePenalty: shareOf,
  whenZero: whenZeroOf,
  outOf: parsePoints,
  perItem: parsePoints,
};
const PART_NAMES = Object.keys(PARTS) as PartName[];

type Params = Record<string, unknown>;

const partNamed = (piece: string) => PART_NAMES.find((name) => searchable(PARTS[name]) === searchable(piece));

function namedParams(pieces: readonly string[][]): Params | null {
  const params: Params = {};
  for (const [name = "", value = "", ...more] of pieces) {
    const named = partNamed(name);
    if (!named || more.length > 0 || named in params) return null;
    params[named] = VALUE_OF[named](value);
  }
  return params;
}

const labelledParams = (pieces: readonly string[][]) =>
  pieces.map(([label = "", points = ""]) => ({ label: labelOf(label), points: parsePoints(points) }));

function stepsParams(pieces: readonly string[][]): Params | null {
  const steps = pieces.filter(([first = ""]) => shareOf(first) !== null);
  const named = namedParams(pieces.filter(([first = ""]) => shareOf(first) === null));
  return (
    named && {
      whenZero: "zero",
      ...named,
      steps: steps.map(([share = "", points = ""]) => ({
        atLeast: shareOf(share),
        points: parsePoints(points),
      })),
    }
  );
}

function paramsOf(kind: RuleKind, pieces: readonly string[][]): Params | null {
  switch (kind) {
    case "yesno":
    case "manual":
      return pieces.length === 0 ? {} : null;
    case "options":
      return { options: labelledParams(pieces) };
    case "checklist":
      return { parts: labelledParams(pieces) };
    case "survey":
      return { groups: pieces.map(([group = ""]) => labelOf(group)) };
    case "steps":
      return stepsParams(pieces);
    default:
      return namedParams(pieces);
  }
}

/** Reads a rule from the words of one cell; null where they are no rule. */
export function readRuleText(text: string): ScoringRule | null {
  const [, words = "", rest = ""] = /^([^:]*)(?::([\s\S]*))?$/.exec(text) ?? [];
  const kind = KINDS.find((one) => searchable(KIND_WORDS[one]) === searchable(words));
  const pieces = piecesOf(rest);
  const params = kind && pieces && paramsOf(kind, pieces);
  const parsed = ScoringRule.safeParse({ ...params, kind });
  return params && parsed.success ? parsed.data : null;
}
