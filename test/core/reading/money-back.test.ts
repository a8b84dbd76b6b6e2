import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText } from '../../../src/core/reading/index.js';
import type { Language } from '../../../src/schema/index.js';

const actsOf = (text: string, lang: Language): (string | null)[] =>
  readText(text, lang, EMPTY_VOCABULARY).statements.flatMap(({ acts }) => acts);

describe('money that comes back', () => {
  it.each([
    ['You get the difference back.', 'en'],
    ['You would get EUR 30 back.', 'en'],
    ["You'd get 20% back.", 'en'],
    ['You get back half of the fare.', 'en'],
    ['We give you the price back.', 'en'],
    ['The deposit will be returned within 14 days.', 'en'],
    ['We return the surcharge to your card.', 'en'],
    ['The deposit is given back when the key is returned.', 'en'],
    ['Vous récupérez la différence.', 'fr'],
    ['Nous vous rendons 30 €.', 'fr'],
    ['La caution vous est restituée.', 'fr'],
  ] as const)('is a refund: %s', (text, lang) => {
    expect(actsOf(text, lang)).toContain('act.refund');
  });

  it.each([
    ['Return the skates and the key.', 'en'],
    ['Goods returned late cost a fee.', 'en'],
    ['You get your bags back at the desk.', 'en'],
    ['The fee is paid when goods are returned.', 'en'],
    ['Rendez la carte au comptoir.', 'fr'],
    ['Vous récupérez votre colis au relais.', 'fr'],
  ] as const)('is none: %s', (text, lang) => {
    expect(actsOf(text, lang)).not.toContain('act.refund');
  });
});
