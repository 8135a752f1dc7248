import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { REGION } from "../core/src/region.ts";
import { type Deployment, hostedHeaders } from "../functions/src/security-headers.ts";
import { projectEnvironment, ROOT } from "./emulators.ts";

/** What firebase.json says of the headers that Hosting adds. */
export const hostingHeaders = (deployment: Omit<Deployment, "region"> = {}) =>
  hostedHeaders({ region: REGION, ...deployment }).map(([source, headers]) => ({
    source,
    headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
  }));

/** `npm run headers [-- --project ID] [--app-check]`: writes them into firebase.json, for a project where it is told. */
if (process.argv[1] === import.meta.filename) {
  const { values } = parseArgs({
    options: { project: { type: "string" }, "app-check": { type: "boolean", default: false } },
  });
  const { project, "app-check": appCheck } = values;
  const file = join(ROOT, "firebase.json");
  const config = JSON.parse(readFileSync(file, "utf8"));
  config.hosting.headers = hostingHeaders({ appCheck, ...(project === undefined ? {} : { project }) });
  // Small objects stand on one line, as they did; what gets too long for one Biome breaks again.
  const small = /\{\s+((?:[^{}[\]]|\{[^{}[\]\n]*\})*?)\s+\}/g;
  const joined = (text: string) =>
    text.replace(small, (_, inner: string) => `{ ${inner.replace(/\s*\n\s*/g, " ")} }`);
  const text = joined(joined(JSON.stringify(config, null, 2)));
  writeFileSync(file, `${text}\n`);
  const { status } = spawnSync("biome", ["format", "--write", file], {
    cwd: ROOT,
    env: projectEnvironment(),
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
}
