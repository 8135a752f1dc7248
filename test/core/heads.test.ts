import { describe, expect, it } from "vitest";
import { type HeadTerm, headsOfUnit, headTerms, type Member } from "../../core/src/index.ts";
import { person } from "./report-samples.ts";

const day = (text: string) => new Date(`${text}T00:00:00+07:00`);
const HEAD = { roles: { unitHead: "so-y-te" }, unit: "so-y-te" };

type Entry = Parameters<typeof headTerms>[1][number];
const handOver = (from: string, to: string, at: string): Entry => ({
  ...{ act: "handOver", at: day(at), unit: "so-y-te", detail: { role: "unitHead", from, to } },
});
const saved = (uid: string, from: object | null, to: object, at: string): Entry => ({
  act: "saveMember",
  at: day(at),
  unit: "so-y-te",
  detail: { uid, from: from && { roles: from }, to: { roles: to } },
});
const locked = (uid: string, disabled: boolean, at: string): Entry => ({
  act: "setMemberDisabled",
  at: day(at),
  unit: "so-y-te",
  detail: { uid, disabled },
});

const told = (terms: readonly HeadTerm[]) =>
  terms.map(({ name, from, account, until }) => [name, from, account, until]);

const CASES: [string, Record<string, Partial<Member>>, Entry[], unknown[]][] = [
  ["who was there before anything was recorded", { A: HEAD }, [], [["A", null, null, null]]],
  ["who is no head", { A: { unit: "so-y-te" } }, [], []],
  [
    "a handover",
    { A: { unit: "so-y-te" }, B: HEAD },
    [handOver("A", "B", "2024-08-15")],
    [
      ["A", null, null, day("2024-08-15")],
      ["B", day("2024-08-15"), null, null],
    ],
  ],
  [
    "a handover there and back",
    { A: HEAD, B: { unit: "so-y-te" } },
    [handOver("B", "A", "2024-10-01"), handOver("A", "B", "2024-08-15")],
    [
      ["A", null, null, day("2024-08-15")],
      ["B", day("2024-08-15"), null, day("2024-10-01")],
      ["A", day("2024-10-01"), null, null],
    ],
  ],
  [
    "another role that is handed over",
    { A: HEAD },
    [{ ...handOver("A", "B", "2024-08-15"), detail: { role: "unitEditor", from: "A", to: "B" } }],
    [["A", null, null, null]],
  ],
  [
    "a role that was given to a member",
    { A: HEAD },
    [saved("A", {}, { unitHead: "so-y-te" }, "2024-03-01")],
    [["A", day("2024-03-01"), null, null]],
  ],
  [
    "a change of particulars alone",
    { A: HEAD },
    [saved("A", { unitHead: "so-y-te" }, { unitHead: "so-y-te" }, "2024-03-01")],
    [["A", null, null, null]],
  ],
  [
    "an account made for a head: the post may be older",
    { A: HEAD },
    [saved("A", null, { unitHead: "so-y-te" }, "2024-11-01")],
    [["A", null, day("2024-11-01"), null]],
  ],
  [
    "accounts that came from a file",
    { A: HEAD },
    [
      {
        act: "importMembers",
        at: day("2024-11-01"),
        unit: null,
        detail: { emails: ["2@x.example", "1@LAICHAU.example"] },
      },
    ],
    [["A", null, day("2024-11-01"), null]],
  ],
  [
    "an account that was locked",
    { A: { ...HEAD, disabled: true } },
    [locked("A", true, "2024-06-01")],
    [["A", null, null, day("2024-06-01")]],
  ],
  [
    "one that was locked and opened again",
    { A: HEAD },
    [locked("A", true, "2024-06-01"), locked("A", false, "2024-07-01")],
    [
      ["A", null, null, day("2024-06-01")],
      ["A", day("2024-07-01"), null, null],
    ],
  ],
  [
    "nobody who is locked, though the role is given meanwhile",
    { A: { ...HEAD, disabled: true } },
    [locked("A", true, "2024-06-01"), saved("A", {}, { unitHead: "so-y-te" }, "2024-07-01")],
    [],
  ],
  [
    "what was done to others",
    { A: HEAD },
    [
      ...[handOver("B", "C", "2024-02-01"), saved("B", null, { unitHead: "so-y-te" }, "2024-03-01")],
      { act: "importMembers", at: day("2024-04-01"), unit: null, detail: { emails: ["2@laichau.example"] } },
      ...[
        locked("B", true, "2024-05-01"),
        { act: "adopt", at: day("2024-06-01"), unit: null, detail: { uid: "A", disabled: true } },
      ],
    ],
    [["A", null, null, null]],
  ],
  [
    "the one who left first, of two who began together",
    { A: HEAD, B: { unit: "so-y-te" }, C: { unit: "so-y-te" } },
    [handOver("C", "D", "2024-09-01"), handOver("B", "E", "2024-08-01")],
    [
      ["B", null, null, day("2024-08-01")],
      ["C", null, null, day("2024-09-01")],
      ["A", null, null, null],
    ],
  ],
  [
    "who began first, by the role that was given or the account that was made",
    { A: HEAD, B: { unit: "so-y-te" } },
    [
      saved("A", null, { unitHead: "so-y-te" }, "2024-11-01"),
      ...[saved("B", {}, { unitHead: "so-y-te" }, "2024-03-01"), handOver("B", "C", "2024-08-15")],
    ],
    [
      ["B", day("2024-03-01"), null, day("2024-08-15")],
      ["A", null, day("2024-11-01"), null],
    ],
  ],
  [
    "entries that say nothing readable",
    { A: HEAD },
    ["handOver", "saveMember", "importMembers", "setMemberDisabled"].map(
      (act): Entry => ({ act, at: day("2024-06-01"), unit: "so-y-te", detail: {} }),
    ),
    [["A", null, null, null]],
  ],
];

