import { afterAll } from "vitest";
import { describeCoverage } from "./coverage.ts";
import { describeFiles } from "./files.ts";
import { describeOracle } from "./oracle.ts";
import { describeSample } from "./sample.ts";
import { describeSight } from "./sight.ts";
import { leave } from "./world.ts";
import { describeWrites } from "./write-matrix.ts";

// One file, so that the coverage report, which is read last, has seen every request.
describeSight();
describeWrites();
describeFiles();
describeOracle();
describeSample();
describeCoverage();
afterAll(leave);
