import { z } from 'zod';
import { ClaimsAsked } from './model-config.js';

const share = z.number().min(0).max(1);

/** Settings that every kind of grader has. */
export const commonGraderSettings = {
  claims: ClaimsAsked.default('not_verified').describe(
    'Which claims the grader is asked about: those that the embedded checks leave open or hold for wrong by their risk alone; those and what they hold for wrong without a proof; or all.',
  ),
  group_chars: z
    .int()
    .positive()
    .default(1)
    .describe(
      'Characters of an answer that are graded together where there is no judge; 1: each sentence by itself. With a judge, its own setting holds.',
    ),
  evidence_chars: z
    .int()
    .min(1_000)
    .default(6_000)
    .describe('Most characters of policies and tables that are taken for the claims of one group.'),
  timeout_ms: z
    .int()
    .positive()
    .default(3_000)
    .describe(
      'Longest wait for the grader; what is late counts as failed, and goes to the judge if there is one.',
    ),
  supported_from: share
    .default(0.9)
    .describe('Probability from which a claim counts as supported. Fit it to the model: docs/models.md.'),
  contradicted_from: share
    .default(0.95)
    .describe(
      'Probability from which a claim counts as contradicted, of graders that tell it from "not said".',
    ),
  unsupported_below: share
    .nullable()
    .default(null)
    .describe(
      'Probability of support up to which a claim counts as unsupported; null: never, a low score leaves it open.',
    ),
};
