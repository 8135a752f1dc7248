import { describe, expect, it } from "vitest";
import { readRosterFile } from "../../core/src/index.ts";
import { SET_FILES, shippedRoster } from "./lai-chau.ts";

describe("the shipped units", () => {
  const roster = shippedRoster();
  const inGroup = (group: string) => roster.units.filter((unit) => unit.group === group).length;

  it("are the 28 of the decision's groups, in official order", () => {
    expect([roster.units.length, inGroup("so"), inGroup("dac-thu"), inGroup("huyen")]).toEqual([
      28, 16, 4, 8,
    ]);
    expect(roster.units.map((unit) => unit.order)).toEqual(roster.units.map((_, at) => at + 1));
    expect(roster.groups.map(({ id, ranked }) => [id, ranked])).toEqual([
      ["so", true],
      ["dac-thu", false],
      ["huyen", true],
    ]);
  });

  it("have a standing body, another for its own file, and criteria sets that exist", () => {
    expect([roster.standingBody, roster.standingBodyOwn]).toEqual(["so-noi-vu", "van-phong-ubnd"]);
    const sets = new Set(SET_FILES.map((file) => file.replace(".json", "")));
    for (const unit of roster.units) expect(sets, unit.id).toContain(unit.criteriaSet);
  });
});

const unit = (id: string, more: object = {}) => ({ id, name: id, group: "so", criteriaSet: "bo", ...more });
const file = (more: object = {}) => ({
  groups: [{ id: "so", name: "Sở", ranked: true }],
  standingBody: "noi-vu",
  leadAppraisers: { byField: { "1": "noi-vu" }, byNode: {}, standingBodyOwn: "tu-phap" },
  units: [unit("noi-vu"), unit("tu-phap")],
  ...more,
});

describe("findings name who is at fault", () => {
  it("has none for a sound file", () => {
    expect(readRosterFile(file()).findings).toEqual([]);
  });

  it.each<[string, object, string, string]>([
    ["a unit twice", { units: [unit("noi-vu"), unit("tu-phap"), unit("noi-vu")] }, "noi-vu", "lặp lại"],
    ["a group twice", { groups: [...file().groups, ...file().groups] }, "so", "lặp lại"],
    [
      "a group nobody knows",
      { units: [unit("noi-vu"), unit("tu-phap", { group: "ban" })] },
      "tu-phap",
      "«ban» không có",
    ],
    [
      "ranked otherwise than its group",
      { units: [unit("noi-vu"), unit("tu-phap", { ranked: false })] },
      "tu-phap",
      "không xếp hạng",
    ],
    ["a standing body that is no unit", { standingBody: "y-te" }, "y-te", "không có trong danh sách đơn vị"],
    [
      "a lead that is no unit",
      { leadAppraisers: { byField: {}, byNode: { bo: { "1.1": "y-te" } }, standingBodyOwn: "tu-phap" } },
      "y-te",
      "không có trong danh sách đơn vị",
    ],
    [
      "a standing body judging itself",
      { leadAppraisers: { byField: {}, byNode: {}, standingBodyOwn: "noi-vu" } },
      "noi-vu",
      "không được tự thẩm định",
    ],
    ["a unit without name", { units: [unit("noi-vu", { name: "" })] }, "units.0.name", "không được để trống"],
    ["no units", { units: [] }, "units", "cần ít nhất 1 mục"],
  ])("%s", (_, more, node, message) => {
    const { roster, findings } = readRosterFile(file(more));
    expect(roster).toBeNull();
    expect(findings).toContainEqual({ node, message: expect.stringContaining(message) });
  });

  it("not a file of units", () => {
    expect(readRosterFile("x").findings).toEqual([
      { node: "units.json", message: "phải là một nhóm thông tin" },
    ]);
  });
});
