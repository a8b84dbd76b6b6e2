import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startsWithNumber } from '../../../src/core/lexicon/index.js';

describe('a text that begins with a number', () => {
  it.each([
    { text: '30 days', is: true },
    { text: '٣ أيام', is: true },
    { text: '½ day', is: true },
    { text: 'day 3', is: false },
    { text: 'été', is: false },
    { text: '', is: false },
  ])('is told by its first character: "$text" $is', ({ text, is }) => {
    expect(startsWithNumber(text)).toBe(is);
  });

  it('is told as the pattern for all scripts tells it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => startsWithNumber(text) === /^\p{N}/u.test(text)),
    );
  });
});
