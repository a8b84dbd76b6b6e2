import { expect, it } from 'vitest';
import { sameValue } from '../../../../src/core/verification/numbers/quantities.js';
import { indexOf, readingOf } from '../support.js';

const index = await indexOf({ 'policies/hours.md': '# Hours\n\nThe desk is closed on 24 December 2026.\n' });
const dayIn = (text: string) => {
  const [quantity] = readingOf(text, index).quantities;
  if (quantity === undefined) throw new Error(`no date in "${text}"`);
  return quantity;
};

it.each([
  ['Closed on 24 December.', 'Closed on 24 December 2026.', true],
  ['Closed on 25 December.', 'Closed on 24 December 2026.', false],
  ['Closed from 24 to 26 December.', 'Closed on 24 December.', false],
  ['Closed from 24 to 26 December.', 'Closed on 24 December 2026.', false],
  ['Closed from 24 to 26 December.', 'Closed from 24 to 26 December.', true],
  ['Closed from 24 to 27 December.', 'Closed from 24 to 26 December.', false],
])('days: “%s” beside “%s”', (a, b, is) => {
  expect(sameValue(dayIn(a), dayIn(b))).toBe(is);
  expect(sameValue(dayIn(b), dayIn(a))).toBe(is);
});
