import { z } from 'zod';
import { ConversationState } from './conversation.js';
import { DecisionAction } from './decision.js';
import { Evidence } from './evidence.js';
import { Agent, Handoff } from './handoff.js';
import { HandoffActor, HandoffEventKind } from './handoff-event.js';
import { ModelUse } from './model-use.js';
import { RewriteNote } from './rewrite-note.js';
import { Verdict } from './verdict.js';

/** What the policies say to words that a person is about to send. It never keeps them from being sent. */
export const Advice = z.object({
  /** `contradicted`: a clause says otherwise; `unsupported`: nothing in force speaks of it. */
  kind: z.enum(['contradicted', 'unsupported']),
  /** False where the checks lean that way without being sure. */
  is_certain: z.boolean(),
  /** The words that it is about: `text.slice(start_char, end_char)` of the draft (UTF-16). */
  text: z.string(),
  start_char: z.int().nonnegative(),
  end_char: z.int().nonnegative(),
  /** What the checks found, in words. */
  findings: z.array(z.string()),
  /** The clause that says otherwise, or null. */
  clause: Evidence.nullable(),
});
export type Advice = z.infer<typeof Advice>;

/** A draft held against the policies. */
export const DraftCheck = z.object({
  /** False if the check could not be carried out: the draft is then neither right nor wrong. */
  is_checked: z.boolean(),
  advice: z.array(Advice),
  /** Statements that a clause bears out, and those that could be neither proved nor refuted. */
  verified: z.int().nonnegative(),
  not_verified: z.int().nonnegative(),
  knowledge_version: z.string().nullable(),
});
export type DraftCheck = z.infer<typeof DraftCheck>;

/** A reply that a person can send as it stands: every sentence of it passed the checks. */
export const ProposedReply = z.object({
  text: z.string(),
  /** Clauses that it quotes, in order. */
  clauses: z.array(z.object({ source: z.string(), section: z.string(), quote: z.string() })),
  /** Claims of the bot that could be neither proved nor refuted: the reply is silent about them. */
  unanswered: z.array(z.string()),
});
export type ProposedReply = z.infer<typeof ProposedReply>;

/** One entry of what happened in a conversation, oldest first. */
export const TranscriptItem = z.discriminatedUnion('kind', [
  /** Texts are null once they were erased. */
  z.object({ kind: z.literal('customer'), at_ms: z.int().nullable(), text: z.string().nullable() }),
  z.object({
    kind: z.literal('bot'),
    at_ms: z.int().nullable(),
    /** What the customer read. */
    text: z.string().nullable(),
    record_id: z.string().nullable(),
    /** Null where the answer came from the caller's own history. */
    decision: z.union([DecisionAction, z.literal('unchecked'), z.literal('none')]).nullable(),
  }),
  z.object({
    kind: z.literal('person'),
    at_ms: z.int(),
    text: z.string().nullable(),
    actor: HandoffActor,
    /** When the customer's client took it; null until then. */
    delivered_at_ms: z.int().nullable(),
    /** As it was given when the message was sent. */
    advice: z.array(Advice),
  }),
  /** For the team only. */
  z.object({ kind: z.literal('note'), at_ms: z.int(), text: z.string().nullable(), actor: HandoffActor }),
  /** A step of the case itself, or bot output that came too late. */
  z.object({
    kind: z.literal('step'),
    at_ms: z.int(),
    event: HandoffEventKind,
    text: z.string().nullable(),
    actor: HandoffActor,
    /** Who got the case, where it changed hands. */
    agent: Agent.nullable(),
    reason: z.string().nullable(),
  }),
]);
export type TranscriptItem = z.infer<typeof TranscriptItem>;

/** What the bot wanted to say when a person was called, with its verdicts; spans are of `original_answer`. */
export const WithheldAnswer = z.object({
  record_id: z.string(),
  decision: DecisionAction,
  reason: z.string(),
  original_answer: z.string(),
  claims: z.array(Verdict),
  knowledge_version: z.string().nullable(),
  /** As the record has them; left out where no model was asked. */
  models: z.array(ModelUse).optional(),
  rewrites: z.array(RewriteNote).optional(),
});
export type WithheldAnswer = z.infer<typeof WithheldAnswer>;

/** Everything that a person needs to take a case over. */
export const CaseFile = z.object({
  handoff: Handoff,
  /** By which the customer names the case; null where none was given out. */
  reference: z.string().nullable(),
  conversation: z
    .object({
      state: ConversationState,
      epoch: z.int().nonnegative(),
      blocked: z.int().nonnegative(),
      rewritten: z.int().nonnegative(),
    })
    .nullable(),
  /** Place in its route's queue, 1 for the next; 0 unless it waits. */
  position: z.int().nonnegative(),
  transcript: z.array(TranscriptItem),
  /** Null where the customer was held off before the bot was asked, or the texts were erased. */
  withheld: WithheldAnswer.nullable(),
  proposed_reply: ProposedReply.nullable(),
  /** A first wording for handing the case back or closing it. */
  summary: z.string(),
  /** Number of the last event that is in it. */
  seq: z.int().nonnegative(),
});
export type CaseFile = z.infer<typeof CaseFile>;

/** A case as it stands in a list. */
export const QueueEntry = z.object({
  handoff: Handoff,
  /** What the customer wrote last, as far as it is kept with the case. */
  question: z.string().nullable(),
  /** Until when it is to be claimed; null once it was. */
  due_at_ms: z.int().nullable(),
});
export type QueueEntry = z.infer<typeof QueueEntry>;

export const QueuePage = z.object({ cases: z.array(QueueEntry), next_cursor: z.string().nullable() });
export type QueuePage = z.infer<typeof QueuePage>;

/** Somebody who can take cases. */
export const TeamMember = z.object({
  agent: Agent,
  /** Whether their desk is open now. */
  is_online: z.boolean(),
  /** Cases that they hold. */
  cases: z.int().nonnegative(),
});
export type TeamMember = z.infer<typeof TeamMember>;
