import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, matchesGlob, relative, sep } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { build } from "./build.ts";
import {
  assetFindings,
  exportFindings,
  FirebaseConfig,
  indexFindings,
  LIMITS,
  rulesFindings,
  settingFindings,
  targetFindings,
  variablesIn,
} from "./deploy-checks.ts";
import { PROJECT, projectEnvironment, ROOT } from "./emulators.ts";

/** What firebase-tools leaves out of every upload. */
const ALWAYS_IGNORED = ["firebase-debug.log", "firebase-debug.*.log", ".runtimeconfig.json"];

const PackageJson = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });

/** Whether a deployment uploads a file: a pattern without a slash is matched against names, as firebase-tools does. */
export function isUploaded(path: string, ignore: readonly string[]): boolean {
  const parts = path.split(sep);
  return ![...ignore, ...ALWAYS_IGNORED].some((pattern) =>
    pattern.includes("/") ? matchesGlob(path, pattern) : parts.some((part) => matchesGlob(part, pattern)),
  );
}

/** Dependencies that only this checkout could resolve: workspace packages and folders. */
export function localDependencies(dependencies: Readonly<Record<string, string>>): string[] {
  return Object.entries(dependencies)
    .filter(([name, range]) => name.startsWith("@parindex/") || /^(file|link|workspace):|^[./]/.test(range))
    .map(([name]) => name);
}

const Endpoint = z.looseObject({
  region: z.array(z.string()).optional(),
  callableTrigger: z.looseObject({}).optional(),
  httpsTrigger: z.looseObject({}).optional(),
  scheduleTrigger: z.looseObject({ schedule: z.string(), timeZone: z.string().nullish() }).optional(),
  eventTrigger: z
    .looseObject({
      eventType: z.string(),
      eventFilterPathPatterns: z.record(z.string(), z.string()).default({}),
      retry: z.boolean(),
    })
    .optional(),
});
type Endpoint = z.infer<typeof Endpoint>;

const Manifest = z.object({
  endpoints: z.record(z.string(), Endpoint),
  params: z.array(z.looseObject({ name: z.string() })).default([]),
});

/** What sets a function going, in a few words. */
export function triggerOf({ callableTrigger, scheduleTrigger, eventTrigger }: Endpoint): string {
  if (scheduleTrigger)
    return ["schedule", scheduleTrigger.schedule, scheduleTrigger.timeZone ?? ""].join(" ").trim();
  if (eventTrigger) {
    const event = eventTrigger.eventType.replace(/^google\.cloud\./, "");
    const path = eventTrigger.eventFilterPathPatterns.document ?? "";
    return [event, path, eventTrigger.retry ? "retry" : ""].filter(Boolean).join(" ");
  }
  return callableTrigger ? "callable" : "https";
}

