import type { Claim, ModelUse, Verdict } from '../../../schema/index.js';
import { keepVerdict, keptVerdict, type VerdictCache } from '../verdict-cache.js';
import { type CheckedClaim, type GradingInput, gradeClaims } from './grade-claims.js';
import type { ClaimGrader } from './grader.js';

/** The optional models behind the embedded checks. */
export interface ModelTier {
  grader: ClaimGrader;
  /**
   * Which claims it is asked about: those that the embedded checks leave open (`not_verified`), those and what the
   * checks hold for wrong without a proof (`unproven`), or all.
   */
  claims: 'not_verified' | 'unproven' | 'all';
  /** Characters of an answer after which a group of sentences is complete. */
  group_chars: number;
  /** Most characters of evidence in one request. */
  evidence_chars: number;
}

/** Whether the grader is asked about a claim with this verdict; never where a check failed. */
export const isOpen = (
  { reason, band, is_proven }: Verdict,
  { claims }: Pick<ModelTier, 'claims'>,
): boolean => {
  if (reason.startsWith('check_failed:')) return false;
  switch (claims) {
    case 'not_verified':
      return band === 'not_verified';
    case 'unproven':
      return band !== 'verified' && is_proven !== true;
    case 'all':
      return true;
    default:
      return claims satisfies never;
  }
};

/** Where graded verdicts are kept, in circumstances that are equal. */
export interface KeptVerdicts {
  cache: VerdictCache;
  scope: string;
}

/**
 * Verdicts of the open claims of one group. They are asked about together, or not at all where every one of them is
 * kept: what a request holds depends on the group alone, never on what is kept.
 */
export const gradeGroup = async (
  open: readonly CheckedClaim[],
  { grader, evidence_chars }: ModelTier,
  input: Omit<GradingInput, 'evidence_chars'>,
  kept: KeptVerdicts | null,
): Promise<{ verdicts: Verdict[]; use: ModelUse | null }> => {
  const scope = kept === null ? '' : JSON.stringify([kept.scope, grader.id, evidence_chars]);
  if (kept !== null) {
    const known: Verdict[] = [];
    for (const { claim } of open) {
      const verdict = await keptVerdict(claim, kept.cache, scope);
      if (verdict !== null) known.push(verdict);
    }
    if (known.length === open.length) return { verdicts: known, use: null };
  }
  const graded = await gradeClaims(open, grader, { ...input, evidence_chars });
  if (kept !== null)
    for (const [i, { claim }] of open.entries())
      await keepIfThere(claim, graded.verdicts[i], kept.cache, scope);
  return graded;
};

const keepIfThere = async (
  claim: Claim,
  verdict: Verdict | undefined,
  cache: VerdictCache,
  scope: string,
): Promise<void> => {
  if (verdict !== undefined) await keepVerdict(claim, cache, scope, verdict);
};

/** Adds what one request took to what the stage took so far. */
export const addUse = (uses: readonly ModelUse[], use: ModelUse | null): ModelUse[] => {
  if (use === null) return [...uses];
  const at = uses.findIndex(
    (one) => one.stage === use.stage && one.model === use.model && one.prompt === use.prompt,
  );
  const before = uses[at];
  if (before === undefined) return [...uses, use];
  const sum: ModelUse = {
    ...before,
    calls: before.calls + use.calls,
    failures: before.failures + use.failures,
    claims: before.claims + use.claims,
    input_tokens: before.input_tokens + use.input_tokens,
    output_tokens: before.output_tokens + use.output_tokens,
    cost: before.cost === null || use.cost === null ? null : before.cost + use.cost,
    duration_ms: before.duration_ms + use.duration_ms,
  };
  return uses.map((one, i) => (i === at ? sum : one));
};
