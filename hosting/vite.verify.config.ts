import { defineConfig, type Plugin } from "vite";
import { withoutCompiler } from "./vite.zod.ts";

/**
 * Leaves out of zod what writes JSON Schema (8 kB packed), which no page asks for. Where zod puts it elsewhere nothing is left
 * out, and `test/web/size.test.ts` says so.
 */
const withoutJsonSchema: Plugin = {
  name: "without-json-schema",
  transform(code, id) {
    if (!id.endsWith("/zod/v4/classic/schemas.js")) return null;
    return code
      .replace(/^import \* as processors from .*$/m, "const processors = {};")
      .replace(
        /^import \{ createStandardJSONSchemaMethod, createToJSONSchemaMethod \} from .*$/m,
        "const createStandardJSONSchemaMethod = () => undefined; const createToJSONSchemaMethod = () => undefined;",
      );
  },
};

/**
 * The script and style of the public page that verifies a result stand in /verify/ under names of their own: the page that
 * asks for them is made by a function, which knows nothing of this build.
 */
export default defineConfig({
  publicDir: false,
  plugins: [withoutJsonSchema, withoutCompiler],
  build: {
    emptyOutDir: false,
    target: "es2022",
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { verify: "src/verify/main.ts" },
      output: { entryFileNames: "verify/[name].js", assetFileNames: "verify/[name][extname]" },
    },
  },
});