describe("the heads of a unit", () => {
  it.each(CASES)("tell %s", (_what, people, entries, expected) => {
    const members = Object.entries(people).map(([uid, more]) => ({ uid, member: person(uid, more) }));
    expect(told(headTerms(members, entries))).toEqual(expected);
  });

  it("have the name and title of their time", () => {
    const former = [{ name: "Nguyễn A", title: "Phó Giám đốc", unit: "so-y-te", until: day("2024-09-01") }];
    const member = person("Nguyễn Văn A", { former, unit: "so-tu-phap" });
    const [term] = headTerms([{ uid: "A", member }], [handOver("A", "B", "2024-08-15")]);
    expect(term).toMatchObject({ name: "Nguyễn A", title: "Phó Giám đốc" });
    const [last] = headTerms([{ uid: "A", member }], [handOver("A", "B", "2024-09-01")]);
    expect(last).toMatchObject({ name: "Nguyễn A", title: "Phó Giám đốc" });
  });

  it("of a year are those who held the post in it", () => {
    const members = ["A", "B"].map((uid) => ({ uid, member: person(uid, uid === "B" ? HEAD : {}) }));
    const terms = headTerms(members, [handOver("A", "B", "2024-08-15")]);
    const within = (from: string, to: string) =>
      headsOfUnit(terms, "so-y-te", day(from), day(to)).map(({ name }) => name);
    expect(within("2024-01-01", "2024-12-31")).toEqual(["A", "B"]);
    expect(within("2024-01-01", "2024-07-31")).toEqual(["A"]);
    expect(within("2024-08-15", "2024-12-31")).toEqual(["B"]);
    expect(within("2024-01-01", "2024-08-15")).toEqual(["A", "B"]);
    expect(headsOfUnit(terms, "so-tu-phap", day("2024-01-01"), day("2024-12-31"))).toEqual([]);
  });
});
