import { createHash } from "node:crypto";
import process from "node:process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { canonicalJson, FrozenSheet, Manifest, publishedFileOf } from "../../core/src/index.ts";
import {
  type Finding,
  findingText,
  isSound,
  type Report,
  type StepName,
  verifyPublication,
  verifyUnit,
} from "../../core/src/verify.ts";
import { readForm } from "../../core/src/verify-form.ts";
import { DEVELOPMENT_KEY, keyBytes, verifySignature } from "../../core/src/verify-signature.ts";
import { filesIn, type Published, published } from "./published-fixture.ts";
import { fixture } from "./site-fixture.ts";

const GOOD = published();
const NEXT = published({ version: 2, previousRoot: GOOD.root });
const MANIFEST = `cong-bo/${GOOD.id}.json`;
const ATTESTATION = `cong-bo/${GOOD.id}.chu-ky.json`;
const UNIT = "so-y-te";
const SHEET = `cong-bo/${GOOD.id}/${UNIT}.json`;
const PROOF = `cong-bo/${GOOD.id}/${UNIT}.chung-minh.json`;

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
const bytes = (written: string) => new TextEncoder().encode(written);
const verify = (files: Published["files"], options = {}, id = GOOD.id) =>
  verifyPublication(id, filesIn(files), options);
const found = ({ steps }: Report): Finding[] => steps.flatMap(({ findings }) => findings);
const stateOf = ({ steps }: Report, name: StepName) => steps.find((step) => step.name === name)?.state;
const lines = (report: Report) => found(report).map(findingText);

/** The files with one written anew, taken away (null) or added. */
function withFile(name: string, content: string | Uint8Array | null, from = GOOD.files): Published["files"] {
  const files = new Map(from);
  if (content === null) files.delete(name);
  else files.set(name, typeof content === "string" ? bytes(content) : content);
  return files;
}
const edited = (name: string, edit: (content: string) => string): Published["files"] =>
  withFile(name, edit(text(GOOD.files.get(name))));

describe("a good result", () => {
  it("is sound in every step, and says what was not compared", async () => {
    const report = await verify(GOOD.files);
    expect(lines(report)).toEqual([]);
    expect(report.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      ...[
        "files ok",
        "form ok",
        "hashes ok",
        "sums ok",
        "ranking ok",
        "root ok",
        "proofs ok",
        "signature ok",
      ],
      ...["chain ok", "paper open"],
    ]);
    expect(report).toMatchObject({ root: GOOD.root, publication: GOOD.id, previous: null });
    expect(report.warnings).toEqual([expect.stringContaining("khóa phát triển")]);
  });

  it("is compared with paper whatever the blanks and the case", async () => {
    const typed = `${GOOD.root.toUpperCase().match(/.{8}/g)?.join(" ")}\n`;
    expect(stateOf(await verify(GOOD.files, { paperRoot: typed }), "paper")).toBe("ok");
    expect(stateOf(await verify(GOOD.files, { key: GOOD.publicKey }), "signature")).toBe("ok");
  });

  it.each([
    [
      "another digit",
      (root: string) => `${root.slice(0, 20)}${root[20] === "0" ? "1" : "0"}${root.slice(21)}`,
      /nhóm thứ 3/,
    ],
    ["a digit too few", (root: string) => root.slice(1), /bạn đã gõ 63/],
    ["a letter that is none", (root: string) => root.replace(/.$/, "o"), /0–9 và chữ a–f/],
  ])("on paper with %s is named", async (_what, edit, says) => {
    const report = await verify(GOOD.files, { paperRoot: edit(GOOD.root) });
    expect(lines(report)).toEqual([expect.stringMatching(says)]);
    expect(isSound(report)).toBe(false);
  });

  it("is followed to the one before, whose files are checked too", async () => {
    const both = new Map([...GOOD.files, ...NEXT.files]);
    const report = await verify(both, {}, NEXT.id);
    expect(lines(report)).toEqual([]);
    expect(report.previous).toEqual({ root: GOOD.root, publication: GOOD.id });
    const other = published({ version: 2, previousRoot: GOOD.root, corrects: "lai-chau_2023_v1" });
    expect(lines(await verify(new Map([...GOOD.files, ...other.files]), {}, other.id))).toContain(
      `cong-bo/${other.id}.json: đính chính lai-chau_2023_v1 mà nối tiếp ${GOOD.id}`,
    );
    const alone = await verify(NEXT.files, {}, NEXT.id);
    expect([stateOf(alone, "chain"), isSound(alone)]).toEqual(["open", true]);
  });

  it("is read by the names under which browsers save it, and asks as many files at once as it is told", async () => {
    const saved = new Map(
      [...GOOD.files].map(([name, content]) => [name.replace(`${GOOD.id}/`, `${GOOD.id}-`), content]),
    );
    let most = 0;
    let open = 0;
    const files = filesIn(saved);
    const counting: typeof files = {
      ...files,
      async read(file) {
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setTimeout(resolve));
        open -= 1;
        return files.read(file);
      },
    };
    const told: string[] = [];
    const progress = (done: number, total: number) => void told.push(`${done}/${total}`);
    expect(lines(await verifyPublication(GOOD.id, counting, { ahead: 4, progress }))).toEqual([]);
    expect([most, told.at(-1), told.length]).toEqual([4, "28/28", 28]);
  });
});

