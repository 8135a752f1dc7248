import { describe, expect, it } from "vitest";
import { decodeRequest, requestIssuesText } from "../../core/src/index.ts";

const OF_UNIT = { scheme: "lai-chau", period: "2024", unit: "so-y-te" };

describe("a request", () => {
  it("is decoded by the schema of its name, its instants from ISO strings", () => {
    const { input, issues } = decodeRequest("returnSubmission", {
      ...{ ...OF_UNIT, reason: " Thiếu minh chứng ", until: "2024-12-01T17:00:00+07:00" },
    });
    expect(input).toEqual({
      ...{ ...OF_UNIT, reason: "Thiếu minh chứng", until: new Date("2024-12-01T10:00:00Z") },
    });
    expect(issues).toEqual([]);
  });

  it("is told what is wrong with it, place by place", () => {
    const decoded = decodeRequest("returnSubmission", { ...OF_UNIT, unit: undefined, until: 5 });
    expect(decoded.input).toBeNull();
    expect(decoded.issues.map(({ path }) => path)).toEqual(["unit", "reason", "until"]);
    expect(requestIssuesText(decoded.issues)).toBe(
      "unit còn thiếu; reason còn thiếu; until phải là chuỗi ký tự",
    );
    expect(requestIssuesText(decodeRequest("returnSubmission", null).issues)).toBe(
      "phải là một nhóm thông tin",
    );
  });

  it.each<[string, boolean]>([
    ["0000-12-31T23:59:59Z", false],
    ["0001-01-01T00:00:00Z", true],
    ["9999-12-31T23:59:59Z", true],
    ["9999-12-31T23:59:59-07:00", false],
  ])("has no instant that can't be stored: %s", (until, stands) => {
    const { issues } = decodeRequest("returnSubmission", { ...OF_UNIT, reason: "x", until });
    expect(issues.map(({ path }) => path)).toEqual(stands ? [] : ["until"]);
  });

  it("has no half of a surrogate pair in any of its texts, however deep", () => {
    const decision = { number: "12/QĐ", date: "2025-01-10", file: "a\uD800.pdf" };
    const given = { scheme: "lai-chau", period: "2024", decision, publishAt: "2025-01-11T00:00:00Z" };
    const { issues } = decodeRequest("enterDecision", given);
    expect(issues.map(({ path }) => path)).toEqual(["decision.file"]);
    const two = { ...given, decision: { ...decision, number: "\uDC00" } };
    expect(decodeRequest("enterDecision", two).issues.map(({ path }) => path)).toEqual([
      ...["decision.number", "decision.file"],
    ]);
    const whole = { ...given, decision: { ...decision, file: "😀.pdf" } };
    expect(decodeRequest("enterDecision", whole).issues).toEqual([]);
  });
});
