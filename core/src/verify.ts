import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { Attestation, InclusionProof, statementOf } from "./attestation.ts";
import { FrozenSheet, Manifest } from "./documents.ts";
import { verifyInclusion } from "./merkle.ts";
import { publicationId } from "./paths.ts";
import { checkResult, type ResultCheck, type ResultFinding, sumFindings } from "./result-check.ts";
import { rootLeaves } from "./seal.ts";
import { type ListedFile, type Reading, type ResultFiles, readPart, rootOf } from "./verify-files.ts";
import { type Finding, fileFinding, type Read } from "./verify-form.ts";
import { DEVELOPMENT_KEY, keyBytes, verifySignature } from "./verify-signature.ts";

export { filesNamed, type ListedFile, type ResultFiles } from "./verify-files.ts";
export { type Finding, findingText } from "./verify-form.ts";

export interface VerifyOptions {
  /** The root as someone typed it from the printed decision; blanks and case don't count. */
  paperRoot?: string | undefined;
  /** The publisher's public key (SPKI, base64) as it is known from elsewhere. */
  key?: string | undefined;
  /** How many files are asked for at once. */
  ahead?: number;
  /** Told after each sheet; waited for, so that a page can draw. */
  progress?: (done: number, total: number) => void | Promise<void>;
}

export type StepName =
  | "files"
  | "form"
  | "hashes"
  | "sums"
  | "ranking"
  | "root"
  | "inclusion"
  | "proofs"
  | "signature"
  | "chain"
  | "paper";

/** One step: checked and right, checked and wrong, or not checked (`open`), with what it comes to in a sentence. */
export interface Step {
  name: StepName;
  title: string;
  state: "ok" | "wrong" | "open";
  text: string;
  findings: Finding[];
}

/** What a verification came to. `warnings` is what the reader must know although nothing is wrong. */
export interface Report {
  publication: string;
  /** What was assessed, as the manifest or the sheet says it; null where neither can be read. */
  title: string | null;
  /** The root as it follows from the files; null where it can't be computed. */
  root: string | null;
  /** The root that this result is chained to, and the publication it is of, where that is at hand. */
  previous: { root: string; publication: string | null } | null;
  steps: Step[];
  warnings: string[];
}

const TITLES: Record<StepName, string> = {
  files: "Đủ tệp",
  form: "Dạng của từng tệp",
  hashes: "Mã băm của từng bảng điểm",
  sums: "Cộng lại từng bảng điểm",
  ranking: "Tính lại chỉ số và xếp hạng",
  root: "Mã gốc",
  inclusion: "Bảng điểm nằm dưới mã gốc",
  proofs: "Tệp chứng minh của từng đơn vị",
  signature: "Chữ ký",
  chain: "Nối tiếp kết quả trước",
  paper: "So với quyết định giấy",
};

const ok = (name: StepName, text: string): Step => ({
  ...{ name, title: TITLES[name], state: "ok", text, findings: [] },
});
const open = (name: StepName, text: string): Step => ({ ...ok(name, text), state: "open" });

/** A step that is right with this text unless something was found. */
const step = (name: StepName, findings: Finding[], text: string): Step =>
  findings.length === 0
    ? ok(name, text)
    : { name, title: TITLES[name], state: "wrong", text: `${findings.length} chỗ sai`, findings };

/** Whether everything that was checked is right. */
export const isSound = ({ steps }: Report): boolean => steps.every(({ state }) => state !== "wrong");

const inFile = (file: string | null, findings: readonly ResultFinding[]): Finding[] =>
  findings.map(({ part: _, ...finding }) => ({ file, ...finding }));

const ofUnit = (file: string | null, unit: string, text: string): Finding => ({
  ...fileFinding(file, text),
  unit,
});

/** Does something with each of many, some of them begun ahead; in their order. */
async function* readAhead<In, Out>(
  items: Iterable<In>,
  ahead: number,
  read: (item: In) => Promise<Out>,
): AsyncGenerator<Out> {
  const waiting: Promise<Out>[] = [];
  for (const item of items) {
    const begun = read(item);
    // One that fails while another is waited for is told of when its turn comes.
    begun.catch(() => {});
    waiting.push(begun);
    const [first] = waiting;
    if (waiting.length < ahead || !first) continue;
    waiting.shift();
    yield await first;
  }
  for (const next of waiting) yield await next;
}

