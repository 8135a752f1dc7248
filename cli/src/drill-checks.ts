import { isDeepStrictEqual } from "node:util";
import {
  attestationOf,
  canonicalJson,
  checkResult,
  Publication,
  paths,
  RECONCILED_STATES,
  resultFindingText,
  sha256Hex,
  statementOf,
} from "@parindex/core";
import { verifySignature } from "../../core/src/verify-signature.ts";
import { collectionAt } from "../../functions/src/store/firestore.ts";
import { wholePublication } from "../../functions/src/store/publications.ts";
import { reconcilePeriod } from "../../functions/src/store/reconcile.ts";
import { type PeriodKey, refs } from "../../functions/src/store/refs.ts";
import { verifyRoot } from "../../functions/src/store/signing.ts";
import { recomputeNow } from "../../functions/src/store/sources.ts";
import { rehearse } from "../../functions/src/store/transaction.ts";
import { type BackupManifest, linesOf } from "./backup-files.ts";
import { differenceText } from "./reconcile.ts";
import type { DrillStep } from "./restore-drill.ts";
import { count } from "./terminal.ts";

/** What is wrong with one publication as it was restored: sums, ranks, hashes, root, signatures. */
async function faultsOfPublication(id: string, stored: Publication): Promise<string[]> {
  const publication = await wholePublication(id, stored);
  const { manifest, root } = publication;
  const check = checkResult(manifest, root);
  const faults: string[] = [];
  const sheets = (await refs.publicationSheets(id).get()).docs.map((doc) => doc.data());
  for (const { sheet, sha256 } of sheets) {
    faults.push(...check.sheet(sheet).map(resultFindingText));
    if (sha256Hex(canonicalJson(sheet)) !== sha256)
      faults.push(`${sheet.unit}: another hash than was stored`);
  }
  faults.push(...check.whole().map(resultFindingText));
  if (!verifyRoot(root, publication)) faults.push("the root's signature does not verify");
  const { publicationSignature, publicKey } = publication;
  const statement = new TextEncoder().encode(statementOf(attestationOf(publication)));
  if (publicationSignature && !verifySignature(statement, publicationSignature, publicKey))
    faults.push("the publication's signature does not verify");
  return faults.map((fault) => `${paths.publication(id)}: ${fault}`);
}

/** Every publication verifies, to the root that the backup says it had. */
export async function checkPublications({ publications }: BackupManifest): Promise<DrillStep> {
  const faults: string[] = [];
  const { docs } = await collectionAt(paths.publications(), Publication).get();
  const roots = new Map(docs.map((doc) => [doc.id, doc.data().root]));
  for (const { id, root } of publications)
    if (roots.get(id) !== root)
      faults.push(`${paths.publication(id)}: root ${roots.get(id) ?? "—"}, not ${root}`);
  for (const doc of docs) faults.push(...(await faultsOfPublication(doc.id, doc.data())));
  const text = [...roots].map(([id, root]) => `${id} ${root}`).join(", ") || "none";
  return { title: "publications", text, faults };
}

async function allPeriods(): Promise<PeriodKey[]> {
  const schemes = (await refs.schemes().get()).docs.map(({ id }) => id);
  const keys = schemes.map(async (scheme) =>
    (await refs.periods(scheme).select().get()).docs.map(({ id }): PeriodKey => ({ scheme, period: id })),
  );
  return (await Promise.all(keys)).flat();
}

/** Every unit that has a ledger recomputes from its scores to the index that was restored. */
async function faultsOfIndices(key: PeriodKey): Promise<{ units: number; faults: string[] }> {
  const units = (await refs.ledgers(key).select().get()).docs.map(({ id }) => id);
  const faults: string[] = [];
  for (const unit of units) {
    const unitKey = { ...key, unit };
    const { index } = await recomputeNow(unitKey);
    if (!isDeepStrictEqual((await refs.index(unitKey).get()).data(), index))
      faults.push(`${paths.index(key.scheme, key.period, unit)}: recomputes otherwise`);
  }
  return { units: units.length, faults };
}

/** Every period recomputes to the same indices; reconciliation finds nothing in those that are open. */
export async function checkPeriods(): Promise<DrillStep> {
  const faults: string[] = [];
  const counts = { periods: 0, open: 0, indices: 0 };
  for (const key of await allPeriods()) {
    const { state } = (await refs.period(key).get()).data() ?? { state: "preparing" as const };
    const { units, faults: found } = await faultsOfIndices(key);
    counts.periods += 1;
    counts.indices += units;
    faults.push(...found);
    if (!RECONCILED_STATES.includes(state)) continue;
    counts.open += 1;
    const { result } = await rehearse(() => reconcilePeriod(key));
    faults.push(...result.map((one) => `${paths.period(key.scheme, key.period)}: ${differenceText(one)}`));
  }
  const { periods, open, indices } = counts;
  return {
    title: "periods",
    text: `${count(periods, "period")}, ${open} of them open; ${indices} indices recomputed`,
    faults,
  };
}

/** The uids that the backup lists accounts of; null where it lists none. */
async function listedAccounts(folder: string, { accounts }: BackupManifest): Promise<Set<string> | null> {
  if (!accounts) return null;
  const uids = new Set<string>();
  for await (const { uid } of linesOf(folder, accounts)) uids.add(String(uid));
  return uids;
}

/** What the rules look up is there: members with somebody who runs the scheme, and the criteria sets of every unit. */
export async function checkAccess(folder: string, manifest: BackupManifest): Promise<DrillStep> {
  const faults: string[] = [];
  const accounts = await listedAccounts(folder, manifest);
  let [all, without] = [0, 0];
  for (const { id: scheme } of (await refs.schemes().get()).docs) {
    const members = (await refs.members(scheme).get()).docs;
    all += members.length;
    without += members.filter(({ id }) => accounts && !accounts.has(id)).length;
    if (!members.some((doc) => doc.data().roles.admin && !doc.data().disabled))
      faults.push(`${paths.members(scheme)}: nobody runs this scheme`);
  }
  for (const key of await allPeriods()) {
    const sets = new Set((await refs.criteriaSets(key).select().get()).docs.map(({ id }) => id));
    for (const doc of (await refs.units(key).get()).docs)
      if (!sets.has(doc.data().criteriaSet))
        faults.push(`${doc.ref.path}: its criteria set ${doc.data().criteriaSet} is not there`);
  }
  const said = accounts ? `${without} of them without an account in the backup` : "no accounts in the backup";
  return { title: "access", text: `${count(all, "member")}, ${said}`, faults };
}
