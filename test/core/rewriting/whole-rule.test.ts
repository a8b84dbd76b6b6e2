import { beforeAll, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../src/core/retrieval/index.js';
import { quoteClauses } from '../../../src/core/rewriting/index.js';
import { columnsAsked } from '../../../src/core/rewriting/row-columns.js';
import { wholeRule } from '../../../src/core/rewriting/whole-rule.js';
import { indexOf } from '../verification/support.js';

const POLICY = `# Boats

## 1. Lending

**Gift cards** are sold at the boathouse. They never expire and are not paid out in money.

A boat may be taken onto the river when both of these conditions are met:

- the water level is below 2 metres;
- a second rower is on board.

We lend the oars free of charge.

The late fee is not charged in these cases:

- a thunderstorm;
- a rescue.

Boats are lent on the Loire. They are not lent on the sea. Life jackets are lent to everybody.

They are checked every day.

## 2. Deposits

| Boat | Deposit |
|---|---|
| Skiff | EUR 80 |
| Canoe | EUR 45 |
`;
const TABLE =
  'boat,deposit_eur,fee_eur,weight_kg,roof,heating,licence\nskiff,80,12,30,no,no,from the harbour office\n';

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await indexOf({ 'policies/boats.md': POLICY, 'knowledge/boat_fees.csv': TABLE });
});

const clause = (start: string) => {
  const found = index.entries.find(({ passage }) => passage.text.includes(start));
  if (found === undefined) throw new Error(`no passage with ${start}`);
  return found;
};
const given = (start: string, columns?: Parameters<typeof quoteClauses>[2]): string | null => {
  const rule = wholeRule(clause(start), index);
  return rule === null ? null : quoteClauses(rule, 'en', columns);
};

it.each([
  {
    name: 'a sentence without its subject comes with the one before it, without marks of Markdown',
    of: 'They never expire',
    quote: 'Gift cards are sold at the boathouse. They never expire and are not paid out in money.',
  },
  {
    name: 'a condition comes with the others that must be met',
    of: 'a second rower',
    quote:
      'A boat may be taken onto the river when both of these conditions are met: the water level is below 2 metres; a second rower is on board.',
  },
  {
    name: 'the lead-in of conditions comes with them',
    of: 'A boat may be taken',
    quote:
      'A boat may be taken onto the river when both of these conditions are met: the water level is below 2 metres; a second rower is on board.',
  },
  {
    name: 'what follows from conditions comes with them',
    of: 'We lend the oars',
    quote:
      'A boat may be taken onto the river when both of these conditions are met: the water level is below 2 metres; a second rower is on board. We lend the oars free of charge.',
  },
  {
    name: 'an item that is enough by itself comes with its lead-in alone',
    of: 'a thunderstorm',
    quote: 'The late fee is not charged in these cases: a thunderstorm.',
  },
  {
    name: 'a rule comes with what is taken back of it',
    of: 'Boats are lent on the Loire',
    quote: 'Boats are lent on the Loire. They are not lent on the sea.',
  },
  {
    name: 'a paragraph that goes on comes with the sentence before it',
    of: 'They are checked',
    quote: 'Life jackets are lent to everybody. They are checked every day.',
  },
  {
    name: 'a sentence of its own comes alone',
    of: 'Life jackets',
    quote: 'Life jackets are lent to everybody.',
  },
])('$name', ({ of, quote }) => {
  expect(given(of)).toBe(`Our policy says: “${quote}” (Boats, 1. Lending).`);
});

it('names the policy of a table that stands in it', () => {
  expect(given('Skiff')).toBe('Our policy (Boats, 2. Deposits) lists: Boat Skiff – Deposit EUR 80.');
});

it('names a section once for several clauses, in the order of the document', () => {
  const quote = quoteClauses([clause('Life jackets'), clause('a thunderstorm'), clause('a rescue')], 'en');
  expect(quote).toBe(
    'Our policy says: “The late fee is not charged in these cases: a thunderstorm; a rescue. Life jackets are lent to everybody.” (Boats, 1. Lending).',
  );
});

it.each([
  {
    name: 'the column that was asked for, and those of another kind, which may be conditions',
    said: ['How much is the fee for a skiff?'],
    cells: 'boat skiff – fee EUR 12, roof no, heating no, licence from the harbour office',
  },
  {
    name: 'of columns that say yes or no the one that was asked for',
    said: ['The skiff has a roof.'],
    cells: 'boat skiff – deposit EUR 80, fee EUR 12, weight 30 kg, roof no, licence from the harbour office',
  },
  {
    name: 'all columns where none was named',
    said: ['Tell me of the skiff.'],
    cells:
      'boat skiff – deposit EUR 80, fee EUR 12, weight 30 kg, roof no, heating no, licence from the harbour office',
  },
])('gives of a row $name', ({ said, cells }) => {
  const row = index.entries.filter(({ passage }) => passage.source.endsWith('.csv'));
  expect(quoteClauses(row, 'en', columnsAsked(said, index, 'en'))).toBe(
    `Our table “boat fees” lists: ${cells}.`,
  );
});
