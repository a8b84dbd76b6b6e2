import { tellsOfSilence } from '../../core/verification/index.js';
import type { Verdict, VerdictBand, VerdictLabel } from '../../schema/index.js';
import type { GoldClaim } from '../evaluation-case.js';

/** What became of one claim that people labelled: our most severe overlapping label, or that we saw no claim there. */
export interface MatchedClaim {
  gold: GoldClaim;
  label: VerdictLabel | 'missed';
  /** Whether a claim of ours that overlaps it fails. */
  failing: boolean;
  /** Whether a check says something against one. */
  spoken_against: boolean;
  /** The worst band of ours there; a claim that we did not see is `not_verified`. */
  band: VerdictBand;
  /** The highest risk of ours there; 0 for a claim that we did not see, which nothing would have stopped. */
  risk: number;
}

const SEVERITY: Record<VerdictLabel, number> = { supported: 0, unsupported: 1, contradicted: 2 };

/**
 * Pairs labelled claims with our verdicts (`overlappingClaims`), of which the most severe label counts.
 */
export const matchClaims = (
  answer: string,
  gold: readonly GoldClaim[],
  verdicts: readonly Verdict[],
): { matched: MatchedClaim[]; unmatched_verdicts: Verdict[] } => {
  const used = new Set<Verdict>();
  const overlappingOf = overlappingClaims(answer, gold, verdicts);
  const matched = gold.map((claim, i): MatchedClaim => {
    const overlapping = overlappingOf[i] ?? [];
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
      spoken_against: overlapping.some(isSpokenAgainst),
      band: worstBand(overlapping),
      risk: overlapping.reduce((risk, verdict) => Math.max(risk, 1 - verdict.score), 0),
    };
  });
  return { matched, unmatched_verdicts: verdicts.filter((verdict) => !used.has(verdict)) };
};

/** Whether a check says something against a claim of ours, beside its risk and that no policy mentions it. */
export const isSpokenAgainst = ({ findings }: Pick<Verdict, 'findings'>): boolean =>
  findings.some(({ check }) => !tellsOfSilence(check));

type Span = Pick<Verdict, 'start_char' | 'end_char'>;

/**
 * For each labelled claim, what of ours overlaps it by half of the shorter span or more. A labelled text that occurs more than
 * once in the answer takes its occurrences in order.
 */
export const overlappingClaims = <S extends Span>(
  answer: string,
  gold: readonly Pick<GoldClaim, 'text'>[],
  ours: readonly S[],
): S[][] => {
  const nextFrom = new Map<string, number>();
  return gold.map(({ text }) => {
    const start = answer.indexOf(text, nextFrom.get(text) ?? 0);
    if (start < 0) return [];
    nextFrom.set(text, start + 1);
    return ours.filter((span) => overlaps(span, start, text.length));
  });
};

const overlaps = (span: Span, start: number, length: number): boolean => {
  const shared = Math.min(span.end_char, start + length) - Math.max(span.start_char, start);
  return shared > 0 && shared * 2 >= Math.min(span.end_char - span.start_char, length);
};

/** Failing before not verified before verified; what has no claim of ours is not verified. */
export const worstBand = (verdicts: readonly Verdict[]): VerdictBand =>
  verdicts.some((verdict) => verdict.band === 'failing')
    ? 'failing'
    : verdicts.length > 0 && verdicts.every((verdict) => verdict.band === 'verified')
      ? 'verified'
      : 'not_verified';
