import "./environment.ts";
import process from "node:process";

/** Imported first by a test that looks at all there is, so that it finds nothing that others left. */
process.env.GCLOUD_PROJECT = "demo-parindex-crawled";
delete process.env.FIREBASE_CONFIG;
