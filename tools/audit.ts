import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { z } from "zod";
import { projectEnvironment, ROOT } from "./emulators.ts";

/** `npm run audit`: known weaknesses of the packages used, and the licences of those that are shipped. */

/** What has been looked at and is lived with for a while, with the reason and the last day (yyyy-MM-dd) of it. */
const Accepted = z.object({
  advisories: z.array(z.object({ id: z.string(), reason: z.string().min(20), until: z.iso.date() })),
  licences: z.array(z.object({ package: z.string(), licence: z.string(), reason: z.string().min(20) })),
});
export type Accepted = z.infer<typeof Accepted>;

export const acceptedFindings = (): Accepted =>
  Accepted.parse(JSON.parse(readFileSync(join(ROOT, "audit-accepted.json"), "utf8")));

/** What `npm audit --json` says of each package, as far as it is asked here. */
const Report = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(
        z.union([
          z.string(),
          z.object({ name: z.string(), title: z.string(), url: z.string(), severity: z.string() }),
        ]),
      ),
    }),
  ),
});

/** A known weakness of a package. `id`: GHSA-…, as GitHub's advisory database numbers it. */
export interface Advisory {
  id: string;
  package: string;
  title: string;
  severity: string;
}

/** The advisories in a report of npm; why there are none to read, where the registry gave none. */
export function advisoriesIn(report: string): Advisory[] | string {
  let said: unknown;
  try {
    said = JSON.parse(report);
  } catch {
    return "npm audit gave no answer in time";
  }
  const failed = z.object({ message: z.string(), error: z.unknown() }).safeParse(said);
  if (failed.success)
    return `the registry has no audit here: ${failed.data.message.replace(/https?:\/\/\S+/, "…")}`;
  const found = Object.values(Report.parse(said).vulnerabilities)
    .flatMap(({ via }) => via)
    .filter((via) => typeof via === "object")
    .map(({ name, title, url, severity }) => ({
      ...{ id: url.slice(url.lastIndexOf("/") + 1), package: name, title, severity },
    }));
  return [...new Map(found.map((advisory) => [advisory.id, advisory])).values()];
}

/** What is wrong with the advisories found, as people read it. An acceptance counts up to its last day. `today`: yyyy-MM-dd. */
export function auditFindings(found: readonly Advisory[], { advisories }: Accepted, today: string): string[] {
  return found.flatMap(({ id, package: name, title, severity }) => {
    const known = advisories.find((one) => one.id === id);
    if (known && known.until >= today) return [];
    const late = known ? ` (accepted until ${known.until})` : "";
    return [`${id}: ${name}: ${severity}: ${title}${late}`];
  });
}

/** The licences that what is shipped may have: none that would bind whoever runs or changes it beyond naming its authors. */
const LICENCES = new Set([
  ...["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD", "BlueOak-1.0.0", "CC0-1.0"],
  // Of single files, and of fonts.
  ...["MPL-2.0", "OFL-1.1"],
]);

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({ license: z.string().optional(), dev: z.boolean().optional(), link: z.boolean().optional() }),
  ),
});

/** "(MIT OR GPL-2.0)" is fine where one of them is; "A AND B" only where both are. */
const isAllowed = (licence: string): boolean =>
  licence
    .replace(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((one) => LICENCES.has(one)));

/** The packages of package-lock.json that are shipped under a licence that is neither allowed nor accepted. */
export function licenceFindings(lock: string, { licences }: Accepted): string[] {
  const shipped = Object.entries(Lock.parse(JSON.parse(lock)).packages).filter(
    ([path, { dev, link }]) => path.includes("node_modules/") && !dev && !link,
  );
  return shipped.flatMap(([path, { license = "none stated" }]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const accepted = licences.some((one) => one.package === name && one.licence === license);
    return accepted || isAllowed(license) ? [] : [`${name}: ${license}`];
  });
}

/** How long the registry may take. */
const SECONDS = 20;

/** What is wrong with the project's packages, or why that can't be known here. */
export function audit(): { findings: string[]; skipped: string | null } {
  const accepted = acceptedFindings();
  const lock = readFileSync(join(ROOT, "package-lock.json"), "utf8");
  const licences = licenceFindings(lock, accepted).map((finding) => `licence: ${finding}`);
  const { stdout } = spawnSync("npm", ["audit", "--json"], {
    cwd: ROOT,
    env: projectEnvironment({ npm_config_fetch_retries: "0" }),
    encoding: "utf8",
    maxBuffer: 64 * 1_024 * 1_024,
    timeout: SECONDS * 1_000,
    shell: process.platform === "win32",
  });
  const found = advisoriesIn(stdout ?? "");
  if (typeof found === "string") return { findings: licences, skipped: found };
  const today = new Date().toISOString().slice(0, 10);
  return { findings: [...licences, ...auditFindings(found, accepted, today)], skipped: null };
}

if (process.argv[1] === import.meta.filename) {
  const { findings, skipped } = audit();
  for (const finding of findings) console.error(finding);
  if (skipped) console.error(`advisories: skipped: ${skipped}`);
  if (findings.length === 0 && !skipped)
    console.error("no finding that is not accepted (audit-accepted.json)");
  process.exitCode = findings.length > 0 ? 1 : 0;
}
