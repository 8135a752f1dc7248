#!/usr/bin/env node
/** `npx parindex`: starts the command line in the folder it is called from, on the project's own Node 24. */
import process from "node:process";
import { run } from "../tools/runtime.mjs";

run("cli/src/main.ts", process.argv.slice(2), process.cwd());
