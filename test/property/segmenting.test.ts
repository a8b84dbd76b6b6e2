import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSegmenter, type Segment } from '../../src/core/extraction/index.js';

const pieces = fc.constantFrom(
  ...[
    'You may bring two bags',
    'The fee is 3.5 %',
    'No. 5',
    'a.m.',
    'p.m. Eastern',
    'e.g.',
    'M. Tremblay',
    'gate B',
  ],
  ...[
    '. ',
    '.',
    '! ',
    ' ? ',
    '… ',
    '...',
    '\n',
    '\n\n',
    ' ',
    '  ',
    '\u00a0',
    '\u202f!',
    ': ',
    '; ',
    ', ',
    '\r\n',
  ],
  ...[
    '- ',
    '* ',
    '1. ',
    '12) ',
    'a) ',
    '## ',
    '```',
    '~~~',
    '| a | b |',
    '|---|---|',
    '---',
    '**',
    '*',
    '_',
    '> ',
  ],
  ...[
    '« ',
    ' »',
    '"',
    '”',
    ')',
    '(',
    '[1]',
    '[',
    'https://a.example/b.c',
    '🎉',
    '👨‍👩‍👧',
    '🇨🇦',
    '✅ ',
    'e\u0301',
    '\u0301',
  ],
  ...['yes', 'No', 'Oui', 'you', 'x', 'É', 'é', '7', '𝒶', '–', '#', '`', '-', '\t'],
);
const answers = fc.array(
  fc.oneof({ weight: 8, arbitrary: pieces }, fc.string({ unit: 'binary', maxLength: 4 })),
  {
    maxLength: 40,
  },
);
const text = answers.map((parts) => parts.join(''));
const bounds = fc.constantFrom(16, 23, 60, 2_000);
const cutPoints = fc.array(fc.nat(400), { maxLength: 30 });

function segmentsOf(
  deltas: readonly string[],
  heldCharsMax: number,
): { segments: Segment[]; heldMax: number } {
  const segmenter = createSegmenter(heldCharsMax);
  const segments: Segment[] = [];
  let heldMax = 0;
  let received = 0;
  for (const delta of deltas) {
    segments.push(...segmenter.push(delta));
    received += delta.length;
    heldMax = Math.max(heldMax, received - (segments.at(-1)?.end_char ?? 0));
  }
  segments.push(...segmenter.end());
  return { segments, heldMax };
}

function cutAt(answer: string, cuts: readonly number[]): string[] {
  const points = [0, ...cuts.filter((cut) => cut < answer.length).sort((a, b) => a - b), answer.length];
  return points.slice(1).map((point, index) => answer.slice(points[index], point));
}

const runs = { numRuns: 1_500 };

describe('segmenting', () => {
  it('joined segments are the answer, and offsets are exact', () => {
    fc.assert(
      fc.property(text, bounds, (answer, bound) => {
        const { segments } = segmentsOf([answer], bound);
        expect(segments.map((segment) => segment.text).join('')).toBe(answer);
        for (const { text, start_char, end_char } of segments) {
          expect(answer.slice(start_char, end_char)).toBe(text);
          expect(text).not.toBe('');
        }
      }),
      runs,
    );
  });

  it('any cut of the stream gives the segments of the whole', () => {
    fc.assert(
      fc.property(text, cutPoints, bounds, (answer, cuts, bound) => {
        const whole = segmentsOf([answer], bound).segments;
        expect(segmentsOf(cutAt(answer, cuts), bound).segments).toEqual(whole);
        expect(segmentsOf(answer.split(''), bound).segments).toEqual(whole);
      }),
      runs,
    );
  });

  it.each(['É. You may bring two bags𐀀', 'A. You may bring two bags.'])(
    'is the same unit by unit where a letter and a stop begin the text: %s',
    (answer) => {
      expect(segmentsOf(answer.split(''), 2_000).segments).toEqual(segmentsOf([answer], 2_000).segments);
    },
  );

  it('never holds or cuts more than the bound', () => {
    fc.assert(
      fc.property(text, cutPoints, bounds, (answer, cuts, bound) => {
        const { segments, heldMax } = segmentsOf(cutAt(answer, cuts), bound);
        expect(heldMax).toBeLessThan(bound);
        for (const segment of segments) expect(segment.text.length).toBeLessThanOrEqual(bound);
      }),
      runs,
    );
  });

  it('never parts a surrogate pair, nor a letter from its combining mark', () => {
    fc.assert(
      fc.property(text, bounds, (answer, bound) => {
        for (const { start_char: at } of segmentsOf([answer], bound).segments.slice(1)) {
          expect(/^[\ud800-\udbff][\udc00-\udfff]$/.test(answer.slice(at - 1, at + 1))).toBe(false);
          expect(/^\p{L}\p{M}$/u.test(answer.slice(at - 1, at + 1))).toBe(false);
        }
      }),
      runs,
    );
  });
});
