import type { Facts, LeafNode, ScoringRule } from "../../core/src/index.ts";
import { propose } from "../../core/src/index.ts";
import type { Random } from "./random.ts";

/** What a clerk would enter for a leaf: facts, the points claimed (1/10 000 point) and a note. */
export interface Claim {
  facts: Facts | null;
  points: number;
  note: string;
}

const LESS = "Đơn vị tự chấm thấp hơn mức đề xuất vì tài liệu kiểm chứng chưa đầy đủ (minh họa).";
const MORE = "Đơn vị đề nghị tính cả nhiệm vụ hoàn thành sau thời điểm chốt số liệu (minh họa).";

const share = (quality: number, random: Random) => Math.min(1, quality + random.between(-0.1, 0.2));

/** A day of the year counted from the due one, as yyyy-MM-dd. */
function dayFrom(year: number, due: string, days: number): string {
  const [month = 1, day = 1] = due.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

function planned(quality: number, random: Random) {
  const count = 8 + random.below(60);
  return { planned: count, done: Math.round(count * share(quality, random)) };
}

/** Facts of the shape that a rule asks for; null where it asks for none. A higher quality (0 … 1) does better. */
function inventFacts(rule: ScoringRule, quality: number, random: Random, year: number): Facts | null {
  switch (rule.kind) {
    case "yesno":
      return { yes: random.chance(quality + 0.03) };
    case "options": {
      const best = Math.max(...rule.options.map(({ points }) => points));
      const top = rule.options.findIndex(({ points }) => points === best);
      return { option: random.chance(quality) ? top : random.below(rule.options.length) };
    }
    case "checklist":
      return { parts: rule.parts.map(() => random.chance(quality)) };
    case "deadline": {
      if (random.chance((1 - quality) / 4)) return { issued: null };
      const onTime = random.chance(quality);
      return { issued: dayFrom(year, rule.due, onTime ? -random.below(15) : 1 + random.below(20)) };
    }
    case "ratio":
    case "steps":
      return planned(quality, random);
    case "ratioWithPenalty": {
      const counts = planned(quality, random);
      return { ...counts, late: random.below(1 + Math.floor(counts.done / 5)) };
    }
    case "scale":
      return { value: Math.round(rule.outOf * Math.max(0, share(quality, random))) };
    case "deductPerItem":
      return { items: random.chance(quality) ? 0 : 1 + random.below(4) };
    case "manual":
    case "survey":
      return null;
  }
}

/** The highest points on the leaf's step that do not exceed a share of its maximum. */
export function pointsOfShare({ max, step }: Pick<LeafNode, "max" | "step">, part: number): number {
  const points = Math.floor((max * Math.min(1, Math.max(0, part))) / step) * step;
  return Math.min(points, max);
}

/**
 * What a unit claims for a leaf: mostly what the rule proposes for its facts, now and then a step less, and now and
 * then a step more with a note.
 */
export function inventClaim(leaf: LeafNode, quality: number, random: Random, year: number): Claim {
  const { rule, max, step } = leaf;
  const facts = inventFacts(rule, quality, random, year);
  const proposal = propose(rule, facts, { max, step, year });
  const points =
    proposal.kind === "points" ? proposal.points : pointsOfShare(leaf, quality + random.between(-0.1, 0.1));
  const mood = random.next();
  if (mood < 0.06 && points >= step) return { facts, points: points - step, note: LESS };
  if (mood < 0.14 && points + step <= max) return { facts, points: points + step, note: MORE };
  return { facts, points, note: "" };
}