const listedUnits = (manifest: Manifest): string[] =>
  manifest.ranking.flatMap(({ units }) => units.map(({ unit }) => unit));

/** What the sheets came to, read one after the other. */
interface Sheets {
  count: number;
  /** Units whose file is there, readable or not. */
  there: Set<string>;
  form: Finding[];
  hashes: Finding[];
  sums: Finding[];
}

/** Checks one sheet; without a manifest only what it says by itself. */
function checkSheet(sheets: Sheets, unit: string, read: Read<FrozenSheet>, check: ResultCheck | null): void {
  const { name, value, sha256 } = read;
  sheets.there.add(unit);
  sheets.count += 1;
  sheets.form.push(...read.findings);
  if (!value) return;
  if (value.unit !== unit) {
    sheets.hashes.push(ofUnit(name, unit, `tệp này là bảng điểm của ${value.unit}`));
    return;
  }
  const found = check ? check.sheet(value, sha256) : sumFindings(value);
  for (const finding of inFile(
    name,
    found.filter(({ part }) => part === "sums"),
  ))
    sheets.sums.push(finding);
  for (const finding of inFile(
    name,
    found.filter(({ part }) => part !== "sums"),
  ))
    sheets.hashes.push(finding);
}

async function checkSheets(
  publication: string,
  manifest: Manifest | null,
  check: ResultCheck | null,
  files: ResultFiles,
  { ahead = 1, progress }: VerifyOptions,
): Promise<Sheets> {
  const sheets: Sheets = { count: 0, there: new Set(), form: [], hashes: [], sums: [] };
  const there = (files.listed ?? []).filter(
    (file) => file.publication === publication && file.kind === "sheet",
  );
  const units = new Set([
    ...(manifest ? listedUnits(manifest) : []),
    ...there.flatMap(({ unit }) => unit ?? []),
  ]);
  const reading = readAhead(units, ahead, async (unit) => ({
    unit,
    read: await readPart(files, publication, "sheet", FrozenSheet, unit),
  }));
  let done = 0;
  for await (const { unit, read } of reading) {
    if (read) checkSheet(sheets, unit, read, check);
    done += 1;
    await progress?.(done, units.size);
  }
  return sheets;
}

/** Files that are there under two names, of which only one was read. */
function doubledFiles(publication: string, listed: readonly ListedFile[]): Finding[] {
  const ofThis = listed.filter((file) => file.publication === publication);
  const byPlace = Map.groupBy(ofThis, ({ kind, unit }) => `${kind} ${unit ?? ""}`);
  return [...byPlace.values()].flatMap(([first, ...others]) =>
    others.map(({ name }) => fileFinding(name, `cùng nội dung với tệp ${first?.name}: chỉ được có một`)),
  );
}

function absentFiles(
  publication: string,
  manifest: Reading<Manifest>,
  attestation: Reading<Attestation>,
  sheets: Sheets,
): Finding[] {
  const units = manifest?.value ? listedUnits(manifest.value) : [];
  return [
    ...(manifest ? [] : [fileFinding(null, `thiếu dữ liệu xếp hạng (${publication}.json)`)]),
    ...(attestation ? [] : [fileFinding(null, `thiếu mã gốc và chữ ký (${publication}.chu-ky.json)`)]),
    ...units.flatMap((unit) => (sheets.there.has(unit) ? [] : [ofUnit(null, unit, "thiếu bảng điểm")])),
  ];
}

const isSigned = ({ root, signature, publicKey }: Attestation): boolean =>
  verifySignature(hexToBytes(root), signature, publicKey);

