import { describe, expect, it } from 'vitest';
import { transcriptOf } from '../../../../src/core/escalation/desk/index.js';
import type { AuditRecord, HandoffEvent, TranscriptItem } from '../../../../src/schema/index.js';
import { auditRecord } from '../../../contract/fixture.js';
import { actor, CUSTOMER, eventOf, JO, MARIE } from '../../../support/handoffs.js';

const record = (
  at: number,
  messages: [string, string][],
  answer: string | null,
  over: Partial<AuditRecord> = {},
) => {
  const base = auditRecord({ id: `r${at}`, opened_at_ms: at, closed_at_ms: at + 10 });
  return {
    ...base,
    messages: messages.map(([role, content]) => ({ role, content })),
    choices: base.choices.map((choice) => ({ ...choice, answer })),
    ...over,
  };
};

/** A transcript as one line an item: who, and what. */
const said = (records: AuditRecord[], events: HandoffEvent[] = []): string[] =>
  transcriptOf(records, events, () => []).map((item: TranscriptItem) =>
    item.kind === 'step'
      ? `(${item.event}${item.agent === null ? '' : ` ${item.agent.name}`})`
      : `${item.kind}: ${item.text}`,
  );

describe('transcriptOf', () => {
  it.each([
    {
      name: 'what the first request brought along stands before it, instructions and tools left out',
      records: [
        record(
          100,
          [
            ['system', 'Be kind.'],
            ['user', 'Hello'],
            ['assistant', 'Good day'],
            ['tool', '{"price": 9}'],
            ['user', 'May I bring a dog?'],
          ],
          'No.',
        ),
      ],
      expected: ['customer: Hello', 'bot: Good day', 'customer: May I bring a dog?', 'bot: No.'],
    },
    {
      name: 'history that a client repeats is told once',
      records: [
        record(100, [['user', 'Hello']], 'Good day'),
        record(
          200,
          [
            ['user', 'Hello'],
            ['assistant', 'Good day'],
            ['user', 'And a cat?'],
          ],
          'Yes.',
        ),
      ],
      expected: ['customer: Hello', 'bot: Good day', 'customer: And a cat?', 'bot: Yes.'],
    },
    {
      name: 'a client that sends only its own words is told once too',
      records: [
        record(100, [['user', 'Hello']], 'Good day'),
        record(
          200,
          [
            ['user', 'Hello'],
            ['user', 'And a cat?'],
          ],
          'Yes.',
        ),
      ],
      expected: ['customer: Hello', 'bot: Good day', 'customer: And a cat?', 'bot: Yes.'],
    },
    {
      name: 'the same words said twice are told twice',
      records: [record(100, [['user', 'Hello']], 'Good day'), record(200, [['user', 'Hello']], 'Good day')],
      expected: ['customer: Hello', 'bot: Good day', 'customer: Hello', 'bot: Good day'],
    },
    {
      name: 'an erased text keeps its place',
      records: [record(100, [['user', 'Hello']], null)],
      expected: ['customer: Hello', 'bot: null'],
    },
  ])('$name', ({ records, expected }) => expect(said(records)).toEqual(expected));

  it('tells a person’s turns by their events and never twice by the records of those turns', () => {
    const events = [
      eventOf({ seq: 1, kind: 'opened', text: 'May I bring a dog?', data: { reason: 'contradicted' } }),
      eventOf({ seq: 2, kind: 'claimed', actor: actor(MARIE), data: { agent: MARIE } }),
      eventOf({ seq: 3, kind: 'customer_message', actor: CUSTOMER, text: 'Still there?' }),
      eventOf({ seq: 4, kind: 'note', actor: actor(MARIE), text: 'Regular customer.' }),
      eventOf({ seq: 5, kind: 'person_message', actor: actor(MARIE), text: 'Yes, I am.' }),
      eventOf({ seq: 6, kind: 'reassigned', actor: actor(MARIE), data: { from: MARIE, to: JO } }),
      eventOf({ seq: 7, kind: 'resolved', actor: actor(JO), text: 'Answered.' }),
    ];
    const records = [
      record(100, [['user', 'May I bring a dog?']], 'One moment.'),
      record(4_000, [['user', 'Still there?']], 'Yes, I am.', { reason: 'with_person:replied' as never }),
    ];
    expect(said(records, events)).toEqual([
      'customer: May I bring a dog?',
      'bot: One moment.',
      '(opened)',
      '(claimed Marie)',
      'customer: Still there?',
      'note: Regular customer.',
      'person: Yes, I am.',
      '(reassigned Jo)',
      '(resolved)',
    ]);
  });

  it('shows the words that opened a case whose record is not there', () => {
    const events = [
      eventOf({ seq: 1, kind: 'opened', text: 'A person, please.', data: { reason: 'customer_asked' } }),
    ];
    expect(said([], events)).toEqual(['customer: A person, please.', '(opened)']);
  });
});
