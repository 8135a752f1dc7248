import type { Allow, Block, Defined, Expression } from "./parse.ts";
import { parseRules } from "./parse.ts";

/** The rules with one small change, and what stood there. */
export interface Mutant {
  /** What was changed: its line, that line's text, and the change before and after, each on one line. */
  line: number;
  text: string;
  /** The collections that lead to the block it stands in; "" outside of all. */
  block: string;
  from: string;
  to: string;
  /** The requests that may ever meet what was changed: `read` or `write`, and the collections they go to. */
  met: ReadonlySet<string>;
  start: number;
  rules: string;
}

interface Change {
  start: number;
  end: number;
  to: string;
  block: string;
  met: ReadonlySet<string>;
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
): Generator<Omit<Change, "met" | "block">> {
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

function* changesOfAllow({ methods, condition }: Allow, text: string) {
  // A block must hold some statement: one that says no to all is as good as none.
  yield { start: condition.start, end: condition.end, to: "false" };
  const [first, last] = [methods[0], methods.at(-1)];
  if (!first || !last) return;
  const names = methods.map((method) => method.text).join();
  for (const to of OTHER_METHODS[names] ?? []) yield { start: first.start, end: last.end, to };
  if (text.slice(condition.start, condition.end) !== "true")
    yield { start: condition.start, end: condition.end, to: "true" };
  yield* changesIn(condition, text, true);
}

function* changesOfFunction(
  { lets, gives }: Defined,
  text: string,
): Generator<Omit<Change, "met" | "block">> {
  const whole = text.slice(gives.start, gives.end);
  // What a function gives back is taken for an answer where it looks like one.
  const isAnswer = !/^get\(|\.data(\.\w+)?$|^\//.test(whole) && gives.kind !== "choice";
  if (isAnswer) for (const to of ["true", "false"]) yield { start: gives.start, end: gives.end, to };
  yield* changesIn(gives, text, isAnswer);
  for (const value of lets) yield* changesIn(value, text, value.kind === "chain");
}

const wordsIn = (text: string): ReadonlySet<string> => new Set(text.match(/[A-Za-z_]\w*/g));

const READS = ["get", "list", "read"];
const requestsOf = ({ methods }: Allow, { collections }: Block): string =>
  `${methods.every(({ text }) => READS.includes(text)) ? "read" : "write"} ${collections}`;

/** By the place of each function: the requests whose `allow` statements lead to it, through whatever others. */
function meetings(block: Block, text: string, seen: readonly Defined[], met: Map<number, Set<string>>): void {
  const visible = [...seen, ...block.functions];
  const follow = (from: string, requests: string, done: Set<number>): void => {
    const words = wordsIn(from);
    for (const { name, start, end } of visible)
      if (words.has(name) && !done.has(start)) {
        done.add(start);
        met.set(start, (met.get(start) ?? new Set()).add(requests));
        follow(text.slice(start, end), requests, done);
      }
  };
  for (const allow of block.allows)
    follow(text.slice(allow.start, allow.end), requestsOf(allow, block), new Set());
  for (const inner of block.blocks) meetings(inner, text, visible, met);
}

function* changesOfBlock(
  block: Block,
  text: string,
  met: ReadonlyMap<number, ReadonlySet<string>>,
): Generator<Change> {
  const { collections } = block;
  for (const allow of block.allows)
    for (const change of changesOfAllow(allow, text)) {
      const inCondition = change.start >= allow.condition.start;
      // To remove or widen a statement may change whatever is asked here.
      const requests = inCondition
        ? [requestsOf(allow, block)]
        : [`read ${collections}`, `write ${collections}`];
      yield { ...change, block: collections, met: new Set(requests) };
    }
  for (const defined of block.functions)
    for (const change of changesOfFunction(defined, text))
      yield { ...change, block: collections, met: met.get(defined.start) ?? new Set() };
  for (const inner of block.blocks) yield* changesOfBlock(inner, text, met);
}

const onOneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** Every mutant of the rules, each text once, in the order of the text. */
export function mutantsOf(text: string): Mutant[] {
  const mutants = new Map<string, Mutant>();
  const root = parseRules(text);
  const lines = text.split("\n");
  const places = new Map<number, Set<string>>();
  meetings(root, text, [], places);
  for (const { start, end, to, met, block } of changesOfBlock(root, text, places)) {
    const rules = text.slice(0, start) + to + text.slice(end);
    const line = text.slice(0, start).split("\n").length;
    const whole = lines[line - 1] ?? "";
    if (!mutants.has(rules))
      mutants.set(rules, {
        ...{
          line,
          text: onOneLine(whole),
          block,
          from: onOneLine(text.slice(start, end)),
          to: onOneLine(to),
          met,
          start,
          rules,
        },
      });
  }
  return [...mutants.values()].sort((a, b) => a.start - b.start);
}
