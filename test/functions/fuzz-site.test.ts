import "./setup/environment.ts";
import process from "node:process";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OPEN_SCHEMAS } from "../../core/src/index.ts";
import { PROBLEMS } from "../../functions/src/site/open/problems.ts";
import type { PeriodKey } from "../../functions/src/store/refs.ts";
import { refs } from "../../functions/src/store/refs.ts";
import { FUZZ_TIME, hostileText, tryAll } from "./setup/fuzz.ts";
import { newAddress, type Received, type Sent, type Server, SOURCE, serve } from "./setup/http.ts";
import { publishedYear, sealedYear, versionOf } from "./setup/published.ts";

/** What the site shows, a result that is sealed and not out, and what nobody may learn of it. */
let server: Server;
let key: PeriodKey;
let hidden: string;
let secrets: string[];
/** Every path that the site itself leads to, up to three links from the front page, the site map and the open data. */
let paths: string[];

const withoutHost = (url: string) => url.replace(/^https:\/\/[^/]+\.web\.app/, "");
const linksIn = (text: string): string[] =>
  [...text.matchAll(/(?:href|src|action)="([^"]+)"|<loc>([^<]+)<|"(?:url|openapi)":"([^"]+)"/g)]
    .map(([, href, loc, url]) => withoutHost((href ?? loc ?? url ?? "").replaceAll("&amp;", "&")))
    .filter(
      (path) =>
        path.startsWith("/") && !/^\/open\/v1$|[{]/.test(path) && !/^\/(site|app|s|verify)\//.test(path),
    )
    .map((path) => path.replace(/#.*/, ""));

async function crawl(): Promise<string[]> {
  const seen = new Set(["/", "/en", "/sitemap.xml", "/may-tim.txt", "/open/v1/catalogue.json"]);
  for (let depth = 0; depth < 3; depth++)
    for (const path of [...seen]) {
      const { status, body } = await server.send({ path });
      expect([200, 302], path).toContain(status);
      if (seen.size < 150) for (const link of linksIn(body.toString())) seen.add(link);
    }
  return [...seen];
}

/** The paths of the OpenAPI document, with what is there, or not, in their places. */
async function documented(): Promise<string[]> {
  const { body } = await server.send({ path: "/open/v1/openapi.json" });
  const document = JSON.parse(body.toString()) as { paths: Record<string, unknown> };
  const values: Record<string, string[]> = {
    publication: [versionOf(key), hidden, "khong-co_2024_v1"],
    unit: ["so-y-te", "so-khong-co"],
    ...{ year: ["2024", "1999"], page: ["1", "2"], file: ["ranking", "x"], schema: ["sheet", "x"] },
  };
  const filled = (path: string): string[] => {
    const [, name] = /\{(\w+)\}/.exec(path) ?? [];
    if (name === undefined) return [path];
    return (values[name] ?? ["x"]).flatMap((value) => filled(path.replace(`{${name}}`, value)));
  };
  const [prefix = ""] = Object.keys(document.paths)[0]?.startsWith("/open/") ? [""] : ["/open/v1"];
  return Object.keys(document.paths).flatMap((path) => filled(`${prefix}${path}`));
}

beforeAll(async () => {
  key = await publishedYear("fuzz-site");
  const sealed = await sealedYear("fuzz-hidden");
  hidden = versionOf(sealed);
  const { root, manifest } = (await refs.seal(sealed, "s1").get()).data() ?? {};
  secrets = [
    root ?? "",
    ...(manifest?.ranking.flatMap(({ units }) => units.map(({ sha256 }) => sha256)) ?? []),
  ];
  process.env.PUBLIC_SCHEME = key.scheme;
  const { publicSite } = await import("../../functions/src/publicSite.ts");
  server = await serve(publicSite as never);
  paths = [...new Set([...(await crawl()), ...(await documented())])];
});
afterAll(() => server.close());

const SECURITY = [
  ...["content-security-policy", "x-content-type-options", "referrer-policy"],
  ...["cross-origin-opener-policy", "permissions-policy"],
];

const TYPES: Record<string, RegExp> = {
  json: /^application\/(problem\+)?json; charset=utf-8$/,
  csv: /^text\/csv; charset=utf-8; header=present$/,
  xlsx: /^application\/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet$/,
  png: /^image\/png$/,
  xml: /^application\/xml; charset=utf-8$/,
  txt: /^text\/plain; charset=utf-8$/,
};

/** Expects an answer that any reader may get, whatever they asked. */
function expectDecent({ method = "GET", path }: Sent, { status, headers, body }: Received): void {
  const [plain = ""] = path.split("?");
  const isOpen = /^\/open(\/|$)/.test(plain);
  const text = body.toString();
  expect(status).toBeLessThan(500);
  expect(text).not.toMatch(SOURCE);
  for (const secret of secrets) expect(text).not.toContain(secret);
  for (const name of SECURITY) expect(headers, `${status} without ${name}`).toHaveProperty(name);
  expect(headers["x-content-type-options"]).toBe("nosniff");
  expect(headers["x-powered-by"]).toBeUndefined();
  if (status >= 400) expect(headers["cache-control"], `${status} kept`).toBe("no-store");
  if (plain.includes(hidden) && status === 200) expect(headers["cache-control"]).toBe("no-store");
  if (headers.location !== undefined) expect(headers.location).toMatch(/^\/(?![/\\])/);
  if (method === "HEAD" || status === 304) {
    expect(text).toBe("");
    return;
  }
  const type = headers["content-type"] ?? "";
  if (isOpen && status >= 400) {
    expect(type).toBe("application/problem+json; charset=utf-8");
    const problem = OPEN_SCHEMAS.problem.parse(JSON.parse(text));
    expect(Object.keys(PROBLEMS).map((name) => `/du-lieu-mo#${name}`)).toContain(problem.type);
    expect([problem.status, problem.instance]).toEqual([status, plain]);
    return;
  }
  if (status === 200) {
    const [, ending = ""] = /\.([a-z]+)\/?$/.exec(plain) ?? [];
    expect(type).toMatch(TYPES[ending] ?? /^text\/html; charset=utf-8$/);
    if (ending === "json") JSON.parse(text);
    return;
  }
  expect(type).toMatch(/^text\/(html|plain); charset=utf-8$/);
}

/** Bits that paths are broken with. */
const BITS = [
  ...[
    "..",
    ".",
    "%2e%2e",
    "%2F",
    "%00",
    "%c0%af",
    "%",
    "%zz",
    "%ff",
    "~",
    "*",
    ":",
    ";a=b",
    "constructor",
    "__proto__",
  ],
  ...[
    "toString",
    "a".repeat(64),
    "x".repeat(3_000),
    "0",
    "-1",
    "1e9",
    "٣",
    "%F0%9F%98%80",
    "index.json.json",
    "@",
    "//",
  ],
];
/** A text as it can stand in a path. */
const onWire = (text: string) =>
  encodeURI(text.slice(0, 500).toWellFormed()).replaceAll("#", "%23").replaceAll("?", "%3F");
const bits = fc.oneof(fc.constantFrom(...BITS).map(onWireOnce), hostileText.map(onWire));
function onWireOnce(text: string): string {
  return text.startsWith("%") ? text : onWire(text);
}

/** What stands in the place of a segment that is broken. */
const INSTEAD: Record<string, (segment: string, bit: string, place: number) => string[]> = {
  put: (segment, bit) => [bit, segment],
  drop: () => [],
  double: (segment) => [segment, segment],
  replace: (_, bit) => [bit],
  append: (segment, bit) => [`${segment}${bit}`],
  ending: (segment, _, place) => [
    segment.replace(/\..*$/, "") + [".json", ".csv", ".xlsx", ".png", ".", ""][place % 6],
  ],
  case: (segment) => [segment.toUpperCase()],
  encode: (segment) => [segment.replace(/^./, (first) => `%${first.charCodeAt(0).toString(16)}`)],
  cut: (segment) => [segment.slice(0, -1)],
};
const HOWS = ["hide", "slash", ...Object.keys(INSTEAD)];

type Change = readonly [how: string, place: number, bit: string];

/** A path broken in one place: led to what is hidden, with a slash at its end, or with a segment broken. */
function broken(path: string, [how, place, bit]: Change): string {
  if (how === "hide") return path.replaceAll(versionOf(key), hidden);
  if (how === "slash") return `${path}/`;
  const segments = path.split("/");
  const at = 1 + (place % Math.max(1, segments.length - 1));
  segments.splice(at, 1, ...(INSTEAD[how]?.(segments[at] ?? "", bit, place) ?? []));
  return segments.join("/").replace(/^(?!\/)/, "/");
}
const changes = fc.array(fc.tuple(fc.constantFrom(...HOWS), fc.nat(20), bits), { maxLength: 2 });

const QUERY_NAMES = [
  "q",
  "nhom",
  "don-vi",
  "ban",
  "don-vi[]",
  "q[a]",
  "__proto__",
  "constructor[prototype]",
  "x",
  "",
];
const QUERY_VALUES = [
  "so",
  "so-y-te",
  "cong-an-tinh",
  "một cửa",
  "%00",
  "%c0%af",
  "%",
  "<script>",
  "x".repeat(1_500),
];
const query = fc
  .array(fc.tuple(fc.constantFrom(...QUERY_NAMES), fc.oneof(fc.constantFrom(...QUERY_VALUES), hostileText)), {
    ...{ maxLength: 5 },
  })
  .map((pairs) =>
    pairs
      .map(
        ([name, value]) =>
          `${name}=${value.startsWith("%") ? value : encodeURIComponent(value.slice(0, 1_500).toWellFormed())}`,
      )
      .join("&"),
  );

const HEADERS: Record<string, readonly string[]> = {
  "if-none-match": ["*", '"x"', 'W/"x", *', ",,,", '"'.repeat(2_000)],
  accept: ["application/xml", "*/*;q=0", "text/html;;;", "x".repeat(4_000)],
  range: ["bytes=0-0", "bytes=9-1", "lines=1"],
  "accept-language": ["en", "*", "xx-".repeat(200)],
  "accept-encoding": ["gzip", "identity;q=0"],
  "x-forwarded-for": ["' OR 1=1", "::1"],
  "x-http-method-override": ["DELETE"],
  "content-type": ["application/json", "multipart/form-data"],
  cookie: ["a=b; __session=x"],
};
const headers = fc
  .array(
    fc
      .constantFrom(...Object.keys(HEADERS))
      .chain((name) => fc.tuple(fc.constant(name), fc.constantFrom(...(HEADERS[name] ?? [""])))),
    { maxLength: 3 },
  )
  .map((pairs) => Object.fromEntries(pairs));

const method = fc.oneof(
  { arbitrary: fc.constant("GET"), weight: 5 },
  { arbitrary: fc.constantFrom("HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"), weight: 1 },
);

describe("any request to the public site and the open data", () => {
  test(
    "is answered without a fault, with headers and type as they must be, and kept by nobody unless it is out",
    async () => {
      const requests = fc.record({
        method,
        path: fc
          .tuple(fc.constantFrom(...paths), changes, fc.option(query, { freq: 2 }))
          .map(([path, by, asked]) => by.reduce(broken, path) + (asked ? `?${asked}` : "")),
        headers,
        body: fc.constantFrom(undefined, undefined, "{}"),
      });
      await tryAll(
        requests as fc.Arbitrary<Sent>,
        200,
        async (sent) => {
          const { body, ...rest } = {
            ...sent,
            headers: { "x-forwarded-for": newAddress(), ...sent.headers },
          };
          const withBody = body !== undefined && !["GET", "HEAD", "TRACE"].includes(sent.method ?? "");
          expectDecent(sent, await server.send(withBody ? { ...rest, body } : rest));
        },
        ({ method, path, headers }) => `${method} ${path} ${JSON.stringify(headers)}`,
      );
    },
    FUZZ_TIME,
  );

  test("is answered by what the paths are that lead there", () => {
    expect(paths.length).toBeGreaterThan(60);
    for (const part of ["/open/v1/results/", "/cong-bo/", "/en", "/sitemap.xml", "/du-lieu-mo", "/tim"])
      expect(
        paths.some((path) => path.includes(part)),
        part,
      ).toBe(true);
  });
});
