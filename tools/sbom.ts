import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { projectEnvironment, ROOT } from "./emulators.ts";

/** `npm run sbom`: every package that is shipped, with its version, hash and licence (CycloneDX), for a release. */

const FILE = join("dist", "parindex.cdx.json");

const { status, stdout } = spawnSync("npm", ["sbom", "--sbom-format", "cyclonedx", "--omit", "dev"], {
  cwd: ROOT,
  env: projectEnvironment(),
  encoding: "utf8",
  maxBuffer: 64 * 1_024 * 1_024,
  stdio: ["ignore", "pipe", "inherit"],
  shell: process.platform === "win32",
});
if (status === 0) {
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  writeFileSync(join(ROOT, FILE), stdout);
  console.error(`Written: ${FILE}.`);
}
process.exitCode = status ?? 1;
