import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../src/core/reading/index.js';

const pieces = fc.constantFrom(
  'You may',
  "n'est pas",
  'within',
  '14',
  'jours',
  'CAD',
  '$',
  '1 200,50',
  'à 19 h',
  '-',
  'between',
  'and',
  'half',
  'a week',
  'before',
  'departure',
  ',',
  '.',
  '😀',
  'l’été',
  '24/7',
  '(514) 555-0199',
  'a@b.fr',
  'sauf si',
  'un',
  'one',
  '\n',
  '7.',
  '%',
);
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.array(pieces, { maxLength: 25 }).map((list) => list.join(' ')),
);

describe('any text', () => {
  it.each([
    ['dots and hyphens', 'a.b-'],
    ['at signs', 'a@'],
    ['digits and spaces', '1 200 - '],
    ['digits alone', '1'],
    ['brackets', '(514'],
    ['negations', "n'est que "],
  ])('is read in linear time: %s', (_name, piece) => {
    const text = piece.repeat(20_000);
    expect(readText(text, 'fr', EMPTY_VOCABULARY).tokens.length).toBeGreaterThan(0);
  });

  it('is read without a fault, with spans inside the text and token texts exact', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('en' as const, 'fr' as const), (text, lang) => {
        const reading = readText(text, lang, EMPTY_VOCABULARY);
        for (const { start_char, end_char, text: shown } of [...reading.tokens, ...reading.quantities]) {
          expect(text.slice(start_char, end_char)).toBe(shown);
        }
        for (const { start_char, end_char } of [...reading.statements, ...reading.times]) {
          expect(0 <= start_char && start_char <= end_char && end_char <= text.length).toBe(true);
        }
        for (const { value, quantity } of [
          ...reading.quantities.map((q) => ({ value: q.value, quantity: null })),
          ...reading.times.map((t) => ({ value: 0, quantity: t.quantity })),
        ]) {
          expect(Number.isFinite(value)).toBe(true);
          if (quantity !== null) expect(reading.quantities[quantity]).toBeDefined();
        }
      }),
      { numRuns: 300 },
    );
  });
});
