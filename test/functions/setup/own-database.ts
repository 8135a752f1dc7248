import "./environment.ts";
import process from "node:process";

/** A database that no other test writes to: for what looks at the whole of it. */
process.env.GCLOUD_PROJECT = `demo-parindex-own-${process.pid}-${Date.now().toString(36)}`;
delete process.env.FIREBASE_CONFIG;
