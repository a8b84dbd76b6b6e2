import type { Reading, ReadToken } from '../../../schema/index.js';
import { placesOf } from '../../lexicon/index.js';
import { isDone } from './done.js';
import { compareMoments, type Interval } from './interval.js';
import { isPast } from './window.js';

/** Where the customer stands on a timeline ("I have already travelled"), with the words that say so. */
export interface Position {
  interval: Interval;
  text: string;
}

const ALWAYS_PAST = new Set(['event.travel_end']);
/** Acts that only begin what a rule is about: whoever has booked stands before all the rest. */
const BEGINNINGS = new Set([
  'act.book',
  'act.buy',
  'act.order',
  'act.send',
  'act.check_bag',
  'event.issue',
  'event.purchase_date',
]);

/** Whoever took or boarded one has travelled. */
const RIDES = new Set(['travel.train', 'travel.bus', 'travel.ferry', 'travel.taxi', 'act.board']);

/**
 * The customer's place in time by what they say themselves, the latest of several; null where they name none.
 * Questions and conditions say nothing of it.
 */
export const positionOf = (reading: Reading, text: string): Position | null => {
  let latest: Position | null = null;
  for (const statement of reading.statements) {
    if (statement.role !== 'main' || statement.negated) continue;
    const words = text.slice(statement.start_char, statement.end_char);
    const isQuestion = text.slice(statement.end_char).trimStart().startsWith('?');
    if (isQuestion) continue;
    for (const token of reading.tokens) {
      // "After the ticket was issued" dates something else.
      if (!isInside(token, statement) || dates(reading, token)) continue;
      const { concept } = token;
      const event = concept !== null && RIDES.has(concept) ? 'event.travel' : concept;
      if (event === null || placesOf(event).length === 0 || BEGINNINGS.has(event)) continue;
      if (!isBehind(token, words, reading, statement)) continue;
      const isLeaving = reading.tokens.some(
        (other) => other.concept === 'event.departure' && isInside(other, statement),
      );
      const from = { event: isLeaving ? 'event.departure' : event, edge: 'end', offset_hours: 0 } as const;
      if (latest?.interval.from && compareMoments(latest.interval.from, from) !== -1) continue;
      latest = { interval: { from, to: null }, text: words.trim() };
    }
  }
  return latest;
};

/** Whether the clause `words` says that the event of one of its words is over. */
const isBehind = (
  { concept, ...at }: ReadToken,
  words: string,
  { lang }: Reading,
  { modality, start_char }: Reading['statements'][number],
): boolean =>
  (concept?.startsWith('event.') === true &&
    modality === 'stated' &&
    (ALWAYS_PAST.has(concept) || isPast(words))) ||
  isDone(words, at.start_char - start_char, at.end_char - start_char, lang);

const ORDERED = new Set(['before', 'after', 'within_before', 'within_after']);
const dates = ({ times }: Reading, token: ReadToken): boolean =>
  times.some((time) => ORDERED.has(time.relation) && isInside(token, time));

const isInside = (
  part: { start_char: number; end_char: number },
  whole: { start_char: number; end_char: number },
): boolean => part.start_char >= whole.start_char && part.end_char <= whole.end_char;
