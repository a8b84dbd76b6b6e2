import { describe, expect, it } from 'vitest';
import {
  EMPTY_VOCABULARY,
  explainReading,
  isCompleteReading,
  readText,
} from '../../../src/core/reading/index.js';
import type { Language } from '../../../src/schema/index.js';

const read = (text: string, lang: Language = 'en') => readText(text, lang, EMPTY_VOCABULARY);

describe('a reading in words', () => {
  it('names acts and events in the language of the text', () => {
    const text = 'Vous devez demander le remboursement avant le départ.';
    expect(explainReading(read(text, 'fr'), text, 'fr').statements[0]).toMatchObject({
      modality: 'required',
      acts: expect.arrayContaining(['rembourser']),
      times: [{ relation: 'before', event: 'départ', text: expect.stringContaining('avant') }],
    });
  });

  it('says what a number is the number of', () => {
    const text = 'Parcels may weigh at most 20 kg.';
    expect(explainReading(read(text), text, 'en').statements[0]?.quantities).toEqual([
      expect.objectContaining({ text: expect.stringContaining('20 kg'), comparator: 'at_most' }),
    ]);
  });

  it.each([
    { text: 'You may bring a dog.', complete: true },
    { text: 'Deposits are not refunded.', complete: true },
    { text: 'Refunds: +1 555 010 9999', complete: true },
    { text: 'Welcome!', complete: false },
    { text: 'And so on.', complete: false },
  ])('“$text” is a complete statement: $complete', ({ text, complete }) => {
    expect(isCompleteReading(read(text))).toBe(complete);
  });
});