/** The root computed against the root attested: where they differ, the signature tells which of the files is at fault. */
function rootStep(manifest: Reading<Manifest>, attestation: Reading<Attestation>): Step {
  const root = rootOf(manifest);
  const attested = attestation?.value;
  if (!manifest || root === null) return open("root", "Không có dữ liệu xếp hạng đọc được để tính mã gốc.");
  if (!attested) return open("root", `Mã gốc tính được là ${root}; không có mã gốc đã ký để so.`);
  const wrong = `mã gốc tính từ dữ liệu xếp hạng là ${root}, mã gốc đã ký là ${attested.root}`;
  const atFault = isSigned(attested) ? [manifest.name] : [manifest.name, attestation.name];
  const findings = root === attested.root ? [] : atFault.map((name) => fileFinding(name, wrong));
  return step("root", findings, "Mã gốc tính lại từ dữ liệu bằng mã gốc đã ký.");
}

/** What is wrong with the signatures of an attestation, and with its key where another one is known. */
function signatureFindings({ name, value }: Read<Attestation>, known: string | undefined): Finding[] {
  if (!value) return [];
  const { publicKey, development, publicationSignature } = value;
  const findings: string[] = [];
  if (keyBytes(publicKey) === null) findings.push("khóa công khai không phải khóa Ed25519 (SPKI, base64)");
  if (!isSigned(value)) findings.push("chữ ký trên mã gốc không đúng với khóa công khai");
  if (
    publicationSignature !== undefined &&
    !verifySignature(utf8ToBytes(statementOf(value)), publicationSignature, publicKey)
  )
    findings.push("chữ ký của lần công bố không đúng: tệp này đã bị sửa");
  if (publicKey === DEVELOPMENT_KEY && !development) findings.push("ký bằng khóa phát triển mà không nói ra");
  if (known !== undefined && known.trim() !== publicKey)
    findings.push(`khóa công khai khác với khóa đã biết của cơ quan công bố`);
  return findings.map((text) => fileFinding(name, text));
}

function signatureStep(attestation: Reading<Attestation>, known: string | undefined): Step {
  if (!attestation?.value) return open("signature", "Không có tệp chữ ký đọc được.");
  const pinned = known === undefined ? "khóa công khai trong tệp" : "khóa đã biết của cơ quan công bố";
  const findings = signatureFindings(attestation, known);
  return step("signature", findings, `Chữ ký Ed25519 trên mã gốc đúng với ${pinned}.`);
}

/** What must be known although the signatures are right. */
function signatureWarnings(attestation: Reading<Attestation>): string[] {
  if (!attestation?.value) return [];
  const { development, publicationSignature } = attestation.value;
  return [
    ...(development
      ? ["Ký bằng khóa phát triển: ai cũng ký được, nên chữ ký không chứng thực cơ quan công bố."]
      : []),
    ...(publicationSignature === undefined
      ? ["Số quyết định và thời điểm công bố không nằm dưới chữ ký (bản công bố từ trước khi có chữ ký này)."]
      : []),
  ];
}

/** How a root is read aloud and typed: in groups of eight digits. */
const GROUP = 8;

/** Compares a root with the one that someone typed from paper; a slip of the fingers is shown by its group of digits. */
function paperStep(root: string | null, typed: string | undefined): Step {
  const digits = (typed ?? "").replace(/\s/g, "").toLowerCase();
  if (digits === "")
    return open(
      "paper",
      "Chưa so với mã gốc in trong quyết định. Ai cũng có thể làm ra một bộ tệp khớp với nhau; chỉ bản giấy hoặc khóa đã biết cho biết đây là kết quả đã phê duyệt.",
    );
  const wrong = (text: string) => step("paper", [fileFinding(null, text)], "");
  if (!/^[0-9a-f]*$/.test(digits)) return wrong("mã gốc chỉ gồm chữ số 0–9 và chữ a–f");
  if (digits.length !== 64) return wrong(`mã gốc có 64 chữ số, bạn đã gõ ${digits.length}`);
  if (root === null) return open("paper", "Không tính được mã gốc từ các tệp để so.");
  const at = [...digits].findIndex((digit, position) => digit !== root[position]);
  if (at === -1) return ok("paper", "Mã gốc trên giấy bằng mã gốc tính từ các tệp.");
  const group = Math.floor(at / GROUP);
  const part = (of: string) => of.slice(group * GROUP, (group + 1) * GROUP);
  return wrong(`khác từ nhóm thứ ${group + 1}: trên giấy ${part(digits)}, từ các tệp ${part(root)}`);
}

