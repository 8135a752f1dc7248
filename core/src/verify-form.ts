import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { z } from "zod";
import { issueText } from "./issue-text.ts";
import { canonicalJson } from "./merkle.ts";
import { type ResultFinding, resultFindingText } from "./result-check.ts";

/** A file as it was downloaded: its name or address, and its bytes. */
export interface GivenFile {
  name: string;
  bytes: Uint8Array;
}

/** What is wrong with a file, and where in it: as in `ResultFinding`. `file` is null where no file is at fault. */
export interface Finding extends Omit<ResultFinding, "part"> {
  file: string | null;
}

export const findingText = ({ file, ...finding }: Finding): string =>
  file === null ? resultFindingText(finding) : `${file}: ${resultFindingText(finding)}`;

export const fileFinding = (file: string | null, text: string): Finding => ({
  ...{ file, unit: null, code: null, column: null, text },
});

/** A file as it was read: its hash, what it says (null where it says nothing that can be understood), what is wrong. */
export interface Read<T> {
  name: string;
  sha256: string;
  value: T | null;
  findings: Finding[];
}

/** How many problems of one file are named; the first ones usually explain the rest. */
const NAMED = 10;

/** Where two texts part, counted in bytes from 1, as `cmp` counts. */
function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const at = a.findIndex((byte, position) => byte !== b[position]);
  return (at === -1 ? a.length : at) + 1;
}

const decode = (bytes: Uint8Array, fatal: boolean) =>
  new TextDecoder("utf-8", { fatal, ignoreBOM: true }).decode(bytes);

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}

const TOKEN =
  /[[\]{},:]|"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[ \t\n\r]+/uy;

/** Where a text ceases to be made of JSON's words, counted in bytes from 1; null where only their order is wrong. */
function brokenAt(text: string): number | null {
  TOKEN.lastIndex = 0;
  let end = 0;
  while (TOKEN.test(text)) end = TOKEN.lastIndex;
  return end === text.length ? null : utf8ToBytes(text.slice(0, end)).length + 1;
}

function brokenText(text: string): string {
  const at = brokenAt(text);
  return at === null
    ? "không phải JSON: ngoặc, dấu phẩy hoặc dấu hai chấm sai chỗ"
    : `không phải JSON từ byte thứ ${at}`;
}

type Path = readonly PropertyKey[];

/** What stands in a JSON value behind a path, if anything. */
function within(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return value;
  if (typeof value !== "object" || value === null) return undefined;
  return within(Reflect.get(value, key), rest);
}

const textAt = (value: unknown, path: Path): string | null => {
  const found = within(value, path);
  return typeof found === "string" ? found : null;
};

/** A problem of the form with its place: the row of a sheet by its code, the place in a ranking by its unit. */
function formFinding(file: string, raw: unknown, issue: z.core.$ZodIssue): Finding {
  const { path, message } = issueText(issue);
  const [first, second] = issue.path;
  const unit = first === "ranking" ? textAt(raw, [...issue.path.slice(0, 4), "unit"]) : textAt(raw, ["unit"]);
  const code = first === "rows" && second !== undefined ? textAt(raw, ["rows", second, "code"]) : null;
  return { ...{ file, unit, code, column: null }, text: path === "" ? message : `«${path}» ${message}` };
}

/** What is wrong where a file's text is not the canonical JSON of what it says: the first byte that differs. */
function canonicalFindings(
  { name, bytes }: GivenFile,
  text: string,
  raw: unknown,
  value: unknown,
): Finding[] {
  if (attempt(() => canonicalJson(value)) === text) return [];
  const ofRaw = attempt(() => canonicalJson(raw));
  if (ofRaw === null) return [fileFinding(name, "không viết được ở dạng chính tắc (RFC 8785)")];
  if (ofRaw !== text) {
    const at = firstDifference(utf8ToBytes(ofRaw), bytes);
    return [fileFinding(name, `không ở dạng chính tắc (RFC 8785) từ byte thứ ${at}`)];
  }
  const at = firstDifference(utf8ToBytes(attempt(() => canonicalJson(value)) ?? ""), bytes);
  return [fileFinding(name, `có nội dung lạ từ byte thứ ${at}`)];
}

/**
 * Reads a file of a result: UTF-8, JSON, in the form of `schema`, and the text itself the canonical JSON (RFC 8785) of what
 * it says, so that an altered byte is found wherever it stands. What is wrong becomes findings, never an exception.
 */
export function readForm<T>(file: GivenFile, schema: z.ZodType<T>): Read<T> {
  const { name, bytes } = file;
  const hash = bytesToHex(sha256(bytes));
  const broken = (findings: Finding[]): Read<T> => ({ name, sha256: hash, value: null, findings });
  const text = attempt(() => decode(bytes, true));
  if (text === null) {
    const at = firstDifference(utf8ToBytes(decode(bytes, false)), bytes);
    return broken([fileFinding(name, `không phải văn bản UTF-8 từ byte thứ ${at}`)]);
  }
  const json = attempt(() => ({ raw: JSON.parse(text) as unknown }));
  if (json === null) return broken([fileFinding(name, brokenText(text))]);
  const parsed = attempt(() => schema.safeParse(json.raw, { reportInput: true }));
  if (!parsed?.success) {
    const issues = parsed?.error.issues ?? [];
    const named = issues.slice(0, NAMED).map((issue) => formFinding(name, json.raw, issue));
    const more = issues.length - named.length;
    if (more > 0) named.push(fileFinding(name, `và ${more} chỗ khác`));
    return broken(named.length > 0 ? named : [fileFinding(name, "sai dạng")]);
  }
  return {
    ...{ name, sha256: hash, value: parsed.data },
    findings: canonicalFindings(file, text, json.raw, parsed.data),
  };
}
