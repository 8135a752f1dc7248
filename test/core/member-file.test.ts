import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  IMPORT_MAX,
  Member,
  memberFindingText,
  memberRows,
  type Person,
  type Roles,
  readMemberRows,
} from "../../core/src/index.ts";

const UNITS = [
  { id: "so-noi-vu", name: "Sở Nội vụ" },
  { id: "so-y-te", name: "Sở Y tế" },
  { id: "huyen-nam-nhun", name: "UBND huyện Nậm Nhùn" },
  { id: "huyen-muong-te", name: "UBND huyện Mường Tè" },
];
const HEADINGS = ["Họ và tên", "Chức vụ", "Thư điện tử", "Đơn vị", "Vai trò"];
const MAI = ["Lò Thị Mai", "Chuyên viên", "mai@so.example", "Sở Y tế", "Cán bộ tự đánh giá"];
const mai: Person = {
  ...{ name: "Lò Thị Mai", title: "Chuyên viên", email: "mai@so.example" },
  ...{ unit: "so-y-te", roles: { unitEditor: "so-y-te" } },
};

const read = (...rows: unknown[][]) => readMemberRows([HEADINGS, ...rows], UNITS);
const said = (...rows: unknown[][]) => read(...rows).findings.map(memberFindingText);
/** The row of Mai with one cell changed. */
const but = (column: number, cell: unknown) => MAI.map((old, at) => (at === column ? cell : old));
const rolesOf = (text: string) => read(but(4, text)).people[0]?.roles;

describe("a list of members", () => {
  it("is read", () => {
    expect(read(MAI)).toEqual({ people: [mai], rows: [2], findings: [] });
  });

  it("may have its headings in any order, without tone marks, below a title, among other columns", () => {
    const rows = [
      ["DANH SÁCH CÁN BỘ", null],
      [],
      ["STT", "VAI TRO", "don vi", "Email", "  chức  vụ ", "Ho va ten"],
      [1, MAI[4], MAI[3], MAI[2], MAI[1], MAI[0]],
    ];
    expect(readMemberRows(rows, UNITS)).toEqual({ people: [mai], rows: [4], findings: [] });
  });

  it("says which columns are not there, and reads nothing", () => {
    const { people, findings } = readMemberRows(
      [
        ["Họ và tên", "Đơn vị"],
        ["A", "Sở Y tế"],
      ],
      UNITS,
    );
    expect(people).toEqual([]);
    expect(findings.map(memberFindingText)).toEqual([
      "dòng 1, cột Chức vụ: không có cột này",
      "dòng 1, cột Thư điện tử: không có cột này",
      "dòng 1, cột Vai trò: không có cột này",
    ]);
    expect(readMemberRows([], UNITS).findings).toHaveLength(5);
  });

  it("skips blank rows and counts them, as spreadsheets do", () => {
    expect(read([], MAI, ["", null, " ", undefined, ""], but(2, "hai"))).toMatchObject({
      rows: [3],
      findings: [{ row: 5, column: "Thư điện tử" }],
    });
  });

  it("takes links and numbers for text, and composes letters", () => {
    const link = { text: "mai@so.example", hyperlink: "mailto:mai@so.example" };
    const { people } = read(["Lò Thị Mai".normalize("NFD"), 2024, link, "so-y-te", ""]);
    expect(people).toEqual([{ ...mai, title: "2024", roles: {} }]);
  });

  it.each([
    ["so-y-te", "so-y-te"],
    ["SO Y TE", "so-y-te"],
    ["Nậm Nhùn", "huyen-nam-nhun"],
    ["", null],
  ])("knows the unit «%s»", (text, unit) => {
    expect(read(but(3, text).with(4, "Người xem")).people[0]?.unit).toBe(unit);
  });

  it("knows several roles, an appraiser's narrowed to some nodes", () => {
    expect(rolesOf("Lãnh đạo đơn vị; can bo tham dinh (f1 f2c1), Hội đồng thẩm định")).toEqual({
      ...{ unitHead: "so-y-te", appraiser: { nodes: ["f1", "f2c1"] }, council: true },
    });
    expect(rolesOf("Cán bộ thẩm định (  f1  f2c1 )")).toEqual({ appraiser: { nodes: ["f1", "f2c1"] } });
    expect(rolesOf("quản trị;người xem;")).toEqual({ admin: true, viewer: true });
    expect(rolesOf("")).toEqual({});
  });

  it.each([
    [but(0, " "), "dòng 2, cột Họ và tên: không được để trống"],
    [but(1, "x".repeat(201)), "dòng 2, cột Chức vụ: cần nhiều nhất 200 ký tự"],
    [but(2, "mai@"), "dòng 2, cột Thư điện tử: sai dạng"],
    [but(3, "Sở Lạ"), "dòng 2, cột Đơn vị: không có đơn vị «Sở Lạ» trong kỳ đánh giá"],
    [but(3, "huyện"), "dòng 2, cột Đơn vị: «huyện» có thể là UBND huyện Nậm Nhùn hoặc UBND huyện Mường Tè"],
    [but(3, ""), "dòng 2, cột Vai trò: «Cán bộ tự đánh giá» phải thuộc một đơn vị"],
    [but(4, "Thủ kho"), "dòng 2, cột Vai trò: không có vai trò «Thủ kho»"],
    [but(4, "Hội đồng (f1)"), "dòng 2, cột Vai trò: không có vai trò «Hội đồng (f1)»"],
    [but(4, "Cán bộ thẩm định (F.1)"), "dòng 2, cột Vai trò: sai dạng"],
    [but(3, "").with(4, "Cán bộ thẩm định"), "dòng 2, cột Đơn vị: cán bộ thẩm định phải thuộc một đơn vị"],
  ])("finds what is wrong: %j", (row, finding) => {
    expect(said(row)).toEqual([finding]);
    expect(read(row).people).toEqual([]);
  });

  it("finds everything that is wrong, also an address that stands twice", () => {
    expect(said(but(0, ""), MAI, but(2, "Mai@SO.example").with(4, "Thủ kho"))).toEqual([
      "dòng 2, cột Họ và tên: không được để trống",
      "dòng 3, cột Thư điện tử: trùng với dòng 2",
      "dòng 4, cột Vai trò: không có vai trò «Thủ kho»",
      "dòng 4, cột Thư điện tử: trùng với dòng 2",
    ]);
  });

  it("takes no two people without an address for the same one", () => {
    const none = said(but(2, ""));
    expect(none).toHaveLength(1);
    expect(said(but(2, ""), but(2, "")).map((text) => text.replace("dòng 3", "dòng 2"))).toEqual([
      ...none,
      ...none,
    ]);
  });

  it("takes the first of two columns of one heading, and names the row of the headings", () => {
    const rows = [["DANH SÁCH"], [...HEADINGS, "Email"], [...MAI, "khac@so.example"]];
    expect(readMemberRows(rows, UNITS)).toEqual({ people: [mai], rows: [3], findings: [] });
    const [, , , ...lacking] = HEADINGS;
    expect(readMemberRows([["DANH SÁCH"], [], lacking], UNITS).findings.map(({ row }) => row)).toEqual([
      3, 3, 3,
    ]);
  });

  it("holds no more people than one import takes", () => {
    const many = Array.from({ length: IMPORT_MAX + 1 }, (_, at) => but(2, `mai${at}@so.example`));
    expect(read(...many).people).toHaveLength(IMPORT_MAX);
    expect(said(...many)).toEqual(["dòng 502, cột Họ và tên: mỗi lần nhập nhiều nhất 500 người"]);
  });
});