describe("what is there and what is not", () => {
  const stepsOf = ({ steps }: Report) => steps.map(({ name, state }) => `${name} ${state}`);
  const textOf = ({ steps }: Report, name: StepName) => steps.find((step) => step.name === name)?.text;
  /** A report, and how many sheets its progress told of. */
  async function watched(files: Published["files"]) {
    let sheets = 0;
    const progress = (_done: number, total: number) => {
      sheets = total;
    };
    const report = await verify(files, { progress });
    return { report, sheets };
  }

  it("nothing at all leaves all open that takes a file", async () => {
    const { report, sheets } = await watched(new Map());
    expect(stepsOf(report)).toEqual([
      ...["files wrong", "form ok", "hashes open", "sums ok", "ranking open", "root open"],
      ...["signature open", "chain open", "paper open"],
    ]);
    expect([sheets, report.title, report.root, report.warnings]).toEqual([0, null, null, []]);
  });

  it("a ranking that can't be read has no root, and none is compared with what is signed", async () => {
    const report = await verify(edited(MANIFEST, (json) => json.slice(0, -1)));
    expect([stateOf(report, "root"), report.root]).toEqual(["open", null]);
    expect(textOf(report, "root")).toMatch(/^Không có dữ liệu xếp hạng đọc được/);
  });

  it("a missing sheet and a ranking that is written otherwise are told once, not by the ranks too", async () => {
    const { report, sheets } = await watched(withFile(SHEET, null));
    const unranked = expect.stringMatching(`^${MANIFEST}: chưa tính lại được thứ hạng của nhóm so`);
    expect([lines(report), sheets]).toEqual([["so-y-te: thiếu bảng điểm", unranked], 28]);
    expect(textOf(report, "sums")).toMatch(/ 27 bảng điểm /);
    const spaced = await verify(edited(MANIFEST, (json) => json.replace(",", ", ")));
    expect(["form", "ranking", "root"].map((name) => stateOf(spaced, name as StepName))).toEqual([
      ...["wrong", "ok", "wrong"],
    ]);
  });

  it("sheets are counted; those and the proofs of another result beside them are not", async () => {
    const stranger = `cong-bo/${NEXT.id}/so-la.json`;
    const beside = withFile(stranger, "{}", new Map([...GOOD.files, ...NEXT.files]));
    const { report, sheets } = await watched(beside);
    expect([lines(report), sheets]).toEqual([[], 28]);
    expect(textOf(report, "files")).toBe("Có dữ liệu xếp hạng, mã gốc với chữ ký và 28 bảng điểm.");
    expect(textOf(report, "proofs")).toBe("28 tệp chứng minh đúng với mã gốc.");
    const proven = await watched(withFile(PROOF.replace(UNIT, "so-la"), text(GOOD.files.get(PROOF))));
    expect([lines(proven.report).length, proven.sheets]).toEqual([1, 28]);
  });

  it("proofs and the signature are no matter of a result that lies there without", async () => {
    const bare = new Map([...GOOD.files].filter(([name]) => !name.endsWith(".chung-minh.json")));
    expect(stepsOf(await verify(bare)).some((step) => step.startsWith("proofs"))).toBe(false);
    const unsigned = await verify(withFile(ATTESTATION, null));
    expect(stepsOf(unsigned)).toContain("root open");
    expect(textOf(unsigned, "root")).toContain(GOOD.root);
  });

  it("a key of its own is no development key, and it is said which key was believed", async () => {
    const made = fixture();
    const honest = published({}, { ...made, publication: { ...made.publication, development: false } });
    const report = await verify(honest.files);
    expect([lines(report), report.warnings]).toEqual([[], []]);
    expect(textOf(report, "signature")).toMatch(/khóa công khai trong tệp\.$/);
    const known = await verify(honest.files, { key: honest.publicKey });
    expect(textOf(known, "signature")).toMatch(/khóa đã biết của cơ quan công bố\.$/);
  });

  it("the result before is told as far as it is there", async () => {
    expect((await verify(NEXT.files, {}, NEXT.id)).previous).toEqual({ root: GOOD.root, publication: null });
    const both = new Map([...GOOD.files, ...NEXT.files]);
    const cut = withFile(ATTESTATION, text(GOOD.files.get(ATTESTATION)).slice(0, -1), both);
    expect(lines(await verify(cut, {}, NEXT.id))).toEqual([
      expect.stringMatching(`^${ATTESTATION}: không phải JSON`),
    ]);
    const unsigned = await verify(withFile(`cong-bo/${NEXT.id}.chu-ky.json`, null, both), {}, NEXT.id);
    expect(unsigned.warnings).toEqual([]);
    const correction = published({ version: 2, previousRoot: GOOD.root, corrects: GOOD.id });
    const corrected = await verify(new Map([...GOOD.files, ...correction.files]), {}, correction.id);
    expect(stateOf(corrected, "chain")).toBe("ok");
  });

  it("what can't be read is thrown once, also where it was begun while another was waited for", async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", listen);
    const files = filesIn(GOOD.files);
    const failing: typeof files = {
      ...files,
      async read(file) {
        if (file.kind === "sheet") await new Promise((resolve) => setTimeout(resolve));
        if (file.kind === "sheet" && file.unit !== "so-noi-vu") throw new Error("gone");
        await new Promise((resolve) => setTimeout(resolve, 5));
        return files.read(file);
      },
    };
    await expect(verifyPublication(GOOD.id, failing, { ahead: 4 })).rejects.toThrow("gone");
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("unhandledRejection", listen);
    expect(unhandled).toEqual([]);
  });
});

