import { Buffer } from "node:buffer";
import { performance } from "node:perf_hooks";
import {
  canonicalJson,
  type Rehearsal,
  resultFindingText,
  type SealSheet,
  sha256Hex,
  verifyResult,
} from "@parindex/core";
import { type Input, periodKey } from "../store/act.ts";
import { publish } from "../store/publishing.ts";
import { type PeriodKey, refs } from "../store/refs.ts";
import { reveal } from "../store/revealing.ts";
import { verifyRoot } from "../store/signing.ts";
import { rehearse, transact } from "../store/transaction.ts";
import { html } from "./html.ts";
import { links } from "./links.ts";
import { renderSite } from "./site.ts";
import { type ResultToCome, resultToCome } from "./to-come.ts";

/** What a document of Firestore may hold, and an answer of the function behind Hosting, in bytes. */
const DOCUMENT_MAX = 1_048_576;
const ANSWER_MAX = 10 * 1_048_576;

const sizeOf = (text: string): number => Buffer.byteLength(text);
const shown = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`;

const placesOf = ({ result }: ResultToCome) =>
  result.publication.manifest.ranking.flatMap(({ units }) => units);

/** Reads and checks every sheet and what they make together, as publishing does; what is wrong, by unit or part. */
async function check(toCome: ResultToCome): Promise<string[]> {
  const { manifest, root, ...signed } = toCome.result.publication;
  const problems: string[] = [];
  const sheets: SealSheet[] = [];
  for (const { unit, name } of placesOf(toCome)) {
    const sealed = await toCome.sheetOf(unit);
    if (!sealed) continue;
    sheets.push(sealed);
    const text = canonicalJson(sealed.sheet);
    if (sha256Hex(text) !== sealed.sha256) problems.push(`${unit}: mã băm khác với bản đã chốt`);
    if (sizeOf(text) > DOCUMENT_MAX)
      problems.push(`${name}: bảng điểm lớn ${shown(sizeOf(text))}, quá mức lưu trữ`);
  }
  const plain = sheets.map(({ sheet }) => sheet);
  problems.push(...verifyResult(manifest, plain, root).map(resultFindingText));
  if (!verifyRoot(root, signed)) problems.push("signature: chữ ký không khớp");
  return problems;
}

/** What publishing would write, rehearsed with all its guards. Throws what it would throw. */
async function plannedWrites(key: PeriodKey, toCome: ResultToCome): Promise<number> {
  const { period, result } = toCome;
  const { manifest, decision, publishedAt } = result.publication;
  const { planned } = await rehearse(async () => {
    if (manifest.corrects === null) return publish(key, publishedAt);
    const correction = (await refs.correction(key, manifest.version).get()).data();
    if (!correction) throw new Error("the correction is gone");
    return transact("rehearseCorrection", (tx) =>
      reveal(tx, key, period, correction, { decision, by: "system", at: publishedAt }),
    );
  });
  return planned.length;
}

/** The addresses that what was sealed stands under: the ranking and every sheet, each as a page and as data. */
function addressesOf(toCome: ResultToCome): string[] {
  const { id } = toCome.result;
  return [
    ...[links.latest, links.method, links.result(id), links.resultData(id)],
    ...[links.attestation(id), links.successor(id)],
    ...placesOf(toCome).flatMap(({ unit }) => [links.sheet(id, unit), links.sheetData(id, unit)]),
  ];
}

/** What each file and page must hold, by its address: the hash of its bytes, or some text. */
function expectationsOf(toCome: ResultToCome): Map<string, (body: string) => boolean> {
  const { id, publication } = toCome.result;
  const places = placesOf(toCome);
  const names = places.map(({ name }) => html`${name}`.source);
  const listsAll = (body: string) => names.every((name) => body.includes(name));
  return new Map([
    [links.latest, listsAll],
    [links.result(id), listsAll],
    [links.resultData(id), (body) => body === canonicalJson(publication.manifest)],
    [links.attestation(id), (body) => body.includes(publication.root)],
    ...places.flatMap(({ unit, index, sha256 }): [string, (body: string) => boolean][] => [
      [links.sheet(id, unit), (body) => body.includes(index)],
      [links.sheetData(id, unit), (body) => sha256Hex(body) === sha256],
    ]),
  ]);
}

/** Renders these pages and files once. */
async function render(toCome: ResultToCome) {
  const { reader, result } = toCome;
  const expectations = expectationsOf(toCome);
  const problems: string[] = [];
  let [bytes, largest] = [0, { path: "", bytes: 0 }];
  const addresses = addressesOf(toCome);
  for (const path of addresses) {
    const request = { path, query: {}, headers: {} };
    const answer = await renderSite(request, reader, result.publication.publishedAt);
    const { status } = answer;
    const body = String(answer.body);
    const size = sizeOf(body);
    bytes += size;
    if (size > largest.bytes) largest = { path, bytes: size };
    if (status !== 200) problems.push(`${path}: trả lời ${status}`);
    else if (expectations.get(path)?.(body) === false) problems.push(`${path}: nội dung không như đã chốt`);
    if (size > ANSWER_MAX) problems.push(`${path}: lớn ${shown(size)}, quá mức cho phép`);
  }
  return { problems, pages: addresses.length, bytes, largest };
}

/** What is no fault and yet to be known before the day. */
function remarksOf({ result: { publication }, isDecided }: ResultToCome): string[] {
  return [
    ...(isDecided ? [] : ["Chưa nhập quyết định: trang thử ghi số quyết định để trống."]),
    ...(publication.development
      ? ["Kết quả được ký bằng khóa phát triển, không phải khóa của cơ quan công bố."]
      : []),
  ];
}

/**
 * Rehearses publication day on a copy in memory: verifies everything as publishing does, goes through publishing itself with
 * all writes held back (once the decision is entered), renders the ranking and every sheet, as pages and as data, and checks
 * what they hold. Nothing is written and nothing becomes readable. A page that can't be rendered is a problem like others.
 */
export async function rehearsePublication(
  input: Input<"rehearsePublication">,
  uid: string,
): Promise<Rehearsal> {
  const toCome = await resultToCome("rehearsePublication", input, uid);
  const { id, publication } = toCome.result;
  const key = periodKey(input);
  const started = performance.now();
  const problems = await check(toCome);
  const failed = (error: unknown) =>
    void problems.push(error instanceof Error ? error.message : String(error));
  if ((await refs.publication(id).get()).exists) problems.push(`${id}: đã có bản công bố này`);
  let writes = 0;
  if (toCome.isDecided)
    await plannedWrites(key, toCome).then((planned) => {
      writes = planned;
      if (planned === 0) problems.push("publish: không có gì được công bố vào thời điểm đã nhập");
    }, failed);
  const checked = performance.now();
  const rendered = await render(toCome);
  return {
    ...{ publication: id, root: publication.root, remarks: remarksOf(toCome), writes },
    ...{ ...rendered, problems: [...problems, ...rendered.problems], units: placesOf(toCome).length },
    checkedIn: Math.round(checked - started),
    renderedIn: Math.round(performance.now() - checked),
  };
}
