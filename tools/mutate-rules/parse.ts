/**
 * Reads the text of security rules as far as mutants need it: which functions and `allow` statements stand in which
 * `match` block, and every expression as a tree with its place in the text.
 */

export type Expression =
  | { kind: "chain"; operator: "&&" | "||"; of: Expression[]; operators: Token[]; start: number; end: number }
  | { kind: "compare" | "arithmetic"; operator: Token; of: Expression[]; start: number; end: number }
  | {
      kind: "not" | "minus" | "group" | "call" | "index" | "member";
      of: Expression[];
      start: number;
      end: number;
    }
  | { kind: "choice" | "list"; of: Expression[]; start: number; end: number }
  | { kind: "number" | "string" | "word" | "path"; of: Expression[]; start: number; end: number };

export interface Token {
  text: string;
  start: number;
  end: number;
}
/** `allow create, update: if …;` with its condition. */
export interface Allow {
  methods: Token[];
  condition: Expression;
  start: number;
  end: number;
}
export interface Defined {
  name: string;
  /** What is given a name in it, and what it gives back. */
  lets: Expression[];
  gives: Expression;
  start: number;
  end: number;
}
/** One `match` block; `collections` are those that lead to it. */
export interface Block {
  collections: string;
  allows: Allow[];
  functions: Defined[];
  blocks: Block[];
  start: number;
  end: number;
}

const TOKEN =
  /\s+|\/\/[^\n]*|'(?:[^'\\]|\\.)*'|\d+(?:\.\d+)?|[A-Za-z_]\w*|&&|\|\||==|!=|<=|>=|[-+*/%<>!?:.,;()[\]{}$=]/gy;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const start = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new SyntaxError(`rules: no token at ${start}: ${text.slice(start, start + 20)}`);
    if (!/^(\s|\/\/)/.test(found[0])) tokens.push({ text: found[0], start, end: start + found[0].length });
  }
  return tokens;
}

const COMPARISONS = ["==", "!=", "<", "<=", ">", ">=", "in", "is"];

class Reader {
  readonly #tokens: Token[];
  #at = 0;

  constructor(text: string) {
    this.#tokens = tokensOf(text);
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? { text: "", start: 0, end: 0 };
  }
  get last(): Token {
    return this.#tokens[this.#at - 1] ?? this.next;
  }
  take(text?: string): Token {
    const token = this.next;
    if (text !== undefined && token.text !== text)
      throw new SyntaxError(`rules: ${text} expected at ${token.start}, found ${token.text}`);
    this.#at++;
    return token;
  }
  takeIf(text: string): boolean {
    if (this.next.text !== text) return false;
    this.#at++;
    return true;
  }

  expression(): Expression {
    const condition = this.#chain("||");
    if (!this.takeIf("?")) return condition;
    const yes = this.expression();
    this.take(":");
    const no = this.expression();
    return { kind: "choice", of: [condition, yes, no], start: condition.start, end: no.end };
  }

  #chain(operator: "&&" | "||"): Expression {
    const operand = () => (operator === "||" ? this.#chain("&&") : this.#comparison());
    const of = [operand()];
    const operators: Token[] = [];
    while (this.next.text === operator) {
      operators.push(this.take());
      of.push(operand());
    }
    const [first, last] = [of[0] as Expression, of.at(-1) as Expression];
    return of.length === 1
      ? first
      : { kind: "chain", operator, of, operators, start: first.start, end: last.end };
  }

