import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { REGION } from "../../core/src/region.ts";
import {
  DATA_HEADERS,
  FRAMED_HEADERS,
  hostedHeaders,
  PAGE_HEADERS,
  SHARED_HEADERS,
} from "../../functions/src/security-headers.ts";
import { fixedPorts, ROOT, withEmulatorOrigins } from "../../tools/emulators.ts";
import { hostingHeaders } from "../../tools/headers.ts";

const Config = z.object({
  hosting: z.object({
    headers: z.array(
      z.object({ source: z.string(), headers: z.array(z.object({ key: z.string(), value: z.string() })) }),
    ),
  }),
});
const { headers: written } = Config.parse(
  JSON.parse(readFileSync(join(ROOT, "firebase.json"), "utf8")),
).hosting;

const CSP = "Content-Security-Policy";

/** The sources of a policy's directives, by name. */
const directivesOf = (policy = ""): Record<string, string[]> =>
  Object.fromEntries(
    policy.split("; ").map((directive) => {
      const [name = "", ...sources] = directive.split(" ");
      return [name, sources];
    }),
  );

/** What Hosting adds at a path: all patterns that fit, the last one's word where two say the same. */
const hostedAt = (source: string): Record<string, string> =>
  Object.assign(
    {},
    ...hostedHeaders({ region: REGION }).flatMap(([path, headers]) =>
      ["**", source].includes(path) ? [headers] : [],
    ),
  );

const ANSWERS: Record<string, Readonly<Record<string, string>>> = {
  ...{ page: PAGE_HEADERS, framed: FRAMED_HEADERS, shared: SHARED_HEADERS, data: DATA_HEADERS },
  ...Object.fromEntries(
    ["/robots.txt", "/site/**", "/verify/**", "/s/**", "/app/**"].map((path) => [path, hostedAt(path)]),
  ),
};

test("firebase.json says what the table of headers says (npm run headers)", () => {
  expect(written).toEqual(hostingHeaders());
});

describe.each(Object.entries(ANSWERS))("the answer %s", (name, headers) => {
  const policy = directivesOf(headers[CSP]);

  test("is guarded by every header", () => {
    expect(headers).toMatchObject({
      "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
      "X-Content-Type-Options": "nosniff",
      "Cross-Origin-Opener-Policy": "same-origin",
    });
    expect(Object.keys(headers)).toEqual(
      expect.arrayContaining([CSP, "Referrer-Policy", "Permissions-Policy", "Cross-Origin-Resource-Policy"]),
    );
  });

  test("lets nothing in that it does not name, and no text become a script", () => {
    expect(policy).toMatchObject({
      "default-src": ["'none'"],
      "object-src": ["'none'"],
      "base-uri": ["'none'"],
    });
    const scripts = policy["script-src"] ?? [];
    expect(scripts.filter((source) => !["'self'", "'wasm-unsafe-eval'"].includes(source))).toEqual([]);
    if (scripts.length > 0) expect(policy["require-trusted-types-for"]).toEqual(["'script'"]);
  });

  test("is framed only where it is made for it", () => {
    const ancestors = { framed: "*", "/s/**": "'self'" }[name] ?? "'none'";
    expect(policy["frame-ancestors"]).toEqual([ancestors]);
  });

  test("allows inline styles to the workspace alone, and there not as attributes", () => {
    const isWorkspace = name === "/app/**";
    expect((headers[CSP] ?? "").includes("unsafe-inline")).toBe(isWorkspace);
    if (isWorkspace) expect(policy["style-src-attr"]).toEqual(["'none'"]);
  });

  test("reaches Google's services alone, and only from the workspace", () => {
    const outside = Object.values(policy)
      .flat()
      .filter((source) => source.includes("//"));
    expect(outside).toEqual(
      name === "/app/**"
        ? [
            "https://identitytoolkit.googleapis.com",
            "https://securetoken.googleapis.com",
            "https://firestore.googleapis.com",
            "https://*.cloudfunctions.net",
          ]
        : [],
    );
  });
});

test("a told project's workspace calls no other project's functions", () => {
  const workspace = hostingHeaders({ project: "par-laichau" }).find(({ source }) => source === "/app/**");
  const policy = workspace?.headers.find(({ key }) => key === CSP)?.value;
  expect(directivesOf(policy)["connect-src"]?.at(-1)).toBe(
    "https://asia-southeast1-par-laichau.cloudfunctions.net",
  );
});

test("with App Check the workspace, and nothing else, lets reCAPTCHA in", () => {
  const policies = hostingHeaders({ appCheck: true }).flatMap(({ source, headers }) =>
    headers.filter(({ key }) => key === CSP).map(({ value }) => ({ source, value })),
  );
  const letIn = policies.filter(({ value }) => value.includes("recaptcha"));
  expect(letIn.map(({ source }) => source)).toEqual(["/app/**"]);
  expect(letIn[0]?.value).not.toContain("'unsafe-eval'");
});

test("a local policy differs from the deployed one by the emulators' addresses alone", () => {
  const ports = fixedPorts(0);
  const local = withEmulatorOrigins(written, ports);
  const added = ["auth", "firestore", "functions"].map(
    (name) => ` http://127.0.0.1:${ports[name as "auth"]}`,
  );
  const without = JSON.stringify(local).replace(added.join(""), "");
  expect(without).toBe(JSON.stringify(written));
  expect(JSON.stringify(local)).toContain(added.join(""));
});
