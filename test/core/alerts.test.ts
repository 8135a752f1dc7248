import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { EVENTS } from "../../functions/src/store/log.ts";
import { ROOT } from "../../tools/emulators.ts";

const read = (...path: string[]) => readFileSync(join(ROOT, ...path), "utf8");
const files = (folder: string) =>
  readdirSync(join(ROOT, "ops", folder)).map((file) => file.replace(/\.json$/, ""));

const Condition = z.union([
  z.strictObject({ displayName: z.string(), conditionMatchedLog: z.strictObject({ filter: z.string() }) }),
  z.strictObject({
    displayName: z.string(),
    conditionPrometheusQueryLanguage: z.strictObject({
      ...{ query: z.string(), duration: z.string(), evaluationInterval: z.string() },
    }),
  }),
]);
const Policy = z.strictObject({
  displayName: z.string().startsWith("parindex: "),
  severity: z.enum(["CRITICAL", "ERROR", "WARNING"]),
  combiner: z.literal("OR"),
  enabled: z.literal(true),
  documentation: z.strictObject({ mimeType: z.literal("text/markdown"), content: z.string() }),
  conditions: z.array(Condition).length(1),
  alertStrategy: z.looseObject({}),
});
const Metric = z.strictObject({
  ...{ name: z.string(), description: z.string(), filter: z.string() },
  metricDescriptor: z.strictObject({
    ...{ metricKind: z.literal("DELTA"), valueType: z.literal("INT64") },
    labels: z.array(z.strictObject({ key: z.string(), valueType: z.literal("STRING") })),
  }),
  labelExtractors: z.record(z.string(), z.string()).optional(),
});

const policies = files("alerts").map((name) => ({
  name,
  policy: Policy.parse(JSON.parse(read("ops", "alerts", `${name}.json`))),
}));
const metrics = files("metrics").map((name) => ({
  name,
  metric: Metric.parse(JSON.parse(read("ops", "metrics", `${name}.json`))),
}));

const conditionOf = ({ conditions: [condition] }: z.infer<typeof Policy>) => condition ?? { displayName: "" };
const filterOf = (policy: z.infer<typeof Policy>): string => {
  const condition = conditionOf(policy);
  return "conditionMatchedLog" in condition ? condition.conditionMatchedLog.filter : "";
};
const queryOf = (policy: z.infer<typeof Policy>): string => {
  const condition = conditionOf(policy);
  return "conditionPrometheusQueryLanguage" in condition
    ? condition.conditionPrometheusQueryLanguage.query
    : "";
};

const eventsIn = (filter: string) => [...filter.matchAll(/"(\w+\.\w+)"/g)].map(([, name = ""]) => name);
const fieldsIn = (filter: string) =>
  [...filter.matchAll(/jsonPayload\.(\w+)/g)].map(([, name = ""]) => name).filter((name) => name !== "event");

/** What of a filter is not in the vocabulary. */
const strangeIn = (filter: string, labels: readonly string[] = []): string[] => {
  const shapes = new Map<string, object>(
    Object.entries(EVENTS).map(([name, { fields }]) => [name, fields.shape]),
  );
  const events = eventsIn(filter);
  return [
    ...(events.length === 0 ? [`no event in ${filter}`] : []),
    ...events.flatMap((name) => {
      const shape = shapes.get(name);
      if (!shape) return [name];
      return [...fieldsIn(filter), ...labels]
        .filter((field) => !Object.hasOwn(shape, field))
        .map((field) => `${name}.${field}`);
    }),
  ];
};

const operations = read("docs", "operations.md");
const runbook = read("docs", "runbook.md");
const row = (name: string) => operations.split("\n").find((line) => line.startsWith(`| \`${name}\` |`)) ?? "";

/** The words between asterisks that begin as a screen's do: what people are told to press or open. */
const screensIn = (text: string, stars: string): string[] => {
  const star = stars.replaceAll("*", "\\*");
  return [...text.matchAll(new RegExp(`(?<!\\*)${star}(\\p{Lu}[^*]+)${star}(?!\\*)`, "gu"))].flatMap(
    ([, words = ""]) => words.split("→").map((word) => word.trim()),
  );
};

