import { defineConfig } from "vite";

/**
 * The respondents' page stands in /s/ on its own: built apart from the workspace, it shares no chunk with it and runs in
 * browsers five years old.
 */
export default defineConfig({
  publicDir: false,
  resolve: { alias: [{ find: /^\.\/sjcl\/index\.js$/, replacement: "/src/respond/big-numbers.ts" }] },
  build: {
    emptyOutDir: false,
    assetsDir: "s/assets",
    target: ["es2020", "chrome90", "firefox90", "safari14.1"],
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { s: "s/index.html" } },
  },
});
