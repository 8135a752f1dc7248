import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { COMMANDS } from "../../cli/src/commands.ts";
import { givenTo } from "../../cli/src/given.ts";
import { helpOf } from "../../cli/src/help.ts";
import { parindex } from "../../cli/src/parindex.ts";
import { atMost } from "../../cli/src/terminal.ts";
import { SET_WIDTHS, setRows, type WrittenRow } from "../../core/src/index.ts";
import { writeWorkbook } from "../../core/src/workbook.ts";
import { shippedRoster, shippedSet } from "./lai-chau.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "parindex-cli-"));
afterAll(() => rmSync(FOLDER, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

/** What a command line says and ends with. */
async function said(...args: string[]) {
  const lines: { out: string[]; err: string[] } = { out: [], err: [] };
  const code = await parindex(args, {
    out: (line) => lines.out.push(line),
    err: (line) => lines.err.push(line),
  });
  return { code, out: lines.out.join("\n"), err: lines.err.join("\n") };
}

/** The words of a command line as a shell takes it apart. */
const shellWords = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");

async function workbook(name: string, rows: readonly WrittenRow[]): Promise<string> {
  const path = join(FOLDER, name);
  writeFileSync(path, await writeWorkbook("Phụ lục", rows, SET_WIDTHS));
  return path;
}

const row = (...values: (string | number)[]): WrittenRow => values.map((value) => ({ value }));
const HEADINGS = row("STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Ghi chú");

describe("the help", () => {
  test("names every command, and says when a project is written to", async () => {
    const { code, out } = await said("--help");
    expect(code).toBe(0);
    for (const { name, purpose } of COMMANDS) expect(out).toMatch(new RegExp(`${name} +${purpose}`));
    expect(out).toContain("unless --write is given");
    expect(await said()).toMatchObject({ code: 1, out });
  });

  test.each(COMMANDS)("of $name is told without anything else, and fits a terminal", async ({ name }) => {
    const { code, out } = await said(...name.split(" "), "--help");
    expect(code).toBe(0);
    const prose = out.split("\n").filter((line) => !line.startsWith("  npx ") && !line.startsWith("Usage"));
    expect(Math.max(...prose.map(({ length }) => length))).toBeLessThanOrEqual(130);
  });

  test.each(COMMANDS)("of $name gives examples that the command takes", (command) => {
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) {
      const [program, ...words] = shellWords(example);
      expect(program).toBe("parindex");
      const named = command.name.split(" ");
      expect(words.slice(0, named.length)).toEqual(named);
      expect(() => givenTo(command, words.slice(named.length))).not.toThrow();
      expect(helpOf(command)).toContain(example);
    }
  });
});

describe("a command line", () => {
  test("that names no command is told which there are", async () => {
    const { code, err } = await said("units", "delete");
    expect(code).toBe(1);
    expect(err).toContain("There are: units export, units import.");
    expect((await said("destroy")).err).toContain("There are: set check, set export");
  });

  test("is told everything that is missing or too much at once", async () => {
    const { code, err } = await said("set", "export", "--scheme", "a", "--period", " ");
    expect(code).toBe(1);
    expect(err).toBe("FILE.xlsx is missing; --period ID is missing; --set ID is missing.");
    const given = ["--scheme", "a", "--period", "b", "--as", "c@d"];
    expect((await said("reconcile", ...given, "x.xlsx")).err).toBe("«x.xlsx» is too much.");
    expect((await said("reconcile", ...given, "--wriet")).err).toBe("Unknown option '--wriet'.");
    expect((await said("reconcile", ...given, "--write=no")).err).toMatch(/--write/);
  });

  test("without a project or an emulator goes nowhere", async () => {
    vi.stubEnv("FIRESTORE_EMULATOR_HOST", undefined);
    vi.stubEnv("GCLOUD_PROJECT", "set-by-somebody");
    const { code, out, err } = await said("reconcile", "--scheme", "a", "--period", "b", "--as", "c@d.e");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("No project: name one with --project ID");
  });

  test("for an emulator that does not answer says so at once", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    if (!address || typeof address === "string") throw new Error("no port");
    await new Promise((resolve) => server.close(resolve));
    const units = ["units", "export", "--scheme", "a", "--period", "b", "x.xlsx"];
    vi.stubEnv("FIRESTORE_EMULATOR_HOST", `127.0.0.1:${address.port}`);
    expect((await said(...units)).err).toMatch(/^No emulator answers at 127\.0\.0\.1:\d+ /);
    vi.stubEnv("FIRESTORE_EMULATOR_HOST", "somewhere");
    expect((await said(...units)).err).toContain("should be host:port");
  });
});

