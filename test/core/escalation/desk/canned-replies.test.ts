import { describe, expect, it } from 'vitest';
import { cannedReplies } from '../../../../src/core/escalation/desk/index.js';
import { CannedReplies } from '../../../../src/schema/index.js';
import { MARIE } from '../../../support/handoffs.js';

const CONFIGURED = CannedReplies.parse({
  Greeting: { en: 'Hello, {agent} here, on {case}.', fr: 'Bonjour, ici {agent}.' },
  Hold: { en: 'One moment.' },
});

describe('cannedReplies', () => {
  it('fills the places in, in the language of the case, else in the one there is', () => {
    expect(cannedReplies(CONFIGURED, 'fr', { agent: MARIE, case: 'ABC' })).toEqual([
      { name: 'Greeting', lang: 'fr', text: 'Bonjour, ici Marie.' },
      { name: 'Hold', lang: 'en', text: 'One moment.' },
    ]);
    expect(cannedReplies(CONFIGURED, 'en', { agent: MARIE, case: 'ABC' })[0]?.text).toBe(
      'Hello, Marie here, on ABC.',
    );
  });

  it('a place without a value stays empty', () =>
    expect(cannedReplies(CONFIGURED, 'en', { agent: MARIE, case: null })[0]?.text).toBe(
      'Hello, Marie here, on .',
    ));

  it.each([
    { name: 'a place that nobody fills', replies: { A: { en: 'Hi {customer}' } }, says: '{customer}' },
    { name: 'a reply without words', replies: { A: {} }, says: 'needs en or fr' },
    { name: 'another language', replies: { A: { de: 'Hallo' } }, says: 'de' },
  ])('the configuration refuses $name', ({ replies, says }) => {
    const parsed = CannedReplies.safeParse(replies);
    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error?.issues)).toContain(says);
  });
});
