import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { builtinModules } from "node:module";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { build as esbuild, type Metafile, stop as stopEsbuild } from "esbuild";
import { z } from "zod";
import { projectEnvironment, ROOT } from "./emulators.ts";

const FUNCTIONS = join(ROOT, "functions");
const HOSTING = join(ROOT, "hosting");
const FUNCTIONS_BUNDLE = join(FUNCTIONS, "lib", "index.js");
const HOSTING_DIST = join(HOSTING, "dist");

type Say = (line: string) => void;

/** The files under some folders or files, those of builds and packages aside, in one order everywhere. */
async function filesOf(inputs: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const input of inputs) {
    if (!existsSync(input)) continue;
    if (statSync(input).isFile()) {
      found.push(input);
      continue;
    }
    for (const entry of await readdir(input, { recursive: true, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      const skipped = /(^|\/)(node_modules|dist|lib)\//.test(relative(input, file).replaceAll("\\", "/"));
      if (entry.isFile() && !skipped) found.push(file);
    }
  }
  return found.sort();
}

/** A hash of everything that goes into an output, what a deployer tells the web's build among it. */
async function fingerprint(inputs: readonly string[]): Promise<string> {
  const told = [process.env.VITE_SCHEME, process.env.VITE_APP_CHECK_SITE_KEY];
  const hash = createHash("sha256").update(JSON.stringify(told));
  for (const file of await filesOf([...inputs, join(ROOT, "package-lock.json"), import.meta.filename])) {
    hash.update(relative(ROOT, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

/** Runs `make` unless the output was made from these very inputs. */
async function unlessFresh(
  title: string,
  output: string,
  inputs: readonly string[],
  say: Say,
  make: () => Promise<void> | void,
): Promise<void> {
  const record = join(dirname(output), ".inputs");
  const now = await fingerprint(inputs);
  if (existsSync(output) && existsSync(record) && readFileSync(record, "utf8") === now) return;
  say(`Building ${title} …`);
  rmSync(record, { force: true });
  await make();
  writeFileSync(record, now);
}

const PackageJson = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });

/** `@scope/name/part` → `@scope/name`. */
const packageOf = (specifier: string): string =>
  specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

/** The packages that a bundle imports and its package.json does not name: a deployment would lack them. */
export function undeclaredPackages(
  { outputs }: Pick<Metafile, "outputs">,
  dependencies: Readonly<Record<string, string>>,
): string[] {
  const imported = Object.values(outputs)
    .flatMap((output) => output.imports)
    .filter(({ external, path }) => external && !path.startsWith("node:") && !builtinModules.includes(path))
    .map(({ path }) => packageOf(path));
  return [...new Set(imported)].filter((name) => !Object.hasOwn(dependencies, name)).sort();
}

async function bundleFunctions(): Promise<void> {
  const { metafile } = await esbuild({
    absWorkingDir: ROOT,
    entryPoints: [join(FUNCTIONS, "src", "index.ts")],
    outfile: FUNCTIONS_BUNDLE,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node24",
    packages: "external",
    alias: {
      "@parindex/core": join(ROOT, "core", "src", "index.ts"),
      "@parindex/core/workbook": join(ROOT, "core", "src", "workbook.ts"),
    },
    sourcemap: true,
    metafile: true,
    logLevel: "warning",
  });
  await stopEsbuild();
  const { dependencies } = PackageJson.parse(
    JSON.parse(readFileSync(join(FUNCTIONS, "package.json"), "utf8")),
  );
  const missing = undeclaredPackages(metafile, dependencies);
  if (missing.length > 0) {
    throw new Error(`functions/package.json lacks what the bundle imports: ${missing.join(", ")}`);
  }
}

/** The workspace, and beside it the page on which people answer and the script of the one that verifies. */
function buildHosting(): void {
  for (const config of ["vite.config.ts", "vite.respond.config.ts", "vite.verify.config.ts"]) {
    const { status } = spawnSync("vite", ["build", "--config", config, "--logLevel", "warn"], {
      cwd: HOSTING,
      env: projectEnvironment(),
      stdio: ["ignore", 2, 2],
    });
    if (status !== 0) throw new Error(`vite build of ${config} failed (its reason stands above)`);
  }
}

/** Bundles the functions, `core` inlined and registry packages external, unless nothing has changed. */
export async function buildFunctions(say: Say): Promise<void> {
  const inputs = [join(ROOT, "core"), join(FUNCTIONS, "src"), join(FUNCTIONS, "package.json")];
  await unlessFresh("functions", FUNCTIONS_BUNDLE, inputs, say, bundleFunctions);
}

/** Builds the web entries unless nothing has changed. */
export async function buildWeb(say: Say): Promise<void> {
  const inputs = [join(ROOT, "core"), HOSTING];
  await unlessFresh("hosting", join(HOSTING_DIST, "app", "index.html"), inputs, say, buildHosting);
}

/** Everything that a deployment or a start needs. */
export async function build(say: Say): Promise<void> {
  await buildFunctions(say);
  await buildWeb(say);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await build((line) => console.error(line));
    console.error("Built: functions/lib, hosting/dist.");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
