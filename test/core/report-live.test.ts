import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  emptyLedger,
  type Ledger,
  type LiveDocuments,
  predecessorsOf,
  provisionalResult,
  publishedResult,
  rankingTable,
  resultOfSeal,
  type Seal,
  sealRoot,
  type Unit,
  verifyResult,
} from "../../core/src/index.ts";
import { SEALED_AT, tableRows } from "./report-samples.ts";
import { ledgersOf, periodWith, pts, SMALL_SET, unitWith } from "./samples.ts";

const IDS = ["so-y-te", "so-tu-phap", "so-noi-vu"] as const;

const ledgers = fc.tuple(...IDS.map((unit) => ledgersOf(SMALL_SET, { unit, complete: true })));

function live(all: readonly Ledger[], more: Partial<LiveDocuments> = {}): LiveDocuments {
  const unitOf = ({ exempt }: Ledger, order: number): Unit =>
    unitWith({ order, exempt, name: `Đơn vị ${order}` });
  return {
    ids: { scheme: "lai-chau", period: "2024" },
    scheme: { name: "Chỉ số", owner: "UBND tỉnh Lai Châu", tier: "province", parent: null },
    period: periodWith({ state: "sealed" }),
    units: new Map(all.map((ledger, at) => [ledger.unit, unitOf(ledger, at)])),
    ledgers: new Map(all.map((ledger) => [ledger.unit, ledger])),
    sets: new Map([[SMALL_SET.id, SMALL_SET]]),
    adjustments: new Map(),
    ...more,
  };
}

/** The seal as sealing would have left it of these documents. */
function sealOf(documents: LiveDocuments): Seal {
  const { manifest } = provisionalResult(documents);
  return {
    ...{
      run: "s1",
      state: "done",
      claimedAt: SEALED_AT,
      readTime: SEALED_AT,
      lease: SEALED_AT,
      cursor: null,
      done: IDS.length,
    },
    ...{
      differences: [],
      manifest,
      root: sealRoot(manifest),
      signature: "",
      publicKey: "",
      development: true,
    },
  };
}

describe("a result that is not published", () => {
  it("is provisional until it is sealed, and then the one that was sealed, which verifies", () => {
    fc.assert(
      fc.property(ledgers, (all) => {
        const documents = live(all);
        // A unit that is exempt from everything has no points, and no place before the result is sealed.
        fc.pre(provisionalResult(documents).sheets.every(({ total }) => total.achieved !== null));
        expect(provisionalResult(documents)).toMatchObject({ root: null, sealedAt: null, decision: null });
        const seal = sealOf(documents);
        const result = resultOfSeal(documents, seal);
        expect(result).toMatchObject({ root: seal.root, sealedAt: SEALED_AT });
        expect(verifyResult(result.manifest, result.sheets, seal.root ?? "")).toEqual([]);
        const order = result.manifest.ranking.flatMap(({ units }) => units.map(({ unit }) => unit));
        expect(result.sheets.map(({ unit }) => unit)).toEqual(order);
      }),
    );
  });

  it("is refused where a ledger is not what was sealed, naming the unit", () => {
    fc.assert(
      fc.property(ledgers, (all) => {
        const seal = sealOf(live(all));
        const [first, ...others] = all as [Ledger, ...Ledger[]];
        const leaf = "f1c1s2";
        fc.pre(first.exempt[leaf] === undefined);
        const points = first.appraisal[leaf]?.points === pts(1) ? 0 : pts(1);
        const changed = { ...first, appraisal: { ...first.appraisal, [leaf]: { points, rev: 2 } } };
        expect(() => resultOfSeal(live([changed, ...others]), seal)).toThrow("bảng điểm của Đơn vị 0 khác");
      }),
    );
  });

  it("is refused while it is still being sealed", () => {
    const [all] = fc.sample(ledgers, 1);
    const documents = live(all ?? []);
    expect(() => resultOfSeal(documents, { ...sealOf(documents), root: null })).toThrow(
      "chưa được chốt xong",
    );
  });

  it("counts bonus points in the order in which they were made", () => {
    const [all] = fc.sample(ledgers, 1) as [Ledger[]];
    const made = (at: string, reason: string, revoked = false) => ({
      ...{ kind: "bonus" as const, points: pts(0.5), reason, by: "x", at: new Date(at) },
      decision: { number: "1/QĐ", date: "2025-01-05" },
      revoked: revoked ? { reason: "", by: "x", at: new Date(at) } : null,
    });
    const period = periodWith({ settings: { ...periodWith().settings, bonusCap: pts(2) } });
    const adjustments = new Map([
      ["so-y-te", [made("2025-01-02", "sau"), made("2025-01-01", "trước"), made("2025-01-03", "bỏ", true)]],
    ]);
    const ledger = { ...(all[0] as Ledger), adjustment: pts(1) };
    const result = provisionalResult(live([ledger, ...all.slice(1)], { period, adjustments }));
    const sheet = result.sheets.find(({ unit }) => unit === "so-y-te");
    expect(sheet?.adjustments?.items.map(({ reason }) => reason)).toEqual(["trước", "sau"]);
  });
});

