import type { GroupRanking } from "./documents.ts";
import {
  type Block,
  blank,
  dayOfDate,
  enumerated,
  hashGroups,
  type ReportDocument,
  type ReportSection,
  type RichText,
} from "./report-document.ts";
import { rankingNotes, rankingTable, unitWithIndex } from "./report-ranking.ts";
import {
  groupsInReadingOrder,
  headTitle,
  isCommittee,
  placeName,
  type ReportContext,
  type ReportResult,
  sharesRank,
  shortName,
} from "./report-result.ts";
import { TIME_ZONE } from "./time-zone.ts";

/** A sealed result: without a root there is nothing to decide on. */
export type SealedResult = ReportResult & { root: string; sealedAt: Date };

export const isSealed = (result: ReportResult): result is SealedResult =>
  result.root !== null && result.sealedAt !== null;

const ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"];
/** The name of an annex by its place (Nghị định 30/2020/NĐ-CP: Roman numerals); one alone has no number. */
const annexName = (at: number, of: number): string =>
  of === 1 ? "Phụ lục" : `Phụ lục ${ROMAN[at] ?? String(at + 1)}`;

/** An instant as official documents write it: "14 giờ 05 phút, ngày 17 tháng 01 năm 2025". */
export function instantInWords(instant: Date): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone: TIME_ZONE,
    ...{ day: "2-digit", month: "2-digit", year: "numeric", hour: "2-digit", minute: "2-digit" },
  }).formatToParts(instant);
  const of = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return `${of.hour} giờ ${of.minute} phút, ngày ${of.day} tháng ${of.month} năm ${of.year}`;
}

/** A decision's number and day, or dots for both. */
const numberAndDay = (decision: { number: string; date: string } | null): RichText =>
  decision
    ? [{ text: `số ${decision.number} ngày ${dayOfDate(decision.date)}` }]
    : [{ text: "số " }, blank(), { text: " ngày " }, blank("…/…/……")];

const joined = (...parts: RichText[]): RichText =>
  parts.flatMap((part) => (typeof part === "string" ? [{ text: part }] : part));

const subjectOf = ({ manifest }: ReportResult) =>
  `phê duyệt và công bố kết quả ${manifest.schemeName} năm ${manifest.year}`;

/** What the decision rests on. Laws and plans of the year are the editor's to fill in: none is invented here. */
function basis({ manifest }: SealedResult, { standingBody, council, minutes }: ReportContext): RichText[] {
  const owner = shortName(manifest.owner);
  return [
    joined("Căn cứ Luật Tổ chức chính quyền địa phương ngày ", [blank("…/…/……")], ";"),
    joined(
      "Căn cứ Quyết định số ",
      [blank()],
      " ngày ",
      [blank("…/…/……")],
      ` của ${owner} ban hành Bộ Chỉ số đánh giá công tác cải cách hành chính hàng năm;`,
    ),
    joined(
      "Căn cứ Quyết định ",
      numberAndDay(council),
      `${isCommittee(manifest.owner) ? ` của Chủ tịch ${owner}` : ""} về việc thành lập Hội đồng thẩm định xác định ${manifest.schemeName} năm ${manifest.year};`,
    ),
    joined(
      "Căn cứ kết quả thẩm định đã được Hội đồng thẩm định thông qua theo ",
      minutes === null ? [blank("Biên bản số …… ngày …/…/……")] : minutes,
      ";",
    ),
    `Theo đề nghị của ${headTitle(standingBody)} ${standingBody}.`,
  ];
}

/** What the first article says of a group: how many units, where its table stands, who leads, who shares a place. */
function groupText(group: GroupRanking, annex: string): string {
  const { units, name, ranked } = group;
  const first = units.filter(({ rank }) => rank === 1);
  const lowestRank = units.at(-1)?.rank;
  const last = units.filter(({ rank }) => rank === lowestRank);
  if (!ranked) return `${name}: ${units.length} cơ quan được đánh giá, không xếp hạng chung (${annex}).`;
  const led = `Xếp hạng cao nhất: ${enumerated(first.map((unit) => unitWithIndex(group, unit)))}`;
  const lowest =
    lowestRank === 1 ? "" : `; thấp nhất: ${enumerated(last.map((unit) => unitWithIndex(group, unit)))}`;
  const tied = [
    ...Map.groupBy(
      units.filter((unit) => sharesRank(group, unit)),
      ({ rank }) => rank,
    ),
  ];
  const ties = tied.map(
    ([rank, shared]) => `hạng ${rank} gồm ${enumerated(shared.map((unit) => unit.name))}`,
  );
  return `${name}: ${units.length} đơn vị được xếp hạng (${annex}). ${led}${lowest}.${ties.length > 0 ? ` Đồng hạng: ${ties.join("; ")}.` : ""}`;
}

const article = (n: number, text: RichText): Block => ({
  kind: "paragraph",
  text: joined([{ text: `Điều ${n}. `, bold: true }], text),
});

