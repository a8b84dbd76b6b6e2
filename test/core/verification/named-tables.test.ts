import { describe, expect, it } from 'vitest';
import { readClaim } from '../../../src/core/verification/index.js';
import { claimOf, indexOf, inputOf } from './support.js';

/** A price list of a lodge: names of rooms with an amount each. */
const lodge = (name: string, rooms: readonly string[], base: number): [string, string] => [
  `knowledge/${name.toLowerCase()}-lodge-prices.csv`,
  ['room,price_per_night_cad', ...rooms.map((room, i) => `${room},${base + i}`)].join('\n'),
];

const namedOf = async (claim: string, files: Record<string, string>): Promise<string[]> => {
  const input = await readClaim(claimOf(claim), inputOf(await indexOf(files)));
  return input.named_tables.map((table) => table.name);
};

describe('tables that a claim may name a row of', () => {
  const files = Object.fromEntries([
    lodge('Heron', ['Attic', 'Boathouse'], 80),
    lodge('Otter', ['Cellar', 'Boathouse'], 90),
    lodge('Lynx', ['Treehouse', 'Cabin'], 100),
  ]);

  it.each([
    {
      name: 'a table without the words of the claim is left out',
      claim: 'The Treehouse costs CAD 100.',
      expected: ['lynx-lodge-prices'],
    },
    {
      name: 'every table with such a row is looked into',
      claim: 'The Boathouse costs CAD 81.',
      expected: ['heron-lodge-prices', 'otter-lodge-prices'],
    },
    { name: 'no table is named by a claim about something else', claim: 'Dogs are welcome.', expected: [] },
  ])('$name', async ({ claim, expected }) => {
    expect(await namedOf(claim, files)).toEqual(expected);
  });

  it('of very many tables with the same rows the one of the claim’s own topic is among those looked into', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) =>
        lodge(i === 50 ? 'Kestrel' : `Number${i}`, ['Attic', 'Boathouse'], 80 + i),
      ),
    );
    const named = await namedOf('At the Kestrel lodge the Boathouse costs CAD 131 a night.', many);
    expect(named).toHaveLength(32);
    expect(named).toContain('kestrel-lodge-prices');
  });
});
