import { z } from 'zod';
import { DecisionAction, DecisionReason } from './decision.js';
import { EmbeddingsUse, ModelUse } from './model-use.js';
import { RewriteNote } from './rewrite-note.js';
import { Verdict } from './verdict.js';

const Span = z.object({ start_char: z.int().nonnegative(), end_char: z.int().nonnegative() });

/** What was decided about one choice (or output) of an answer. Texts are null once erased. */
export const RecordedChoice = z.object({
  index: z.int().nonnegative(),
  decision: DecisionAction,
  reason: DecisionReason,
  groundedness: z.number().nullable(),
  original_answer: z.string().nullable(),
  answer: z.string().nullable(),
  claims: z.array(Verdict),
  released: z.array(Span),
  withheld: z.array(Span),
  /** What the model tier was asked for it, by stage; left out where there is none. */
  models: z.array(ModelUse).optional(),
  /** How parts of it were rewritten; left out where there is no rewriter, and everything is by the policy's clauses. */
  rewrites: z.array(RewriteNote).optional(),
  /** The embedding model that helped to find its evidence; left out with the local embedding. */
  embeddings: EmbeddingsUse.optional(),
});
export type RecordedChoice = z.infer<typeof RecordedChoice>;

/** One answer, always, whatever happened. `decision` is the most severe of its choices. */
export const AuditRecord = z.object({
  schema_version: z.literal(1),
  id: z.string(),
  tenant: z.string(),
  route: z.string(),
  /** Path that was called: "/v1/chat/completions", "/v1/check", "cli:check". */
  endpoint: z.string(),
  conversation_id: z.string().nullable(),
  streamed: z.boolean(),
  mode: z.enum(['enforce', 'shadow']),
  /** opened: a stream that has begun; closed: decided; interrupted: the process ended before the stream did. */
  state: z.enum(['opened', 'closed', 'interrupted']),
  opened_at_ms: z.int(),
  closed_at_ms: z.int().nullable(),
  as_of: z.string(),
  language: z.string().nullable(),
  knowledge_base: z.string().nullable(),
  knowledge_version: z.string().nullable(),
  checked_by: z.array(z.string()),
  operating_point: z.string().nullable(),
  /** unchecked: forwarded by configuration without a check; none: opened or ended without an answer. */
  decision: z.union([DecisionAction, z.literal('unchecked'), z.literal('none')]),
  reason: z.union([
    DecisionReason,
    z.enum([
      'unchecked_endpoint',
      'client_closed',
      'upstream_error',
      'upstream_cut',
      'interrupted',
      'open',
      'no_answer',
    ]),
  ]),
  groundedness: z.number().nullable(),
  messages: z.array(z.object({ role: z.string(), content: z.string().nullable() })),
  choices: z.array(RecordedChoice),
  upstream: z
    .object({ name: z.string(), model: z.string().nullable(), status: z.int().nullable() })
    .nullable(),
  usage: z.record(z.string(), z.unknown()).nullable(),
  handoff_id: z.string().nullable(),
  duration_ms: z.number().nullable(),
  /** JSON Pointers of texts in which secrets were replaced before recording. */
  redacted: z.array(z.string()),
  /** JSON Pointers of texts that were erased on request. */
  erased: z.array(z.string()),
});
export type AuditRecord = z.infer<typeof AuditRecord>;

/** A link of a tenant's hash chain. `body` is the record without its texts, canonical JSON. */
export const AuditEntry = z.object({
  tenant: z.string(),
  /** 1, 2, 3, … without a gap within a tenant. */
  seq: z.int().positive(),
  record_id: z.string(),
  kind: z.enum(['opened', 'closed', 'interrupted']),
  at_ms: z.int(),
  body: z.string(),
  /** JSON Pointer → hex SHA-256 of salt and text. */
  commitments: z.record(z.string(), z.string()),
  prev_hash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

export const RecordsPage = z.object({ records: z.array(AuditRecord), next_cursor: z.string().nullable() });
export type RecordsPage = z.infer<typeof RecordsPage>;
