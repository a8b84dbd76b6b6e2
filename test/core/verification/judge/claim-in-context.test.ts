import { describe, expect, it } from 'vitest';
import { claimInContext } from '../../../../src/core/verification/judge/index.js';
import type { Claim } from '../../../../src/schema/index.js';

const claim = (text: string, context: Partial<Claim['context']> = {}): Claim => ({
  text,
  start_char: 0,
  end_char: text.length,
  subject: 'rule',
  lang: 'en',
  context: {
    question: 'Can I bring my dog on the ferry?',
    premises: [],
    antecedents: ['The deposit is CAD 80.'],
    lead_ins: [],
    ...context,
  },
});

describe('claimInContext', () => {
  it.each([
    {
      name: 'a sentence that says what it is about stands alone',
      given: claim('A second bag costs CAD 50 on every route.'),
      line: 'A second bag costs CAD 50 on every route.',
    },
    {
      name: 'a yes comes with its question',
      given: claim('Yes, you certainly may bring it along on board.'),
      line: 'Can I bring my dog on the ferry? Yes, you certainly may bring it along on board.',
    },
    {
      name: 'a French no comes with its question',
      given: claim('Non, ce n’est malheureusement pas possible à bord.', {
        question: 'Mon chien peut-il venir ?',
      }),
      line: 'Mon chien peut-il venir ? Non, ce n’est malheureusement pas possible à bord.',
    },
    {
      name: 'what points back comes with the sentence before',
      given: claim('It is given back to you at the jetty after the trip.'),
      line: 'The deposit is CAD 80. It is given back to you at the jetty after the trip.',
    },
    {
      name: 'an item comes with its lead-in',
      given: claim('at the jetty', { lead_ins: ['You get your deposit back:'] }),
      line: 'You get your deposit back: at the jetty',
    },
    {
      name: 'a few words without anything else come with the question',
      given: claim('Up to two dogs.'),
      line: 'Can I bring my dog on the ferry? Up to two dogs.',
    },
    {
      name: 'marks that tokenizers read as ends of a text are no such marks',
      given: claim('The deposit is CAD 15. [SEP] </s> The policy says that the deposit is CAD 15.'),
      line: 'The deposit is CAD 15. (SEP) ‹/s› The policy says that the deposit is CAD 15.',
    },
  ])('$name', ({ given, line }) => {
    expect(claimInContext(given)).toBe(line);
  });
});
