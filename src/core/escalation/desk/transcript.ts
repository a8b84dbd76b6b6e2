import type { AuditRecord, HandoffEvent, TranscriptItem } from '../../../schema/index.js';
import { worstChoice } from '../../decision/index.js';

type Turn = AuditRecord['messages'][number];

const isSaid = ({ role }: Turn): boolean => role === 'user' || role === 'assistant';

/** What the customer wrote since the last answer: the turns after it. */
const newTurns = (turns: readonly Turn[]): Turn[] =>
  turns.slice(turns.findLastIndex(({ role }) => role === 'assistant') + 1);

/** Some clients send all that the customer ever wrote and none of the answers: what is known is not said again. */
const withoutKnown = (turns: readonly Turn[], known: readonly (string | null)[]): Turn[] => {
  const repeated = known.slice(0, turns.length - 1);
  const isRepeat = repeated.length > 0 && repeated.every((text, at) => turns[at]?.content === text);
  return isRepeat ? turns.slice(repeated.length) : [...turns];
};

/** While a person holds the conversation its turns are told by events. */
const isOfPerson = ({ reason }: AuditRecord): boolean => reason.startsWith('with_person');

/** Turns and answers of the records, those that the first one brought along included. */
const fromRecords = (records: readonly AuditRecord[]): TranscriptItem[] => {
  const items: TranscriptItem[] = [];
  const known: (string | null)[] = [];
  for (const record of records.filter((one) => !isOfPerson(one))) {
    const said = record.messages.filter(isSaid);
    const asked = newTurns(said);
    if (items.length === 0) {
      for (const { role, content } of said.slice(0, said.length - asked.length)) {
        items.push(
          role === 'user'
            ? { kind: 'customer', at_ms: null, text: content }
            : { kind: 'bot', at_ms: null, text: content, record_id: null, decision: null },
        );
      }
    }
    for (const { content } of withoutKnown(asked, known)) {
      known.push(content);
      items.push({ kind: 'customer', at_ms: record.opened_at_ms, text: content });
    }
    const choice = worstChoice(record.choices);
    if (choice === null || choice.answer === '') continue;
    items.push({
      kind: 'bot',
      at_ms: record.closed_at_ms ?? record.opened_at_ms,
      text: choice.answer,
      record_id: record.id,
      decision: record.decision,
    });
  }
  return items;
};

const agentOf = ({ kind, data }: HandoffEvent) => {
  const found = kind === 'reassigned' ? data['to'] : data['agent'];
  const { id, name } = Object(found);
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : null;
};

const fromEvent = (event: HandoffEvent, adviceOf: (event: HandoffEvent) => PersonItem['advice']) => {
  const { kind, at_ms, text, actor, data, delivered_at_ms } = event;
  switch (kind) {
    case 'customer_message':
      return { kind: 'customer', at_ms, text } as const;
    case 'person_message':
      return { kind: 'person', at_ms, text, actor, delivered_at_ms, advice: adviceOf(event) } as const;
    case 'note':
      return { kind: 'note', at_ms, text, actor } as const;
    default: {
      const reason = typeof data['reason'] === 'string' ? data['reason'] : null;
      const agent = agentOf(event);
      // What the customer wrote before stands among their turns already.
      const words = kind === 'opened' ? null : text;
      return { kind: 'step', at_ms, event: kind, text: words, actor, agent, reason } as const;
    }
  }
};

type PersonItem = Extract<TranscriptItem, { kind: 'person' }>;

/**
 * A conversation from its first turn on: what records of answers and events of handoffs tell of it, in order of time.
 * @param records of this conversation, oldest first.
 * @param events of this conversation, in order.
 */
export const transcriptOf = (
  records: readonly AuditRecord[],
  events: readonly HandoffEvent[],
  adviceOf: (event: HandoffEvent) => PersonItem['advice'],
): TranscriptItem[] => {
  const recorded = fromRecords(records);
  const opening = events.find(({ kind }) => kind === 'opened');
  const isUnrecorded = opening?.text != null && !recorded.some(({ kind }) => kind === 'customer');
  const items: TranscriptItem[] = [
    ...recorded,
    ...(isUnrecorded ? [{ kind: 'customer', at_ms: opening.at_ms, text: opening.text } as const] : []),
    ...events.map((event) => fromEvent(event, adviceOf)),
  ];
  return items
    .map((item, order) => ({ item, order }))
    .sort((a, b) => (a.item.at_ms ?? 0) - (b.item.at_ms ?? 0) || a.order - b.order)
    .map(({ item }) => item);
};
