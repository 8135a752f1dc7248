import { parseArgs } from "node:util";
import { CommandError, type Exit, type Terminal } from "./terminal.ts";

/** An option of a command: the word that stands for its value (null: it has none) and what it says. */
export interface Option {
  value: string | null;
  says: string;
  needed?: true;
}

/** A command: what `--help` says of it, what it takes, and what it does. */
export interface Command {
  name: string;
  /** Whether it takes a file, and by which word where that is no workbook. */
  file: boolean | string;
  purpose: string;
  options: Readonly<Record<string, Option>>;
  text: string;
  examples: readonly string[];
  perform: (given: Given, terminal: Terminal) => Promise<Exit>;
}

/** What was given to a command: its options, true where they have no value, and its file. */
export class Given {
  readonly #values: ReadonlyMap<string, string | true>;
  /** The file that the command takes; empty where it takes none. */
  readonly file: string;

  constructor(values: ReadonlyMap<string, string | true>, file: string) {
    this.#values = values;
    this.file = file;
  }

  /** A text, or undefined where it was not given. */
  text(option: string): string | undefined {
    const value = this.#values.get(option);
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** A text that the command can't do without. */
  need(option: string): string {
    const text = this.text(option);
    if (text === undefined) throw new CommandError(`--${option} is missing.`);
    return text;
  }

  flag(option: string): boolean {
    return this.#values.get(option) === true;
  }
}

const firstSentence = (message: string) => message.split(/\. |\n/)[0]?.replace(/\.$/, "") ?? message;

function parsed({ options }: Command, args: readonly string[]) {
  const types = Object.entries(options).map(([name, { value }]) => [
    name,
    { type: value === null ? ("boolean" as const) : ("string" as const) },
  ]);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: Object.fromEntries(types),
      allowPositionals: true,
    });
    const entries = Object.entries(values).flatMap(([name, value]): [string, string | true][] =>
      typeof value === "string" ? [[name, value.trim()]] : value === true ? [[name, true]] : [],
    );
    return { values: new Map(entries), positionals };
  } catch (error) {
    throw new CommandError(`${firstSentence(error instanceof Error ? error.message : String(error))}.`);
  }
}

/** The word that stands for what a command takes. */
export const fileWord = ({ file }: Pick<Command, "file">): string =>
  typeof file === "string" ? file : file ? "FILE.xlsx" : "";

/** Reads the words behind a command's name: everything that is missing or too much is said at once. */
export function givenTo(command: Command, args: readonly string[]): Given {
  const { values, positionals } = parsed(command, args);
  const [file, ...more] = positionals;
  const wrong = Object.entries(command.options).flatMap(([name, { needed, value }]) => {
    return needed && !values.get(name) ? [`--${name} ${value} is missing`] : [];
  });
  if (command.file && !file) wrong.unshift(`${fileWord(command)} is missing`);
  const surplus = command.file ? more : positionals;
  if (surplus.length > 0) wrong.push(`«${surplus.join(" ")}» is too much`);
  if (wrong.length > 0) throw new CommandError(`${wrong.join("; ")}.`);
  return new Given(values, file ?? "");
}
