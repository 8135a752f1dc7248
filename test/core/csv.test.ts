import { describe, expect, it } from "vitest";
import { csvText } from "../../core/src/index.ts";

describe("A CSV for spreadsheets", () => {
  it("starts with a byte order mark, so that Vietnamese letters come out right", () => {
    expect(csvText([["Đơn vị"], ["Sở Nội vụ"]])).toBe("\uFEFFĐơn vị\r\nSở Nội vụ\r\n");
  });

  it.each(["=1+1", "+84", "-1", "@SUM(A1)", "\tx", "\0=1", "  =1+1", "＝1+1", "＠x"])(
    "never gives %j as a formula",
    (cell) => {
      expect(csvText([[cell]])).toBe(`\uFEFF'${cell}\r\n`);
    },
  );

  it("quotes what holds a comma, a quote or a line break, a dead formula too", () => {
    expect(csvText([["a,b", 'nói "có"', "một\nhai", '=HYPERLINK("x","y")', "\rx"]])).toBe(
      '\uFEFF"a,b","nói ""có""","một\nhai","\'=HYPERLINK(""x"",""y"")","\'\rx"\r\n',
    );
  });

  it("leaves a minus or an equals sign alone where it does not lead", () => {
    expect(csvText([["Chênh −1", "a=b"]])).toBe("\uFEFFChênh −1,a=b\r\n");
  });
});
