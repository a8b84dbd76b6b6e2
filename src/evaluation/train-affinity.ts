import type { AffinityTable } from '../core/verification/index.js';

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
  const seen = new Map<string, { count: number; kbs: Set<string> }>();
  for (const pair of pairs)
    for (const claimKey of pair.claim)
      for (const policyKey of pair.policy) {
        const id = `${claimKey}\u0000${policyKey}`;
        const entry = seen.get(id) ?? { count: 0, kbs: new Set<string>() };
        entry.count++;
        entry.kbs.add(pair.kb);
        seen.set(id, entry);
      }
  const table: Record<string, Record<string, number>> = {};
  for (const [policyKey, row] of [...forward].sort(byKey)) {
    if (policyKey === NOTHING || isOwn(policyKey)) continue;
    for (const [claimKey, there] of row) {
      if (claimKey === policyKey || isOwn(claimKey)) continue;
      const back = backward.get(claimKey)?.get(policyKey) ?? 0;
      const strength = Math.min(STRENGTH_MAX, Math.sqrt(there * back) * 1.5);
      const support = seen.get(`${claimKey}\u0000${policyKey}`);
      if (strength < STRENGTH_MIN || support === undefined) continue;
      if (support.count < OCCURRENCES_MIN || support.kbs.size < 2) continue;
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
  let table = new Map<string, Map<string, number>>();
  for (let round = 0; round < ROUNDS; round++) {
    const counts = new Map<string, Map<string, number>>();
    for (const [targets, sources] of pairs) {
      const from = [...sources, NOTHING];
      for (const target of targets) {
        let total = 0;
        const shares = from.map((source) => {
          const share =
            round === 0
              ? source === target
                ? 4
                : source === NOTHING
                  ? 0.5
                  : 1
              : (table.get(source)?.get(target) ?? 1e-9);
          total += share;
          return share;
        });
        from.forEach((source, i) => {
          const row = counts.get(source) ?? new Map<string, number>();
          row.set(target, (row.get(target) ?? 0) + (shares[i] ?? 0) / total);
          counts.set(source, row);
        });
      }
    }
    table = new Map(
      [...counts].map(([source, row]) => {
        let sum = 0.5; // smoothing: words seen once translate to nothing surely
        for (const count of row.values()) sum += count;
        return [source, new Map([...row].map(([target, count]) => [target, count / sum]))];
      }),
    );
  }
  return table;
};
