import type { Ledger } from "@parindex/core";
import { describe, expect, it } from "vitest";
import { disputedLeaves } from "../../hosting/src/council/disputed-leaves.ts";

const ledger = (unit: string, parts: Partial<Ledger>): Ledger => ({
  ...{ unit, name: unit, order: 0, group: "so", criteriaSet: "pl01", settingsVersion: 1 },
  ...{ surveyHeld: true, exempt: {}, submission: "submitted", evidence: {}, frozen: false },
  ...{ self: {}, appraisal: {}, survey: {} },
  ...parts,
});
const at = (points: number | null) => ({ points, rev: 1 });

describe("Disputed leaves", () => {
  it("stand by the size of the difference, over all units, up or down", () => {
    const found = disputedLeaves([
      ledger("a", { self: { f1c1: at(10_000) }, appraisal: { f1c1: at(5_000) } }),
      ledger("b", { self: { f1c1: at(0) }, appraisal: { f1c1: { ...at(20_000), asked: true } } }),
    ]);
    expect(found).toEqual([
      { unit: "b", leaf: "f1c1", self: 0, appraised: 20_000, asked: true },
      { unit: "a", leaf: "f1c1", self: 10_000, appraised: 5_000, asked: false },
    ]);
  });

  it("leave out what agrees, what lacks a claim or a judgement, and what is exempt", () => {
    const agreeing = ledger("a", {
      self: { f1c1: at(5_000), f1c2: at(null), f1c3: at(5_000), f1c4: at(5_000) },
      appraisal: { f1c1: at(5_000), f1c2: at(1_000), f1c3: at(null), f1c4: at(0), f1c5: at(1_000) },
      exempt: { f1c4: "không thuộc chức năng" },
    });
    expect(disputedLeaves([agreeing])).toEqual([]);
  });
});