interface Previous {
  publication: string | null;
  attestation: Reading<Attestation>;
  manifest: Reading<Manifest>;
}

async function previousOf(manifest: Reading<Manifest>, files: ResultFiles): Promise<Previous> {
  const root = manifest?.value?.previousRoot ?? null;
  const publication = root === null ? null : await files.publicationOf(root);
  if (publication === null) return { publication, attestation: null, manifest: null };
  return {
    publication,
    attestation: await readPart(files, publication, "attestation", Attestation),
    manifest: await readPart(files, publication, "manifest", Manifest),
  };
}

/** That the result before this one is the one whose root stands in the manifest. */
function chainStep(manifest: Reading<Manifest>, previous: Previous): Step {
  if (!manifest?.value) return open("chain", "Không có dữ liệu xếp hạng đọc được.");
  const { previousRoot, corrects } = manifest.value;
  if (previousRoot === null) return ok("chain", "Đây là kết quả đầu tiên, không nối tiếp kết quả nào.");
  const { publication, attestation } = previous;
  if (publication === null || (!attestation && !previous.manifest))
    return open("chain", `Nối tiếp mã gốc ${previousRoot}; chưa có tệp của kết quả đó để so.`);
  const findings = [
    ...(attestation?.findings ?? []),
    ...(previous.manifest?.findings ?? []),
    ...(attestation ? signatureFindings(attestation, undefined) : []),
  ];
  const roots = [
    { name: attestation?.name, root: attestation?.value?.root },
    { name: previous.manifest?.name, root: rootOf(previous.manifest) },
  ];
  for (const { name, root } of roots)
    if (name && root && root !== previousRoot)
      findings.push(fileFinding(name, `mã gốc là ${root}, kết quả này nối tiếp ${previousRoot}`));
  if (corrects !== null && corrects !== publication)
    findings.push(fileFinding(manifest.name, `đính chính ${corrects} mà nối tiếp ${publication}`));
  return step("chain", findings, `Nối tiếp ${publication}: mã gốc của bản đó khớp.`);
}

const changedKey = (attestation: Reading<Attestation>, previous: Previous): string[] => {
  const before = previous.attestation?.value?.publicKey;
  const now = attestation?.value?.publicKey;
  return before !== undefined && now !== undefined && before !== now
    ? [`Khóa công khai khác với khóa của bản trước (${previous.publication}).`]
    : [];
};

/** What is wrong with the inclusion proofs that lie beside the sheets; none where there are none. */
async function proofsStep(
  publication: string,
  manifest: Reading<Manifest>,
  files: ResultFiles,
): Promise<{ step: Step | null; form: Finding[] }> {
  const there = (files.listed ?? []).filter(
    (file) => file.publication === publication && file.kind === "proof",
  );
  const root = rootOf(manifest);
  if (there.length === 0 || !manifest?.value || root === null) return { step: null, form: [] };
  const units = listedUnits(manifest.value);
  const position = new Map(units.map((unit, at) => [unit, at + 1]));
  const leaves = rootLeaves(manifest.value, manifest.sha256);
  const form: Finding[] = [];
  const findings: Finding[] = [];
  for (const { unit } of there) {
    const read = unit === null ? null : await readPart(files, publication, "proof", InclusionProof, unit);
    if (!read || unit === null) continue;
    form.push(...read.findings);
    const { value, name } = read;
    const at = position.get(unit);
    if (value && (at === undefined || !provesPlace(value, { publication, unit, root, position: at, leaves })))
      findings.push(ofUnit(name, unit, "không chứng minh vị trí của đơn vị dưới mã gốc"));
  }
  return { step: step("proofs", findings, `${there.length} tệp chứng minh đúng với mã gốc.`), form };
}

function provesPlace(
  proof: InclusionProof,
  place: { publication: string; unit: string; root: string; position: number; leaves: readonly string[] },
): boolean {
  const { publication, unit, root, position, leaves } = place;
  const sha256 = leaves[position];
  const said = [proof.publication, proof.unit, proof.root, proof.position, proof.size, proof.sha256];
  const is = [publication, unit, root, position, leaves.length, sha256];
  return (
    said.every((value, at) => value === is[at]) &&
    verifyInclusion(proof.sha256, position, leaves.length, proof.hashes, root)
  );
}

