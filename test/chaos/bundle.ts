import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";
import { ROOT } from "../../tools/emulators.ts";

/** A change of the functions' source that takes a guard out: the text that stands there once, and what takes its place. */
export interface Patch {
  /** Its path below the project's root. */
  file: string;
  from: string | RegExp;
  to: string;
}

/** What a module keeps from call to call, as it stands in the sources: a map or a set at their outermost level. */
const MEMORY = /^((?:export )?const \w+(?:: [^=]+)? = )(new (?:Map|Set)\b[^;]*);$/gm;

/** Lets `remembering` know of all that a module keeps, so that it can be wiped as a process that dies takes it along. */
function withMemory(path: string, source: string): string {
  if (/^(?:export )?(?:let|var) /m.test(source))
    throw new Error(`${path}: a variable at the outermost level, which the simulator can't wipe`);
  return source.replace(MEMORY, "$1remembering($2);");
}

/** Puts patches into the sources as they are bundled; one that finds its place not exactly once is an error. */
const patching = (patches: readonly Patch[]): Plugin => ({
  name: "patches",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](functions|core)[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      let contents = readFileSync(path, "utf8");
      for (const { file, from, to } of patches) {
        if (join(ROOT, file) !== path) continue;
        const found = contents.split(from).length - 1;
        if (found !== 1) throw new Error(`${file}: «${from}» stands there ${found} times`);
        contents = contents.replace(from, () => to);
      }
      const isFunctions = path.startsWith(join(ROOT, "functions"));
      return { contents: isFunctions ? withMemory(path, contents) : contents, loader: "ts" };
    });
  },
});

async function bundled(entry: string, patches: readonly Patch[], more: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    ...{ absWorkingDir: ROOT, entryPoints: [entry], bundle: true, write: false, platform: "node" },
    ...{ format: "cjs", target: "node24", packages: "external", logLevel: "silent" },
    plugins: [patching(patches)],
    ...more,
  });
  return outputFiles?.[0]?.text ?? "";
}

/** What the functions find in `core` where a file of it is patched: that file's own exports before all others. */
async function patchedCore(file: string, patches: readonly Patch[]): Promise<string> {
  const code = await bundled(join(ROOT, file), patches, { format: "iife", globalName: "patched" });
  return `require = ((real, core) => (name) => name === "@parindex/core" ? core : real(name))(
    require,
    { ...require("@parindex/core"), ...(() => { ${code}; return patched; })() },
  );\n`;
}

/** The functions' real code in one text, with all packages, `core` and the platform left to whoever evaluates it. */
export async function bundleProduct(patches: readonly Patch[] = []): Promise<string> {
  const files = new Set(patches.map(({ file }) => file).filter((file) => file.startsWith("core/")));
  const before = await Promise.all([...files].map((file) => patchedCore(file, patches)));
  const product = await bundled(join(import.meta.dirname, "product.ts"), patches, {});
  return [...before, product].join("");
}
