import { z } from 'zod';
import { GroundedAnswer, HandoffSummary } from './decision.js';
import { LiveMessage } from './live-event.js';
import { ModelUse } from './model-use.js';
import { RewriteNote } from './rewrite-note.js';

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
  /** What models were asked, by stage, and how parts were rewritten; left out where none was asked, as in the record. */
  models: z.array(ModelUse).optional(),
  rewrites: z.array(RewriteNote).optional(),
  /** What people wrote, where that is the answer: by `seq` a client knows a message that it has shown before. */
  messages: z.array(LiveMessage).optional(),
});
export type CheckResponse = z.infer<typeof CheckResponse>;
