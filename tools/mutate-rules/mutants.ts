import type { Allow, Block, Expression } from "./parse.ts";
import { parseRules } from "./parse.ts";

/** The rules with one small change, and what stood there. */
export interface Mutant {
  /** What was changed: its line, and its text before and after, each on one line. */
  line: number;
  from: string;
  to: string;
  /** The collections of the block that holds it; "" for what all blocks use. */
  collections: string;
  start: number;
  rules: string;
}

interface Change {
  start: number;
  end: number;
  to: string;
  collections: string;
}

const OTHER_COMPARISONS: Readonly<Record<string, readonly string[]>> = {
  "==": ["!="],
  "!=": ["=="],
  "<": ["<=", ">=", ">"],
  "<=": ["<", ">", ">="],
  ">": [">=", "<=", "<"],
  ">=": [">", "<", "<="],
};
const OTHER_ARITHMETIC: Readonly<Record<string, string>> = {
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "%": "/",
};
/** What an `allow` may be narrowed or widened to. */
const OTHER_METHODS: Readonly<Record<string, readonly string[]>> = {
  get: ["read", "list"],
  list: ["read", "get"],
  read: ["get", "list", "read, write"],
  create: ["create, update", "update"],
  update: ["create, update", "update, delete", "create"],
  "create,update": ["create", "update", "write"],
};

/** Every change of one expression and those in it. `truth`: whether it says yes or no. */
function* changesIn(
  expression: Expression,
  text: string,
  truth: boolean,
): Generator<Omit<Change, "collections">> {
  const { kind, of, start, end } = expression;
  const own = text.slice(start, end);
  const instead = (to: string) => ({ start, end, to });
  const isLogical = kind === "chain" || kind === "group";
  if (truth && !isLogical && kind !== "not" && kind !== "compare") yield instead(`!(${own})`);
  switch (expression.kind) {
    case "chain": {
      const neutral = expression.operator === "&&" ? "true" : "false";
      for (const clause of of) yield { start: clause.start, end: clause.end, to: neutral };
      for (const { start: from, end: until, text: operator } of expression.operators)
        yield { start: from, end: until, to: operator === "&&" ? "||" : "&&" };
      break;
    }
    case "compare": {
      const { operator } = expression;
      for (const to of OTHER_COMPARISONS[operator.text] ?? [])
        yield { start: operator.start, end: operator.end, to };
      if (operator.text === "in" || operator.text === "is") yield instead(`!(${own})`);
      break;
    }
    case "arithmetic": {
      const { operator } = expression;
      const to = OTHER_ARITHMETIC[operator.text];
      if (to) yield { start: operator.start, end: operator.end, to };
      break;
    }
    case "not": {
      const inner = of[0] as Expression;
      yield instead(text.slice(inner.start, inner.end));
      break;
    }
    case "choice": {
      const [condition, yes, no] = of.map((one) => text.slice(one.start, one.end));
      yield instead(`${condition} ? (${no}) : (${yes})`);
      break;
    }
    case "list":
      for (const dropped of of) {
        const rest = of.filter((one) => one !== dropped).map((one) => text.slice(one.start, one.end));
        yield instead(`[${rest.join(", ")}]`);
      }
      break;
    case "number": {
      const fraction = own.includes(".") ? ".0" : "";
      yield instead(`${Number(own) + 1}${fraction}`);
      if (Number(own) > 0) yield instead(`${Number(own) - 1}${fraction}`);
      break;
    }
    case "string":
      yield instead(own === "''" ? "'x'" : own.replace(/'$/, "x'"));
      break;
    case "word":
      if (own === "true" || own === "false") yield instead(own === "true" ? "false" : "true");
      break;
    default:
      break;
  }
  for (const [index, inner] of of.entries()) {
    // A list's elements are dropped, not changed: a name nobody uses is as good as none.
    if (kind === "list" && inner.kind === "string") continue;
    const logical =
      kind === "chain" || kind === "not" || (kind === "group" && truth) || (kind === "choice" && index === 0);
    yield* changesIn(inner, text, logical);
  }
}

function* changesOfAllow({ methods, condition, start, end }: Allow, text: string) {
  yield { start, end, to: "" };
  const [first, last] = [methods[0], methods.at(-1)];
  if (!first || !last) return;
  const names = methods.map((method) => method.text).join();
  for (const to of OTHER_METHODS[names] ?? []) yield { start: first.start, end: last.end, to };
  if (text.slice(condition.start, condition.end) !== "true")
    yield { start: condition.start, end: condition.end, to: "true" };
  yield* changesIn(condition, text, true);
}

function* changesOfBlock(block: Block, text: string): Generator<Change> {
  const { collections } = block;
  for (const allow of block.allows)
    for (const change of changesOfAllow(allow, text)) yield { ...change, collections };
  for (const value of block.returns) {
    // What a function gives back is taken for an answer where it looks like one.
    const truth = ["chain", "compare", "not", "call", "group"].includes(value.kind);
    const whole = text.slice(value.start, value.end);
    const isAnswer = truth && !/^get\(|\.data$|^\//.test(whole);
    if (isAnswer)
      for (const to of ["true", "false"]) yield { start: value.start, end: value.end, to, collections };
    for (const change of changesIn(value, text, isAnswer)) yield { ...change, collections };
  }
  for (const value of block.lets)
    for (const change of changesIn(value, text, value.kind === "chain")) yield { ...change, collections };
  for (const inner of block.blocks) yield* changesOfBlock(inner, text);
}

const onOneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** Every mutant of the rules, each text once, in the order of the text. */
export function mutantsOf(text: string): Mutant[] {
  const mutants = new Map<string, Mutant>();
  for (const { start, end, to, collections } of changesOfBlock(parseRules(text), text)) {
    const rules = text.slice(0, start) + to + text.slice(end);
    const line = text.slice(0, start).split("\n").length;
    // A word or an operator alone says little: the line's rest tells where it is.
    if (!mutants.has(rules))
      mutants.set(rules, {
        ...{ line, from: onOneLine(text.slice(start, end)), to: onOneLine(to), collections, start, rules },
      });
  }
  return [...mutants.values()].sort((a, b) => a.start - b.start);
}
