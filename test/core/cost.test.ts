import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  COST_SECTIONS,
  COST_WIDTHS,
  type CostEstimate,
  CostLine,
  costOf,
  costRows,
  costSections,
  excessiveLine,
  formatDong,
  formatQuantity,
  formsOf,
  plannedOf,
  USUAL_LINES,
} from "../../core/src/index.ts";

const lines: fc.Arbitrary<CostLine[]> = fc.array(
  fc.record({
    section: fc.constantFrom(...COST_SECTIONS),
    name: fc.constantFrom("In phiếu", "Họp"),
    unit: fc.constant("phiếu"),
    quantity: fc.integer({ min: 0, max: 10_000_000 }),
    perForm: fc.boolean(),
    price: fc.integer({ min: 0, max: 1_000_000 }),
    actual: fc.option(fc.integer({ min: 0, max: 1_000_000_000_000 })),
    note: fc.constant(""),
  }),
  { maxLength: 200 },
);

describe("a line", () => {
  it.each([
    [{ quantity: 1_000, perForm: true, price: 2_500 }, 384, 960_000],
    [{ quantity: 500, perForm: true, price: 3 }, 1, 2],
    [{ quantity: 1_500, perForm: false, price: 200_000 }, 384, 300_000],
    [{ quantity: 333, perForm: false, price: 1 }, 0, 0],
    [{ quantity: 1_000_000_000, perForm: false, price: 1_000_000_000 }, 0, 1_000_000_000_000_000],
  ])("%j of %i forms comes to %i đồng", (line, forms, planned) => {
    expect(plannedOf(line, forms)).toBe(planned);
  });
});

describe("a line that is too much for any estimate", () => {
  const sound = { quantity: 1_000, perForm: true, price: 1_000 };
  it.each<[string, Pick<CostLine, "quantity" | "perForm" | "price">, forms: number, boolean]>([
    ["the most", { quantity: 10_000_000_000, perForm: false, price: 1_000_000 }, 0, false],
    ["a đồng more", { quantity: 10_000_000_001, perForm: false, price: 1_000_000 }, 0, true],
    [
      "the most of forms, without a price",
      { quantity: 1_000_000_000, perForm: true, price: 0 },
      10_000,
      false,
    ],
    ["a thousandth more", { quantity: 1_000_000_000, perForm: true, price: 0 }, 10_001, true],
    ["a price alone", { quantity: 1, perForm: false, price: 1_000_000_000 }, 5_000, false],
  ])("%s", (_, line, forms, excessive) => {
    expect(excessiveLine([sound, line, sound], forms)).toBe(excessive ? line : undefined);
  });
});

describe("an estimate", () => {
  const samples = [
    { group: "Người dân", units: 8, forms: 100 },
    { group: "Doanh nghiệp", units: 8, forms: 30 },
  ];

  it("counts the forms of its sample plan", () => {
    expect(formsOf(samples)).toBe(1_040);
    expect(formsOf([])).toBe(0);
  });

  it("begins with lines that state no price", () => {
    expect(costOf(USUAL_LINES, 1_040)).toEqual({ planned: 0, actual: 0, unpriced: 14, unspent: 14 });
    expect(new Set(USUAL_LINES.map(({ section }) => section))).toEqual(new Set(COST_SECTIONS));
    for (const line of USUAL_LINES) expect(CostLine.parse(line)).toEqual(line);
  });

  it("knows of each line whether its price and what was spent are known", () => {
    const line = {
      section: "survey" as const,
      name: "In",
      unit: "phiếu",
      quantity: 1_000,
      perForm: false,
      note: "",
    };
    const given = [
      { ...line, price: 500, actual: 400 },
      { ...line, price: 0, actual: null },
      { ...line, price: 300, actual: 0 },
    ];
    expect(costOf(given, 10)).toEqual({ planned: 800, actual: 400, unpriced: 1, unspent: 1 });
  });

  it("is the sum of its sections, whatever the order of its lines", () => {
    fc.assert(
      fc.property(lines, fc.nat(100), (some, forms) => {
        const estimate = { samples: [{ group: "Người dân", units: 1, forms }], lines: some };
        const sections = costSections(estimate);
        const sum = (of: "planned" | "actual") =>
          sections.reduce((total, section) => total + BigInt(section.total[of]), 0n);
        const whole = costOf(some, forms);
        expect([sum("planned"), sum("actual")]).toEqual([BigInt(whole.planned), BigInt(whole.actual)]);
        expect(costOf(some.toReversed(), forms)).toEqual(whole);
        expect(sections.flatMap((section) => section.lines)).toHaveLength(some.length);
      }),
    );
  });

  it("becomes a table of as many columns as it has widths, with its sums", () => {
    const line = { ...(USUAL_LINES[0] as CostLine), price: 1_000, actual: 900_000 };
    const estimate: Pick<CostEstimate, "samples" | "lines"> = { samples, lines: [line] };
    const written = costRows(estimate, (section) => section);
    const rows = written.map((row) => row.map(({ value }) => value));
    expect(rows[0]).toHaveLength(COST_WIDTHS.length);
    expect(rows.slice(1, 4)).toEqual([
      ["A", "survey", null, null, null, 1_040_000, 900_000, 140_000, null],
      ["1", "In phiếu điều tra", "phiếu", 1_040, 1_000, 1_040_000, 900_000, 140_000, ""],
      ["", "Tổng cộng", null, null, null, 1_040_000, 900_000, 140_000, null],
    ]);
    expect(rows.at(-1)).toEqual(["2", "Doanh nghiệp", "8 đơn vị × 30 phiếu", 240]);
    expect(rows.at(-3)).toEqual(["", "Cỡ mẫu điều tra", null, 1_040]);
    const grouped = [false, false, false, false, true, true, true, true, false];
    expect(written[2]?.map((cell) => cell.grouped)).toEqual(grouped);
  });
});

it("a table has a letter for each section, no difference of what is not spent yet, no plan where there is none", () => {
  const [first, second] = COST_SECTIONS;
  const line = { ...(USUAL_LINES[0] as CostLine), price: 1_000, actual: null };
  const lines = [second, first].map(
    (section): CostLine => ({ ...line, section: section ?? "other", perForm: false }),
  );
  const rows = costRows({ samples: [], lines }, (section) => section).map((row) =>
    row.map(({ value }) => value),
  );
  expect(rows.slice(1).map(([number]) => number)).toEqual(["A", "1", "B", "1", ""]);
  expect([rows[1]?.[1], rows[3]?.[1]]).toEqual([first, second]);
  expect(rows[2]?.slice(5, 8)).toEqual([1_000, null, null]);
});

it.each([
  [0, "0"],
  [999, "999"],
  [1_234_567, "1.234.567"],
  [-1_000, "−1.000"],
])("%i đồng reads %s", (dong, text) => {
  expect(formatDong(dong)).toBe(text);
});

it.each([
  [0, "0"],
  [500, "0,5"],
  [1_250_500, "1.250,5"],
  [384_000, "384"],
  [1, "0,001"],
])("%i thousandths read %s", (thousandths, text) => {
  expect(formatQuantity(thousandths)).toBe(text);
});
