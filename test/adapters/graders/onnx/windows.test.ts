import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowsOf } from '../../../../src/adapters/graders/onnx/windows.js';

/** A token a word, and one for every eight characters of it. */
const count = (text: string): number =>
  (text.match(/\S+/g) ?? []).reduce((sum, word) => sum + Math.ceil(word.length / 8), 0);
const section = (...texts: string[]) => ({
  heading: 'Boats',
  items: texts.map((text, i) => ({ number: i + 1, text })),
});

describe('windowsOf', () => {
  it('packs whole items under their heading, as many as fit', () => {
    expect(windowsOf(section('one two three', 'four five', 'six seven'), 6, count)).toEqual([
      { text: 'Boats: one two three four five', numbers: [1, 2] },
      { text: 'Boats: six seven', numbers: [3] },
    ]);
  });

  it('splits one long item with an overlap, each piece under the heading', () => {
    const long = Array.from({ length: 14 }, (_, i) => `w${i}`).join(' ');
    expect(
      windowsOf(section('short', long, 'end'), 9, count).map(({ text, numbers }) => [text, numbers]),
    ).toEqual([
      ['Boats: short', [1]],
      ['Boats: w0 w1 w2 w3 w4 w5 w6 w7', [2]],
      ['Boats: w6 w7 w8 w9 w10 w11 w12 w13', [2]],
      ['Boats: end', [3]],
    ]);
  });

  it('leaves out a heading that would take the room of the evidence', () => {
    const { items } = section('one two');
    const [window] = windowsOf({ heading: 'A heading of very many words', items }, 6, count);
    expect(window?.text).toBe('one two');
  });

  it('gives none for a section without items', () => {
    expect(windowsOf({ heading: 'Boats', items: [] }, 10, count)).toEqual([]);
  });

  it('shows every word of every item in some window, and no window is too long', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefgh'), minLength: 1, maxLength: 60 });
    const text = fc.array(word, { minLength: 1, maxLength: 40 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), fc.integer({ min: 4, max: 40 }), (texts, tokensMax) => {
        const windows = windowsOf(section(...texts), tokensMax, count);
        for (const window of windows) expect(count(window.text)).toBeLessThanOrEqual(tokensMax);
        for (const [i, item] of texts.entries()) {
          const shown = windows.filter(({ numbers }) => numbers.includes(i + 1)).map((window) => window.text);
          const all = shown.join(' ').replaceAll(' ', '');
          // A word longer than a window is in pieces, which follow each other.
          for (const part of item.split(' '))
            if (count(part) <= tokensMax - 1) expect(shown.some((one) => one.includes(part))).toBe(true);
            else expect(all).toContain(part.slice(0, 8));
        }
      }),
    );
  });
});
