import { describe, expect, it } from 'vitest';
import type { NetworkText } from '../../../../src/core/verification/network/index.js';
import { changedWords } from '../../../../src/evaluation/training/network/changed-words.js';

/** "within #duration=30 day": words, a number as its kind and value. */
const textOf = (words: string): NetworkText => {
  const pairs = words.split(' ').map((word) => word.split('='));
  const claim = {
    keys: pairs.map(([key = '']) => key),
    values: pairs.map(([, value]) => (value === undefined ? null : Number(value))),
    traits: pairs.map(() => 0),
  };
  return { claim, weights: [], known: [], passages: [], asked: [] };
};

const changedIn = (right: string, wrong: string, about: string | null = 'q'): number[] | null => {
  const [, changed] = changedWords([
    { text: textOf(right), is_wrong: false, about: 'q' },
    { text: textOf(wrong), is_wrong: true, about },
  ]);
  return changed === null || changed === undefined ? null : [...changed];
};

describe('the words that make a claim wrong', () => {
  it.each([
    { name: 'another word', right: 'ask before travel', wrong: 'ask after travel', is: [0, 1, 0] },
    {
      name: 'another number of the kind',
      right: 'refund within #duration=30 day',
      wrong: 'refund within #duration=60 day',
      is: [0, 0, 1, 0],
    },
    { name: 'what is added', right: 'bag is free', wrong: 'bag is always free', is: [0, 0, 1, 0] },
    {
      name: 'what stands before what is left out',
      right: 'pet may not fly',
      wrong: 'pet may fly',
      is: [0, 1, 0],
    },
    {
      name: 'what stands behind what is left out at the begin',
      right: 'only cat fly free',
      wrong: 'cat fly free',
      is: [1, 0, 0],
    },
  ])('$name', ({ right, wrong, is }) => {
    expect(changedIn(right, wrong)).toEqual(is);
  });

  it('are unknown without a right claim on the same', () => {
    expect(changedIn('ask before travel', 'ask after travel', 'other')).toBeNull();
    expect(changedIn('ask before travel', 'ask after travel', null)).toBeNull();
  });

  it('are unknown where the right claim is worded otherwise, or is the same', () => {
    expect(changedIn('ask before travel', 'the desk closes at noon')).toBeNull();
    expect(changedIn('ask before travel', 'ask before travel')).toBeNull();
  });

  it('are none in a right claim', () => {
    const [changed] = changedWords([{ text: textOf('ask before travel'), is_wrong: false, about: null }]);
    expect([...(changed ?? [1])]).toEqual([0, 0, 0]);
  });
});
