import type { ClaimOnly } from './claim-only.js';
import { bestBalancedAccuracy, type CaughtAt, caughtAt, type RankedItem } from './curves.js';
import { auc } from './metrics.js';

/** How well one way to rank labelled claims does. */
export interface RankingFigures {
  auc: number | null;
  /** At the best threshold for these very claims: optimistic, for every row alike. */
  balanced_accuracy: number | null;
  caught_at: CaughtAt;
}

/** A labelled claim with the texts that it could be held against. */
export interface FloorClaim {
  text: string;
  wrong: boolean;
  passages: readonly string[];
  /** Our risk; 0 for a claim that we did not see. */
  risk: number;
}

/** Rankings of the same claims, by name; `claim_only` is null without training claims. */
export type Comparison = Record<'ours' | 'majority' | 'word_overlap' | 'number_missing', RankingFigures> & {
  claim_only: RankingFigures | null;
};

export const rankingFigures = (items: readonly RankedItem[]): RankingFigures => ({
  auc: auc(items),
  balanced_accuracy: bestBalancedAccuracy(items),
  caught_at: caughtAt(items),
});

/** Passages that a missing number is sought in: the nearest by words. */
const NEAREST = 6;

/** Ranks claims by our risk and by the floors that any checker must beat. */
export const compareWithFloors = (claims: readonly FloorClaim[], claimOnly: ClaimOnly | null): Comparison => {
  const overlapOf = new Map<readonly string[], Overlap>();
  const nearest = claims.map((claim) => {
    const overlap = overlapOf.get(claim.passages) ?? wordOverlap(claim.passages);
    overlapOf.set(claim.passages, overlap);
    return overlap(claim.text);
  });
  const ranked = (risk: (claim: FloorClaim, place: number) => number): RankingFigures =>
    rankingFigures(claims.map((claim, i) => ({ risk: risk(claim, i), wrong: claim.wrong })));
  return {
    ours: ranked((claim) => claim.risk),
    majority: ranked(() => 0),
    word_overlap: ranked((_, i) => 1 - (nearest[i]?.[0]?.coverage ?? 0)),
    number_missing: ranked((claim, i) =>
      lacksNumber(
        claim.text,
        (nearest[i] ?? []).slice(0, NEAREST).map((item) => item.passage),
      )
        ? 1
        : 0,
    ),
    claim_only: claimOnly === null ? null : ranked((claim) => claimOnly(claim.text)),
  };
};

const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/\p{L}+|\d+/gu) ?? []);

type Overlap = (claim: string) => { passage: string; coverage: number }[];

/** Passages by the share of the claim's words that they hold, rare words counting more; the best first. */
const wordOverlap = (passages: readonly string[]): Overlap => {
  const words = passages.map(wordsOf);
  const frequency = new Map<string, number>();
  for (const own of words) for (const word of own) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const weight = (word: string): number => Math.log(1 + passages.length / (1 + (frequency.get(word) ?? 0)));
  return (claim) => {
    const wanted = [...wordsOf(claim)].map((word) => ({ word, weight: weight(word) }));
    const all = wanted.reduce((sum, item) => sum + item.weight, 0);
    return passages
      .map((passage, i) => ({
        passage,
        coverage:
          all === 0
            ? 0
            : wanted.reduce((sum, item) => sum + (words[i]?.has(item.word) ? item.weight : 0), 0) / all,
      }))
      .sort((a, b) => b.coverage - a.coverage);
  };
};

const numbersOf = (text: string): string[] =>
  (text.match(/\d+(?:[.,\s\u00a0\u202f]\d+)*/gu) ?? []).map((number) => number.replace(/\D/gu, ''));

const lacksNumber = (claim: string, passages: readonly string[]): boolean => {
  const given = new Set(passages.flatMap(numbersOf));
  return numbersOf(claim).some((number) => !given.has(number));
};
