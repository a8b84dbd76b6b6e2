import { z } from 'zod';

/** Handoff states: waiting → claimed → returned | resolved, or waiting → expired | cancelled. */
export const Handoff = z.object({
  schema_version: z.literal(1),
  id: z.string(),
  tenant: z.string(),
  route: z.string(),
  conversation_id: z.string(),
  record_id: z.string(),
  state: z.enum(['waiting', 'claimed', 'returned', 'resolved', 'expired', 'cancelled']),
  /** Why a person is needed: the decision's reason. */
  reason: z.string(),
  language: z.string().nullable(),
  created_at_ms: z.int(),
  updated_at_ms: z.int(),
});
export type Handoff = z.infer<typeof Handoff>;
