import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../src/core/reading/index.js';
import type { Language } from '../../../src/schema/index.js';

const conceptsOf = (text: string, lang: Language): (string | null)[] =>
  readText(text, lang, EMPTY_VOCABULARY).tokens.map(({ concept }) => concept);

const ROWS: readonly [text: string, lang: Language, is: string, isNot: string][] = [
  ['Open Mon-Fri', 'en', 'time.friday', 'food.fries'],
  ['The permit is valid.', 'en', 'quality.valid', 'modal.may'],
  ['Our rules permit dogs.', 'en', 'modal.may', 'gov.parking_permit'],
  ['Fees stay as they are.', 'en', 'quality.unchanged', 'act.lodge_stay'],
  ['Members get one free.', 'en', 'fee.free', 'act.board'],
  ['You may take out a loan.', 'en', 'act.subscribe', 'food.takeaway'],
  ['Keep the card on you.', 'en', 'payment.card', 'quality.compulsory_paid'],
  ['A chipped cup is replaced.', 'en', 'act.replace', 'food.fries'],
  ['Il est valable deux fois par an.', 'fr', 'quality.valid', 'act.double'],
  ['Le train est plein.', 'fr', 'quality.full', 'travel.fuel'],
  ['Merci de réserver une place.', 'fr', 'act.book', 'quality.spare'],
  ['Les jours qui suivent la commande.', 'fr', 'rel.after', 'act.track'],
  ["Le journal d'appels suffit.", 'fr', 'doc.call_log', 'media.press'],
];

describe('words that look like others', () => {
  it.each(ROWS)('%s (%s): %s, not %s', (text, lang, is, isNot) => {
    const concepts = conceptsOf(text, lang);
    expect(concepts).toContain(is);
    expect(concepts).not.toContain(isNot);
  });
});
