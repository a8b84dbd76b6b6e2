import { z } from 'zod';
import { GroundedAnswer, HandoffSummary } from './decision.js';

/** Request of `POST /v1/check`. */
export const CheckRequest = z.strictObject({
  answer: z.string(),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
        content: z.unknown(),
      }),
    )
    .default([]),
  context: z
    .array(
      z.strictObject({ id: z.string().optional(), title: z.string().optional(), text: z.string().min(1) }),
    )
    .default([]),
  as_of: z.iso.date().optional(),
  knowledge_base: z.string().optional(),
  language: z.string().optional(),
});
export type CheckRequest = z.infer<typeof CheckRequest>;

/** Response of `POST /v1/check`. */
export const CheckResponse = GroundedAnswer.extend({
  id: z.string(),
  handoff: HandoffSummary.nullable(),
  knowledge_version: z.string(),
  checked_by: z.array(z.string()),
  duration_ms: z.number().nullable(),
});
export type CheckResponse = z.infer<typeof CheckResponse>;
