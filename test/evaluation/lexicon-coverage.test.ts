import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY } from '../../src/core/reading/index.js';
import { countText, coverageOf, heaviestUnmapped, newTally } from '../../src/evaluation/lexicon-coverage.js';

const counted = (text: string, own: readonly string[] = [], lang: 'en' | 'fr' = 'en') => {
  const tally = newTally();
  countText(tally, text, lang, { name: 'one', vocabulary: EMPTY_VOCABULARY, own: new Set(own) });
  return tally;
};

describe('countText', () => {
  it.each([
    ['a known word', 'refund', { concept: 1 }],
    ['grammar', 'of the', { function: 2 }],
    ['a filler', 'moreover', { neutral: 1 }],
    ['a number in words', 'twelve', { function: 1 }],
    ['an unknown word', 'zorblax', { unmapped: 1 }],
    ['a name inside a sentence', 'refund Zorblax', { concept: 1, name: 1 }],
    ['a figure, which is no word', '30 kg', { concept: 1 }],
  ] as const)('classes %s', (_name, text, expected) => {
    const { counts } = counted(text);
    const zero = { function: 0, own: 0, name: 0, concept: 0, neutral: 0, unmapped: 0 };
    expect(counts).toEqual({ ...zero, ...expected });
  });

  it("leaves the operator's own vocabulary out of the shares", () => {
    const tally = counted('the zorblax refund', ['zorblax']);
    expect(coverageOf(tally)).toMatchObject({ content_words: 1, covered: 1, own_words: 1 });
  });

  it('lists unknown words and pairs by how often and at how many operators they stand', () => {
    const tally = counted('zorblax frimble, zorblax frimble, quuxil');
    expect(heaviestUnmapped(tally, 3).map(({ words, count }) => [words, count])).toEqual([
      ['frimble', 2],
      ['zorblax', 2],
      ['zorblax frimble', 2],
    ]);
  });
});
