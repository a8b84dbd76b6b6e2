import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/core/indexing/index.js';

const split = (text: string) =>
  splitSentences(text).map((span) => text.slice(span.start_char, span.end_char));

describe('splitSentences', () => {
  it.each([
    {
      name: 'two plain sentences',
      text: 'Bags are free. Skis are not.',
      parts: ['Bags are free.', 'Skis are not.'],
    },
    {
      name: 'a decimal is no boundary',
      text: 'It costs 2.5 times. Pay now.',
      parts: ['It costs 2.5 times.', 'Pay now.'],
    },
    {
      name: '"No." before a number is no boundary',
      text: 'Use form No. 12 at once.',
      parts: ['Use form No. 12 at once.'],
    },
    { name: '"No." as an answer is a sentence', text: 'No. We keep it.', parts: ['No.', 'We keep it.'] },
    {
      name: 'a dotted phone number stays whole',
      text: 'Call 1.800.555.0199 today. Ask Ann.',
      parts: ['Call 1.800.555.0199 today.', 'Ask Ann.'],
    },
    {
      name: 'e.g. before a capital stays whole',
      text: 'Bring proof, e.g. Form 3. Then wait.',
      parts: ['Bring proof, e.g. Form 3.', 'Then wait.'],
    },
    {
      name: 'an hour ends a sentence before a capital',
      text: 'We close at 6 p.m. Parcels stay.',
      parts: ['We close at 6 p.m.', 'Parcels stay.'],
    },
    {
      name: 'an hour within a sentence does not',
      text: 'From 6 p.m. on it is dark.',
      parts: ['From 6 p.m. on it is dark.'],
    },
    {
      name: 'a title and an initial',
      text: 'Ask Dr. Roy or J. Doe. Wait.',
      parts: ['Ask Dr. Roy or J. Doe.', 'Wait.'],
    },
    {
      name: 'French abbreviations',
      text: 'Voyez M. Roy, p. ex. Lundi. Payez.',
      parts: ['Voyez M. Roy, p. ex. Lundi.', 'Payez.'],
    },
    { name: 'French spaced question mark', text: 'Est-ce permis ? Oui.', parts: ['Est-ce permis ?', 'Oui.'] },
    {
      name: 'a year at the end of a sentence',
      text: 'It ends in 2026. New rules follow.',
      parts: ['It ends in 2026.', 'New rules follow.'],
    },
    {
      name: 'a clause number belongs to its clause',
      text: '7. Tickets are final.',
      parts: ['7. Tickets are final.'],
    },
    {
      name: 'a closing quote stays with its sentence',
      text: 'They say “no.” Then leave.',
      parts: ['They say “no.”', 'Then leave.'],
    },
    { name: 'white space only', text: ' \n ', parts: [] },
    { name: 'no full stop at the end', text: 'One. Two', parts: ['One.', 'Two'] },
  ])('$name', ({ text, parts }) => expect(split(text)).toEqual(parts));
});
