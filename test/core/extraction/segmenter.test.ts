import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSegmenter, type Segment } from '../../../src/core/extraction/index.js';

interface Row {
  name: string;
  text: string;
  segments: string[];
  kinds?: string[];
}

const rows: Row[] = readFileSync('test/fixtures/cases/extraction-segments.jsonl', 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));

function segmentsOf(deltas: Iterable<string>, heldCharsMax = 2_000): Segment[] {
  const segmenter = createSegmenter(heldCharsMax);
  const segments = [];
  for (const delta of deltas) segments.push(...segmenter.push(delta));
  return [...segments, ...segmenter.end()];
}

describe('createSegmenter', () => {
  it.each(rows)('$name', ({ text, segments, kinds }) => {
    const whole = segmentsOf([text]);
    expect(whole.map((segment) => segment.text)).toEqual(segments);
    if (kinds) expect(whole.map((segment) => segment.kind)).toEqual(kinds);
    expect(segmentsOf(text.split(''))).toEqual(whole);
  });

  it('releases a sentence as soon as the next one begins', () => {
    const segmenter = createSegmenter(2_000);
    expect(segmenter.push('The fee is $40. ')).toEqual([]);
    expect(segmenter.push('I').map((segment) => segment.text)).toEqual(['The fee is $40. ']);
  });

  it('says which segments end a block', () => {
    const ends = segmentsOf(['# T\nA fee. B fee.\n\nC fee.']).map((segment) => segment.ends_block);
    expect(ends).toEqual([true, false, true, true]);
  });

  it('cuts a sentence that never ends at white space within the bound', () => {
    const segments = segmentsOf(['word '.repeat(30)], 40);
    expect(segments.every((segment) => segment.text.length <= 40 && segment.text.endsWith(' '))).toBe(true);
  });

  it('cuts a text without white space between characters', () => {
    const segments = segmentsOf(['🎈'.repeat(50)], 17);
    expect(segments.every((segment) => !/^[\udc00-\udfff]|[\ud800-\udbff]$/.test(segment.text))).toBe(true);
    expect(segments.map((segment) => segment.text).join('')).toBe('🎈'.repeat(50));
  });

  it('has nothing to say about an empty answer', () => {
    expect(segmentsOf([''])).toEqual([]);
  });

  it('refuses a bound under which no word fits', () => {
    expect(() => createSegmenter(4)).toThrow(RangeError);
  });
});
