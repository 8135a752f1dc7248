import process from "node:process";
import { describe, expect, test } from "vitest";
import { z } from "zod";

/** The emulator's report: every expression of the rules with the values it took. */
const Expression = z.object({
  sourcePosition: z.object({ line: z.int(), currentOffset: z.int().optional(), endOffset: z.int() }),
  values: z.array(z.object({ value: z.record(z.string(), z.unknown()) })).default([]),
  get children(): z.ZodOptional<z.ZodArray<typeof Expression>> {
    return z.array(Expression).optional();
  },
});
type Expression = z.infer<typeof Expression>;
const Report = z.object({
  rules: z.object({ files: z.array(z.object({ content: z.string() })).length(1) }),
  report: z.array(Expression),
});

const flat = (expressions: readonly Expression[]): Expression[] =>
  expressions.flatMap((expression) => [expression, ...flat(expression.children ?? [])]);

/** Kinds of values that only come where an expression does not answer yes or no, whatever a request puts in its place. */
const NO_ANSWERS = [
  "nullValue",
  "intValue",
  "floatValue",
  "stringValue",
  "listValue",
  "mapValue",
  "pathValue",
];

/** What an expression has not been seen to do: to be evaluated at all, or, if it answers yes or no, one of the two. */
function gapOf({ values }: Expression): string | null {
  if (values.length === 0) return "never evaluated";
  if (values.some(({ value }) => NO_ANSWERS.some((kind) => kind in value))) return null;
  const answers = values.flatMap(({ value }) => ("boolValue" in value ? [value.boolValue] : []));
  if (answers.length === 0) return null;
  if (!answers.includes(true)) return "never true";
  return answers.includes(false) ? null : "never false";
}

export function describeCoverage(): void {
  describe("coverage", () => {
    // Google's emulator does not finish so large a report within minutes: coverage is measured on hidane only.
    test.skipIf(process.env.FIRESTORE_EMULATOR === "google")(
      "every expression of the rules was seen true and false",
      async () => {
        const url = `http://${process.env.FIRESTORE_EMULATOR_HOST}/emulator/v1/projects/demo-parindex:ruleCoverage`;
        const { rules, report } = Report.parse(await (await fetch(url)).json());
        const source = rules.files[0]?.content ?? "";
        const gaps = flat(report).flatMap((expression) => {
          const { line, currentOffset = 0, endOffset } = expression.sourcePosition;
          const text = source
            .slice(currentOffset, endOffset + 1)
            .replace(/\s+/g, " ")
            .trim();
          const gap = gapOf(expression);
          return gap ? [`line ${line}: ${text}: ${gap}`] : [];
        });
        expect(gaps).toEqual([]);
      },
    );
  });
}