describe("set check", () => {
  test("finds nothing in a set as it is exported, whose leads stand by their names", async () => {
    const set = shippedSet("pl01-so.json");
    const units = shippedRoster().units.map(({ id, name }) => ({ id, name }));
    const { code, out } = await said("set", "check", await workbook("so.xlsx", setRows(set, units)));
    expect(code).toBe(0);
    expect(out).toContain(`no findings. «${set.name}»: ${set.fields.length} fields`);
    expect(out).toContain("100 points");
    expect(out).toContain("Lead departments were not looked at");
  });

  test("lists every finding by its cell, and ends with 2", async () => {
    const rows = [HEADINGS, row("1", "Chỉ đạo", 4.25), row("1.1", "Kế hoạch", 2), row("1.1", "", 2)];
    const { code, out, err } = await said("set", "check", await workbook("at-fault.xlsx", rows));
    expect([code, err]).toEqual([2, ""]);
    const lines = out.split("\n");
    expect(lines.slice(0, -1)).toEqual(lines.slice(0, -1).filter((line) => /^ô [A-D]\d: /.test(line)));
    expect(out).toContain("ô C2: điểm tối đa của mục 1 là 4,25");
    expect(out).toContain("ô A4: STT 1.1 trùng với dòng 3");
    expect(lines.at(-1)).toMatch(/at-fault\.xlsx: 3 findings\.$/);
  });

  test("says what is wrong with a file that it can't read", async () => {
    const path = join(FOLDER, "not-one.xlsx");
    writeFileSync(path, "STT;Tên");
    const check = (file: string, ...more: string[]) => said("set", "check", file, ...more);
    expect(await check(path)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/không phải là một bảng/),
    });
    truncateSync(path, 100 * 1024 * 1024);
    expect(await check(path)).toMatchObject({ code: 1, err: expect.stringMatching(/quá lớn/) });
    expect((await check(join(FOLDER, "nowhere.xlsx"))).err).toMatch(
      /nowhere\.xlsx: there is no such file\.$/,
    );
    expect((await check(FOLDER)).err).toMatch(/this is a folder\.$/);
    const sound = await workbook("sheets.xlsx", [HEADINGS]);
    const other = await check(sound, "--sheet", "Phụ lục II");
    expect([other.code, other.err]).toEqual([1, expect.stringContaining("tệp có «Phụ lục»")]);
    expect((await check(sound, "--scheme", "a")).err).toBe("--scheme and --period go together.");
  });
});

test("a long list is cut, and says by how much", () => {
  const lines = Array.from({ length: 53 }, (_, at) => `${at}`);
  expect(atMost(lines).slice(-2)).toEqual(["49", "  … and 3 more"]);
  expect(atMost(lines.slice(0, 50))).toHaveLength(50);
});

test("npx starts it in the folder it is called from, and passes on its exit code", async () => {
  await workbook("here.xlsx", [HEADINGS, row("1", "Chỉ đạo", 4.25)]);
  const program = join(import.meta.dirname, "..", "..", "cli", "parindex.mjs");
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [program, ...args], { cwd: FOLDER, encoding: "utf8" });
  const found = run("set", "check", "here.xlsx");
  expect([found.status, found.stderr]).toEqual([2, ""]);
  expect(found.stdout).toContain("here.xlsx: 1 finding.");
  const none = run("set", "check", "none.xlsx");
  expect([none.status, none.stdout, none.stderr]).toEqual([
    ...[1, "", "parindex: none.xlsx: there is no such file.\n"],
  ]);
});
