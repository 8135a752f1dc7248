import "./setup/environment.ts";
import type { CallableRequest } from "firebase-functions/v2/https";
import { afterEach, describe, expect, test, vi } from "vitest";
import { SESSION } from "../../core/src/index.ts";
import { answerOf } from "../../functions/src/publicSite.ts";
import { AccountLimit, type Caller, CallerLimit, callerOf } from "../../functions/src/rate-limits.ts";

/** A request with these headers, that came from this address as far as the machine sees. */
const asked = (headers: Record<string, string>, ip = "169.254.1.1") =>
  callerOf({ get: (name) => headers[name], ip });

describe("who asks", () => {
  test("is told by the last entry of X-Forwarded-For, which a client can't write", () => {
    expect(asked({ "x-forwarded-for": "203.0.113.9" })).toEqual({
      hop: "203.0.113.9",
      client: "203.0.113.9",
    });
    expect(asked({ "x-forwarded-for": "1.2.3.4, 5.6.7.8,203.0.113.9" }).hop).toBe("203.0.113.9");
    expect(asked({}).hop).toBe("169.254.1.1");
  });

  test("behind Hosting is whom Hosting asks for, told apart by the machine it asks from", () => {
    const office = asked({ "x-forwarded-for": "151.101.1.1", "fastly-client-ip": "203.0.113.9" });
    expect(office).toEqual({ hop: "151.101.1.1", client: "203.0.113.9" });
  });
});

/** How often a caller is let in of so many tries. */
async function letIn(limit: CallerLimit, tries: number, caller: (n: number) => Caller): Promise<number> {
  let count = 0;
  for (let n = 0; n < tries; n++) if ((await limit.wait(caller(n))) === null) count += 1;
  return count;
}

describe("a limit by caller", () => {
  test("is not escaped by claiming to be somebody else each time", async () => {
    const forged = (n: number) =>
      asked({ "x-forwarded-for": `10.0.0.${n}, 203.0.113.9`, "fastly-client-ip": `10.1.${n}.1` });
    expect(await letIn(new CallerLimit(10, 60), 500, forged)).toBe(200);
    const unclaimed = (n: number) => asked({ "x-forwarded-for": `10.0.0.${n}, 203.0.113.9` });
    expect(await letIn(new CallerLimit(10, 60), 500, unclaimed)).toBe(10);
  });

  test("can't be used up for somebody else by claiming to be them", async () => {
    const limit = new CallerLimit(10, 60);
    const office = asked({ "x-forwarded-for": "151.101.1.1", "fastly-client-ip": "198.51.100.7" });
    const attacker = asked({ "x-forwarded-for": "203.0.113.9", "fastly-client-ip": "198.51.100.7" });
    expect(await letIn(limit, 300, () => attacker)).toBe(10);
    expect(await limit.wait(office)).toBeNull();
  });

  test("lets many of one hop in, each as often as it may", async () => {
    const limit = new CallerLimit(10, 60);
    const person = (n: number) => ({ hop: "151.101.1.1", client: `198.51.100.${n % 15}` });
    expect(await letIn(limit, 150, person)).toBe(150);
  });
});

test("an account that calls too often waits, another does not", async () => {
  const limit = new AccountLimit(3, 60);
  for (let n = 0; n < 3; n++) expect(await limit.wait("one")).toBeNull();
  expect(await limit.wait("one")).toBeGreaterThan(0);
  expect(await limit.wait("another")).toBeNull();
});

