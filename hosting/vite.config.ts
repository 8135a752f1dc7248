import process from "node:process";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { withoutCompiler } from "./vite.zod.ts";

/**
 * The workspace is served under /app/; the public pages' assets in public/ are copied beside it as they are. The
 * manifest says which script imports which; `test/web/size.test.ts` weighs by it.
 */
export default defineConfig({
  plugins: [react(), withoutCompiler],
  worker: { plugins: () => [withoutCompiler] },
  // Said outright, so that what nobody asked for is left out of the build.
  define: {
    "import.meta.env.VITE_APP_CHECK_SITE_KEY": JSON.stringify(process.env.VITE_APP_CHECK_SITE_KEY ?? ""),
  },
  resolve: { alias: { re2js: "/src/data/no-patterns.ts" } },
  build: {
    assetsDir: "app/assets",
    manifest: ".vite/manifest.json",
    target: "es2022",
    // What each role loads has its own budget: test/web/size.test.ts.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: { app: "app/index.html" } },
  },
});
