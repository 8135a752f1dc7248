import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { ROOT } from "../../tools/emulators.ts";

const DIST = join(ROOT, "hosting", "dist");

/** What Vite says of each part: its file, what comes with it, and what comes when it is asked for. */
const Manifest = z.record(
  z.string(),
  z.object({
    file: z.string(),
    imports: z.array(z.string()).default([]),
    assets: z.array(z.string()).default([]),
  }),
);

const ENTRY = "app/index.html";
/** What comes before one is signed in, and only then. */
const SIGNING_IN = ["signin/SignIn", "signin/SetPassword"];
const EVERYONE = ["home/HomePage", "home/News"];

/** The pages that open to each role without anything being asked for. */
const PAGES: Record<string, readonly string[]> = {
  "those who sign in": SIGNING_IN,
  "unit editors and heads": [...EVERYONE, "home/UnitHome", "unit/UnitPage"],
  appraisers: [...EVERYONE, "home/AppraiserHome", "appraisal/AppraisalPage"],
  "the council": [...EVERYONE, "home/BoardHome", "council/CouncilPage"],
  "the standing body": [
    ...EVERYONE,
    "home/BoardHome",
    "council/CouncilPage",
    "admin/AdminPage",
    "admin/YearTab",
  ],
  surveyors: [...EVERYONE, "survey/SurveyPage"],
  viewers: [...EVERYONE, "overview/OverviewPage"],
};

/** The standing body's tabs, of which one is open. */
const ADMIN_TABS = [
  ...readdirSync(join(ROOT, "hosting", "src", "admin"))
    .filter((file) => file.endsWith("Tab.tsx"))
    .map((file) => `admin/${file.replace(".tsx", "")}`),
  "health/HealthTab",
];

/** The tabs of the survey's page, of which one is open. */
const SURVEY_TABS = [
  ["survey/Progress"],
  ["survey/Questions", "survey/QuestionsEditor"],
  ["survey/SamplePlan"],
  ["survey/Invitations"],
  ["survey/PaperForms"],
  ["survey/Results"],
  ["survey/EnterScores"],
];

/** The reports' tab, which the standing body and the council both have. */
const REPORTS_TAB = "reports/ReportsTab";

/** The council's tabs that come when they are opened, and the sheet of a unit over them. */
const COUNCIL_TABS = [
  "council/UnitSheet",
  "council/Differences",
  "council/HeatMap",
  "council/Disputed",
  "council/Preview",
];

/** The tabs of the analysis page, of which one is open. */
const ANALYSIS_TABS = readdirSync(join(ROOT, "hosting", "src", "analysis"))
  .filter((file) =>
    readFileSync(join(ROOT, "hosting", "src", "analysis", "AnalysisPage.tsx"), "utf8").includes(
      `import("./${file}")`,
    ),
  )
  .map((file) => `analysis/${file.replace(".tsx", "")}`);

/** What else opens on a unit's page, one at a time. */
const UNIT_PARTS = [
  "unit/Review",
  "unit/Report",
  "unit/Explanations",
  "unit/SubmitDialog",
  "evidence/EvidencePage",
];

/** What comes only when someone opens a file, a criteria set or an imported year, begins a year, corrects a result, reads a workbook, makes a report, or takes what is shipped. */
const ON_DEMAND = [
  "src/evidence/EvidenceViewer.tsx",
  "src/evidence/PdfPages.tsx",
  "src/admin/NewYear.tsx",
  "src/admin/Correction.tsx",
  "src/admin/BeforeOut.tsx",
  "src/shell/ImportedNote.tsx",
  "src/setup/SetEditor.tsx",
  "src/setup/ImportPastYear.tsx",
  "src/setup/TemplateDialog.tsx",
  "src/setup/RosterDialog.tsx",
  "../data/communes-2025.json",
  ...readdirSync(join(ROOT, "data", "lai-chau-2024"))
    .filter((file) => file.startsWith("pl") || file === "surveys.json")
    .map((file) => `../data/lai-chau-2024/${file}`),
  "src/data/workbook.ts",
  "src/reports/word.ts",
  "src/unit/report-files.ts",
  "../node_modules/read-excel-file/browser/index.js",
];

/** Design §11, in kB after gzip; the survey's as it stands. */
const BUDGET = { page: 400, onDemand: 800, site: 50, survey: 60 };

const sourceOf = (page: string) => `src/${page}.tsx`;
const isScript = (file: string) => /\.m?js$/.test(file);
const kilobytes = (files: Iterable<string>) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(DIST, file))).length, 0) / 1_000;

function told(title: string, size: number, budget: number): number {
  console.log(`${title}: ${size.toFixed(1)} kB of ${budget} kB`);
  return size;
}

