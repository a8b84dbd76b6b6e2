import type { Claim, Verdict } from '../../schema/index.js';
import type { CheckedClaim } from '../verification/judge/index.js';

/** What a rewrite says goes through the checks that the bot's words go through. */
export interface ClaimChecks {
  /** The embedded checks. */
  verify: (claim: Claim, signal: AbortSignal) => Promise<Verdict>;
  /** The models behind them; left out where none is configured. */
  models?: {
    /** Whether they are asked about a claim with this verdict. */
    isAsked: (verdict: Verdict) => boolean;
    /** Final verdicts of claims that they are asked about, together; in order. */
    grade: (checked: readonly CheckedClaim[], signal: AbortSignal) => Promise<Verdict[]>;
  };
}

const isVerified = ({ label, band }: Verdict): boolean => label === 'supported' && band === 'verified';

/** Final verdicts of some claims, in order; the models are asked about all that is open at once. */
export const verdictsOf = async (
  claims: readonly Claim[],
  { verify, models }: ClaimChecks,
  signal: AbortSignal,
): Promise<Verdict[]> => {
  const checked: CheckedClaim[] = [];
  for (const claim of claims) checked.push({ claim, embedded: await verify(claim, signal) });
  const asked = checked.filter(({ embedded }) => models?.isAsked(embedded) === true);
  if (models === undefined || asked.length === 0) return checked.map(({ embedded }) => embedded);
  const verdicts = await models.grade(asked, signal);
  const graded = new Map(asked.map((one, i) => [one, verdicts[i]]));
  return checked.map((one) => graded.get(one) ?? one.embedded);
};

/** Those of some verdicts that leave a claim unproved: a rewrite with one of them is not given out. */
export const unverified = (verdicts: readonly Verdict[]): Verdict[] =>
  verdicts.filter((verdict) => !isVerified(verdict));

/**
 * The place of the first claim that is verified; null if none is. The models are asked only where the embedded checks
 * verify none.
 */
export const firstVerified = async (
  claims: readonly Claim[],
  checks: ClaimChecks,
  signal: AbortSignal,
): Promise<number | null> => {
  const asked: { place: number; one: CheckedClaim }[] = [];
  for (const [place, claim] of claims.entries()) {
    const embedded = await checks.verify(claim, signal);
    if (checks.models?.isAsked(embedded) === true) asked.push({ place, one: { claim, embedded } });
    else if (isVerified(embedded)) return place;
  }
  if (checks.models === undefined || asked.length === 0) return null;
  const graded = await checks.models.grade(
    asked.map(({ one }) => one),
    signal,
  );
  return asked.find((_, i) => graded[i] !== undefined && isVerified(graded[i]))?.place ?? null;
};
