import type { Verdict, VerdictBand, VerdictLabel } from '../../schema/index.js';
import type { GoldClaim } from '../evaluation-case.js';

/** What became of one claim that people labelled: our most severe overlapping label, or that we saw no claim there. */
export interface MatchedClaim {
  gold: GoldClaim;
  label: VerdictLabel | 'missed';
  /** Whether a claim of ours that overlaps it fails. */
  failing: boolean;
  /** The worst band of ours there; a claim that we did not see is `not_verified`. */
  band: VerdictBand;
  /** The highest risk of ours there; 0 for a claim that we did not see, which nothing would have stopped. */
  risk: number;
}

const SEVERITY: Record<VerdictLabel, number> = { supported: 0, unsupported: 1, contradicted: 2 };

/**
 * Pairs labelled claims with our verdicts: those that overlap it by half of the shorter span or more, of which the
 * most severe label counts. A labelled text that occurs more than once in the answer takes its occurrences in order.
 */
export const matchClaims = (
  answer: string,
  gold: readonly GoldClaim[],
  verdicts: readonly Verdict[],
): { matched: MatchedClaim[]; unmatched_verdicts: Verdict[] } => {
  const used = new Set<Verdict>();
  const nextFrom = new Map<string, number>();
  const matched = gold.map((claim): MatchedClaim => {
    const start = answer.indexOf(claim.text, nextFrom.get(claim.text) ?? 0);
    if (start >= 0) nextFrom.set(claim.text, start + 1);
    const overlapping = verdicts.filter(
      (verdict) => start >= 0 && overlaps(verdict, start, claim.text.length),
    );
    for (const verdict of overlapping) used.add(verdict);
    const worst = overlapping.reduce<VerdictLabel | null>(
      (label, verdict) =>
        label === null || SEVERITY[verdict.label] > SEVERITY[label] ? verdict.label : label,
      null,
    );
    return {
      gold: claim,
      label: worst ?? 'missed',
      failing: overlapping.some((verdict) => verdict.band === 'failing'),
      band: worstBand(overlapping),
      risk: overlapping.reduce((risk, verdict) => Math.max(risk, 1 - verdict.score), 0),
    };
  });
  return { matched, unmatched_verdicts: verdicts.filter((verdict) => !used.has(verdict)) };
};

const overlaps = (verdict: Verdict, start: number, length: number): boolean => {
  const shared = Math.min(verdict.end_char, start + length) - Math.max(verdict.start_char, start);
  return shared > 0 && shared * 2 >= Math.min(verdict.end_char - verdict.start_char, length);
};

/** Failing before not verified before verified; what has no claim of ours is not verified. */
export const worstBand = (verdicts: readonly Verdict[]): VerdictBand =>
  verdicts.some((verdict) => verdict.band === 'failing')
    ? 'failing'
    : verdicts.length > 0 && verdicts.every((verdict) => verdict.band === 'verified')
      ? 'verified'
      : 'not_verified';
