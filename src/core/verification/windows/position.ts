import type { Reading, ReadToken } from '../../../schema/index.js';
import { placesOf } from '../../lexicon/index.js';
import { isDone } from './done.js';
import { compareMoments, type Interval } from './interval.js';
import type { Proposition } from './proposition.js';
import { BEGINNINGS } from './sequel.js';
import { ALWAYS_PAST, isPast } from './window.js';

/** Where the customer stands on a timeline ("I have already travelled"), with the words that say so. */
export interface Position {
  interval: Interval;
  text: string;
  /** They ask about it, and need not be there yet. */
  is_asked: boolean;
}

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
      latest = { interval: { from, to: null }, text: words.trim(), is_asked: false };
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

/** The place in time that a question is about ("can I still ask for it after the trip?"), of the propositions of its yes-no clause. */
export const askedPosition = (asked: readonly Proposition[]): Position | null => {
  for (const { window, time_text } of asked) {
    const [open] = window.open;
    if (window.open.length !== 1 || open?.from == null || BEGINNINGS.has(open.from.event)) continue;
    return { interval: { from: open.from, to: open.to }, text: time_text, is_asked: true };
  }
  return null;
};

const ORDERED = new Set(['before', 'after', 'within_before', 'within_after']);
const dates = ({ times }: Reading, token: ReadToken): boolean =>
  times.some((time) => ORDERED.has(time.relation) && isInside(token, time));

const isInside = (
  part: { start_char: number; end_char: number },
  whole: { start_char: number; end_char: number },
): boolean => part.start_char >= whole.start_char && part.end_char <= whole.end_char;