const text = fc.string({ unit: "grapheme", maxLength: 30 }).map((value) => value.normalize("NFC").trim());
const node = fc.stringMatching(/^[a-z0-9]{1,8}$/).filter((id) => id !== "constructor");

/** Anyone whose unit and roles fit; names of units may coincide or be ids of others. */
const listed = fc
  .uniqueArray(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,12}$/), { minLength: 1, maxLength: 5 })
  .filter((ids) => !ids.includes("constructor"))
  .chain((ids) => {
    const name = fc
      .oneof(text, fc.constantFrom("Sở Y tế", "so y te", ...ids))
      .filter((value) => value !== "");
    const units = fc.tuple(...ids.map((id) => name.map((named) => ({ id, name: named }))));
    const person = fc.record({
      name: text.filter((value) => value !== ""),
      title: text,
      email: fc.emailAddress().filter((email) => Member.shape.email.safeParse(email).success),
      unit: fc.option(fc.constantFrom(...ids)),
      held: fc.record({
        ...{ admin: fc.boolean(), council: fc.boolean(), viewer: fc.boolean() },
        ...{ unitEditor: fc.boolean(), unitHead: fc.boolean() },
        appraiser: fc.option(fc.array(node, { maxLength: 3 })),
      }),
    });
    const people = fc.uniqueArray(person, { selector: ({ email }) => email.toLowerCase(), maxLength: 8 });
    return fc.record({ units, people });
  });

describe("members written to a list", () => {
  it("are read from it as they were", () => {
    fc.assert(
      fc.property(listed, ({ units, people }) => {
        const members = people.map(({ held, ...person }): Person => {
          const { unit } = person;
          const roles: Roles = {
            ...(held.admin && { admin: true }),
            ...(held.council && { council: true }),
            ...(held.viewer && { viewer: true }),
            ...(held.unitEditor && unit !== null && { unitEditor: unit }),
            ...(held.unitHead && unit !== null && { unitHead: unit }),
            ...(held.appraiser && unit !== null && { appraiser: { nodes: held.appraiser } }),
          };
          return { ...person, roles };
        });
        const again = readMemberRows(memberRows(members, units), units);
        expect(again).toEqual({ people: members, rows: members.map((_, at) => at + 2), findings: [] });
      }),
      { numRuns: 500 },
    );
  });
});