const titleOf = ({ periodName, schemeName, version }: Manifest): string =>
  `${schemeName}: ${periodName}, công bố lần ${version}`;

/** What says that it is another publication than the one its file is named after. */
function placeFindings(publication: string, manifest: Reading<Manifest>): Finding[] {
  if (!manifest?.value) return [];
  const { scheme, period, version } = manifest.value;
  const id = publicationId(scheme, period, version);
  return id === publication ? [] : [fileFinding(manifest.name, `tệp này là dữ liệu của ${id}`)];
}

/** The steps that take a manifest; `check` has seen every sheet. */
function rankingStep(manifest: Reading<Manifest>, check: ResultCheck | null): Step {
  if (!manifest?.value || !check) return open("ranking", "Không có dữ liệu xếp hạng đọc được.");
  // What is missing and the root have steps of their own.
  const found = check.whole().filter(({ part }) => part !== "missing" && part !== "root");
  const count = listedUnits(manifest.value).length;
  return step(
    "ranking",
    inFile(manifest.name, found),
    `Chỉ số, xếp loại và thứ hạng của ${count} đơn vị tính lại từ bảng điểm đều khớp.`,
  );
}

/**
 * Verifies a result from its files alone: their form and hashes, every sum, every index, class and rank, the root, the
 * signatures, the chain, and the root on paper where it was typed. One sheet is at hand at a time. Whatever is wrong becomes
 * a finding that names file, unit, row and column; only what keeps `files` from reading is thrown.
 */
export async function verifyPublication(
  publication: string,
  files: ResultFiles,
  options: VerifyOptions = {},
): Promise<Report> {
  const manifest = await readPart(files, publication, "manifest", Manifest);
  const attestation = await readPart(files, publication, "attestation", Attestation);
  const root = rootOf(manifest);
  const check = manifest?.value ? checkResult(manifest.value, root ?? "") : null;
  const sheets = await checkSheets(publication, manifest?.value ?? null, check, files, options);
  const previous = await previousOf(manifest, files);
  const proofs = await proofsStep(publication, manifest, files);
  const doubled = doubledFiles(publication, files.listed ?? []);
  const form = [manifest?.findings, attestation?.findings, sheets.form, proofs.form].flatMap(
    (findings) => findings ?? [],
  );
  const misplaced = placeFindings(publication, manifest);
  const previousRoot = manifest?.value?.previousRoot ?? null;
  return {
    publication,
    title: manifest?.value ? titleOf(manifest.value) : null,
    root,
    previous: previousRoot === null ? null : { root: previousRoot, publication: previous.publication },
    steps: [
      step(
        "files",
        [...absentFiles(publication, manifest, attestation, sheets), ...doubled, ...misplaced],
        `Có dữ liệu xếp hạng, mã gốc với chữ ký và ${sheets.count} bảng điểm.`,
      ),
      step("form", form, "Mọi tệp đọc được và ở đúng dạng chính tắc, từng byte một."),
      check
        ? step(
            "hashes",
            sheets.hashes,
            `Mã băm của ${sheets.count} bảng điểm bằng giá trị trong dữ liệu xếp hạng.`,
          )
        : open("hashes", "Không có dữ liệu xếp hạng đọc được để so mã băm."),
      step("sums", sheets.sums, `Mọi tổng của ${sheets.count} bảng điểm cộng lại đều khớp.`),
      rankingStep(manifest, check),
      rootStep(manifest, attestation),
      ...(proofs.step ? [proofs.step] : []),
      signatureStep(attestation, options.key),
      chainStep(manifest, previous),
      paperStep(root, options.paperRoot),
    ],
    warnings: [...signatureWarnings(attestation), ...changedKey(attestation, previous)],
  };
}

/**
 * The inclusion of a sheet under a root, by its proof, whose root an attestation or paper must vouch for. Nobody vouches for
 * the number of leaves: the same hashes may fit a tree of another size (RFC 9162 §2.1.3.2), so it is told as the proof's word.
 */
