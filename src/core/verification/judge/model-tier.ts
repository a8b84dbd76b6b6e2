import type { Claim, ClaimsAsked, ModelUse, Verdict } from '../../../schema/index.js';
import { failedCheck } from '../failed-check.js';
import { keepVerdict, keptVerdict, type VerdictCache } from '../verdict-cache.js';
import { failsByRiskAlone } from '../weighing/lanes.js';
import { type CheckedClaim, type GradingInput, gradeClaims } from './grade-claims.js';
import type { ClaimGrader } from './grader.js';

/** A model behind the embedded checks, and what it is asked about. */
export interface GradingStage {
  grader: ClaimGrader;
  /**
   * Which claims it is asked about: those that are open when its turn comes (`not_verified`; what fails by its risk alone is among
   * them), those and what is held for wrong without a proof (`unproven`), or all.
   */
  claims: ClaimsAsked;
  /** Most characters of evidence in one request. */
  evidence_chars: number;
}

/** The optional models behind the embedded checks. */
export interface ModelTier {
  /** One after the other: the next is asked about what those before it left open, or failed to grade. */
  stages: readonly GradingStage[];
  /** Characters of an answer after which a group of sentences is complete. */
  group_chars: number;
}

/** Whether a stage is asked about a claim with this verdict; never where a check failed. */
const isOpenTo = ({ claims }: Pick<GradingStage, 'claims'>, verdict: Verdict): boolean => {
  const { reason, band, is_proven } = verdict;
  if (reason.startsWith('check_failed:')) return false;
  switch (claims) {
    case 'not_verified':
      return band === 'not_verified' || failsByRiskAlone(verdict);
    case 'unproven':
      return band !== 'verified' && is_proven !== true;
    case 'all':
      return true;
    default:
      return claims satisfies never;
  }
};

/** Whether any stage is asked about a claim with this verdict of the embedded checks. */
export const isOpen = (
  verdict: Verdict,
  { stages }: { stages: readonly Pick<GradingStage, 'claims'>[] },
): boolean => stages.some((stage) => isOpenTo(stage, verdict));

/** Where graded verdicts are kept, in circumstances that are equal. */
export interface KeptVerdicts {
  cache: VerdictCache;
  scope: string;
}

export interface GradedGroup {
  /** One for each claim, in their order. */
  verdicts: Verdict[];
  /** What each stage took that was asked. */
  uses: ModelUse[];
}

/**
 * Verdicts of the open claims of one group. They are asked about together, or not at all where every one of them is
 * kept: what a request holds depends on the group alone, never on what is kept.
 */
export const gradeGroup = async (
  open: readonly CheckedClaim[],
  { stages }: Pick<ModelTier, 'stages'>,
  input: Omit<GradingInput, 'evidence_chars'>,
  kept: KeptVerdicts | null,
): Promise<GradedGroup> => {
  const asked = stages.map(({ grader, claims, evidence_chars }) => [grader.id, claims, evidence_chars]);
  const scope = kept === null ? '' : JSON.stringify([kept.scope, ...asked]);
  if (kept !== null) {
    const known: Verdict[] = [];
    for (const { claim } of open) {
      const verdict = await keptVerdict(claim, kept.cache, scope);
      if (verdict !== null) known.push(verdict);
    }
    if (known.length === open.length) return { verdicts: known, uses: [] };
  }
  const graded = await gradeInTurn(open, stages, input);
  if (kept !== null)
    for (const [i, { claim }] of open.entries())
      await keepIfThere(claim, graded.verdicts[i], kept.cache, scope);
  return graded;
};

/** A claim on its way through the stages. */
interface ClaimInTurn {
  claim: Claim;
  /** What checks and stages made of it so far. */
  verdict: Verdict;
  /** The failed check that it is unless a later stage grades it. */
  failed: Verdict | null;
}

const gradeInTurn = async (
  open: readonly CheckedClaim[],
  stages: readonly GradingStage[],
  input: Omit<GradingInput, 'evidence_chars'>,
): Promise<GradedGroup> => {
  const turns = open.map(({ claim, embedded }): ClaimInTurn => ({ claim, verdict: embedded, failed: null }));
  const uses: ModelUse[] = [];
  for (const stage of stages) {
    const asked = turns.filter(({ verdict, failed }) => failed !== null || isOpenTo(stage, verdict));
    if (asked.length === 0) continue;
    const { evidence_chars } = stage;
    const checked = asked.map(({ claim, verdict }) => ({ claim, embedded: verdict }));
    const { verdicts, use } = await gradeClaims(checked, stage.grader, { ...input, evidence_chars });
    if (use !== null) uses.push(use);
    for (const [i, turn] of asked.entries()) takeUp(turn, verdicts[i] ?? failedCheck(turn.claim, 'grading'));
  }
  return { verdicts: turns.map(({ verdict, failed }) => failed ?? verdict), uses };
};

const takeUp = (turn: ClaimInTurn, graded: Verdict): void => {
  if (graded.reason.startsWith('check_failed:')) turn.failed = graded;
  // An undecided grade leaves the verdict as it is, and with it what a stage before failed to say.
  else if (graded !== turn.verdict) {
    turn.verdict = graded;
    turn.failed = null;
  }
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
export const addUse = (uses: readonly ModelUse[], use: ModelUse): ModelUse[] => {
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