describe("a tampered result", () => {
  it("a score is named by unit, row and column, and nobody else's rank is blamed", async () => {
    const sheet = FrozenSheet.parse(JSON.parse(text(GOOD.files.get(SHEET))));
    const at = sheet.rows.findIndex(({ source, appraised }) => source === "self" && (appraised ?? 0) > 5_000);
    const row = sheet.rows[at];
    if (!row) throw new Error("no such row");
    const rows = sheet.rows.with(at, { ...row, appraised: (row.appraised ?? 0) - 2_500 });
    const report = await verify(withFile(SHEET, canonicalJson({ ...sheet, rows })));
    expect(found(report)).toContainEqual({
      ...{ file: SHEET, unit: UNIT, code: row.code, column: "achieved" },
      text: expect.stringMatching(/^ghi .*, cộng lại là /),
    });
    expect(lines(report)).toContain(`${SHEET}: ${UNIT}: bảng điểm khác với bản đã chốt`);
    expect(found(report).flatMap(({ unit }) => unit ?? [])).toEqual(
      found(report).flatMap(({ unit }) => (unit ? UNIT : [])),
    );
    expect(stateOf(report, "root")).toBe("ok");
  });

  it("a blank between two tokens is named by its byte, though the content is the same", async () => {
    const report = await verify(edited(SHEET, (json) => json.replace(",", ", ")));
    const at = text(GOOD.files.get(SHEET)).indexOf(",") + 2;
    expect(lines(report)).toContain(`${SHEET}: không ở dạng chính tắc (RFC 8785) từ byte thứ ${at}`);
  });

  it.each<[string, (json: string) => string | Uint8Array, RegExp]>([
    ["cut off", (json) => json.slice(0, -1), /không phải JSON: ngoặc/],
    ["broken inside", (json) => json.replace(":", ";"), /không phải JSON từ byte thứ \d+/],
    [
      "not UTF-8",
      (json) => Uint8Array.from([...bytes(json.slice(0, 9)), 255, ...bytes(json.slice(9))]),
      /UTF-8 từ byte thứ 10/,
    ],
    ["with a mark of byte order", (json) => `\ufeff${json}`, /không phải JSON từ byte thứ 1/],
    ["empty", () => "", /không phải JSON/],
    ["another kind of JSON", () => "[]", /phải là một nhóm thông tin/],
    ["nested without end", () => "[".repeat(200_000), /không phải JSON/],
    [
      "without a column",
      (json) => json.replace(/"achieved":\d+,/, ""),
      /«(rows\.\d+|total)\.achieved» còn thiếu/,
    ],
    ["with points that are none", (json) => json.replace(/"max":\d+/, '"max":-1'), /không được nhỏ hơn 0/],
    ["with something more", (json) => json.replace("{", '{"adjustment":1,'), /có nội dung lạ từ byte thứ/],
    ["with a key twice", (json) => json.replace("{", '{"adjustments":1,'), /so-y-te/],
  ])("a sheet that is %s is named, without an exception", async (_what, edit, says) => {
    const report = await verify(withFile(SHEET, edit(text(GOOD.files.get(SHEET)))));
    expect(
      found(report)
        .filter(({ file }) => file === SHEET)
        .map(findingText)
        .join("\n"),
    ).toMatch(says);
    expect(isSound(report)).toBe(false);
  });

  it("a ranking altered with all that follows from it fails at the signature, or at the root", async () => {
    const manifest = Manifest.parse(JSON.parse(text(GOOD.files.get(MANIFEST))));
    const raised = { ...manifest, year: 2023 };
    const report = await verify(withFile(MANIFEST, canonicalJson(raised)));
    expect(found(report).map(({ file }) => file)).toEqual(expect.arrayContaining([MANIFEST]));
    expect([stateOf(report, "root"), stateOf(report, "signature")]).toEqual(["wrong", "ok"]);
    const resealed = published({ year: 2023 });
    const swapped = new Map([...GOOD.files, ...resealed.files]);
    swapped.set(ATTESTATION, GOOD.files.get(ATTESTATION) ?? bytes(""));
    expect(stateOf(await verify(swapped), "root")).toBe("wrong");
    const whole = await verify(resealed.files, { paperRoot: GOOD.root });
    expect([stateOf(whole, "root"), stateOf(whole, "paper")]).toEqual(["ok", "wrong"]);
  });

  it("decision and time of publication are under a signature; where they are not, that is said", async () => {
    const report = await verify(edited(ATTESTATION, (json) => json.replace("00/QĐ-UBND", "01/QĐ-UBND")));
    expect(lines(report)).toEqual([`${ATTESTATION}: chữ ký của lần công bố không đúng: tệp này đã bị sửa`]);
    const older = await verify(
      edited(ATTESTATION, (json) => json.replace(/"publicationSignature":"[^"]*",/, "")),
    );
    expect([lines(older), older.warnings.length]).toEqual([[], 2]);
  });

  it("another key than the one that is known, and the development key unsaid, are named", async () => {
    expect(lines(await verify(GOOD.files, { key: DEVELOPMENT_KEY }))).toEqual([
      `${ATTESTATION}: khóa công khai khác với khóa đã biết của cơ quan công bố`,
    ]);
    const claimed = edited(ATTESTATION, (json) =>
      json.replace('"development":true', '"development":false').replace(GOOD.publicKey, DEVELOPMENT_KEY),
    );
    expect(lines(await verify(claimed))).toContain(`${ATTESTATION}: ký bằng khóa phát triển mà không nói ra`);
  });

  it("a key that is none is named beside the signature that it can't hold", async () => {
    const broken = edited(ATTESTATION, (json) => json.replace(GOOD.publicKey, "AAAA"));
    expect(lines(await verify(broken))).toEqual([
      `${ATTESTATION}: khóa công khai không phải khóa Ed25519 (SPKI, base64)`,
      `${ATTESTATION}: chữ ký trên mã gốc không đúng với khóa công khai`,
      `${ATTESTATION}: chữ ký của lần công bố không đúng: tệp này đã bị sửa`,
    ]);
  });

  it("without a ranking there is no root to compare with paper", async () => {
    const report = await verify(withFile(MANIFEST, null), { paperRoot: GOOD.root });
    expect([stateOf(report, "paper"), stateOf(report, "root"), report.root]).toEqual(["open", "open", null]);
  });

  it("the result before this one is named where it is another one, and its key where that is", async () => {
    const both = new Map([...GOOD.files, ...NEXT.files]);
    const other = published({ year: 2023 });
    const otherFiles = new Map(
      [...other.files].map(([name, content]) => [name.replace(other.id, GOOD.id), content]),
    );
    const swapped = withFile(MANIFEST, otherFiles.get(MANIFEST) ?? null, both);
    const report = await verify(swapped, {}, NEXT.id);
    expect(lines(report)).toEqual([
      `${MANIFEST}: mã gốc là ${other.root}, kết quả này nối tiếp ${GOOD.root}`,
    ]);
    expect(stateOf(report, "chain")).toBe("wrong");
    for (const kept of [MANIFEST, ATTESTATION]) {
      const gone = kept === MANIFEST ? ATTESTATION : MANIFEST;
      expect(stateOf(await verify(withFile(gone, null, both), {}, NEXT.id), "chain")).toBe("ok");
    }
    const next = `cong-bo/${NEXT.id}.chu-ky.json`;
    const rekeyed = text(both.get(next)).replace(GOOD.publicKey, DEVELOPMENT_KEY);
    const warned = "Khóa công khai khác với khóa của bản trước";
    expect((await verify(withFile(next, rekeyed, both), {}, NEXT.id)).warnings.join()).toContain(warned);
    expect((await verify(both, {}, NEXT.id)).warnings.join()).not.toContain(warned);
  });

  it("what nobody can write canonically, and what is wrong in more places than are named", async () => {
    const unwritable = await verify(edited(SHEET, (json) => json.replace('"name":"', '"name":"\\ud800')));
    expect(lines(unwritable)).toContain(`${SHEET}: không viết được ở dạng chính tắc (RFC 8785)`);
    const bare = await verify(edited(SHEET, (json) => json.replaceAll(/"achieved":\d+,/g, "")));
    const missing = text(GOOD.files.get(SHEET)).match(/"achieved":\d+,/g)?.length ?? 0;
    const said = lines(bare).filter((line) => line.startsWith(SHEET));
    const named = said.filter((line) => line.includes("achieved"));
    expect(named.length).toBeGreaterThan(0);
    expect(said.at(-1)).toBe(`${SHEET}: và ${missing - named.length} chỗ khác`);
  });

  it("missing, doubled, foreign and misnamed files are named", async () => {
    const of = async (files: Published["files"]) => lines(await verify(files)).join("\n");
    expect(await of(withFile(SHEET, null))).toMatch(/^so-y-te: thiếu bảng điểm\n/);
    expect(await of(withFile(MANIFEST, null))).toContain(`thiếu dữ liệu xếp hạng (${GOOD.id}.json)`);
    expect(await of(withFile(ATTESTATION, null))).toContain(
      `thiếu mã gốc và chữ ký (${GOOD.id}.chu-ky.json)`,
    );
    expect(lines(await verify(new Map())).length).toBe(2);
    const twice = `ban-sao/${GOOD.id}-${UNIT}.json`;
    expect(await of(withFile(twice, text(GOOD.files.get(SHEET))))).toContain(
      `${twice}: cùng nội dung với tệp`,
    );
    const foreign = `cong-bo/${GOOD.id}/so-la.json`;
    expect(await of(withFile(foreign, text(GOOD.files.get(SHEET))))).toBe(
      `${foreign}: so-la: tệp này là bảng điểm của so-y-te`,
    );
    const other = canonicalJson({
      ...FrozenSheet.parse(JSON.parse(text(GOOD.files.get(SHEET)))),
      unit: "so-la",
    });
    expect(await of(withFile(foreign, other))).toBe(`${foreign}: so-la: đơn vị không có trong xếp hạng`);
    const renamed = new Map(
      [...GOOD.files].map(([name, content]) => [name.replaceAll("_v1", "_v7"), content]),
    );
    const report = await verify(renamed, {}, "lai-chau_2024_v7");
    expect(lines(report)).toContain(`cong-bo/lai-chau_2024_v7.json: tệp này là dữ liệu của ${GOOD.id}`);
  });

  it("sums, hashes, ranking and root are steps of their own: one that is wrong leaves the others right", async () => {
    const sheets = new Map(fixture().sheets);
    const honest = sheets.get(UNIT);
    if (!honest) throw new Error("no sheet");
    const sheet = {
      ...honest.sheet,
      total: { ...honest.sheet.total, self: (honest.sheet.total.self ?? 0) + 1 },
    };
    const steps = async (files: Published["files"]) => {
      const report = await verify(files);
      return (["hashes", "sums", "ranking", "root"] as const).filter(
        (name) => stateOf(report, name) === "wrong",
      );
    };
    const sha256 = createHash("sha256").update(canonicalJson(sheet)).digest("hex");
    const manifest = text(GOOD.files.get(MANIFEST)).replace(honest.sha256, sha256);
    const forged = withFile(MANIFEST, manifest, withFile(SHEET, canonicalJson(sheet)));
    expect(await steps(forged)).toEqual(["sums", "root"]);
    expect(await steps(withFile(MANIFEST, manifest))).toEqual(["hashes", "ranking", "root"]);
    expect(await steps(edited(MANIFEST, (json) => json.replace('"year":2024', '"year":2023')))).toEqual([
      "root",
    ]);
  });

  it("a root that nobody signed leaves open which file is at fault, a signed one does not", async () => {
    const attested = { root: (json: string) => json.replace(GOOD.root, "0".repeat(64)) };
    const unsigned = await verify(edited(ATTESTATION, attested.root));
    const blamed = (report: Report) =>
      report.steps.find(({ name }) => name === "root")?.findings.map(({ file }) => file);
    expect(blamed(unsigned)).toEqual([MANIFEST, ATTESTATION]);
    const altered = await verify(edited(MANIFEST, (json) => json.replace('"year":2024', '"year":2023')));
    expect(blamed(altered)).toEqual([MANIFEST]);
  });

  it("the result before this one is told by either of its files, and found wanting in either", async () => {
    const both = new Map([...GOOD.files, ...NEXT.files]);
    const attestation = text(GOOD.files.get(ATTESTATION));
    const files = filesIn(withFile(ATTESTATION, attestation.replace(GOOD.root, "0".repeat(64)), both));
    const altered = await verifyPublication(NEXT.id, files);
    const chain = altered.steps.find(({ name }) => name === "chain");
    expect(chain?.findings.map(findingText)).toContain(
      `${ATTESTATION}: mã gốc là ${"0".repeat(64)}, kết quả này nối tiếp ${GOOD.root}`,
    );
    expect(altered.previous?.publication).toBe(GOOD.id);
    const none = { ...filesIn(NEXT.files), publicationOf: async () => GOOD.id };
    expect(stateOf(await verifyPublication(NEXT.id, none), "chain")).toBe("open");
  });

  it("a root on paper is compared in groups of eight, and a known key whatever the blanks around it", async () => {
    for (const at of [0, 7, 8, 63]) {
      const paperRoot = `${GOOD.root.slice(0, at)}${GOOD.root[at] === "0" ? "1" : "0"}${GOOD.root.slice(at + 1)}`;
      const group = Math.floor(at / 8);
      const part = (root: string) => root.match(/.{8}/g)?.[group];
      expect(lines(await verify(GOOD.files, { paperRoot }))).toEqual([
        `khác từ nhóm thứ ${group + 1}: trên giấy ${part(paperRoot)}, từ các tệp ${part(GOOD.root)}`,
      ]);
    }
    expect(stateOf(await verify(GOOD.files, { paperRoot: " \n" }), "paper")).toBe("open");
    expect(lines(await verify(GOOD.files, { key: ` ${GOOD.publicKey}\n` }))).toEqual([]);
  });

  it("a proof of another unit, position or root is named", async () => {
    const other = text(GOOD.files.get(PROOF.replace(UNIT, "so-noi-vu")));
    expect(lines(await verify(withFile(PROOF, other)))).toEqual([
      `${PROOF}: so-y-te: không chứng minh vị trí của đơn vị dưới mã gốc`,
    ]);
    const moved = edited(PROOF, (json) =>
      json.replace(/"position":(\d+)/, (_all, at) => `"position":${Number(at) + 1}`),
    );
    expect(lines(await verify(moved)).length).toBe(1);
  });

  it("one changed byte of any file is named with that file", async () => {
    const chain = new Map([...NEXT.files, ...GOOD.files]);
    for (const name of GOOD.files.keys()) if (name.startsWith(`cong-bo/${GOOD.id}/`)) chain.delete(name);
    const names = [...chain.keys()];
    const weighted = fc.oneof(
      fc.constantFrom(...names),
      fc.constantFrom(...names.filter((name) => name.includes(".chu-ky"))),
      fc.constantFrom(...names.filter((name) => /_v\d\.json$/.test(name))),
    );
    let flips = 0;
    await fc.assert(
      fc.asyncProperty(weighted, fc.nat(), fc.integer({ min: 1, max: 255 }), async (name, pick, mask) => {
        const original = chain.get(name) ?? bytes("");
        const altered = Uint8Array.from(original);
        const at = pick % original.length;
        altered[at] = (original[at] ?? 0) ^ mask;
        const report = await verify(withFile(name, altered, chain), {}, NEXT.id);
        expect(
          found(report).map(({ file }) => file),
          `${name} byte ${at}`,
        ).toContain(name);
        flips += 1;
      }),
      { numRuns: 50 },
    );
    expect(flips).toBe(50);
  });
});

describe("a file of a result", () => {
  const form = z.strictObject({
    unit: z.string().optional(),
    rows: z.array(z.strictObject({ code: z.string().or(z.number()), max: z.number() })).optional(),
    ranking: z.array(
      z.strictObject({ units: z.array(z.strictObject({ unit: z.string(), rank: z.number() })) }),
    ),
  });
  const saidOf = (json: string | Uint8Array) =>
    readForm({ name: "tep.json", bytes: typeof json === "string" ? bytes(json) : json }, form).findings.map(
      ({ unit, code, text }) => [unit, code, text],
    );

  it("in order says nothing, and what it says is its own, with its hash", () => {
    const value = { ranking: [{ units: [{ rank: 1, unit: "a" }] }], unit: "b" };
    const read = readForm({ name: "tep.json", bytes: bytes(canonicalJson(value)) }, form);
    expect(read).toEqual({
      ...{ name: "tep.json", value, findings: [] },
      sha256: createHash("sha256").update(canonicalJson(value)).digest("hex"),
    });
  });

  it.each<[string, string, (string | null)[]]>([
    [
      "a row of a sheet by its code",
      `{"ranking":[],"rows":[{"code":"1.2","max":"x"}],"unit":"a"}`,
      ["a", "1.2"],
    ],
    ["a row without a code that is a text", `{"ranking":[],"rows":[{"code":7,"max":"x"}]}`, [null, null]],
    ["a row that is nothing", `{"ranking":[],"rows":[null],"unit":"a"}`, ["a", null]],
    ["the rows as a whole", `{"code":"9","ranking":[],"rows":{"code":"1"},"unit":"a"}`, ["a", null]],
    ["a place by its unit", `{"ranking":[{"units":[{"rank":"x","unit":"b"}]}],"unit":"a"}`, ["b", null]],
    [
      "a place, and no row of the same number",
      `{"ranking":[7],"rows":[{"code":"1","max":1}],"unit":"a"}`,
      [null, null],
    ],
    ["a group that is none", `{"ranking":[7],"unit":"a"}`, [null, null]],
    ["a unit that is no text", `{"ranking":[],"unit":7}`, [null, null]],
  ])("names %s", (_what, json, places) => {
    expect(saidOf(json).map(([unit, code]) => [unit, code])).toContainEqual(places);
  });

  it("names the path, or none where the whole is at fault", () => {
    expect(saidOf(`{"ranking":[],"rows":[{"code":"1.2","max":"x"}]}`)[0]?.[2]).toMatch(/^«rows\.0\.max» /);
    expect(saidOf("[]")).toEqual([[null, null, expect.not.stringContaining("«»")]]);
  });

  it("names ten places at most, and how many more there are", () => {
    const rows = (count: number) =>
      saidOf(
        JSON.stringify({ ranking: [], rows: Array.from({ length: count }, () => ({ code: "1", max: "x" })) }),
      );
    expect([rows(9).length, rows(10).length, rows(11).length]).toEqual([9, 10, 11]);
    expect(rows(10).some(([, , text]) => text?.includes("chỗ khác"))).toBe(false);
    expect(rows(11).at(-1)?.[2]).toBe("và 1 chỗ khác");
    expect(rows(13).at(-1)?.[2]).toBe("và 3 chỗ khác");
  });

  const GOOD_JSON = `{"ranking":[],"unit":"đơn vị"}`;
  it.each<[string, string | Uint8Array, string]>([
    [
      "a blank at its end",
      `${GOOD_JSON}\n`,
      `không ở dạng chính tắc (RFC 8785) từ byte thứ ${bytes(GOOD_JSON).length + 1}`,
    ],
    [
      "a blank behind letters of several bytes",
      `{"ranking":[],"unit":"đ" }`,
      "không ở dạng chính tắc (RFC 8785) từ byte thứ 26",
    ],
    ["a mark of byte order", `\ufeff${GOOD_JSON}`, "không phải JSON từ byte thứ 1"],
    ["a word of no JSON", `{"ranking":[],"unit":"đ" x}`, "không phải JSON từ byte thứ 27"],
    ["a text that does not end", `{"ranking":[],"unit":"đ`, "không phải JSON từ byte thứ 22"],
    [
      "JSON's words out of order",
      `{"ranking":[]]`,
      "không phải JSON: ngoặc, dấu phẩy hoặc dấu hai chấm sai chỗ",
    ],
    ["a number with a zero before", "[01]", "không phải JSON: ngoặc, dấu phẩy hoặc dấu hai chấm sai chỗ"],
    ["a number that ends in a point", "[1.]", "không phải JSON từ byte thứ 3"],
    [
      "a fault behind every kind of word",
      `[-1.5e+3,0,true,false,null,"a\\n\\u00e0\\"",{}:]x`,
      "không phải JSON từ byte thứ 46",
    ],
    ["an escape that is none", `["\\q"]`, "không phải JSON từ byte thứ 2"],
    ["a break inside a text", `["a\n"]`, "không phải JSON từ byte thứ 2"],
    ["bytes that are cut off", bytes(GOOD_JSON).slice(0, 23), "không phải văn bản UTF-8 từ byte thứ 23"],
  ])("with %s is named by its byte", (_what, content, text) => {
    expect(saidOf(content)).toEqual([[null, null, text]]);
  });

  it("is at fault also where its form can't be tried", () => {
    const broken = form.transform((): never => {
      throw new RangeError("too deep");
    });
    const { value, findings } = readForm({ name: "tep.json", bytes: bytes(`{"ranking":[]}`) }, broken);
    expect([value, findings.length]).toEqual([null, 1]);
  });
});

describe("one unit alone", () => {
  const alone = new Map([SHEET, PROOF, ATTESTATION].map((name) => [name, GOOD.files.get(name) ?? bytes("")]));
  const verifyAlone = (files = alone, options = {}) => verifyUnit(GOOD.id, UNIT, filesIn(files), options);
  const proof = text(alone.get(PROOF));
  const firstDigit = proof.indexOf('"size":29') + '"size":'.length;
  const sizeDigits = [firstDigit, firstDigit + 1];
  const ofSize = (size: number) => withFile(PROOF, proof.replace('"size":29', `"size":${size}`), alone);

  it("is sound by its proof, without the other sheets", async () => {
    const report = await verifyAlone(alone, { paperRoot: GOOD.root });
    expect(lines(report)).toEqual([]);
    expect(report.steps.map(({ name, state }) => `${name} ${state}`)).toEqual([
      ...["files ok", "form ok", "sums ok", "inclusion ok", "root ok", "signature ok", "paper ok"],
    ]);
    const { position } = JSON.parse(proof) as { position: number };
    expect(report.steps.find(({ name }) => name === "inclusion")?.text).toContain(
      `lá thứ ${position + 1} trong 29 lá`,
    );
  });

  it("tells the number of leaves as the proof's word: the same hashes fit a tree of another size", async () => {
    const report = await verifyAlone(ofSize(30));
    expect(lines(report)).toEqual([]);
    const { text } = report.steps.find(({ name }) => name === "inclusion") ?? {};
    expect(text).toMatch(/theo tệp chứng minh là lá thứ \d+ trong 30 lá/);
    expect(isSound(await verifyAlone(ofSize(2)))).toBe(false);
  });

  it("another unit's sheet under this one's name is named, and a sheet of another result", async () => {
    const other = text(GOOD.files.get(SHEET.replace(UNIT, "so-noi-vu")));
    expect(lines(await verifyAlone(withFile(SHEET, other, alone)))).toContain(
      `${SHEET}: so-y-te: tệp này là bảng điểm của so-noi-vu, kỳ 2024`,
    );
    const renamed = new Map(
      [...alone].map(([name, content]) => [name.replaceAll("_2024_", "_2023_"), content]),
    );
    const report = await verifyUnit("lai-chau_2023_v1", UNIT, filesIn(renamed));
    expect(lines(report)).toContain(
      `${SHEET.replace("_2024_", "_2023_")}: so-y-te: tệp này là bảng điểm của so-y-te, kỳ 2024`,
    );
  });

  it("another unit's proof is named as that", async () => {
    const other = text(GOOD.files.get(PROOF.replace(UNIT, "so-noi-vu")));
    expect(lines(await verifyAlone(withFile(PROOF, other, alone)))).toContain(
      `${PROOF}: so-y-te: chứng minh cho so-noi-vu của ${GOOD.id}`,
    );
  });

  it("a proof under another root than the signed one is named with the signature", async () => {
    const other = published({ year: 2023 });
    const report = await verifyAlone(withFile(PROOF, other.files.get(PROOF) ?? null, alone));
    expect(stateOf(report, "inclusion")).toBe("ok");
    expect(report.steps.find(({ name }) => name === "root")?.findings).toEqual(
      [PROOF, ATTESTATION].map((file) => expect.objectContaining({ file, unit: null })),
    );
  });

  it("none of the three files leaves nothing to compare, each said once", async () => {
    const report = await verifyAlone(new Map());
    expect(lines(report)).toEqual([
      "so-y-te: thiếu bảng điểm",
      "so-y-te: thiếu tệp chứng minh",
      `thiếu mã gốc và chữ ký (${GOOD.id}.chu-ky.json)`,
    ]);
    expect(report).toMatchObject({ root: null, title: null, warnings: [] });
    const open = ["sums", "inclusion", "root", "signature", "paper"] as const;
    expect(open.map((name) => stateOf(report, name))).toEqual(open.map(() => "open"));
  });

  it.each([SHEET, PROOF, ATTESTATION])("a missing or altered %s is named", async (name) => {
    expect(isSound(await verifyAlone(withFile(name, null, alone)))).toBe(false);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (pick, mask) => {
        const altered = Uint8Array.from(alone.get(name) ?? []);
        const at = pick % altered.length;
        if (name === PROOF && sizeDigits.includes(at)) return;
        altered[at] = (altered[at] ?? 0) ^ mask;
        const report = await verifyAlone(withFile(name, altered, alone));
        expect(
          found(report).map(({ file }) => file),
          `byte ${at}`,
        ).toContain(name);
      }),
      { numRuns: 40 },
    );
  });
});

