import { z } from 'zod';
import { Evidence } from './evidence.js';

export const VerdictLabel = z.enum(['supported', 'contradicted', 'unsupported']);
export type VerdictLabel = z.infer<typeof VerdictLabel>;

export const VerdictBand = z.enum(['verified', 'not_verified', 'failing']);
export type VerdictBand = z.infer<typeof VerdictBand>;

export const FindingKind = z.enum([
  'numeric',
  'money',
  'temporal',
  'polarity',
  'condition',
  'scope',
  'entity',
  'table',
  'arithmetic',
  'effective_date',
  'unauthorised_act',
  'fabricated',
]);
export type FindingKind = z.infer<typeof FindingKind>;

/** What a check found, in words for a compliance officer. */
export const Finding = z.object({
  kind: FindingKind,
  /** The check that says so: its file name under core/verification/checks; `risk` where none does and the risk alone decides. */
  check: z.string(),
  message: z.string(),
});
export type Finding = z.infer<typeof Finding>;

/** Closed list; `check_failed` carries a `:detail`. */
export const VerdictReason = z.union([
  z.enum([
    'supported_by_evidence',
    'supported_by_case_facts',
    'contradicted_by_evidence',
    'no_evidence',
    'undecided',
  ]),
  z.templateLiteral(['check_failed:', z.string().min(1)]),
]);
export type VerdictReason = z.infer<typeof VerdictReason>;

/** The judgement of one claim; spans are those of the claim in the answer. */
export const Verdict = z.object({
  text: z.string(),
  start_char: z.int().nonnegative(),
  end_char: z.int().positive(),
  label: VerdictLabel,
  /** 1 − calibrated risk that the claim is not supported, in [0, 1]. */
  score: z.number().min(0).max(1),
  band: VerdictBand,
  reason: VerdictReason,
  /** True where a check proves it wrong, so that no model's opinion may turn it; left out elsewhere. */
  is_proven: z.literal(true).optional(),
  findings: z.array(Finding),
  evidence: z.array(Evidence),
});
export type Verdict = z.infer<typeof Verdict>;