  #comparison(): Expression {
    const left = this.#arithmetic(0);
    if (!COMPARISONS.includes(this.next.text)) return left;
    const operator = this.take();
    const right = this.#arithmetic(0);
    return { kind: "compare", operator, of: [left, right], start: left.start, end: right.end };
  }

  #arithmetic(level: number): Expression {
    const levels = [
      ["+", "-"],
      ["*", "/", "%"],
    ];
    const operators = levels[level];
    if (!operators) return this.#unary();
    let left = this.#arithmetic(level + 1);
    while (operators.includes(this.next.text)) {
      const operator = this.take();
      const right = this.#arithmetic(level + 1);
      left = { kind: "arithmetic", operator, of: [left, right], start: left.start, end: right.end };
    }
    return left;
  }

  #unary(): Expression {
    const { start } = this.next;
    for (const [text, kind] of [
      ["!", "not"],
      ["-", "minus"],
    ] as const)
      if (this.takeIf(text)) {
        const operand = this.#unary();
        return { kind, of: [operand], start, end: operand.end };
      }
    return this.#postfix();
  }

  #list(close: string): Expression[] {
    const of: Expression[] = [];
    while (!this.takeIf(close)) {
      of.push(this.expression());
      if (this.next.text !== close) this.take(",");
    }
    return of;
  }

  #postfix(): Expression {
    let inner = this.#primary();
    const { start } = inner;
    for (;;) {
      if (this.takeIf(".")) {
        this.take();
        inner = { kind: "member", of: [inner], start, end: this.last.end };
      } else if (this.takeIf("(")) {
        const of = [inner, ...this.#list(")")];
        inner = { kind: "call", of, start, end: this.last.end };
      } else if (this.takeIf("[")) {
        const of = [inner, ...this.#list("]")];
        inner = { kind: "index", of, start, end: this.last.end };
      } else return inner;
    }
  }

  #primary(): Expression {
    const { start } = this.next;
    if (this.takeIf("(")) {
      const of = [this.expression()];
      this.take(")");
      return { kind: "group", of, start, end: this.last.end };
    }
    if (this.takeIf("[")) return { kind: "list", of: this.#list("]"), start, end: this.last.end };
    if (this.next.text === "/") return this.#path();
    const { text, end } = this.take();
    if (/^\d/.test(text)) return { kind: "number", of: [], start, end };
    if (text.startsWith("'")) return { kind: "string", of: [], start, end };
    if (!/^\w/.test(text)) throw new SyntaxError(`rules: an expression expected at ${start}, found ${text}`);
    return { kind: "word", of: [], start, end };
  }

  /** `/databases/$(database)/documents/…` */
  #path(): Expression {
    const { start } = this.next;
    const of: Expression[] = [];
    while (this.takeIf("/")) {
      if (!this.takeIf("$")) this.take();
      else {
        this.take("(");
        of.push(this.expression());
        this.take(")");
      }
    }
    return { kind: "path", of, start, end: this.last.end };
  }
}

function blockOf(reader: Reader, collections: readonly string[], start: number): Block {
  const block: Block = {
    ...{ collections: collections.join("/"), allows: [], functions: [], blocks: [] },
    ...{ start, end: start },
  };
  while (!reader.takeIf("}")) {
    const { text, start: from } = reader.take();
    if (text === "match") {
      const names: string[] = [];
      while (reader.takeIf("/")) {
        if (!reader.takeIf("{")) names.push(reader.take().text);
        else {
          reader.take();
          reader.take("}");
        }
      }
      reader.take("{");
      // What stands above the documents of a database is no collection; a document that is named is none either.
      const own = names[0] === "databases" ? [] : names.slice(0, 1);
      block.blocks.push(blockOf(reader, [...collections, ...own], from));
    } else if (text === "allow") {
      const methods = [reader.take()];
      while (reader.takeIf(",")) methods.push(reader.take());
      reader.take(":");
      reader.take("if");
      const condition = reader.expression();
      reader.take(";");
      block.allows.push({ methods, condition, start: from, end: reader.last.end });
    } else if (text === "function") {
      const name = reader.take().text;
      const lets: Expression[] = [];
      while (!reader.takeIf("{")) reader.take();
      while (reader.takeIf("let")) {
        reader.take();
        reader.take("=");
        lets.push(reader.expression());
        reader.take(";");
      }
      reader.take("return");
      const gives = reader.expression();
      reader.take(";");
      reader.take("}");
      block.functions.push({ name, lets, gives, start: from, end: reader.last.end });
    } else throw new SyntaxError(`rules: match, allow or function expected at ${from}, found ${text}`);
  }
  block.end = reader.last.end;
  return block;
}

/** The outermost block of a rules file. Throws a SyntaxError with the place that is not understood. */
export function parseRules(text: string): Block {
  const reader = new Reader(text);
  while (reader.next.text !== "{") reader.take();
  reader.take("{");
  return blockOf(reader, [], 0);
}