function articles(result: SealedResult, context: ReportContext, groups: readonly GroupRanking[]): Block[] {
  const { manifest, root, sealedAt } = result;
  const owner = shortName(manifest.owner);
  const count = groups.reduce((sum, { units }) => sum + units.length, 0);
  return [
    article(
      1,
      `Phê duyệt và công bố kết quả ${manifest.schemeName} năm ${manifest.year} của ${count} cơ quan, đơn vị, địa phương, cụ thể:`,
    ),
    ...groups.map(
      (group, at): Block => ({
        kind: "paragraph",
        text: `${at + 1}. ${groupText(group, annexName(at, groups.length))}`,
      }),
    ),
    article(
      2,
      `Kết quả tại Điều 1 được chốt lúc ${instantInWords(sealedAt)}. Mã gốc (SHA-256) của toàn bộ xếp hạng và bảng điểm là:`,
    ),
    { kind: "paragraph", style: "centre", text: [{ text: hashGroups(root), mono: true }] },
    {
      kind: "paragraph",
      text: "Bảng điểm từng đơn vị và dữ liệu để kiểm tra mã gốc được công khai trên trang công bố kết quả cùng thời điểm công bố Quyết định này.",
    },
    article(
      3,
      `Căn cứ kết quả tại Điều 1, các cơ quan, đơn vị, địa phương rà soát các tiêu chí chưa đạt điểm tối đa, có giải pháp khắc phục. Kết quả này là một trong các căn cứ đánh giá mức độ hoàn thành nhiệm vụ, trách nhiệm của người đứng đầu và bình xét thi đua, khen thưởng năm ${manifest.year}. ${context.standingBody} theo dõi, đôn đốc, tổng hợp báo cáo ${owner}.`,
    ),
    article(
      4,
      isCommittee(manifest.owner)
        ? `Quyết định này có hiệu lực kể từ ngày ký. Chánh Văn phòng ${owner}; ${headTitle(context.standingBody)} ${context.standingBody}; Thủ trưởng các cơ quan, đơn vị, địa phương có tên tại các Phụ lục và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.`
        : "Quyết định này có hiệu lực kể từ ngày ký. Thủ trưởng các cơ quan, đơn vị có tên tại các Phụ lục và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
    ),
  ];
}

function annex(result: SealedResult, group: GroupRanking, name: string): ReportSection {
  const { manifest, root, sealedAt, decision } = result;
  const owner = shortName(manifest.owner);
  return {
    landscape: true,
    blocks: [
      {
        kind: "annex",
        name,
        subject: `Kết quả ${manifest.schemeName} năm ${manifest.year} – ${group.name}`,
        with: joined("(Kèm theo Quyết định ", numberAndDay(decision), ` của ${owner})`),
      },
      { kind: "table", table: { ...rankingTable(result, group), caption: "" } },
      ...rankingNotes(result, group).map((text): Block => ({ kind: "paragraph", style: "note", text })),
      {
        kind: "paragraph",
        style: "note",
        text: [
          { text: "Mã gốc (SHA-256): " },
          { text: hashGroups(root), mono: true },
          { text: `. Kết quả được chốt lúc ${instantInWords(sealedAt)}.` },
        ],
      },
    ],
  };
}

/** The number with its symbol; a decision of a People's Committee is known by "QĐ-UBND". */
function numberLine({ manifest, decision }: SealedResult): RichText {
  if (decision) return `Số: ${decision.number}`;
  const symbol: RichText = isCommittee(manifest.owner) ? "/QĐ-UBND" : [{ text: "/QĐ-" }, blank()];
  return joined("Số: ", [blank()], symbol);
}

/** Who gets the decision: of a province also the bodies above it. */
const recipientsOf = (owner: string): string[] => [
  "Như Điều 4",
  ...(/^(?:Ủy ban nhân dân|UBND) tỉnh/.test(owner)
    ? [
        "Bộ Nội vụ",
        "Thường trực Tỉnh ủy, Thường trực HĐND tỉnh",
        `Chủ tịch, các Phó Chủ tịch ${shortName(owner)}`,
        "Cổng thông tin điện tử tỉnh",
      ]
    : []),
  "Lưu: VT",
];

/**
 * The draft of UBND tỉnh's decision that approves and publishes the result (decision, section III.1.d), with a table a
 * group as its annexes and the root in an article and in each annex. Number and day are left open until they are entered.
 */
export function draftDecision(result: SealedResult, context: ReportContext): ReportDocument {
  const { manifest, decision } = result;
  const groups = groupsInReadingOrder(manifest);
  const committee = isCommittee(manifest.owner);
  const title = `Quyết định ${subjectOf(result)}`;
  return {
    title,
    sections: [
      {
        landscape: false,
        blocks: [
          {
            kind: "letterhead",
            letterhead: {
              ...{ parent: null, issuer: manifest.owner, place: placeName(manifest.owner) },
              number: numberLine(result),
              date: decision?.date ?? null,
              draft: decision === null,
            },
          },
          { kind: "title", lines: ["QUYẾT ĐỊNH", `Về việc ${subjectOf(result)}`] },
          { kind: "paragraph", style: "centre", text: [{ text: issuingLine(manifest.owner), bold: true }] },
          ...basis(result, context).map((text): Block => ({ kind: "paragraph", style: "basis", text })),
          { kind: "paragraph", style: "centre", text: [{ text: "QUYẾT ĐỊNH:", bold: true }] },
          ...articles(result, context, groups),
          {
            kind: "signature",
            recipients: recipientsOf(manifest.owner),
            signer: committee ? ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"] : ["THỦ TRƯỞNG"],
            name: null,
          },
        ],
      },
      ...groups.map((group, at) => annex(result, group, annexName(at, groups.length))),
    ],
  };
}

/** Who decides: the People's Committee itself, or the head of another body. */
const issuingLine = (owner: string): string =>
  (isCommittee(owner) ? owner : `${headTitle(owner)} ${owner}`).toLocaleUpperCase("vi");
