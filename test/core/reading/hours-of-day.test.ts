import { describe, expect, it } from 'vitest';
import { EMPTY_VOCABULARY, readText, unitOfColumn } from '../../../src/core/reading/index.js';

const MINUTES = 60;

describe('hours of the day', () => {
  it.each([
    ['en', 'I reserved a slot at 3.10pm.', 'time_of_day', 15 * MINUTES + 10],
    ['en', 'It came at 7.45 am.', 'time_of_day', 7 * MINUTES + 45],
    ['en', 'The bag weighs 3.10 kg.', 'weight', 3.1],
    ['fr', "L'heure limite était 21 h ce soir.", 'time_of_day', 21 * MINUTES],
    ['fr', 'Annulez au plus tard 18 h la veille.', 'time_of_day', 18 * MINUTES],
    ['fr', 'Prévenez 24 h à l’avance.', 'duration', 24],
  ] as const)('%s: %s', (lang, text, kind, value) => {
    const [first] = readText(text, lang, EMPTY_VOCABULARY).quantities;
    expect(first?.kind).toBe(kind);
    expect(first?.value).toBe(value);
  });

  it('reads the unit of a column that begins with a period in the plural', () => {
    expect(unitOfColumn('Days allowed')?.unit).toBe('day');
    expect(unitOfColumn('jours_accordes')?.unit).toBe('day');
    expect(unitOfColumn('Day rate')).toBeNull();
  });
});
