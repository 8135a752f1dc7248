import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { accountLines } from "../../tools/account-lines.ts";
import { HOST, tryPort } from "../../tools/emulators.ts";
import { javaStandIn } from "../../tools/firestore-emulator.ts";
import { loggedError } from "../../tools/logged-error.ts";
import { isAlive, processTree, runToEnd } from "../../tools/processes.ts";
import { DEMO_ACCOUNTS } from "../../tools/seed.ts";

describe("a port", () => {
  test("is taken while somebody listens on it, and free afterwards", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
    const address = server.address();
    if (!address || typeof address === "string") throw new Error("no port");
    expect(await tryPort(address.port)).toBeNull();
    await new Promise((resolve) => server.close(resolve));
    expect(await tryPort(address.port)).toBe(address.port);
  });
});

describe("the accounts that a start prints", () => {
  const lines = accountLines(DEMO_ACCOUNTS);

  test("are few lines, none too long, with the password", () => {
    expect(lines.length).toBeLessThan(25);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(lines[0]).toContain(DEMO_ACCOUNTS[0]?.password);
  });

  test("name every account, by itself or by its pattern and unit", () => {
    const text = lines.join("\n");
    for (const { email, unit } of DEMO_ACCOUNTS) {
      const pattern = unit ? email.replace(`.${unit}@`, ".<unit>@") : email;
      expect(text).toContain(pattern);
      if (pattern !== email) expect(text).toContain(unit);
    }
  });
});

describe("the emulators' output", () => {
  test.each([
    ['>  {"severity":"ERROR","message":"fold failed"}', "fold failed"],
    ['>  {"unit":"so-y-te","severity":"CRITICAL","message":"a\\nb"}', "a\nb"],
    ["⚠  functions: Your function timed out", "Your function timed out"],
    ['>  {"severity":"INFO","message":"an ERROR of old"}', null],
    ['>  {"severity":"ERROR" and no JSON', null],
    ["i  functions: Beginning execution", null],
  ])("%s → %s", (line, message) => expect(loggedError(line)).toBe(message));
});

describe("the stand-in for java", () => {
  const run = (...words: string[]) =>
    spawnSync("/bin/sh", ["-c", javaStandIn("/bin/echo"), "java", ...words], {
      encoding: "utf8",
    }).stdout.trim();

  test("names the main class of a jar that names none", () => {
    expect(run("-Da=b", "-jar", "/a folder/x.jar", "--port", "1")).toBe(
      "-Da=b -cp /a folder/x.jar com.google.cloud.datastore.emulator.firestore.CloudFirestore --port 1",
    );
  });

  test("passes everything else on", () => {
    expect(run("-Dfile.encoding=UTF-8", "-version")).toBe("-Dfile.encoding=UTF-8 -version");
  });
});

describe("a command that the tools run", () => {
  test("ends with its own code", async () => {
    expect(await runToEnd("/bin/sh", ["-c", "exit 3"], { stdio: "ignore" })).toEqual({
      code: 3,
      stopped: null,
    });
  });

  test("is stopped after its time, and leaves none of its processes behind", async () => {
    const before = new Set(processTree(process.pid));
    const running = runToEnd("/bin/sh", ["-c", "sleep 60 & sleep 60; wait"], {
      stdio: "ignore",
      timeout: 300,
    });
    await new Promise((resolve) => setTimeout(resolve, 150));
    const started = processTree(process.pid).filter((pid) => !before.has(pid));
    expect(started.length).toBeGreaterThanOrEqual(2);
    expect((await running).stopped).toBe("timeout");
    await expect.poll(() => started.filter(isAlive)).toEqual([]);
  });
});
