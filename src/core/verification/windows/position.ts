import type { Reading } from '../../../schema/index.js';
import { placesOf } from '../../lexicon/index.js';
import type { Interval } from './interval.js';
import { isPast } from './window.js';

/** Where the customer stands on a timeline ("I have already travelled"), with the words that say so. */
export interface Position {
  interval: Interval;
  text: string;
}

const ALWAYS_PAST = new Set(['event.travel_end']);

/**
 * The customer's place in time by what they say themselves; null where they name none. Questions and conditions say
 * nothing of it.
 */
export const positionOf = (reading: Reading, text: string): Position | null => {
  for (const statement of reading.statements) {
    if (statement.role !== 'main' || statement.negated || statement.modality !== 'stated') continue;
    const words = text.slice(statement.start_char, statement.end_char);
    const isQuestion = text.slice(statement.end_char).trimStart().startsWith('?');
    if (isQuestion) continue;
    for (const token of reading.tokens) {
      if (token.start_char < statement.start_char || token.end_char > statement.end_char) continue;
      const event = token.concept;
      if (event === null || !event.startsWith('event.') || placesOf(event).length === 0) continue;
      if (!ALWAYS_PAST.has(event) && !isPast(words)) continue;
      const isLeaving = reading.tokens.some(
        (other) => other.concept === 'event.departure' && isInside(other, statement),
      );
      return {
        interval: {
          from: { event: isLeaving ? 'event.departure' : event, edge: 'end', offset_hours: 0 },
          to: null,
        },
        text: words.trim(),
      };
    }
  }
  return null;
};

const isInside = (
  part: { start_char: number; end_char: number },
  whole: { start_char: number; end_char: number },
): boolean => part.start_char >= whole.start_char && part.end_char <= whole.end_char;