describe("the runbooks", () => {
  const folder = join(ROOT, "hosting", "src", "text");
  const texts = readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), "utf8"))
    .join("");
  const handbook = read("docs", "so-tay-su-co.md");

  test("name screens and buttons as the workspace does", () => {
    const named = new Set([...screensIn(runbook, "*"), ...screensIn(handbook, "**")]);
    expect(named.size).toBeGreaterThan(15);
    const english = ["Release history", "Rollback"];
    expect([...named].filter((word) => !texts.includes(word) && !english.includes(word))).toEqual([]);
  });

  test("tell the standing body of the same five days", () => {
    expect([...handbook.matchAll(/^## \d\. /gm)]).toHaveLength(5);
    expect(handbook).toContain("npx parindex admin grant");
  });
});

describe("every alert", () => {
  test.each(policies)(
    "$name asks for events and fields that there are, and the documentation says the same",
    ({ name, policy }) => {
      const filter = filterOf(policy);
      const query = queryOf(policy);
      expect(filter ? strangeIn(filter) : []).toEqual([]);
      const asked = [...query.matchAll(/user_parindex_(\w+)\{/g)].map(([, metric = ""]) =>
        metric.replaceAll("_", "-"),
      );
      const sources = asked.map((one) => metrics.find((metric) => metric.name === one)?.metric);
      expect(sources).not.toContain(undefined);
      expect(filter !== "" || asked.length > 0 || query.includes("firestore_googleapis_com:")).toBe(true);
      const events = [filter, ...sources.map((metric) => metric?.filter ?? "")].flatMap(eventsIn);
      for (const event of events) expect(row(name)).toContain(`\`${event}\``);
      const section = /«(.+?)»/.exec(policy.documentation.content)?.[1] ?? "";
      expect(runbook).toContain(`\n## ${section}\n`);
      expect(row(name)).toContain(
        `[${section}](runbook.md#${section
          .toLowerCase()
          .replaceAll(/[^\w ]/g, "")
          .replaceAll(" ", "-")})`,
      );
    },
  );

  test.each(metrics)(
    "rests on a metric ($name) of events, fields and labels that there are",
    ({ name, metric }) => {
      expect(metric.name).toBe(`parindex-${name}`);
      const labels = metric.metricDescriptor.labels.map(({ key }) => key);
      expect(Object.keys(metric.labelExtractors ?? {})).toEqual(labels);
      expect(
        strangeIn(
          metric.filter,
          labels.filter((label) => label !== "event"),
        ),
      ).toEqual([]);
    },
  );

  test("of the documentation has its file", () => {
    const [, table = ""] = operations.split("\n## Alerts\n");
    const listed = [...table.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name = ""]) => name);
    expect(listed.toSorted()).toEqual(policies.map(({ name }) => name).toSorted());
  });

  test("worth a person's day has an event: each ERROR and CRITICAL of the vocabulary is watched", () => {
    const watched = new Set(
      [
        ...policies.map(({ policy }) => filterOf(policy)),
        ...metrics.map(({ metric }) => metric.filter),
      ].flatMap(eventsIn),
    );
    const serious = Object.entries(EVENTS).filter(
      ([, { severity }]) => severity === "ERROR" || severity === "CRITICAL",
    );
    expect(serious.map(([name]) => name).filter((name) => !watched.has(name))).toEqual([]);
  });

  test("would notice a name that is none", () => {
    expect(strangeIn('jsonPayload.event="result.sealed" AND jsonPayload.diffs>0')).toEqual([
      "result.sealed.diffs",
    ]);
    expect(strangeIn('jsonPayload.event="result.seal"')).toEqual(["result.seal"]);
    expect(strangeIn("severity>=ERROR")).toHaveLength(1);
  });
});
