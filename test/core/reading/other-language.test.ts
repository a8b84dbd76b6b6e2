import { describe, expect, it } from 'vitest';
import { isOtherLanguage } from '../../../src/core/reading/index.js';

describe('short prose', () => {
  it.each([
    'Sie können Ihre Fahrkarte bis 24 Stunden vor der Abfahrt kostenlos stornieren.',
    'U kunt uw ticket tot 24 uur voor vertrek gratis annuleren als het nog niet is gebruikt.',
    'El equipaje de mano no puede pesar más de 8 kg. Puede cambiar su billete hasta el día antes.',
    'Il bagaglio a mano non può superare gli 8 kg. I cani devono essere tenuti al guinzaglio.',
    'Os reembolsos são feitos em até 14 dias. Os cães devem usar trela e não pagam bilhete.',
  ])('in another language is known by its function words: %s', (prose) => {
    expect(isOtherLanguage(prose)).toBe(true);
  });

  it.each([
    'Dogs travel free of charge and must be kept on a lead.',
    'Les chiens voyagent gratuitement et doivent être tenus en laisse.',
    'Transfers from Los Angeles to Las Palmas or El Paso cost 40 dollars.',
    'Costa del Sol, Los Cristianos, Las Palmas, El Hierro: 40 EUR a night.',
    'The dish of the day is an osso buco alla milanese or a sole à la meunière.',
    'Soap counts as a cosmetic; candles do not.',
    'Heron 40 EUR, otter 55 EUR, kingfisher 70 EUR, stork 90 EUR.',
    '',
  ])('with foreign names, or without function words, is not: %s', (prose) => {
    expect(isOtherLanguage(prose)).toBe(false);
  });
});
