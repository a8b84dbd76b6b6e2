import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../src/core/reading/index.js';
import { CHECKS } from '../../../src/core/verification/checks/index.js';
import { readClaim } from '../../../src/core/verification/verify-claim.js';
import { propositionsOf } from '../../../src/core/verification/windows/index.js';
import type { Language } from '../../../src/schema/index.js';
import { claimOf, indexOf, inputOf } from './support.js';

const opensAfter = (text: string, lang: Language): string | null => {
  const last = propositionsOf(readText(text, lang, EMPTY_VOCABULARY), text).at(-1);
  const [open] = last?.window.open ?? [];
  return open?.to === null && open.from?.edge === 'end' ? open.from.event : null;
};

describe('steps in order', () => {
  it.each([
    ['Take your flight first and ask for it afterwards.', 'en', 'event.flight'],
    ['Travel first, then apply.', 'en', 'event.travel'],
    ['Go ahead with your trip and claim the discount later.', 'en', 'event.travel'],
    ['You can travel at full fare and get the reduction refunded later.', 'en', 'event.travel'],
    ["Partez d'abord, puis demandez la réduction.", 'fr', 'event.departure'],
    ['Voyagez au plein tarif, vous demanderez le remboursement ensuite.', 'fr', 'event.travel'],
    ["Just fly now and apply when you're back.", 'en', 'event.travel_end'],
  ] as const)('%s', (text, lang, event) => {
    expect(opensAfter(text, lang)).toBe(event);
  });

  it.each([
    ['Your flight leaves no later than noon and you can ask for it.', 'en'],
    ['If you travel first, then apply.', 'en'],
    ['Apply later.', 'en'],
    ['You can travel on Monday and take the next flight.', 'en'],
    ['You can travel now and pay by then.', 'en'],
  ] as const)('orders nothing: %s', (text, lang) => {
    expect(opensAfter(text, lang)).toBeNull();
  });
});

const index = await indexOf({
  'policies/mourning.md': `# Mourning fare

The mourning fare must be requested before travel. After travel we do not refund the difference to the mourning fare.

## Price falls

If the price of your ticket falls after the purchase, we do not refund the surplus.
`,
});
const QUESTION = 'My aunt died, can I get the mourning fare after my trip?';

const signalsOf = async (text: string, question: string | null = QUESTION) => {
  const input = await readClaim(claimOf(text, { question }), inputOf(index));
  return new Map(CHECKS.map((check) => [check.name, check.run(input)?.relation ?? null]));
};

describe('a rule for the time before', () => {
  it.each([
    'Travel first, then request the mourning fare.',
    'Take your flight and request the fare afterwards.',
    'No need to arrange it before you travel.',
  ])('speaks against %s', async (text) => {
    expect((await signalsOf(text)).get('time-window')).toBe('contradicts');
  });

  it('speaks against what is offered where the question is about the time after', async () => {
    expect((await signalsOf('You get the difference back.')).get('time-window')).toBe('contradicts');
    expect((await signalsOf('You get the difference back.', null)).get('time-window')).toBeNull();
  });

  it('does not speak against what is open before, whatever the question is about', async () => {
    for (const text of [
      'You can request the mourning fare before your trip.',
      'You can request the mourning fare by telephone before you travel.',
    ]) {
      const signals = await signalsOf(text);
      expect([text, signals.get('time-window'), signals.get('exclusion'), signals.get('polarity')]).toEqual([
        ...[text, 'supports', null, 'supports'],
      ]);
    }
  });
});

it('a denial for a case that nobody speaks of is none of the claim', async () => {
  expect((await signalsOf('We refund the surplus.', null)).get('polarity')).not.toBe('contradicts');
  expect((await signalsOf('We refund the surplus.', 'The price fell, what now?')).get('polarity')).toBe(
    'contradicts',
  );
});
