import { describe, expect, it } from 'vitest';
import { summaryOf, transcriptOf } from '../../../../src/core/escalation/desk/index.js';
import { actor, CUSTOMER, eventOf, handoffOf, MARIE } from '../../../support/handoffs.js';

const opened = eventOf({ seq: 1, kind: 'opened', text: 'May I bring a dog?' });
const reply = eventOf({ seq: 3, kind: 'person_message', actor: actor(MARIE), text: 'Yes, in the cabin.' });
const note = eventOf({ seq: 4, kind: 'note', actor: actor(MARIE), text: 'Sounds upset.' });
const thanks = eventOf({ seq: 5, kind: 'customer_message', actor: CUSTOMER, text: 'Thank you!' });
const summary = (events: (typeof opened)[], lang: 'en' | 'fr' = 'en') =>
  summaryOf(
    handoffOf({ id: 'h1', reason: 'contradicted' }),
    transcriptOf([], events, () => []),
    lang,
  );

describe('summaryOf', () => {
  it('says what was asked, why a person was called, and what they replied', () => {
    expect(summary([opened, reply, thanks])).toBe(
      'The customer wrote: “May I bring a dog?”\nA person was called: the policies say otherwise.\nMarie replied: “Yes, in the cabin.”\nThe customer then wrote: “Thank you!”',
    );
  });
  it('says so where no reply was sent', () => expect(summary([opened])).toContain('No reply was sent.'));
  it('keeps the team’s notes to the team', () =>
    expect(summary([opened, reply, note])).not.toContain('upset'));
  it('speaks French', () => expect(summary([opened, reply], 'fr')).toContain('Marie a répondu : « Yes'));
  it('cuts long messages', () =>
    expect(summary([eventOf({ seq: 1, kind: 'opened', text: 'dog '.repeat(200) })]).length).toBeLessThan(
      400,
    ));
});
