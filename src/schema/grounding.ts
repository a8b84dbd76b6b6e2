import { z } from 'zod';
import { Language } from './claim.js';
import { Decisions, FailMode } from './config.js';
import { GroundedAnswer } from './decision.js';
import { HandoffConfig } from './handoff-config.js';
import { EmbeddingsUse, ModelUse } from './model-use.js';
import { RewriteNote } from './rewrite-note.js';

/** A message of the conversation, reduced to what grounding reads. */
export const ConversationTurn = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.string(),
});
export type ConversationTurn = z.infer<typeof ConversationTurn>;

/** Evidence that the caller supplied, already admitted by the trust rules of the route. */
export const ContextPassage = z.object({
  id: z.string().optional(),
  title: z.string().optional(),
  text: z.string().min(1),
});
export type ContextPassage = z.infer<typeof ContextPassage>;

/** Everything that one answer is held against and decided by; trust rules are applied before this is made. */
export const GroundingRequest = z.object({
  /** Whose answer it is: nothing that is kept of it serves another tenant. */
  tenant: z.string(),
  knowledge_base: z.string(),
  messages: z.array(ConversationTurn),
  /** Null: detected from the question and the answer's first sentence. */
  language: Language.nullable(),
  /** Local ISO day at which policies must be in force. */
  as_of: z.iso.date(),
  context: z.array(ContextPassage),
  /** Tool results of this history that may prove facts of the customer's own case, never a rule. */
  case_facts: z.array(z.string()),
  mode: z.enum(['enforce', 'shadow']),
  fail_mode: FailMode,
  decisions: Decisions,
  /** Topics on which only verified claims pass. */
  strict_topics: z.array(z.string()),
  handoff: HandoffConfig.pick({ channel: true, contact: true }).strip(),
  /** Longest part of a stream, in characters, that is held for one sentence. */
  held_chars: z.int().positive(),
  claims_max: z.int().positive(),
  /** False where nobody reads a rewritten text, as in tool calls: no model writes one. Left out: true. */
  is_rewritten: z.boolean().optional(),
});
export type GroundingRequest = z.infer<typeof GroundingRequest>;

const Span = z.object({ start_char: z.int().nonnegative(), end_char: z.int().nonnegative() });

/** The end of an answer: text still to deliver, and the whole outcome. Spans are of the original answer. */
export const SessionEnd = z.object({
  text: z.string(),
  outcome: GroundedAnswer,
  released: z.array(Span),
  withheld: z.array(Span),
  language: Language,
  knowledge_version: z.string(),
  /** What the model tier was asked, by stage; left out by sessions that have none. */
  models: z.array(ModelUse).optional(),
  /** How parts of it were rewritten; left out by sessions without a rewriter. */
  rewrites: z.array(RewriteNote).optional(),
  /** The embedding model of retrieval; left out with the local embedding. */
  embeddings: EmbeddingsUse.optional(),
});
export type SessionEnd = z.infer<typeof SessionEnd>;
