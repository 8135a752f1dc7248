import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idOfName, matchesSearch, searchable } from "../../core/src/index.ts";

/** Texts of Vietnamese letters, marks of their own among them, and blanks. */
const vietnamese = fc.string({
  unit: fc.constantFrom(
    ..."aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ0129/.-",
    ...[" ", "\u00a0", "\n", "\u0301", "\u0323", "\u031b"],
  ),
  maxLength: 40,
});

describe("a text as searches compare it", () => {
  it.each([
    ["Sở Nội vụ", "so noi vu"],
    ["Ủy ban nhân dân tỉnh", "uy ban nhan dan tinh"],
    ["ĐIỀU TRA XÃ HỘI HỌC", "dieu tra xa hoi hoc"],
    ["Đường dây nóng", "duong day nong"],
    ["đặc biệt", "dac biet"],
    ["hoá", "hoa"],
    ["hóa", "hoa"],
    ["Thuở xưa, người ươm cây", "thuo xua, nguoi uom cay"],
    ["quyết định số 12/QĐ-UBND", "quyet dinh so 12/qd-ubnd"],
    ["  Kế \t hoạch\n2024 ", "ke hoach 2024"],
    ["Kế\u00a0hoạch", "ke hoach"],
    ["", ""],
    [" \n", ""],
  ])("%j reads %j", (text, plain) => {
    expect(searchable(text)).toBe(plain);
    expect(searchable(text.normalize("NFD"))).toBe(plain);
    expect(searchable(text.normalize("NFC"))).toBe(plain);
  });

  it("is the same when done again", () => {
    fc.assert(
      fc.property(fc.oneof(vietnamese, fc.string({ unit: "binary" })), (text) => {
        expect(searchable(searchable(text))).toBe(searchable(text));
      }),
    );
  });

  it("depends on neither case nor the form of its letters, and holds no mark or doubled blank", () => {
    fc.assert(
      fc.property(vietnamese, (text) => {
        const plain = searchable(text);
        for (const other of [text.toUpperCase(), text.normalize("NFC"), text.normalize("NFD")])
          expect(searchable(other)).toBe(plain);
        expect(plain).toMatch(/^[a-z0-9/.-]*( [a-z0-9/.-]+)*$/);
      }),
    );
  });
});

describe("searching", () => {
  const TITLE = "Kế hoạch cải cách hành chính số 12/KH-UBND của Ủy ban nhân dân tỉnh";
  it.each(["ke hoach", "KẾ HOẠCH", "hành chính cải cách", "12/kh", "uy ban", "tinh", "", "  ", "hoach  ke"])(
    "finds %j, every word somewhere, in any order",
    (wanted) => {
      expect(matchesSearch(TITLE, wanted)).toBe(true);
    },
  );
  it.each(["kế toán", "13/kh", "kehoach", "ke hoach xa"])("does not find %j", (wanted) => {
    expect(matchesSearch(TITLE, wanted)).toBe(false);
  });

  it("finds any words of a text in it, whatever their order", () => {
    const words = vietnamese.map((text) => text.split(/\s+/));
    const cases = words.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all)));
    fc.assert(
      fc.property(cases, ([all, some]) => {
        expect(matchesSearch(all.join(" "), some.join(" ").toUpperCase())).toBe(true);
      }),
    );
  });
});

it.each([
  ["Phòng Nội vụ", "phong-noi-vu"],
  ["  Sở  Y tế (mới) ", "so-y-te-moi"],
  ["Đề án 06/CP – 2024", "de-an-06-cp-2024"],
  ["…", ""],
  ["", ""],
  ["a".repeat(70), "a".repeat(63)],
  [`${"a".repeat(62)} b`, "a".repeat(62)],
])("the id made from %j is %j", (name, id) => {
  expect(idOfName(name)).toBe(id);
});
