import type { AffinityTable } from '../../core/verification/index.js';

/** The keys of a claim and of the passages that decide it. */
export interface KeyPair {
  claim: readonly string[];
  policy: readonly string[];
  /** Knowledge base: a pair of words must occur in two of them, so that no operator's own words are learnt. */
  kb: string;
}

const ROUNDS = 6;
const NOTHING = '';
const STRENGTH_MIN = 0.12;
const STRENGTH_MAX = 0.85;
const OCCURRENCES_MIN = 3;
const RELATED_MAX = 6;

/**
 * Learns which words of policies the words of claims stand for: word translation in both directions (IBM Model 1,
 * Brown et al. 1993), the geometric mean of the two as the strength. Deterministic.
 */
export const trainAffinity = (pairs: readonly KeyPair[]): AffinityTable => {
  const forward = translate(pairs.map((pair) => [pair.claim, pair.policy]));
  const backward = translate(pairs.map((pair) => [pair.policy, pair.claim]));
  const seen = new Map<string, Map<string, { count: number; kb: string; in_several: boolean }>>();
  for (const { claim, policy, kb } of pairs)
    for (const claimKey of claim) {
      const row = seen.get(claimKey) ?? new Map<string, { count: number; kb: string; in_several: boolean }>();
      seen.set(claimKey, row);
      for (const policyKey of policy) {
        const entry = row.get(policyKey) ?? { count: 0, kb, in_several: false };
        entry.count++;
        if (entry.kb !== kb) entry.in_several = true;
        row.set(policyKey, entry);
      }
    }
  const table: Record<string, Record<string, number>> = {};
  for (const [policyKey, row] of [...forward].sort(byKey)) {
    if (policyKey === NOTHING || isOwn(policyKey)) continue;
    for (const [claimKey, there] of row) {
      if (claimKey === policyKey || isOwn(claimKey)) continue;
      const back = backward.get(claimKey)?.get(policyKey) ?? 0;
      const strength = Math.min(STRENGTH_MAX, Math.sqrt(there * back) * 1.5);
      const support = seen.get(claimKey)?.get(policyKey);
      if (strength < STRENGTH_MIN || support === undefined) continue;
      if (support.count < OCCURRENCES_MIN || !support.in_several) continue;
      const related = table[claimKey] ?? {};
      related[policyKey] = Math.round(strength * 100) / 100;
      table[claimKey] = related;
    }
  }
  return Object.fromEntries(
    Object.entries(table)
      .sort(byKey)
      .map(([key, related]) => [
        key,
        Object.fromEntries(
          Object.entries(related)
            .sort((a, b) => b[1] - a[1])
            .slice(0, RELATED_MAX),
        ),
      ]),
  );
};

/** An operator's own word: a value of its tables or a defined term. */
const isOwn = (key: string): boolean => key.startsWith('slot:') || key.startsWith('term:');

const byKey = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : 1;

/** t[source][target]: chance that the target word came from the source word. */
const translate = (
  pairs: readonly (readonly [readonly string[], readonly string[]])[],
): Map<string, Map<string, number>> => {
  const links = linksOf(pairs);
  let chances: Float64Array | null = null;
  for (let round = 0; round < ROUNDS; round++) chances = reestimated(links, chances);
  const table = new Map<string, Map<string, number>>();
  links.sources.forEach((source, link) => {
    const row = table.get(source) ?? new Map<string, number>();
    row.set(links.targets[link] ?? NOTHING, chances?.[link] ?? 0);
    table.set(source, row);
  });
  return table;
};

/** Every pair of a source and a target word that occur together, numbered, and their occurrences in order. */
interface WordLinks {
  /** The words of link i. */
  sources: string[];
  targets: string[];
  /** Number of the source of link i. */
  sourceOf: Int32Array;
  sourceCount: number;
  /** Links of one target word in one text stand together; `ends` are where each such group ends. */
  occurrences: Int32Array;
  ends: Int32Array;
}

const linksOf = (pairs: readonly (readonly [readonly string[], readonly string[]])[]): WordLinks => {
  const bySource = new Map<string, { number: number; targets: Map<string, number> }>();
  const [sources, targets, sourceOf, occurrences, ends]: [string[], string[], number[], number[], number[]] =
    [[], [], [], [], []];
  for (const [wanted, given] of pairs)
    for (const target of wanted) {
      for (const source of [...given, NOTHING]) {
        const row = bySource.get(source) ?? { number: bySource.size, targets: new Map<string, number>() };
        bySource.set(source, row);
        let link = row.targets.get(target);
        if (link === undefined) {
          link = sources.length;
          row.targets.set(target, link);
          sources.push(source);
          targets.push(target);
          sourceOf.push(row.number);
        }
        occurrences.push(link);
      }
      ends.push(occurrences.length);
    }
  return {
    sources,
    targets,
    sourceOf: Int32Array.from(sourceOf),
    sourceCount: bySource.size,
    occurrences: Int32Array.from(occurrences),
    ends: Int32Array.from(ends),
  };
};

/** Chances before the first round: a word rather stands for itself than for another, and for nothing less often. */
const [SELF, OTHER, NONE] = [4, 1, 0.5];
/** Words seen once translate to nothing surely. */
const SMOOTHING = 0.5;

const reestimated = (links: WordLinks, chances: Float64Array | null): Float64Array => {
  const { sources, targets, sourceOf, occurrences, ends } = links;
  const before =
    chances ??
    Float64Array.from(sources, (source, link) =>
      source === targets[link] ? SELF : source === NOTHING ? NONE : OTHER,
    );
  const counts = new Float64Array(sources.length);
  let start = 0;
  for (const end of ends) {
    let total = 0;
    for (let at = start; at < end; at++) total += before[occurrences[at] ?? 0] ?? 0;
    for (let at = start; at < end; at++) {
      const link = occurrences[at] ?? 0;
      counts[link] = (counts[link] ?? 0) + (before[link] ?? 0) / total;
    }
    start = end;
  }
  const sums = new Float64Array(links.sourceCount).fill(SMOOTHING);
  counts.forEach((count, link) => {
    const source = sourceOf[link] ?? 0;
    sums[source] = (sums[source] ?? 0) + count;
  });
  return counts.map((count, link) => count / (sums[sourceOf[link] ?? 0] ?? SMOOTHING));
};