describe("a published result", () => {
  const documents = live((fc.sample(ledgers, 1) as [Ledger[]])[0]);
  const seal = sealOf(documents);
  const { manifest, sheets } = resultOfSeal(documents, seal);
  const publication = {
    ...{ manifest, root: seal.root ?? "", signature: "", publicKey: "", development: true },
    decision: { number: "1/QĐ", date: "2025-01-17", file: "" },
    ...{ publishedAt: new Date("2025-01-20T00:00:00Z"), supersededBy: null },
  };
  const hashed = sheets.map((sheet) => ({ sheet, sha256: "" }));

  it("was sealed when its seal says, and where that is another's, when it was published", () => {
    expect(publishedResult(publication, hashed, seal).sealedAt).toEqual(SEALED_AT);
    expect(publishedResult(publication, hashed, undefined).sealedAt).toEqual(publication.publishedAt);
    expect(publishedResult(publication, hashed, { ...seal, root: "0".repeat(64) }).sealedAt).toEqual(
      publication.publishedAt,
    );
  });

  it("has its sheets in the order of its ranking, whatever the order they come in", () => {
    expect(publishedResult(publication, hashed.toReversed(), seal).sheets).toEqual(sheets);
    expect(publishedResult(publication, hashed.slice(1), seal).sheets).toEqual(sheets.slice(1));
  });
});

it("names the units that a unit took over from, each once", () => {
  const units = [
    { name: "Sở A", successors: ["moi", "khac"] },
    { name: "Sở B", successors: ["moi"] },
    { name: "Sở A", successors: ["moi"] },
    { name: "Sở C", successors: [] },
  ];
  expect(predecessorsOf(units)).toEqual({ moi: ["Sở A", "Sở B"], khac: ["Sở A"] });
});

describe("a provisional result", () => {
  const ledger = (unit: string, points: number | null): Ledger => ({
    ...emptyLedger(unit, unitWith({ name: unit }), periodWith().settings),
    appraisal: points === null ? {} : { f1c1s1: { points, rev: 1 } },
  });
  const units = new Map(
    (["draft", "returned", "locked", "submitted"] as const).map((state, order) => [
      state as string,
      unitWith({ name: state, order }, state),
    ]),
  );
  const ledgers = new Map([
    ["draft", ledger("draft", null)],
    ["returned", ledger("returned", pts(2))],
    ["locked", ledger("locked", null)],
    ["submitted", ledger("submitted", pts(2))],
  ]);
  const made = () => provisionalResult(live([], { units, ledgers }));

  it("has no place for who has no points yet", () => {
    const result = made();
    const placed = new Map(
      result.manifest.ranking.flatMap((group) => group.units.map((unit) => [unit.unit, unit])),
    );
    expect(placed.get("draft")).toMatchObject({ index: "—", rank: null, band: null });
    expect(placed.get("submitted")).toMatchObject({ rank: 1 });
    const [group] = result.manifest.ranking;
    if (!group) throw new Error("no group");
    const rows = tableRows(rankingTable(result, group));
    expect(rows.find(([, name]) => name === "draft")?.slice(-4)).toEqual(["—", "—", "—", "Chưa có điểm"]);
  });

  it("has no unit of which a ledger is all that is left, and none without its set", () => {
    const documents = live([], { units: new Map([...units].slice(1)), ledgers });
    expect(provisionalResult(documents).sheets.map(({ unit }) => unit)).not.toContain("draft");
    expect(provisionalResult(documents).sheets.length).toBe(units.size - 1);
    expect(provisionalResult({ ...documents, sets: new Map() }).sheets).toEqual([]);
  });

  it("does not say of who may still submit that they did not assess themselves", () => {
    const absent = made()
      .sheets.filter(({ selfAssessed }) => !selfAssessed)
      .map(({ unit }) => unit);
    expect(absent).toEqual(["locked"]);
  });
});
