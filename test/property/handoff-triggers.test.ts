import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handoffTriggers, type TriggerInput } from '../../src/core/escalation/index.js';
import { TriggersConfig } from '../../src/schema/index.js';

const settings = TriggersConfig.parse({
  reserved_topics: { topics: { fraud: ['scam call', 'appel frauduleux'], 'group contract': [] } },
});
const turn = (text: string, over: Partial<TriggerInput> = {}): TriggerInput => ({
  text,
  earlier: [],
  language: null,
  counters: { blocked: 0, rewritten: 0 },
  ...over,
});

const words = fc.constantFrom(
  ...[
    'agent',
    'not',
    'I',
    'need',
    'want to',
    'talk to',
    'a',
    'the',
    'person',
    'please',
    'useless',
    '!!!',
    '.',
    '\n',
  ],
  ...[
    'je',
    'veux',
    "n'est pas",
    'parler à',
    "quelqu'un",
    'nul',
    'plainte',
    'died',
    'scam call',
    'é',
    '👩‍👩‍👧',
    'ß',
    '\ud800',
  ],
);
const messages = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(words, { maxLength: 40 }).map((parts) => parts.join(' ')),
);
const languages = fc.constantFrom('en' as const, 'fr' as const, null);

/** What many repeats of a piece could draw out. */
const PIECES = [
  'a ',
  'A',
  '!',
  '?!',
  'agent ',
  'not a ',
  'I want to talk to ',
  'je veux parler à ',
  "l'",
  'aaa ',
  'the the of ',
  'the third time ',
  'scam ',
];
const CHARS = 32_000;
/** Processor time of one message: a linear reading takes well under a second, a quadratic one minutes. */
const MESSAGE_MS_MAX = 5_000;

describe('handoff triggers', () => {
  it('never throw, and name the very words of the message', () => {
    fc.assert(
      fc.property(messages, fc.array(messages, { maxLength: 4 }), languages, (text, earlier, language) => {
        const { matched, escalate, offer } = handoffTriggers(
          turn(text, { earlier: earlier.map((one) => ({ text: one, answer: null })), language }),
          settings,
        );
        expect(escalate === null || offer === null).toBe(true);
        for (const { phrase, start_char, end_char } of matched)
          if (phrase !== null) expect(text.slice(start_char, end_char)).toBe(phrase);
      }),
      { numRuns: 150 },
    );
  });

  it('say the same of the same turn', () => {
    fc.assert(
      fc.property(messages, languages, (text, language) => {
        expect(handoffTriggers(turn(text, { language }), settings)).toEqual(
          handoffTriggers(turn(text, { language }), settings),
        );
      }),
      { numRuns: 50 },
    );
  });

  it('escalate nothing where every trigger only offers, whatever the customer writes', () => {
    const offering = TriggersConfig.parse({
      customer_asked: { action: 'offer' },
      distress: { emergency: 'offer' },
      legal_right: {
        dispute: 'offer',
        complaint: 'offer',
        refund_right: 'offer',
        regulator: 'offer',
        accommodation: 'offer',
        lawyer: 'offer',
      },
      loop: { action: 'offer' },
      repeated_blocks: { action: 'offer' },
    });
    fc.assert(
      fc.property(messages, (text) => {
        expect(handoffTriggers(turn(text), offering).escalate).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  it.each(PIECES)('take time that no message can draw out: %j', { timeout: 120_000 }, (piece) => {
    const text = piece.repeat(Math.ceil(CHARS / piece.length)).slice(0, CHARS);
    const earlier = Array.from({ length: 60 }, () => ({ text, answer: null }));
    const before = process.cpuUsage().user;
    handoffTriggers(turn(text, { earlier }), settings);
    expect((process.cpuUsage().user - before) / 1_000).toBeLessThan(MESSAGE_MS_MAX);
  });
});