describe("the weight of the workspace", () => {
  const manifest = Manifest.parse(JSON.parse(readFileSync(join(DIST, ".vite", "manifest.json"), "utf8")));

  /** The scripts that come with some parts: theirs, and those of what they import. */
  function scriptsWith(parts: readonly string[]): Set<string> {
    const seen = new Set<string>();
    const scripts = new Set<string>();
    const visit = (name: string) => {
      if (seen.has(name)) return;
      seen.add(name);
      const part = manifest[name];
      if (!part) throw new Error(`the build has no part ${name}`);
      for (const file of [part.file, ...part.assets].filter(isScript)) scripts.add(file);
      part.imports.forEach(visit);
    };
    parts.forEach(visit);
    return scripts;
  }

  test.each(Object.entries(PAGES))("pages of %s", (role, pages) => {
    const scripts = scriptsWith([ENTRY, ...pages.map(sourceOf)]);
    expect(told(role, kilobytes(scripts), BUDGET.page)).toBeLessThanOrEqual(BUDGET.page);
  });

  test.each([
    ...[...ADMIN_TABS, REPORTS_TAB].map((tab) => ["admin/AdminPage", tab]),
    ...UNIT_PARTS.map((part) => ["unit/UnitPage", part]),
    ...[...COUNCIL_TABS, REPORTS_TAB].map((tab) => ["council/CouncilPage", tab]),
    ...SURVEY_TABS.map((parts) => ["survey/SurveyPage", ...parts]),
    ...ANALYSIS_TABS.map((tab) => ["analysis/AnalysisPage", tab]),
  ])("%s with %s", (page, ...parts) => {
    const scripts = scriptsWith([ENTRY, ...[page, ...parts].map(sourceOf)]);
    expect(told(parts.join(", "), kilobytes(scripts), BUDGET.page)).toBeLessThanOrEqual(BUDGET.page);
  });

  test("what comes on demand", () => {
    const everywhere = scriptsWith([ENTRY]);
    const parts = [...scriptsWith(ON_DEMAND)].filter((file) => !everywhere.has(file));
    for (const file of parts) console.log(`  ${file}: ${kilobytes([file]).toFixed(1)} kB`);
    expect(told("on demand", kilobytes(parts), BUDGET.onDemand)).toBeLessThanOrEqual(BUDGET.onDemand);
  });

  test("every script is weighed", () => {
    const weighed = scriptsWith([
      ENTRY,
      ...[
        ...Object.values(PAGES).flat(),
        ...ADMIN_TABS,
        ...COUNCIL_TABS,
        ...UNIT_PARTS,
        REPORTS_TAB,
        ...SURVEY_TABS.flat(),
        "analysis/AnalysisPage",
        ...ANALYSIS_TABS,
      ].map(sourceOf),
      ...ON_DEMAND,
    ]);
    const built = readdirSync(join(DIST, "app"), { recursive: true, encoding: "utf8" })
      .filter(isScript)
      .map((file) => join("app", file));
    expect(built.filter((file) => !weighed.has(file))).toEqual([]);
  });
});

test("the weight of the public pages", () => {
  const scripts = readdirSync(join(DIST, "site"), { recursive: true, encoding: "utf8" })
    .filter(isScript)
    .map((file) => join("site", file));
  expect(scripts).not.toEqual([]);
  expect(told("site", kilobytes(scripts), BUDGET.site)).toBeLessThanOrEqual(BUDGET.site);
});

test("the weight of the page that verifies", () => {
  const script = join("verify", "verify.js");
  expect(readdirSync(join(DIST, "verify")).toSorted()).toEqual(["verify.css", "verify.js"]);
  expect(told("verify", kilobytes([script]), BUDGET.site)).toBeLessThanOrEqual(BUDGET.site);
});

/** What browsers of late 2021 have not, although it is written like any call: Safari 15.1 lacks most of it. */
const TOO_NEW =
  /\.(at|hasOwn|findLast|findLastIndex|toSorted|toReversed|with|replaceChildren|groupBy|structuredClone)\(|AbortSignal\.timeout|randomUUID|<dialog/g;

describe("the page on which people answer", () => {
  const folder = join(DIST, "s");
  const scripts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter(isScript)
    .map((file) => join(folder, file));

  test("weighs 60 kB of script at most, even before it is packed", () => {
    const size = scripts.reduce((sum, file) => sum + readFileSync(file).length, 0) / 1_000;
    const files = scripts.map((file) => file.slice(DIST.length + 1));
    console.log(`survey, packed: ${kilobytes(files).toFixed(1)} kB`);
    expect(scripts.length).toBe(2);
    expect(told("survey", size, BUDGET.survey)).toBeLessThanOrEqual(BUDGET.survey);
  });

  test("asks nothing of browsers that those five years old lack", () => {
    for (const file of scripts) expect(readFileSync(file, "utf8").match(TOO_NEW) ?? []).toEqual([]);
  });
});
