import { jsonSchemaOf, OPEN_LICENCE, OPEN_SCHEMA_NAMES, type OpenSchemaName } from "@parindex/core";
import { PROBLEMS, type ProblemName } from "./problems.ts";
import { BASE } from "./reading.ts";
import { CONTENT_TYPES, type Format } from "./response.ts";
import type { OpenRoute } from "./routes.ts";

const ID = "[a-z0-9][a-z0-9-]{0,62}";

/** What stands in a path. Which files there are is told per format. */
const PARAMETERS: Record<string, { description: string; schema: object }> = {
  publication: {
    description: "A publication: scheme, period and version, as `lai-chau_2024_v1`",
    schema: { type: "string", pattern: `^${ID}_${ID}_v[1-9]\\d{0,5}$` },
  },
  year: { description: "A year of assessment", schema: { type: "integer", minimum: 2000, maximum: 2200 } },
  unit: { description: "A unit's id, as the ranking has it", schema: { type: "string", pattern: `^${ID}$` } },
  page: { description: "A page, counted from 1", schema: { type: "integer", minimum: 1 } },
  schema: { description: "A kind of JSON", schema: { type: "string", enum: OPEN_SCHEMA_NAMES } },
};

/** The files of a result in a format: what `{file}` may be. */
function filesIn(routes: readonly OpenRoute[], format: Format): string[] {
  return routes.flatMap(({ path, formats }) => {
    const [, file] = /^\/results\/\{publication\}\/([a-z]+)$/.exec(path) ?? [];
    return file && formats.includes(format) ? [file] : [];
  });
}

function parametersOf(path: string, format: Format, routes: readonly OpenRoute[]) {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
    const described =
      name === "file"
        ? { description: "A file of a result", schema: { type: "string", enum: filesIn(routes, format) } }
        : PARAMETERS[name];
    if (!described) throw new RangeError(`openApi: nothing describes {${name}}`);
    return { name, in: "path", required: true, ...described };
  });
}

const refTo = (name: OpenSchemaName) => ({ $ref: `#/components/schemas/${name}` });

const problem = (names: readonly ProblemName[]) => ({
  description: names.join(", "),
  content: { "application/problem+json": { schema: refTo("problem") } },
});

/** The problems of a route by their status; every route may be unavailable, none takes another method. */
function problemsOf(names: readonly ProblemName[]): Record<string, object> {
  const all: ProblemName[] = [...names, "unavailable"];
  return Object.fromEntries(
    [...Map.groupBy(all, (name) => PROBLEMS[name].status)].map(([status, of]) => [status, problem(of)]),
  );
}

const header = (description: string) => ({ description, schema: { type: "string" } });

function success({ schema, english }: OpenRoute, format: Format) {
  const body =
    format === "json" && schema !== null ? refTo(schema) : format === "json" ? {} : { type: "string" };
  return {
    200: {
      description: english,
      headers: { ETag: header("Of this content"), Link: header("License, description, neighbouring pages") },
      content: { [CONTENT_TYPES[format].split(";")[0] ?? ""]: { schema: body } },
    },
    304: { description: "What If-None-Match names is still this content" },
  };
}

const redirect = ({ english }: OpenRoute) => ({
  302: { description: english, headers: { Location: header("The file of the version") } },
});

/** The OpenAPI 3.1 document of some routes: one path a route and format, for the extension is part of the path. */
export function openApi(routes: readonly OpenRoute[]): object {
  const paths = routes.flatMap((route) =>
    route.formats.map((format) => {
      const responses = { ...(route.leadsOn ? redirect(route) : success(route, format)) };
      const operation = {
        operationId: `${route.path.replace(/[{}]/g, "").replace(/^\//, "").replaceAll("/", "-")}-${format}`,
        summary: route.english,
        description: `${route.about}.`,
        parameters: parametersOf(route.path, format, routes),
        responses: { ...responses, ...problemsOf(route.problems) },
      };
      return [`${route.path}.${format}`, { get: operation }] as const;
    }),
  );
  return {
    openapi: "3.1.1",
    info: {
      title: "PAR index: open data",
      version: "1",
      description:
        "Published results of the assessment of administrative reform, complete and for good: every number, every sheet and " +
        "what is needed to recompute the Merkle root. A version's files never change (`immutable`). Points are decimals in " +
        "tables and whole 1/10 000 points in the manifest and the sheets, which are canonical JSON (RFC 8785). Every path " +
        "also answers HEAD; any site may read it (CORS).",
      license: { name: OPEN_LICENCE.name, identifier: OPEN_LICENCE.id },
    },
    servers: [{ url: BASE }],
    externalDocs: { url: "/du-lieu-mo", description: "Tiếng Việt" },
    paths: Object.fromEntries(paths),
    components: {
      schemas: Object.fromEntries(
        OPEN_SCHEMA_NAMES.map((name) => {
          const { $schema: _, ...schema } = jsonSchemaOf(name);
          return [name, schema];
        }),
      ),
    },
  };
}
