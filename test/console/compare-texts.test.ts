import { describe, expect, it } from 'vitest';
import { compareTexts } from '../../src/console/client/compare-texts.js';

const added = (original: string, delivered: string) =>
  compareTexts(original, delivered).added.map(({ start, end }) => delivered.slice(start, end));
const removed = (original: string, delivered: string) =>
  compareTexts(original, delivered).removed.map(({ start, end }) => original.slice(start, end));

describe('what changed between two texts', () => {
  it.each([
    { name: 'nothing', original: 'A. B.', delivered: 'A. B.', plus: [], minus: [] },
    {
      name: 'a sentence in the middle',
      original: 'A. B. C.',
      delivered: 'A. X. C.',
      plus: ['X.'],
      minus: ['B.'],
    },
    {
      name: 'neighbours as one passage',
      original: 'A. B. C. D.',
      delivered: 'A. X. Y. D.',
      plus: ['X. Y.'],
      minus: ['B. C.'],
    },
    { name: 'a dropped sentence', original: 'A. B. C.', delivered: 'A. C.', plus: [], minus: ['B.'] },
    {
      name: 'a list item',
      original: '- one\n- two',
      delivered: '- one\n- three',
      plus: ['- three'],
      minus: ['- two'],
    },
    { name: 'everything', original: 'A. B.', delivered: 'X.', plus: ['X.'], minus: ['A. B.'] },
    {
      name: 'amounts keep their points',
      original: 'It is 1.50 now. B.',
      delivered: 'It is 2.50 now. B.',
      plus: ['It is 2.50 now.'],
      minus: ['It is 1.50 now.'],
    },
  ])('finds $name', ({ original, delivered, plus, minus }) => {
    expect(added(original, delivered)).toEqual(plus);
    expect(removed(original, delivered)).toEqual(minus);
  });

  it('takes very long texts as a whole', () => {
    const original = 'One. '.repeat(2_000);
    expect(compareTexts(original, `${original}End.`).added).toEqual([{ start: 0, end: original.length + 4 }]);
  });
});
