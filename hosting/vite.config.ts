import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The workspace is served under /app/; the public pages' assets in public/ are copied beside it as they are. */
export default defineConfig({
  plugins: [react()],
  build: {
    assetsDir: "app/assets",
    target: "es2022",
    rolldownOptions: { input: { app: "app/index.html" } },
  },
});
