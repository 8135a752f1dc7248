import type { Manifest, RankedUnit, RankingPart } from "./documents.ts";

/** How many places one document takes along: with a name of 200 letters each, a third of what Firestore allows. */
const PLACES = 500;

function slices(units: readonly RankedUnit[]): RankedUnit[][] {
  const count = Math.ceil(units.length / PLACES);
  return Array.from({ length: count }, (_, at) => units.slice(at * PLACES, (at + 1) * PLACES));
}

/**
 * A manifest as it is stored: whole where its ranking fits one document, else with empty groups, and the places of the ranking in
 * parts for documents of their own. A document of Firestore holds 1 MiB at most.
 */
export function splitRanking(manifest: Manifest): { manifest: Manifest; parts: RankingPart[] } {
  const { ranking } = manifest;
  if (ranking.reduce((sum, { units }) => sum + units.length, 0) <= PLACES) return { manifest, parts: [] };
  return {
    manifest: { ...manifest, ranking: ranking.map((group) => ({ ...group, units: [] })) },
    parts: ranking.flatMap(({ group, units }) => slices(units).map((units) => ({ group, units }))),
  };
}

/** The manifest that `splitRanking` took apart; parts in their order. */
export function joinRanking(manifest: Manifest, parts: readonly RankingPart[]): Manifest {
  if (parts.length === 0) return manifest;
  const ofGroup = Map.groupBy(parts, ({ group }) => group);
  return {
    ...manifest,
    ranking: manifest.ranking.map((group) => ({
      ...group,
      units: (ofGroup.get(group.group) ?? []).flatMap(({ units }) => units),
    })),
  };
}
