import { type BatchKind, codeAddress, formatCode, INVITATIONS_MAX, type WrittenRow } from "@parindex/core";
import { CallRefused } from "../data/call.ts";
import { newId } from "../data/new-id.ts";
import type { useAct } from "../data/useAct.ts";
import { t } from "../text/survey-field.ts";
import { IssuedCodes } from "./field-results.ts";

/** Invitations to be issued: so many for these units together. `dealings` are those drawn, one a code. */
export interface Order {
  units: readonly { id: string; name: string }[];
  count: number;
  dealings?: readonly (readonly string[])[];
}

/** What every batch of an issue has alike. */
export interface IssueTerms {
  survey: string;
  kind: BatchKind;
  uses: number;
  note: string;
  eligibility: string;
}

/** A code with all that is handed over with it. It is nowhere else. */
export interface IssuedCode {
  number: number;
  code: string;
  units: string;
  dealing: readonly string[];
}

/** Codes that were issued; `broken` says what kept the rest from it. `headings` are those of the dealings. */
export interface Issued {
  kind: BatchKind;
  name: string;
  codes: IssuedCode[];
  headings: readonly string[];
  said: string;
  broken: string | null;
}

/** An order as the calls that it takes: none holds more than one call may. */
const callsOf = (order: Order): Order[] =>
  Array.from({ length: Math.ceil(order.count / INVITATIONS_MAX) }, (_, at) => ({
    units: order.units,
    count: Math.min(INVITATIONS_MAX, order.count - at * INVITATIONS_MAX),
    ...(order.dealings
      ? { dealings: order.dealings.slice(at * INVITATIONS_MAX, (at + 1) * INVITATIONS_MAX) }
      : {}),
  }));

/** Issues some orders, one call after another. What was issued before one was refused is given all the same. */
export async function issue(
  { act, place }: ReturnType<typeof useAct>,
  terms: IssueTerms,
  orders: readonly Order[],
  onProgress: (done: number) => void,
): Promise<{ codes: IssuedCode[]; broken: string | null }> {
  const codes: IssuedCode[] = [];
  const all = orders.reduce((sum, { count }) => sum + count, 0);
  for (const { units, count, dealings } of orders.flatMap(callsOf)) {
    try {
      const ids = units.map(({ id }) => id);
      const input = { ...place, ...terms, batch: newId(), units: ids, count };
      const issued = IssuedCodes.parse(await act("issueInvitations", input));
      issued.codes.forEach((code, at) => {
        codes.push({
          ...{ number: issued.first + at, code, dealing: dealings?.[at] ?? [] },
          units: units.map(({ name }) => name).join(", "),
        });
      });
      onProgress(codes.length);
    } catch (error) {
      const why = error instanceof CallRefused ? error.message : t("unexpected");
      if (codes.length === 0) throw error instanceof CallRefused ? error : new CallRefused(why);
      return { codes, broken: t("issueBroken", { done: codes.length, all, why }) };
    }
  }
  return { codes, broken: null };
}

/** The sheet of issued codes: dealings with theirs, or the codes alone. */
export function codeRows({ codes, headings, kind }: Issued): WrittenRow[] {
  const isDealing = kind === "dealings";
  const heads = isDealing
    ? [...headings, t("codeNumber"), t("codeLink")]
    : [t("codeNumber"), t("unitName"), t("codeText"), t("codeLink")];
  return [
    heads.map((value) => ({ value, bold: true })),
    ...codes.map(({ number, code, units, dealing }) => {
      const link = codeAddress(location.origin, code);
      const values = isDealing
        ? [...headings.map((_, at) => dealing[at] ?? ""), number, link]
        : [number, units, formatCode(code), link];
      return values.map((value) => ({ value }));
    }),
  ];
}

/** The numbers that a text like "12, 15-20" names, all of them within a range; null where it names none or others. */
export function readNumbers(text: string, first: number, last: number): number[] | null {
  const numbers = new Set<number>();
  for (const piece of text.split(/[,;\s]+/).filter((one) => one !== "")) {
    const [, from = "", to = from] = /^(\d{1,9})(?:[-–](\d{1,9}))?$/.exec(piece) ?? [];
    const [low, high] = [Number(from), Number(to)];
    if (from === "" || low < first || high > last || low > high) return null;
    for (let number = low; number <= high; number++) numbers.add(number);
  }
  return numbers.size === 0 ? null : [...numbers].sort((a, b) => a - b);
}
