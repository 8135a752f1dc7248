import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { z } from "zod";

/** What a deployment finds fault with, looked at before it and without Google: each check returns its findings in words. */

/** The platform's limits: https://firebase.google.com/docs/functions/quotas, /docs/firestore/quotas, /docs/rules. */
export const LIMITS = {
  /** Bytes of a function's source, packed. */
  source: 100 * 1_024 * 1_024,
  /** Bytes of a rules file. */
  rules: 256 * 1_024,
  /** Composite indexes and single-field overrides of a database without billing: the smaller ones hold everywhere. */
  indexes: 200,
  overrides: 200,
  /** Bytes of one file on Hosting. */
  file: 2 * 1_024 * 1_024 * 1_024,
} as const;

const Rewrite = z.looseObject({
  source: z.string(),
  destination: z.string().optional(),
  function: z.object({ functionId: z.string(), region: z.string() }).optional(),
});

export const FirebaseConfig = z.object({
  firestore: z.object({ rules: z.string(), indexes: z.string() }),
  functions: z
    .array(z.object({ source: z.string(), runtime: z.string(), ignore: z.array(z.string()).default([]) }))
    .length(1),
  hosting: z.object({ public: z.string(), rewrites: z.array(Rewrite) }),
});
export type FirebaseConfig = z.infer<typeof FirebaseConfig>;

const Indexes = z.strictObject({
  indexes: z.array(
    z.strictObject({
      collectionGroup: z.string().min(1),
      queryScope: z.enum(["COLLECTION", "COLLECTION_GROUP"]),
      fields: z
        .array(
          z.union([
            z.strictObject({ fieldPath: z.string().min(1), order: z.enum(["ASCENDING", "DESCENDING"]) }),
            z.strictObject({ fieldPath: z.string().min(1), arrayConfig: z.literal("CONTAINS") }),
          ]),
        )
        .min(2)
        .max(100),
    }),
  ),
  fieldOverrides: z.array(
    z.strictObject({
      collectionGroup: z.string().min(1),
      fieldPath: z.string().min(1),
      ttl: z.boolean().optional(),
      indexes: z.array(z.looseObject({ queryScope: z.enum(["COLLECTION", "COLLECTION_GROUP"]).optional() })),
    }),
  ),
});

/** What is wrong with the file of indexes. */
export function indexFindings(text: string): string[] {
  const parsed = Indexes.safeParse(JSON.parse(text));
  if (!parsed.success)
    return parsed.error.issues.map(({ path, message }) => `indexes: ${path.join(".")}: ${message}`);
  const { indexes, fieldOverrides } = parsed.data;
  const twice = [
    ...indexes,
    ...fieldOverrides.map(({ collectionGroup, fieldPath }) => ({ collectionGroup, fieldPath })),
  ]
    .map((one) => JSON.stringify(one))
    .filter((one, at, all) => all.indexOf(one) !== at);
  return [
    ...twice.map((one) => `indexes: twice: ${one}`),
    ...(indexes.length > LIMITS.indexes ? [`indexes: ${indexes.length} of ${LIMITS.indexes}`] : []),
    ...(fieldOverrides.length > LIMITS.overrides
      ? [`indexes: ${fieldOverrides.length} overrides of ${LIMITS.overrides}`]
      : []),
  ];
}

/** What the rules lack that shows without their compiler, which only emulators and Google have. */
export function rulesFindings(text: string): string[] {
  const bytes = Buffer.byteLength(text);
  const code = text.replace(/\/\/.*$/gm, "").replace(/'(\\.|[^'\\])*'/g, "''");
  const count = (sign: string) => code.split(sign).length - 1;
  return [
    ...(bytes > LIMITS.rules ? [`rules: ${bytes} bytes of ${LIMITS.rules}`] : []),
    ...(/^rules_version = '2';/.test(text) ? [] : ["rules: version 2 is not stated"]),
    ...(count("{") === count("}") && count("(") === count(")") ? [] : ["rules: brackets that don't close"]),
    ...(/allow (read|get|list|write|create|update|delete)[^;]*: if true;/.test(
      code.replace(/match \/publications\/[\s\S]*$/, ""),
    )
      ? ["rules: something beside the publications is open to everyone"]
      : []),
  ];
}

