import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sectionText, windowSections } from '../../../src/adapters/graders/window-sections.js';
import type { EvidenceSection } from '../../../src/core/verification/judge/index.js';

const section = (heading: string | null, texts: readonly string[], from = 1): EvidenceSection => ({
  heading,
  source: null,
  effective_from: null,
  effective_to: null,
  items: texts.map((text, i) => ({ number: from + i, text, passage: null })),
});

const numbersOf = (windows: readonly EvidenceSection[][]): number[][] =>
  windows.map((sections) => sections.flatMap(({ items }) => items.map(({ number }) => number)));

describe('windowSections', () => {
  it('keeps sections together as long as they fit', () => {
    const sections = [
      section('Bags', ['One.', 'Two.']),
      section('Pets', ['Three.'], 3),
      section('Seats', ['Four.'], 4),
    ];
    expect(numbersOf(windowSections(sections, { window_chars: 40 }))).toEqual([[1, 2, 3], [4]]);
  });

  it('splits a section that fits nowhere between its pieces, and keeps its heading', () => {
    const long = section('Bags', ['a'.repeat(20), 'b'.repeat(20), 'c'.repeat(20)]);
    const windows = windowSections([long], { window_chars: 50 });
    expect(numbersOf(windows)).toEqual([[1, 2], [3]]);
    expect(windows.flat().every(({ heading }) => heading === 'Bags')).toBe(true);
  });

  it('leaves out a piece that fits nowhere', () => {
    const sections = [section('Bags', ['a'.repeat(90), 'Two.'])];
    expect(numbersOf(windowSections(sections, { window_chars: 50 }))).toEqual([[2]]);
    expect(numbersOf(windowSections(sections, { window_chars: 500, piece_chars: 80 }))).toEqual([[2]]);
  });

  it('keeps within the number of pieces', () => {
    const sections = [section('Bags', ['One.', 'Two.', 'Three.'])];
    expect(numbersOf(windowSections(sections, { window_chars: 500, pieces: 2 }))).toEqual([[1, 2], [3]]);
  });

  it('never goes beyond the window, repeats no piece, and keeps their order', () => {
    const sections = fc.array(
      fc.tuple(fc.option(fc.string({ maxLength: 20 })), fc.array(fc.string({ minLength: 1, maxLength: 60 }))),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(
        sections,
        fc.integer({ min: 10, max: 200 }),
        fc.integer({ min: 1, max: 5 }),
        (made, window_chars, pieces) => {
          const all = made.map(([heading, texts], i) => section(heading, texts, 1 + i * 1_000));
          const windows = windowSections(all, { window_chars, pieces });
          const numbers = numbersOf(windows).flat();
          expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
          for (const window of windows) {
            expect(window.map(sectionText).join('\n\n').length).toBeLessThanOrEqual(window_chars);
            expect(window.flatMap(({ items }) => items).length).toBeLessThanOrEqual(pieces);
          }
        },
      ),
    );
  });
});
