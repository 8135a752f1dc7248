import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, matchesGlob, relative, sep } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { buildFunctions } from "./build.ts";
import { PROJECT, projectEnvironment, ROOT } from "./emulators.ts";

/** What firebase-tools leaves out of every upload. */
const ALWAYS_IGNORED = ["firebase-debug.log", "firebase-debug.*.log", ".runtimeconfig.json"];

const FirebaseJson = z.object({
  functions: z
    .array(z.object({ source: z.string(), runtime: z.string(), ignore: z.array(z.string()).default([]) }))
    .length(1),
});

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

const Manifest = z.object({ endpoints: z.record(z.string(), Endpoint) });

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

/**
 * Packs the functions folder as a deployment would, installs only its production dependencies in an empty folder,
 * and loads it there as firebase-tools does. Returns each function with its region and trigger.
 */
export async function checkDeploy(say: (line: string) => void): Promise<[name: string, trigger: string][]> {
  await buildFunctions(say);
  const [config] = FirebaseJson.parse(
    JSON.parse(readFileSync(join(ROOT, "firebase.json"), "utf8")),
  ).functions;
  if (!config) throw new Error("firebase.json names no functions");
  const source = join(ROOT, config.source);
  const { dependencies } = PackageJson.parse(JSON.parse(readFileSync(join(source, "package.json"), "utf8")));
  const local = localDependencies(dependencies);
  if (local.length > 0)
    throw new Error(`${config.source}/package.json depends on what no registry has: ${local.join(", ")}`);
  if (config.runtime !== `nodejs${process.versions.node.split(".")[0]}`)
    throw new Error(`firebase.json asks for ${config.runtime}, but this is Node ${process.versions.node}`);

  const folder = mkdtempSync(join(tmpdir(), "parindex-deploy-"));
  try {
    cpSync(source, folder, {
      recursive: true,
      filter: (file) => file === source || isUploaded(relative(source, file), config.ignore),
    });
    say("Installing production dependencies in an empty folder …");
    run(
      "npm",
      [
        "install",
        "--omit=dev",
        "--no-package-lock",
        "--prefer-offline",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
      ],
      folder,
    );
    say("Loading the functions as a deployment does …");
    const output = join(folder, "manifest.json");
    const loader = join(folder, "node_modules", ".bin", "firebase-functions");
    if (!existsSync(loader)) throw new Error("firebase-functions was not installed");
    run(process.execPath, [loader, folder], folder, {
      FUNCTIONS_MANIFEST_OUTPUT_PATH: output,
      GCLOUD_PROJECT: PROJECT,
      FIREBASE_CONFIG: JSON.stringify({ projectId: PROJECT }),
    });
    const { endpoints } = Manifest.parse(JSON.parse(readFileSync(output, "utf8")));
    const found = Object.entries(endpoints).map(([name, endpoint]): [string, string] => [
      name,
      [triggerOf(endpoint), ...(endpoint.region ?? [])].join(" · "),
    ]);
    if (found.length === 0) throw new Error("the loaded folder exports no function");
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