/** The names a module exports by `export { name } from`, as `functions/src/index.ts` is written. */
export const exportedNames = (source: string): string[] =>
  [...source.matchAll(/^export \{ (\w+) \} from/gm)].map(([, name = ""]) => name).sort();

/** Functions that are loaded and not exported in the source, or the other way round. */
export function exportFindings(loaded: readonly string[], source: string): string[] {
  const written = exportedNames(source);
  return [
    ...written.filter((name) => !loaded.includes(name)).map((name) => `functions: ${name} does not load`),
    ...loaded
      .filter((name) => !written.includes(name))
      .map((name) => `functions: ${name} is not in src/index.ts`),
  ];
}

/** Targets of firebase.json that are not there. */
export function targetFindings(
  { firestore, functions: [functions], hosting }: FirebaseConfig,
  root: string,
  loaded: ReadonlyMap<string, string>,
): string[] {
  const files = [firestore.rules, firestore.indexes, functions?.source ?? "", hosting.public].filter(
    (path) => !existsSync(join(root, path)),
  );
  const rewrites = hosting.rewrites.flatMap(({ source, destination, function: target }) => {
    if (destination && !existsSync(join(root, hosting.public, destination)))
      return [`firebase.json: ${source} leads to ${destination}, which is not in ${hosting.public}`];
    if (!target) return [];
    const trigger = loaded.get(target.functionId);
    if (trigger === undefined)
      return [`firebase.json: ${source} leads to ${target.functionId}, which does not load`];
    return trigger === `https · ${target.region}`
      ? []
      : [`firebase.json: ${source} leads to ${target.functionId}, which is ${trigger}`];
  });
  return [...files.map((path) => `firebase.json: ${path} is not there`), ...rewrites];
}

const TEXT = /\.(html|css|m?js|json|svg|webmanifest)$/;

/** What a text of the site refers to that the site itself serves from files: absolute below these folders, or relative. */
function referencesIn(file: string, text: string): string[] {
  const absolute = [...text.matchAll(/["'(](\/(?:app\/assets|site|s\/assets|verify)\/[\w./-]+\.\w+)/g)];
  const relative = /\.m?js$/.test(file)
    ? [...text.matchAll(/(?:from|import\(|import)\s*["'`](\.{1,2}\/[\w./-]+\.\w+)["'`]/g)]
    : [...text.matchAll(/url\(["']?(\.{1,2}\/[\w./-]+\.\w+)/g)];
  const preloaded = [...text.matchAll(/["'`]((?:app|s)\/assets\/[\w./-]+\.(?:js|css))["'`]/g)];
  return [
    ...absolute.map(([, path = ""]) => path.slice(1)),
    ...relative.map(([, path = ""]) => posix.normalize(posix.join(dirname(file), path))),
    ...preloaded.map(([, path = ""]) => path),
  ];
}

/** Files of the built site that others refer to and that are not there, or that are too large. */
export function assetFindings(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => statSync(join(folder, file)).isFile());
  const there = new Set(files);
  const findings = files
    .filter((file) => statSync(join(folder, file)).size > LIMITS.file)
    .map((file) => `hosting: ${file} is too large`);
  for (const file of files.filter((one) => TEXT.test(one) && !one.startsWith(".vite/")))
    for (const wanted of new Set(referencesIn(file, readFileSync(join(folder, file), "utf8"))))
      if (!there.has(wanted)) findings.push(`hosting: ${file} refers to ${wanted}, which is not there`);
  return findings;
}

/** Settings that the functions ask for at a deployment, and those that the documentation does not name. */
export function settingFindings(asked: readonly string[], documentation: string): string[] {
  return asked
    .filter((name) => !new RegExp(`\\b${name}\\b`).test(documentation))
    .map((name) => `settings: docs/deployment.md does not name ${name}`);
}

/** The environment variables that the functions' source reads, those of the platform and of tests aside. */
export function variablesIn(source: string): string[] {
  const names = [...source.matchAll(/process\.env\.([A-Z][A-Z_]+)/g)].map(([, name = ""]) => name);
  const platform = ["FUNCTIONS_EMULATOR", "GCLOUD_PROJECT", "VITEST", "IN_FLIGHT_MS"];
  return [...new Set(names)].filter((name) => !platform.includes(name)).sort();
}
