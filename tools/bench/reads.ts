import type { Browser } from "playwright-core";
import type { Measurement } from "./measurement.ts";
import { readPaths, untilQuiet, visit } from "./visit.ts";

/** A page that somebody opens, and how many documents it may read. */
export interface Opening {
  role: string;
  email: string;
  path: string;
  goal?: string;
}

/** Each role's workspace: who opens it, where, and how many documents it may read (issue 4: the board ≤ 40). */
const WORKSPACES: readonly Opening[] = [
  { role: "clerk", email: "bientap.so-y-te", path: "/app/don-vi" },
  { role: "head", email: "lanhdao.so-y-te", path: "/app/don-vi?muc=kiem-tra" },
  { role: "appraiser", email: "thamdinh.so-tu-phap", path: "/app/tham-dinh" },
  { role: "council", email: "chutich.hoidong", path: "/app/hoi-dong", goal: "≤ 40" },
  { role: "standing body", email: "quantri", path: "/app/thuong-truc" },
  { role: "viewer", email: "lanhdao.tinh", path: "/app/tong-quan" },
  { role: "clerk at home", email: "bientap.so-y-te", path: "/app/viec-cua-toi" },
  { role: "standing body at home", email: "quantri", path: "/app/viec-cua-toi" },
];

/** The collection a document stands in: "schemes/lai-chau/periods/2024/indices/so-y-te" → "indices". */
const collectionOf = (path: string) => path.split("/").at(-2) ?? "";

/** What one role's workspace reads when it is opened. */
export interface WorkspaceReads {
  role: string;
  path: string;
  reads: number;
  /** How many of each collection: "indices 28, units 28". */
  byCollection: string;
  goal: string | undefined;
}

/** Documents sent to the page from signing in until a workspace stands; what rules look up is not among them. */
export async function workspaceReads(
  browser: Browser,
  openings: readonly Opening[] = WORKSPACES,
): Promise<WorkspaceReads[]> {
  const measured: WorkspaceReads[] = [];
  for (const { role, email, path, goal } of openings) {
    const page = await visit(browser, `${email}@laichau.example`, path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await untilQuiet(page);
    const paths = await readPaths(page);
    const byCollection = Object.entries(Object.groupBy(paths, collectionOf))
      .map(([name, all]) => `${name} ${all?.length}`)
      .join(", ");
    measured.push({ role, path, reads: paths.length, byCollection, goal });
    await page.context().close();
  }
  return measured;
}

/** The same as lines of the benchmark, with Lai Châu's 28 units. */
export const benchReads = async (browser: Browser): Promise<Measurement[]> =>
  (await workspaceReads(browser)).map(({ role, path, reads, byCollection, goal }) => ({
    name: `open: ${role}, ${path}, 28 units`,
    ...{ reads, byCollection, ...(goal ? { goal } : {}) },
  }));
