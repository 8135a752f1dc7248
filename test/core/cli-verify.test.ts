import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parindex } from "../../cli/src/parindex.ts";
import { sealRoot } from "../../core/src/index.ts";
import { DEVELOPMENT_KEY } from "../../core/src/verify-signature.ts";
import { renderSite } from "../../functions/src/site/site.ts";
import { published, signedAs } from "./published-fixture.ts";
import { fixture } from "./site-fixture.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "parindex-verify-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** What `verify` says and ends with. */
async function verify(...args: string[]) {
  const lines: { out: string[]; err: string[] } = { out: [], err: [] };
  const code = await parindex(["verify", ...args], {
    out: (line) => lines.out.push(line),
    err: (line) => lines.err.push(line),
  });
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

const FIRST = published();
const SECOND = published({ version: 2, previousRoot: FIRST.root });

/** Lays files into a folder of their own. */
function folderOf(name: string, ...results: { files: ReadonlyMap<string, Uint8Array> }[]): string {
  const folder = join(FOLDER, name);
  for (const { files } of results)
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
  return folder;
}

describe("a folder", () => {
  const folder = folderOf("both", FIRST, SECOND);

  test("is verified from its files, the newest version first", async () => {
    const { code, out, err } = await verify(
      folder,
      "--root",
      SECOND.root.toUpperCase(),
      "--key",
      SECOND.publicKey,
    );
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain(`${SECOND.id}: `);
    expect(out.match(/^ {2}✓ /gm)).toHaveLength(10);
    expect(out).toContain("! Ký bằng khóa phát triển");
    expect(out).not.toContain(`\n${FIRST.id}: `);
  });

  test("is followed to the first result, and told where the chain breaks off", async () => {
    const chain = await verify(folder, "--chain", "--root", SECOND.root);
    expect([chain.code, chain.out.match(/^lai-chau_2024_v\d: /gm)]).toEqual([
      0,
      [`${SECOND.id}: `, `${FIRST.id}: `],
    ]);
    const broken = await verify(folderOf("second", SECOND), "--chain");
    expect([broken.code, broken.out]).toEqual([
      2,
      expect.stringContaining(`no result with the root ${FIRST.root}`),
    ]);
  });

  test("with a tampered sheet, another root or another key ends with 2 and names it", async () => {
    const tampered = folderOf("tampered", FIRST);
    const sheet = join(tampered, "cong-bo", FIRST.id, "so-y-te.json");
    writeFileSync(
      sheet,
      readFileSync(sheet, "utf8").replace(
        /"appraised":(\d)/,
        (_all, digit) => `"appraised":${(Number(digit) % 9) + 1}`,
      ),
    );
    writeFileSync(join(tampered, "GHI-CHU.txt"), "x");
    const found = await verify(tampered);
    expect(found.code).toBe(2);
    expect(found.out).toMatch(
      /✗ Mã băm của từng bảng điểm: 1 chỗ sai\n {6}cong-bo\/lai-chau_2024_v1\/so-y-te\.json: so-y-te: bảng điểm khác/,
    );
    expect(found.out).toContain("no files of a result: GHI-CHU.txt");
    const paper = await verify(folder, "--root", FIRST.root);
    expect([paper.code, paper.out]).toEqual([2, expect.stringContaining("khác từ nhóm thứ 1")]);
    const key = await verify(folder, "--publication", FIRST.id, "--key", DEVELOPMENT_KEY);
    expect([key.code, key.out]).toEqual([2, expect.stringContaining("khác với khóa đã biết")]);
  });

  test("that is none, or has no result, is an error", async () => {
    expect(await verify(join(FOLDER, "nowhere"))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/no such folder/),
    });
    const empty = folderOf("empty", { files: new Map([["a.json", new Uint8Array()]]) });
    expect(await verify(empty)).toMatchObject({ code: 1, err: expect.stringMatching(/no file of a result/) });
    expect((await verify()).err).toBe("FOLDER|URL is missing.");
  });
});

describe("a site", () => {
  const { publication, sheets } = fixture();
  const other = { ...publication.manifest, version: 2, previousRoot: publication.root };
  const second = signedAs({ ...publication, manifest: other, root: sealRoot(other) });
  const byId = new Map([
    ["lai-chau_2024_v2", second],
    ["lai-chau_2024_v1", signedAs(publication)],
  ]);
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(request.url ?? "");
    const reader = {
      latest: async () => ({ id: "lai-chau_2024_v2", publication: second }),
      publication: async (id: string) => byId.get(id) ?? null,
      versions: async () => [...byId].map(([id, publication]) => ({ id, publication })),
      catalogue: async () => [],
      sheets: async () => [],
      sheet: async (_id: string, unit: string) =>
        unit === "so-tu-phap" && lacking ? null : (sheets.get(unit) ?? null),
    };
    const answer = await renderSite({ path: request.url ?? "", query: {}, headers: {} }, reader, new Date());
    response.writeHead(answer.status, answer.headers).end(answer.body);
  });
  let lacking = false;
  let origin = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    origin = address && typeof address !== "string" ? `http://127.0.0.1:${address.port}` : "";
  });
  afterAll(() => void server.close());

  test("is verified by its address, the newest version and with it every one before", async () => {
    const { code, out, err } = await verify(`${origin}/`, "--chain");
    expect([code, err]).toEqual([0, ""]);
    expect(out.match(/^lai-chau_2024_v\d: /gm)).toEqual(["lai-chau_2024_v2: ", "lai-chau_2024_v1: "]);
    expect(asked.filter((path) => path.endsWith("so-y-te.json"))).toHaveLength(2);
  });

  test("is verified by the address of one version, of its data or of a sheet", async () => {
    for (const path of [
      "/cong-bo/lai-chau_2024_v1",
      "/cong-bo/lai-chau_2024_v1.json",
      "/cong-bo/lai-chau_2024_v1/so-y-te",
    ]) {
      const { code, out } = await verify(origin + path);
      expect([code, out.split("\n")[0]]).toEqual([0, expect.stringMatching(/^lai-chau_2024_v1: /)]);
    }
  });

  test("that lacks a sheet is at fault; one that does not answer is an error", async () => {
    lacking = true;
    const { code, out } = await verify(origin);
    lacking = false;
    expect([code, out]).toEqual([2, expect.stringContaining("so-tu-phap: thiếu bảng điểm")]);
    const nobody = createServer();
    await new Promise<void>((resolve) => nobody.listen(0, "127.0.0.1", resolve));
    const address = nobody.address();
    await new Promise((resolve) => nobody.close(resolve));
    const port = address && typeof address !== "string" ? address.port : 1;
    expect(await verify(`http://127.0.0.1:${port}`)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/ECONNREFUSED/),
    });
  });
});
