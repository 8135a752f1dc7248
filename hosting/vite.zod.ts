import type { Plugin } from "vite";

const COMPILES = "const jit = !core.globalConfig.jitless;";

/**
 * Takes out of zod that it compiles its schemas by `new Function`: the policy of every page forbids that, and the mere try is
 * reported as a breach. Its own switch can't be thrown before the first schema is made once a build has split it into parts.
 */
export const withoutCompiler: Plugin = {
  name: "without-zod-compiler",
  transform(code, id) {
    if (!id.endsWith("/zod/v4/core/schemas.js")) return null;
    if (!code.includes(COMPILES)) throw new Error("vite.zod.ts: zod compiles its schemas in another way now");
    return code.replace(COMPILES, "const jit = false;").replace("allowsEval.value", "false");
  },
};
