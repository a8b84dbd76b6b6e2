import { beforeAll, describe, expect, it } from 'vitest';
import type { KnowledgeIndex } from '../../../../src/core/retrieval/index.js';
import { isRareIn } from '../../../../src/core/verification/matter/subjects.js';
import { knowledgeOf } from '../../../support/knowledge.js';

const FILES = {
  'policies/sauna.md':
    '# Sauna\n\nThe sauna is open to guests.\n\nGuests book the sauna for 2 hours.\n\nTowels are lent to guests.',
  'policies/boat.md':
    '# Boats\n\nGuests hire a boat for 2 hours.\n\nA boat holds 4 guests.\n\nLife jackets are lent.',
};

let index: KnowledgeIndex;
beforeAll(async () => {
  index = await knowledgeOf(FILES);
});

describe('a word that tells what a passage is about', () => {
  it('stands in a quarter of the passages at most; one that no passage has is such a word', () => {
    const isRare = isRareIn(index);
    const readings = index.entries.map(({ reading }) => reading);
    const words = new Set(readings.flatMap(({ keys }) => keys).filter((key) => !/^\p{N}/u.test(key)));
    for (const word of words) {
      const holders = readings.filter(({ keys }) => keys.includes(word)).length;
      expect(isRare(word), word).toBe(holders <= readings.length / 4);
    }
    expect([...words].filter((word) => !isRare(word)).length).toBeGreaterThan(0);
    expect(isRare('nowhere')).toBe(true);
  });

  it('may be a number however often it stands', () => {
    expect(isRareIn(index)('2')).toBe(true);
  });
});