describe("the public site", () => {
  const get = (path: string, client: string) =>
    answerOf({ path, query: {}, headers: {} }, "GET", { hop: "hop", client });

  test("answers whoever searches too often in their language with 429, and everyone else as before", async () => {
    for (let n = 0; n < 60; n++) expect((await get("/tim", "eager")).status).toBe(200);
    const refused = await get("/tim", "eager");
    expect(refused).toMatchObject({ status: 429, headers: { "Cache-Control": "no-store" } });
    expect(refused.headers["Retry-After"]).toMatch(/^\d+$/);
    expect(refused.body).toContain("Bạn tra cứu quá nhanh");
    expect((await get("/en/tim", "eager")).body).toContain("You ask too often");
    expect((await get("/", "eager")).status).toBe(200);
    expect((await get("/tim", "patient")).status).toBe(200);
  });

  test("answers whoever takes workbooks too often with a problem that says when to come again", async () => {
    for (let n = 0; n < 60; n++) await get("/open/v1/nothing.xlsx", "robot");
    const refused = await get("/open/v1/nothing.xlsx", "robot");
    expect(refused).toMatchObject({
      status: 429,
      headers: { "Content-Type": expect.stringContaining("problem+json") },
    });
    expect((await get("/open/v1/dictionary.csv", "robot")).status).toBe(200);
  });
});

describe("a callable outside the emulator", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  /** A request of somebody who signed in so many hours ago. */
  const by = (uid: string | null, data: unknown, hours = 0): CallableRequest => {
    const auth_time = Date.now() / 1_000 - hours * 3_600;
    const auth = uid === null ? undefined : { uid, token: { auth_time } };
    return {
      data,
      auth,
      rawRequest: { get: () => undefined, ip: "203.0.113.9" },
    } as unknown as CallableRequest;
  };

  async function deployed() {
    vi.resetModules();
    vi.stubEnv("FUNCTIONS_EMULATOR", "");
    return import("../../functions/src/callables/validated-on-call.ts");
  }

  test("refuses an account that calls more than 600 times a minute, with a sentence", async () => {
    const { validatedOnCall } = await deployed();
    const nothing = validatedOnCall("mySchemes", async () => ({}));
    for (let n = 0; n < 600; n++) await nothing.run(by("eager", {}));
    await expect(nothing.run(by("eager", {}))).rejects.toMatchObject({
      code: "resource-exhausted",
      message: expect.stringMatching(
        /^Bạn thao tác quá nhanh\. Hãy chờ \d+ giây rồi thử lại; chưa có gì thay đổi\.$/,
      ),
    });
    expect(await nothing.run(by("patient", {}))).toEqual({});
  });

  test("refuses who tries one-time links again and again, not signed in", async () => {
    const { publicOnCall } = await deployed();
    const door = publicOnCall("setPassword", async () => ({}));
    const attempt = () => door.run(by(null, { code: "x".repeat(43), password: "mat-khau-dai" }));
    for (let n = 0; n < 20; n++) await attempt().catch(() => undefined);
    await expect(attempt()).rejects.toMatchObject({ code: "resource-exhausted" });
  });

  test("refuses a sign-in older than a session, and one without any", async () => {
    const { validatedOnCall } = await deployed();
    const nothing = validatedOnCall("mySchemes", async () => ({}));
    expect(await nothing.run(by("person", {}, SESSION.hours - 0.1))).toEqual({});
    await expect(nothing.run(by("person", {}, SESSION.hours + 0.1))).rejects.toMatchObject({
      code: "unauthenticated",
      message: "Phiên làm việc đã quá 12 giờ. Hãy đăng nhập lại.",
    });
    await expect(nothing.run(by("person", {}, Number.NaN))).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await expect(nothing.run(by(null, {}))).rejects.toMatchObject({ code: "unauthenticated" });
  });

  test("asks for App Check where ENFORCE_APP_CHECK says so, in the emulator never", async () => {
    vi.resetModules();
    const local = await import("../../functions/src/config.ts");
    expect(local.ENFORCE_APP_CHECK).toBe(false);
    await deployed();
    vi.stubEnv("ENFORCE_APP_CHECK", "true");
    const { ENFORCE_APP_CHECK } = await import("../../functions/src/config.ts");
    expect(ENFORCE_APP_CHECK).not.toBe(false);
    if (ENFORCE_APP_CHECK) expect(ENFORCE_APP_CHECK.value()).toBe(true);
  });
});
