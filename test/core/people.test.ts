import { describe, expect, it } from "vitest";
import { issuesOfPerson, type Member, postAt, sameEmail, withParticulars } from "../../core/src/index.ts";

const member = (more: Partial<Member> = {}): Member => ({
  ...{ name: "Lò Thị Mai", title: "Chuyên viên", email: "mai@so.example", unit: "so-y-te" },
  ...{ disabled: false, former: [], roles: { unitEditor: "so-y-te" } },
  ...more,
});
const FIRST = new Date("2024-03-01T00:00:00Z");
const SECOND = new Date("2024-09-01T00:00:00Z");
const justBefore = (instant: Date) => new Date(instant.getTime() - 1);

describe("who a person was", () => {
  const renamed = withParticulars(member(), member({ title: "Trưởng phòng" }), FIRST);
  const moved = withParticulars(renamed, { ...renamed, name: "Lò Mai", unit: null, roles: {} }, SECOND);

  it("is what they were called at the time, to the instant", () => {
    expect(postAt(moved, justBefore(FIRST))).toEqual({
      name: "Lò Thị Mai",
      title: "Chuyên viên",
      unit: "so-y-te",
    });
    expect(postAt(moved, FIRST)).toEqual({ name: "Lò Thị Mai", title: "Trưởng phòng", unit: "so-y-te" });
    expect(postAt(moved, justBefore(SECOND)).title).toBe("Trưởng phòng");
    expect(postAt(moved, SECOND)).toEqual({ name: "Lò Mai", title: "Trưởng phòng", unit: null });
  });

  it.each([{ name: "Lò Mai" }, { title: "Trưởng phòng" }, { unit: "so-noi-vu" }])(
    "is kept where %j is new",
    (more) => {
      const before = { name: "Lò Thị Mai", title: "Chuyên viên", unit: "so-y-te" };
      const changed = withParticulars(member(), member(more), FIRST);
      expect(changed).toEqual({ ...member(more), former: [{ ...before, until: FIRST }] });
      expect([postAt(changed, justBefore(FIRST)), postAt(changed, FIRST)]).toEqual([
        before,
        { ...before, ...more },
      ]);
    },
  );

  it("is the same account however its e-mail address is typed", () => {
    expect(sameEmail(" Mai@So.Example ")).toBe(sameEmail("mai@so.example"));
    expect(sameEmail("mai@so.example")).toBe("mai@so.example");
  });

  it("is not kept anew where only the e-mail address or the roles change", () => {
    const { former } = withParticulars(renamed, { ...renamed, email: "khac@so.example", roles: {} }, SECOND);
    expect(former).toEqual(renamed.former);
  });
});

describe("what is wrong with a person", () => {
  const UNITS = new Set(["so-y-te", "so-noi-vu"]);
  const at = (unit: string | null, roles: Member["roles"]) =>
    issuesOfPerson({ unit, roles }, UNITS).map(({ path }) => path);

  it("is a unit that the period does not have", () => {
    expect(at("so-la", {})).toEqual(["unit"]);
    expect(at("so-y-te", {})).toEqual([]);
  });

  it("is a role of another unit, or a unit's role without a unit", () => {
    expect(at("so-y-te", { unitEditor: "so-y-te", unitHead: "so-noi-vu" })).toEqual(["roles.unitHead"]);
    expect(at(null, { unitEditor: "so-y-te" })).toEqual(["roles.unitEditor"]);
    expect(at("so-y-te", { unitHead: "so-y-te", admin: true })).toEqual([]);
  });

  it("is an appraiser without a department", () => {
    expect(at(null, { appraiser: { nodes: [] } })).toEqual(["unit"]);
    expect(at("so-noi-vu", { appraiser: { nodes: ["f1"] } })).toEqual([]);
    expect(at(null, { council: true, viewer: true })).toEqual([]);
  });
});
