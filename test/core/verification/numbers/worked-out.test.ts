import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../../src/core/reading/index.js';
import { dayNumber } from '../../../../src/core/verification/numbers/calendar.js';
import { isWorkedOut } from '../../../../src/core/verification/numbers/worked-out.js';
import type { Language } from '../../../../src/schema/index.js';

interface Row {
  claim: string;
  customer?: string;
  before?: string;
  lang?: Language;
  is: boolean;
}

const ROWS: readonly Row[] = [
  { claim: 'Pay £27.', before: 'Half of it is £42, and £15 is taken off.', is: true },
  { claim: 'Pay £28.', before: 'Half of it is £42, and £15 is taken off.', is: false },
  {
    claim: 'Vous paierez 457 €.',
    before: 'Le cours coûte 380 €, le livre 32 €, l’inscription 45 €.',
    lang: 'fr',
    is: true,
  },
  { claim: 'Pay £57.', before: 'It weighs 42 kg, and £15 is taken off.', is: false },
  { claim: 'You get £266 back.', customer: 'I paid 380.', before: 'That is 70 % of the fee.', is: true },
  { claim: 'You get £256 back.', customer: 'I paid 380.', before: 'That is 70 % of the fee.', is: false },
  { claim: 'They cost £45.', before: 'Each of the three is £15.', is: true },
  { claim: 'They cost £50.', before: 'Each of the three is £15.', is: false },
  { claim: 'Il reste 114 €.', before: 'De vos 380 €, 70 % sont retenus.', lang: 'fr', is: true },
  { claim: 'A case may weigh 10 kg, not 12.', customer: 'Is 12 kg fine?', is: true },
  { claim: 'A case may weigh 10 kg, not 14.', customer: 'Is 12 kg fine?', is: false },
  { claim: 'Five months at £9 make £45.', is: true },
  { claim: 'Five months at £9 make £54.', is: false },
  { claim: 'Send it today, 20 December.', is: true },
  { claim: 'Send it by 21 December.', is: false },
  { claim: 'It begins on 1 February.', customer: 'Can I pause february?', is: true },
  { claim: 'It begins on 1 March.', customer: 'Can I pause february?', is: false },
  { claim: 'You are five days ahead.', customer: 'I leave on 25 December.', is: true },
  { claim: 'You are six days ahead.', customer: 'I leave on 25 December.', is: false },
];

describe('a number that follows from what is told', () => {
  it.each(ROWS)('$claim ($customer$before)', ({ claim, customer = '', before = '', lang = 'en', is }) => {
    const read = (text: string) => readText(text, lang, EMPTY_VOCABULARY);
    const numbers = read(claim).quantities;
    const number = numbers.at(-1);
    if (number === undefined) throw new Error('no number');
    const given = {
      customer: read(customer).quantities,
      before: [read(customer), read(before)],
      beside: numbers.slice(0, -1),
      today: dayNumber('2026-12-20'),
    };
    expect(isWorkedOut(number, given)).toBe(is);
  });
});