function inclusionStep(
  publication: string,
  unit: string,
  sheet: Reading<FrozenSheet>,
  proof: Reading<InclusionProof>,
): Step {
  if (!sheet || !proof?.value) return open("inclusion", "Không có bảng điểm và tệp chứng minh đọc được.");
  const { sha256, position, size, hashes, root } = proof.value;
  const findings: Finding[] = [];
  if (proof.value.publication !== publication || proof.value.unit !== unit)
    findings.push(
      ofUnit(proof.name, unit, `chứng minh cho ${proof.value.unit} của ${proof.value.publication}`),
    );
  if (sha256 !== sheet.sha256)
    for (const { name } of [sheet, proof])
      findings.push(ofUnit(name, unit, "mã băm của bảng điểm khác với mã băm trong tệp chứng minh"));
  if (!verifyInclusion(sha256, position, size, hashes, root))
    findings.push(ofUnit(proof.name, unit, "các mã băm không dẫn từ bảng điểm đến mã gốc"));
  return step(
    "inclusion",
    findings,
    `Bảng điểm nằm dưới mã gốc; theo tệp chứng minh là lá thứ ${position + 1} trong ${size} lá (lá đầu là dữ liệu xếp hạng).`,
  );
}

function provenRootStep(proof: Reading<InclusionProof>, attestation: Reading<Attestation>): Step {
  if (!proof?.value || !attestation?.value) return open("root", "Không có mã gốc đã ký để so.");
  const same = proof.value.root === attestation.value.root;
  const wrong = `mã gốc trong tệp chứng minh là ${proof.value.root}, mã gốc đã ký là ${attestation.value.root}`;
  const findings = same ? [] : [proof, attestation].map(({ name }) => fileFinding(name, wrong));
  return step("root", findings, "Mã gốc trong tệp chứng minh bằng mã gốc đã ký.");
}

/**
 * Verifies one unit's sheet alone, by its inclusion proof: form, sums, inclusion under the root, signature, and the root on
 * paper where it was typed. What takes the other sheets (ranks, caps of bonus points) is not looked at.
 */
export async function verifyUnit(
  publication: string,
  unit: string,
  files: ResultFiles,
  options: VerifyOptions = {},
): Promise<Report> {
  const sheet = await readPart(files, publication, "sheet", FrozenSheet, unit);
  const proof = await readPart(files, publication, "proof", InclusionProof, unit);
  const attestation = await readPart(files, publication, "attestation", Attestation);
  const absent = [
    ...(sheet ? [] : [ofUnit(null, unit, "thiếu bảng điểm")]),
    ...(proof ? [] : [ofUnit(null, unit, "thiếu tệp chứng minh")]),
    ...(attestation ? [] : [fileFinding(null, `thiếu mã gốc và chữ ký (${publication}.chu-ky.json)`)]),
  ];
  const value = sheet?.value ?? null;
  const misnamed =
    value && (value.unit !== unit || !publication.startsWith(`${value.scheme}_${value.period}_v`))
      ? [ofUnit(sheet?.name ?? null, unit, `tệp này là bảng điểm của ${value.unit}, kỳ ${value.period}`)]
      : [];
  const form = [sheet?.findings, proof?.findings, attestation?.findings].flatMap(
    (findings) => findings ?? [],
  );
  return {
    publication,
    title: value && `${value.name}, bảng điểm của ${publication}`,
    root: proof?.value?.root ?? null,
    previous: null,
    steps: [
      step("files", [...absent, ...misnamed], "Có bảng điểm, tệp chứng minh và mã gốc với chữ ký."),
      step("form", form, "Ba tệp đọc được và ở đúng dạng chính tắc, từng byte một."),
      value && sheet
        ? step("sums", inFile(sheet.name, sumFindings(value)), "Mọi tổng của bảng điểm cộng lại đều khớp.")
        : open("sums", "Không có bảng điểm đọc được."),
      inclusionStep(publication, unit, sheet, proof),
      provenRootStep(proof, attestation),
      signatureStep(attestation, options.key),
      paperStep(proof?.value?.root ?? null, options.paperRoot),
    ],
    warnings: signatureWarnings(attestation),
  };
}
