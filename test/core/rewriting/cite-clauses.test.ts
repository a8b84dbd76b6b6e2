import { describe, expect, it } from 'vitest';
import { citeClauses } from '../../../src/core/rewriting/cite-clauses.js';
import type { ReadPassage } from '../../../src/core/rewriting/index.js';
import { knowledgeOf } from '../../support/knowledge.js';

const clauses = async (): Promise<ReadPassage[]> => {
  const { entries } = await knowledgeOf({
    'policies/boats.md':
      '---\ntitle: Boats\nlang: en\n---\n\n# Boats\n\n## 1. Deposit\n\nThe deposit is CAD 80.\n\n## 2. Hours | days\n\nWe open at 9 a.m.\n',
    'knowledge/boat_fees.csv': 'boat,fee_cad\ncanoe,20\n',
  });
  // The table comes first in an index, by its name.
  return [...entries.slice(1), ...entries.slice(0, 1)];
};

describe('numbers in square brackets', () => {
  it.each([
    {
      name: 'become the clause’s place',
      text: 'The deposit is CAD 80 [1].',
      bare: 'The deposit is CAD 80.',
      cited: 'The deposit is CAD 80 (Boats, 1. Deposit).',
      numbers: [1],
    },
    {
      name: 'go before the full stop',
      text: 'The deposit is CAD 80. [1] Please ask.',
      bare: 'The deposit is CAD 80. Please ask.',
      cited: 'The deposit is CAD 80 (Boats, 1. Deposit). Please ask.',
      numbers: [1],
    },
    {
      name: 'are written once, where they come first',
      text: 'It is CAD 80 [1], for each boat [1].',
      bare: 'It is CAD 80, for each boat.',
      cited: 'It is CAD 80 (Boats, 1. Deposit), for each boat.',
      numbers: [1],
    },
    {
      name: 'may be several, of a row too, whose bars fit into cells',
      text: 'All of this [1][2, 3].',
      bare: 'All of this.',
      cited: 'All of this (Boats, 1. Deposit) (Boats, 2. Hours / days) (table “boat fees”).',
      numbers: [1, 2, 3],
    },
    {
      name: 'without a clause are told',
      text: 'It is free [7].',
      bare: 'It is free.',
      cited: 'It is free.',
      numbers: [7],
    },
  ])('$name', async ({ text, bare, cited, numbers }) => {
    expect(citeClauses(text, await clauses(), 'en')).toEqual({ bare, cited, numbers });
  });
});
