import { isCharacterBoundary, isHighSurrogate, isSpace } from './characters.js';
import { type FoundSegment, findSegment, INITIAL_STATE } from './find-segment.js';
import type { Segment } from './segment.js';

/** Splits an answer while it arrives. */
export interface Segmenter {
  /** Takes the next characters; returns the segments that are now certain. */
  push(delta: string): Segment[];
  /** The answer is over: returns what is left. */
  end(): Segment[];
}

export const HELD_CHARS_MIN = 16;

/**
 * Splits a Markdown answer into sentences, list items, table rows, headings and code lines. Segments depend on the
 * text alone, never on where its deltas were cut, and joined they are the text. A segment that does not end within
 * `heldCharsMax` characters is cut there at white space.
 * @throws {RangeError} heldCharsMax below 16.
 */
export function createSegmenter(heldCharsMax: number): Segmenter {
  if (!(heldCharsMax >= HELD_CHARS_MIN)) {
    throw new RangeError(`heldCharsMax must be at least ${HELD_CHARS_MIN}, not ${heldCharsMax}`);
  }
  let held = '';
  let offset = 0;
  let state = INITIAL_STATE;

  const take = (isOver: boolean): Segment[] => {
    const segments: Segment[] = [];
    while (held !== '') {
      // Only this window is ever read, so that a long delta is cut where its characters one by one would be.
      const window = held.slice(0, heldCharsMax);
      const isFull = held.length >= heldCharsMax;
      const atEnd = isOver && held.length < heldCharsMax;
      const found = findSegment(window, state, atEnd) ?? (isFull ? cutSegment(window, state) : null);
      if (found === null) break;
      const text = held.slice(0, found.length);
      held = held.slice(found.length);
      segments.push({
        text,
        start_char: offset,
        end_char: offset + text.length,
        kind: found.kind,
        ends_block: found.ends_block || (isOver && held === ''),
      });
      offset += text.length;
      state = found.state;
    }
    return segments;
  };

  return {
    push(delta) {
      held += delta;
      return take(false);
    },
    end: () => take(true),
  };
}

/** Reads the window as if the answer ended with it, and takes that much of it as ends at white space. */
function cutSegment(window: string, state: typeof INITIAL_STATE): FoundSegment {
  const whole = findSegment(window, state, true);
  const length = cutLength(window, whole?.length ?? window.length);
  const isShorter = whole === null || length < whole.length;
  const next = whole?.state ?? state;
  return {
    length,
    kind: whole?.kind ?? 'sentence',
    ends_block: !isShorter && (whole?.ends_block ?? false),
    state: isShorter ? { ...next, at_line_start: window[length - 1] === '\n' } : next,
  };
}

/** The last white space that ends inside the window, else the last boundary between characters. */
function cutLength(window: string, end: number): number {
  if (end < window.length) return end;
  for (let index = end - 1; index > 1; index -= 1) {
    if (isSpace(window[index - 1]) && isCharacterBoundary(window, index)) return index;
  }
  for (let index = end - 1; index > 1; index -= 1) if (isCharacterBoundary(window, index)) return index;
  return isHighSurrogate(window.charCodeAt(end - 1)) ? end - 1 : end;
}
