import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../src/core/reading/index.js';

describe('readText', () => {
  it('keeps exact offsets for every token', () => {
    const text = "L’enfant n'a pas payé 1 200,50 $ — œuvre « été » 😀 d’ici le 3 mai.";
    for (const token of readText(text, 'fr', EMPTY_VOCABULARY).tokens) {
      expect(text.slice(token.start_char, token.end_char)).toBe(token.text);
    }
  });

  it('gives an English policy and a French answer the same keys', () => {
    const english = readText('Refunds are paid after departure.', 'en', EMPTY_VOCABULARY);
    const french = readText('Le remboursement est payé après le départ.', 'fr', EMPTY_VOCABULARY);
    expect(new Set(french.keys)).toEqual(new Set(english.keys));
  });
});