function run(
  command: string,
  args: readonly string[],
  cwd: string,
  extra: Record<string, string> = {},
): void {
  const { status, stderr, stdout } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: projectEnvironment(extra),
  });
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} failed:\n${stdout}${stderr}`.trim());
}

/** The bytes of all files below a folder, installed packages aside: what is uploaded, before it is packed. */
function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => !file.split(sep).includes("node_modules"))
    .map((file) => statSync(join(folder, file)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
}

const textOf = (...path: string[]): string => readFileSync(join(ROOT, ...path), "utf8");

/** Every source of the functions in one text. */
const functionsSource = (): string =>
  readdirSync(join(ROOT, "functions", "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => textOf("functions", "src", file))
    .join("\n");

/** What a deployment would find fault with beside the functions folder itself. */
function restFindings(
  config: FirebaseConfig,
  found: readonly [string, string][],
  params: readonly string[],
): string[] {
  const settings = [...params, ...variablesIn(functionsSource())];
  const loaded = found.map(([name]) => name);
  return [
    ...exportFindings(loaded, textOf("functions", "src", "index.ts")),
    ...targetFindings(config, ROOT, new Map(found)),
    ...rulesFindings(textOf(config.firestore.rules)),
    ...indexFindings(textOf(config.firestore.indexes)),
    ...assetFindings(join(ROOT, config.hosting.public)),
    ...settingFindings(settings, textOf("docs", "deployment.md")),
  ];
}

/** Refuses a functions folder that no deployment could install, or this Node not load; returns its folder. */
function requireDeployable({ source, runtime }: FirebaseConfig["functions"][number]): string {
  const folder = join(ROOT, source);
  const { dependencies } = PackageJson.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  const local = localDependencies(dependencies);
  if (local.length > 0)
    throw new Error(`${source}/package.json depends on what no registry has: ${local.join(", ")}`);
  if (runtime !== `nodejs${process.versions.node.split(".")[0]}`)
    throw new Error(`firebase.json asks for ${runtime}, but this is Node ${process.versions.node}`);
  return folder;
}

const INSTALL = [
  ...["install", "--omit=dev", "--no-package-lock", "--prefer-offline"],
  ...["--no-audit", "--no-fund", "--loglevel=error"],
];

/** Loads the functions of a folder as firebase-tools does. */
function loadedManifest(folder: string): z.infer<typeof Manifest> {
  const output = join(folder, "manifest.json");
  const loader = join(folder, "node_modules", ".bin", "firebase-functions");
  if (!existsSync(loader)) throw new Error("firebase-functions was not installed");
  run(process.execPath, [loader, folder], folder, {
    FUNCTIONS_MANIFEST_OUTPUT_PATH: output,
    GCLOUD_PROJECT: PROJECT,
    FIREBASE_CONFIG: JSON.stringify({ projectId: PROJECT }),
  });
  return Manifest.parse(JSON.parse(readFileSync(output, "utf8")));
}

/**
 * Packs the functions folder as a deployment would, installs only its production dependencies in an empty folder,
 * and loads it there as firebase-tools does. Then looks at all else that is deployed: that every export loads and every target
 * of firebase.json is there, that rules and indexes are in form, that the built site lacks none of its files, that every
 * setting is documented, that sizes are within the platform's limits. Returns each function with its region and trigger;
 * throws with the list of what is wrong.
 */
export async function checkDeploy(say: (line: string) => void): Promise<[name: string, trigger: string][]> {
  await build(say);
  const firebase = FirebaseConfig.parse(JSON.parse(textOf("firebase.json")));
  const [config] = firebase.functions;
  if (!config) throw new Error("firebase.json names no functions");
  const source = requireDeployable(config);
  const folder = mkdtempSync(join(tmpdir(), "parindex-deploy-"));
  try {
    cpSync(source, folder, {
      recursive: true,
      filter: (file) => file === source || isUploaded(relative(source, file), config.ignore),
    });
    const bytes = bytesBelow(folder);
    if (bytes > LIMITS.source)
      throw new Error(`the packed functions have ${bytes} bytes of ${LIMITS.source}`);
    say(
      `The functions folder has ${(bytes / 1_048_576).toFixed(1)} MiB of ${LIMITS.source / 1_048_576} MiB.`,
    );
    say("Installing production dependencies in an empty folder …");
    run("npm", INSTALL, folder);
    say("Loading the functions as a deployment does …");
    const { endpoints, params } = loadedManifest(folder);
    const found = Object.entries(endpoints).map(([name, endpoint]): [string, string] => [
      name,
      [triggerOf(endpoint), ...(endpoint.region ?? [])].join(" · "),
    ]);
    if (found.length === 0) throw new Error("the loaded folder exports no function");
    const wrong = restFindings(
      firebase,
      found,
      params.map(({ name }) => name),
    );
    if (wrong.length > 0) throw new Error(`A deployment would go wrong:\n  ${wrong.join("\n  ")}`);
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const found = await checkDeploy((line) => console.error(line));
    const width = Math.max(...found.map(([name]) => name.length));
    for (const [name, trigger] of found) console.log(`${name.padEnd(width)}  ${trigger}`);
    console.log(`${found.length} functions load from the packed folder.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
