import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { CHECKS, readClaim } from '../../../src/core/verification/index.js';
import { claimOf, indexOf, inputOf, readingOf } from './support.js';

/** Tables of a removals firm that nobody else has, in the layouts that people use. */
const FILES = {
  'policies/tables.md': `# Moving with Quillfeather

## Boxes

| Weight | Price | Insured value |
|---|---|---|
| up to 5 kg | EUR 6 | EUR 80 |
| over 5 kg up to 15 kg | EUR 11 | EUR 200 |
| over 15 kg | EUR 19 | EUR 450 |

## Limits

| Limit | Nest | Brood | Flock |
|---|---|---|---|
| Boxes per day | 4 | 9 | 25 |
| Boxes per month | 20 | 60 | 200 |

## Waiting time

| Months of membership | Waiting time |
|---|---|
| 0-5 | 14 days |
| 6-11 | 9 days |
| 12 and more | 3 days |

## Handover

| Kind of handover | Fee |
|---|---|
| Early handover (from 06:00) | EUR 31 |
| Late handover (until 22:00) | EUR 44 |
`,
  'knowledge/storage.csv': `zone,unit,month_1_eur,month_2_eur,piano_eur
Harbour,small,40,36,not offered
Harbour,large,72,65,120
Hill,small,31,28,95
Hill,large,58,52,110
`,
};

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf(FILES);
});

const signalOf = async (claim: string, question: string | null, lang: 'en' | 'fr') => {
  const premises = question === null ? [] : [readingOf(question, index, lang)];
  const input = await readClaim(claimOf(claim, { lang, question }), inputOf(index, { premises }));
  return CHECKS.find(({ name }) => name === 'table')?.run(input) ?? null;
};

describe('tables in many layouts', () => {
  it.each([
    { name: 'the band that holds a weight', claim: 'A box of 12 kg costs EUR 11.', relation: 'supports' },
    { name: "another band's price", claim: 'A box of 12 kg costs EUR 19.', relation: 'contradicts' },
    { name: 'the narrowest band', claim: 'A box of 3 kg costs EUR 11.', relation: 'contradicts' },
    {
      name: 'a weight of the question',
      question: 'What is the price of a box of 18 kg?',
      claim: 'That box costs EUR 11.',
      relation: 'contradicts',
    },
    { name: 'an open band', claim: 'A box over 15 kg costs EUR 11.', relation: 'contradicts' },
    { name: 'in French', claim: 'Un carton de 12 kg coûte 19 €.', lang: 'fr', relation: 'contradicts' },
    {
      name: 'a row told by its period',
      claim: 'Brood customers may store 60 boxes per month.',
      relation: 'supports',
    },
    {
      name: 'the limit of another period',
      claim: 'Brood customers may store 60 boxes per day.',
      relation: 'contradicts',
    },
    {
      name: 'a span in the unit of the header',
      claim: 'After 8 months of membership the waiting time is 14 days.',
      relation: 'contradicts',
    },
    {
      name: 'its own span',
      claim: 'After 8 months of membership the waiting time is 9 days.',
      relation: 'supports',
    },
    {
      name: 'a column of a rank',
      claim: 'A small Hill unit costs EUR 31 in the second month.',
      relation: 'contradicts',
    },
    {
      name: 'the column of its rank',
      claim: 'A small Hill unit costs EUR 28 in the second month.',
      relation: 'supports',
    },
    {
      name: 'a price for what is not offered',
      claim: 'A piano in a small Harbour unit costs EUR 95.',
      relation: 'contradicts',
    },
    {
      name: 'free where the table has a price',
      claim: 'A late handover is free of charge.',
      relation: 'contradicts',
    },
    {
      name: 'hours in the name of a row',
      claim: 'Early handover from 06:00 costs EUR 31.',
      relation: 'supports',
    },
  ])('$relation: $name', async ({ claim, question = null, lang = 'en', relation }) => {
    const signal = await signalOf(claim, question, lang === 'fr' ? 'fr' : 'en');
    expect(signal?.relation).toBe(relation);
  });
});