describe("signatures", () => {
  const { publication } = fixture();
  const message = Uint8Array.from(Buffer.from(publication.root, "hex"));

  it("are those that Node makes, and no other text of the same bytes passes", () => {
    const { signature, publicKey } = publication;
    expect(verifySignature(message, signature, publicKey)).toBe(true);
    const last = signature.at(-3) ?? "";
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const same = `${signature.slice(0, -3)}${alphabet[alphabet.indexOf(last) + 1]}==`;
    expect(Buffer.from(same, "base64")).toEqual(Buffer.from(signature, "base64"));
    expect(verifySignature(message, same, publicKey)).toBe(false);
  });

  it.each(["", "AAAA", "không", "MCowBQYDK2VwAyEA"])("a key %j is none", (key) => {
    expect(verifySignature(message, publication.signature, key)).toBe(false);
  });

  it("and keys of another length, or of no base64, are none", () => {
    const { signature, publicKey } = publication;
    const longer = (base64: string) =>
      Buffer.concat([Buffer.from(base64, "base64"), Buffer.of(1)]).toString("base64");
    const shorter = (base64: string) => Buffer.from(base64, "base64").subarray(0, -1).toString("base64");
    for (const other of [longer(publicKey), shorter(publicKey), `${publicKey} `, "*"])
      expect([keyBytes(other), verifySignature(message, signature, other)]).toEqual([null, false]);
    for (const other of [longer(signature), shorter(signature), ` ${signature}`, "", "*"])
      expect(verifySignature(message, other, publicKey)).toBe(false);
  });

  it("of a key of another kind, or of one that fits every message, are none", () => {
    const bytes = Buffer.from(publication.publicKey, "base64");
    expect(keyBytes(publication.publicKey)).toEqual(Uint8Array.from(bytes.subarray(12)));
    const x25519 = Buffer.from(bytes).fill(0x6e, 8, 9).toString("base64");
    expect(keyBytes(x25519)).toBeNull();
    expect(verifySignature(message, publication.signature, x25519)).toBe(false);
    const neutral = Buffer.alloc(32).fill(1, 0, 1);
    const weak = Buffer.concat([bytes.subarray(0, 12), neutral]).toString("base64");
    const empty = Buffer.concat([neutral, Buffer.alloc(32)]).toString("base64");
    expect(verifySignature(message, empty, weak)).toBe(false);
  });

  it("of RFC 8032 (test 3) verify", () => {
    const b64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
    const key = b64(
      `302a300506032b6570032100fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025`,
    );
    const signed = b64(
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    );
    expect(verifySignature(Uint8Array.of(0xaf, 0x82), signed, key)).toBe(true);
    expect(verifySignature(Uint8Array.of(0xaf, 0x83), signed, key)).toBe(false);
  });
});

it.each([
  ["lai-chau_2024_v1.json", "lai-chau_2024_v1 manifest null"],
  ["a/b\\cong-bo\\lai-chau_2024_v12.chu-ky.json", "lai-chau_2024_v12 attestation null"],
  ["lai-chau_2024_v1.thay-the.json", "lai-chau_2024_v1 successor null"],
  ["/cong-bo/lai-chau_2024_v1/so-y-te.json", "lai-chau_2024_v1 sheet so-y-te"],
  ["lai-chau_2024_v1-so-y-te.chung-minh.json", "lai-chau_2024_v1 proof so-y-te"],
  ["a-lai-chau_2024_v1/so-y-te.json", "a-lai-chau_2024_v1 sheet so-y-te"],
  ["lai-chau_2024_v1 (1).json", null],
  ["lai-chau_2024_v0.json", null],
  ["ban sao lai-chau_2024_v1.json", null],
  ["package.json", null],
])("%s is known by its name", (name, known) => {
  const file = publishedFileOf(name);
  expect(file && `${file.publication} ${file.kind} ${file.unit}`).toBe(known);
});
