import { faultForLog } from '../../core/errors.js';
import { summaryNote } from '../../core/escalation/index.js';
import type { AuditRecord } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import type { HandoffCall } from './begin-answer.js';
import { takesHandoffs } from './talk.js';

/** Longest lists that are looked at. */
const ENDS_MAX = 1_000;
const RECORDS_MAX = 20;

/**
 * What the bot is told with this request of the case that ended last; null for nothing. It is the summary of a person who
 * handed the conversation back, until the bot has answered the customer's next message: also where that takes several
 * requests. Without a store that answers the bot is told nothing.
 */
export const botNote = async (
  { id, route, turns, handoff: { talk } }: HandoffCall,
  deps: AppDeps,
): Promise<string | null> => {
  if (!route.config.summary_to_bot || !takesHandoffs(route, deps) || talk.conversation === null) return null;
  const { place } = talk;
  try {
    const ends = await deps.handoffs.events(place.tenant, {
      conversation: place,
      kinds: ['returned', 'resolved', 'expired', 'cancelled'],
      after_seq: 0,
      limit: ENDS_MAX,
    });
    const end = ends.at(-1);
    if (end?.kind !== 'returned' || end.text === null || end.text.trim() === '') return null;
    const { records } = await deps.audit.list(place.tenant, {
      conversation_id: place.conversation_id,
      limit: RECORDS_MAX,
    });
    const isKnown = records.some(
      (record) =>
        record.route === place.route &&
        record.opened_at_ms >= end.at_ms &&
        isAnswered(record) &&
        lastWords(record.messages) !== lastWords(turns),
    );
    return isKnown ? null : await summaryNote(end.text);
  } catch (error) {
    deps.metrics.count('handoff_failures_total', {});
    deps.log.error('a summary could not be looked up', { record_id: id, error: faultForLog(error) });
    return null;
  }
};

/** Whether the customer read an answer of the bot; an escalation leads to a case of its own. */
const isAnswered = ({ state, upstream, decision }: AuditRecord): boolean =>
  state === 'closed' && upstream !== null && ['pass', 'rewrite', 'block'].includes(decision);

const lastWords = (messages: AuditRecord['messages'] | HandoffCall['turns']): string | null =>
  messages.findLast(({ role }) => role === 'user')?.content ?? null;
