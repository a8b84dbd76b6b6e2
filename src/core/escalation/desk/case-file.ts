import type { AuditRecord, CaseFile, Handoff, HandoffEvent, WithheldAnswer } from '../../../schema/index.js';
import { Advice } from '../../../schema/index.js';
import { worstChoice } from '../../decision/index.js';
import { faultForLog } from '../../errors.js';
import { caseLanguage } from '../case-language.js';
import { isOpen } from '../state/index.js';
import type { DeskPorts } from './desk-ports.js';
import { summaryOf } from './summary.js';
import { transcriptOf } from './transcript.js';

/** Records of one conversation that are looked at, the latest of them. */
const RECORDS_MAX = 200;
/** Events that are asked for at once. */
const EVENTS_PAGE = 500;

/** Advice as it was kept with a message; what cannot be read any more is none. */
const keptAdvice = ({ data }: HandoffEvent): Advice[] => Advice.array().safeParse(data['advice']).data ?? [];

const placeOf = ({ tenant, route, conversation_id }: Handoff) => ({ tenant, route, conversation_id });

/** Every event of the conversation, those of its earlier handoffs included. */
export const eventsOf = async (handoff: Handoff, { handoffs }: DeskPorts): Promise<HandoffEvent[]> => {
  const conversation = placeOf(handoff);
  const events: HandoffEvent[] = [];
  for (;;) {
    const after_seq = events.at(-1)?.seq ?? 0;
    const page = await handoffs.events(handoff.tenant, { conversation, after_seq, limit: EVENTS_PAGE });
    events.push(...page);
    if (page.length < EVENTS_PAGE) return events;
  }
};

const recordsOf = async (handoff: Handoff, { audit }: DeskPorts): Promise<AuditRecord[]> => {
  const { tenant, route, conversation_id } = handoff;
  const { records } = await audit.list(tenant, { conversation_id, limit: RECORDS_MAX });
  return records.filter((record) => record.route === route).reverse();
};

/** What the bot wanted to say in the answer that led here, unless the customer read just that. */
const withheldOf = (record: AuditRecord | null): WithheldAnswer | null => {
  const choice = record === null ? null : worstChoice(record.choices);
  if (record === null || choice === null || !choice.original_answer) return null;
  if (choice.decision === 'pass' && choice.answer === choice.original_answer) return null;
  return {
    record_id: record.id,
    decision: choice.decision,
    reason: choice.reason,
    original_answer: choice.original_answer,
    claims: choice.claims,
    knowledge_version: record.knowledge_version,
    ...(choice.models === undefined ? {} : { models: choice.models }),
    ...(choice.rewrites === undefined ? {} : { rewrites: choice.rewrites }),
  };
};

const proposalFor = async (
  handoff: Handoff,
  withheld: WithheldAnswer | null,
  record: AuditRecord | null,
  ports: DeskPorts,
  signal: AbortSignal,
): Promise<CaseFile['proposed_reply']> => {
  if (withheld === null || record === null) return null;
  const request = ports.requestFor(handoff, turnsOf(record));
  if (request === null) return null;
  try {
    return await ports.drafts.propose({ choice: withheld, lang: caseLanguage(handoff), request }, signal);
  } catch (error) {
    ports.log.error('no reply could be proposed', { handoff_id: handoff.id, error: faultForLog(error) });
    return null;
  }
};

const turnsOf = ({ messages }: AuditRecord) =>
  messages.flatMap(({ role, content }) =>
    (role === 'user' || role === 'assistant') && content !== null ? [{ role, content } as const] : [],
  );

/**
 * Everything about one case, put together from what is stored. A reply is proposed only for the first answer of a
 * case that goes on.
 */
export const caseFileOf = async (
  handoff: Handoff,
  ports: DeskPorts,
  signal: AbortSignal,
  isBrief = false,
): Promise<CaseFile> => {
  const [events, records, record, conversation, position] = await Promise.all([
    eventsOf(handoff, ports),
    recordsOf(handoff, ports),
    ports.audit.get(handoff.tenant, handoff.record_id),
    ports.handoffs.conversation(placeOf(handoff)),
    ports.handoffs.position(handoff),
  ]);
  const transcript = transcriptOf(records, events, keptAdvice);
  const withheld = withheldOf(record);
  const isWanted = !isBrief && isOpen(handoff) && handoff.first_reply_at_ms === null;
  return {
    handoff,
    reference: conversation?.reference ?? null,
    conversation:
      conversation === null
        ? null
        : {
            state: conversation.state,
            epoch: conversation.epoch,
            blocked: conversation.blocked,
            rewritten: conversation.rewritten,
          },
    position,
    transcript,
    withheld,
    proposed_reply: isWanted ? await proposalFor(handoff, withheld, record, ports, signal) : null,
    summary: handoff.summary ?? summaryOf(handoff, transcript, caseLanguage(handoff)),
    seq: events.at(-1)?.seq ?? 0,
  };
};
