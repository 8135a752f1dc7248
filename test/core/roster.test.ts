import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  existsOn,
  issuesOfRoster,
  newUnit,
  type RosterEntry,
  successorCycles,
  type UnitDetails,
} from "../../core/src/index.ts";

const PERIOD = {
  groups: [
    { id: "so", name: "Sở, ban, ngành", ranked: true },
    { id: "dac-thu", name: "Cơ quan đặc thù", ranked: false },
  ],
  criteriaSets: ["bo-so", "bo-dac-thu"],
};
const entry = (unit: string, more: Partial<UnitDetails> = {}): RosterEntry => [
  unit,
  newUnit({ name: unit, order: 0, group: "so", criteriaSet: "bo-so", ...more }),
];

describe("a unit that is new", () => {
  it("exists without end, follows nobody and has begun nothing", () => {
    const unit = newUnit({ name: "Sở Y tế", order: 3, group: "so", criteriaSet: "bo-so" });
    expect(unit).toEqual({
      ...{ name: "Sở Y tế", order: 3, group: "so", criteriaSet: "bo-so", from: null, until: null },
      ...{ successors: [], exempt: {}, former: [], lockException: null, assignments: {}, deputy: null },
      submission: { state: "draft", at: null, by: null, reason: null, report: null, count: 0 },
    });
  });

  it("keeps what is told of it", () => {
    const told = { from: "2025-01-01", until: "2025-06-30", successors: ["so-moi"] };
    const details = { name: "Sở Y tế", order: 3, group: "so", criteriaSet: "bo-so", ...told };
    expect(newUnit(details, { f1c9: "không có" })).toMatchObject({ ...told, exempt: { f1c9: "không có" } });
  });
});

describe("what is wrong with a roster", () => {
  const found = (...roster: RosterEntry[]) =>
    issuesOfRoster(roster, PERIOD).map(({ unit, field }) => `${unit} ${field}`);
  it.each<[string, RosterEntry[], string[]]>([
    ["nothing", [entry("a"), entry("b", { from: "2025-01-01", until: "2025-12-31" })], []],
    ["no unit at all", [], []],
    ["a day alone", [entry("a", { from: "2025-01-01" }), entry("b", { until: "2025-01-01" })], []],
    ["one day from morning to night", [entry("a", { from: "2025-01-01", until: "2025-01-01" })], []],
    ["an end before the beginning", [entry("a", { from: "2025-01-02", until: "2025-01-01" })], ["a until"]],
    ["a group that is not there", [entry("a", { group: "huyen" })], ["a group"]],
    ["a set that is not there", [entry("a"), entry("b", { criteriaSet: "bo-xa" })], ["b criteriaSet"]],
    ["successors", [entry("a", { successors: ["b", "c"] }), entry("b"), entry("c")], []],
    ["a successor named twice", [entry("a", { successors: ["b", "b"] }), entry("b")], ["a successors"]],
    ["a unit that follows itself", [entry("b"), entry("a", { successors: ["a"] })], ["a successors"]],
    [
      "all of it",
      [entry("a", { group: "huyen", criteriaSet: "bo-xa", from: "2025-02-01", until: "2025-01-01" })],
      ["a group", "a criteriaSet", "a until"],
    ],
  ])("%s", (_what, roster, expected) => {
    expect(found(...roster)).toEqual(expected);
  });

  it("names the circle from where it closes", () => {
    const roster = [
      ["a", "b"],
      ["b", "c"],
      ["c", "d"],
      ["d", "b"],
    ].map(([unit = "", next = ""]) => entry(unit, { successors: [next] }));
    expect(issuesOfRoster(roster, PERIOD)).toEqual([
      { unit: "b", field: "successors", message: expect.stringContaining("b → c → d → b") },
    ]);
  });
});

describe("successors in a circle", () => {
  const graphs = fc
    .integer({ min: 1, max: 7 })
    .chain((size) => fc.array(fc.array(fc.nat(size), { maxLength: 3 }), { minLength: size, maxLength: size }))
    .map(
      (edges) => new Map(edges.map((next, unit) => [`u${unit}`, { successors: next.map((to) => `u${to}`) }])),
    );

  it("are found wherever there is one, and lead back to where they begin", () => {
    fc.assert(
      fc.property(graphs, (roster) => {
        const next = (unit: string) => roster.get(unit)?.successors ?? [];
        const reached = (from: string): Set<string> => {
          const seen = new Set<string>();
          const open = [...next(from)];
          for (let unit = open.pop(); unit !== undefined; unit = open.pop())
            if (!seen.has(unit)) {
              seen.add(unit);
              open.push(...next(unit));
            }
          return seen;
        };
        const cycles = successorCycles([...roster].map(([id, { successors }]) => ({ id, successors })));
        expect(cycles.length > 0).toBe([...roster.keys()].some((unit) => reached(unit).has(unit)));
        for (const cycle of cycles) {
          cycle.forEach((unit, at) => {
            expect(next(unit)).toContain(cycle[(at + 1) % cycle.length]);
          });
          expect(new Set(cycle).size).toBe(cycle.length);
        }
        expect(new Set(cycles.map((cycle) => cycle.join())).size, "each once").toBe(cycles.length);
      }),
    );
  });

  it("are looked for once at each unit, however many ways lead there", () => {
    const ladder = Array.from({ length: 60 }, (_, at) => {
      const successors = at === 59 ? [] : [`u${at + 1}a`, `u${at + 1}b`];
      return ["a", "b"].map((side) => ({ id: `u${at}${side}`, successors }));
    });
    expect(successorCycles(ladder.flat())).toEqual([]);
  });

  it.each<[string, Record<string, string[]>, string[][]]>([
    ["two ways to one unit are no circle", { a: ["b", "c"], b: ["d"], c: ["d"], d: [] }, []],
    ["a circle through the second successor is one", { a: ["x", "b"], b: ["y", "a"] }, [["a", "b"]]],
    [
      "two circles are two",
      { a: ["b"], b: ["a"], c: ["a", "d"], d: ["c"] },
      [
        ["a", "b"],
        ["c", "d"],
      ],
    ],
  ])("%s", (_, successorsOf, cycles) => {
    const units = Object.entries(successorsOf).map(([id, successors]) => ({ id, successors }));
    expect(successorCycles(units)).toEqual(cycles);
  });

  it("a chain of 4.000 successors has no cycle; closed, it has one", () => {
    const chain = Array.from({ length: 4_000 }, (_, at) => ({ id: `u${at}`, successors: [`u${at + 1}`] }));
    expect(successorCycles(chain)).toEqual([]);
    expect(
      successorCycles(chain.with(-1, { id: "u3999", successors: ["u0"] })).map(({ length }) => length),
    ).toEqual([4_000]);
  });
});

it("a unit exists to the end of its last day", () => {
  expect(
    ["2025-06-29", "2025-06-30", "2025-07-01"].map((day) => existsOn({ until: "2025-06-30" }, day)),
  ).toEqual([...[true, true, false]]);
  expect(existsOn({ until: null }, "2999-12-31")).toBe(true);
});
