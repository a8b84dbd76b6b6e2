import type { Quantity, Reading, Statement, TimeRelation } from '../../../schema/index.js';
import { placesOf } from '../../lexicon/index.js';
import { ANY_EVENT, type Interval, type Moment } from './interval.js';
import { sequelOf } from './sequel.js';
import type { Stance } from './stance.js';

/** A stretch in which an act is open: all of it ("up to 30 days after"), or some of it ("after the trip"). */
export interface OpenInterval extends Interval {
  whole: boolean;
}

/** When a clause says that its act is open, and when closed. Both empty: it says nothing of times. */
export interface Window {
  open: readonly OpenInterval[];
  closed: readonly Interval[];
}

export const NO_WINDOW: Window = { open: [], closed: [] };

/** A stretch as the words name it; `is_limit` where they also say that there is nothing beyond. */
interface Stretch extends Interval {
  is_limit: boolean;
  whole: boolean;
}

interface WindowSource {
  reading: Reading;
  text: string;
  statement: Statement;
  stance: Stance;
  times: readonly TimeRelation[];
  /** Clauses that only date this one. */
  clauses: readonly Statement[];
}

const HAVE_TIME = /\b(?:have|has|get|gets|avez|dispose[zs]?|a|ont)\b/i;
const STILL_UNTIL = /^(?:until|till|jusqu)/i;
const AS_LONG_AS = /^(?:as long as|so long as|provided|tant que|pourvu que|à condition que)/i;
const AHEAD =
  /\b(?:first|beforehand|in advance|ahead of time)\b|d['’]abord|au préalable|préalablement|à l['’]avance|d['’]avance/i;

/** What a clause says of the times of its act. */
export const windowOf = (source: WindowSource): Window => {
  const { stance, statement, reading, text } = source;
  const own = text.slice(statement.start_char, statement.end_char);
  const isOnly = reading.tokens.some(
    (token) =>
      token.concept === 'quantifier.only' &&
      token.start_char >= statement.start_char &&
      token.end_char <= statement.end_char,
  );
  const stretches = source.times.flatMap((time) => stretchOf(time, source) ?? []);
  const named = source.times.filter((time) => time.event !== null || time.quantity !== null);
  if (named.length === 0) {
    for (const clause of source.clauses) stretches.push(...stretchOfClause(clause, source));
    const sequel = stretches.length > 0 ? null : sequelOf(reading, statement, text);
    if (sequel !== null) stretches.push(after(sequel.event, 0));
    else if (isRetroactive(source) || (stance === 'permits' && AFTERWARDS.test(own)))
      stretches.push(after(ANY_EVENT, 0));
    else if (stance === 'frees' && AHEAD.test(own)) stretches.push(before(ANY_EVENT, 0));
  }
  // Several times in one clause bound different things; which bounds the act is not certain.
  if (stretches.length !== 1) return NO_WINDOW;
  return stretches.map((stretch) => windowOfStretch(stretch, stance, isOnly, own)).at(0) ?? NO_WINDOW;
};

const AFTERWARDS = /\bafterwards?\b|\bin hindsight\b|\bpar la suite\b|\baprès coup\b/i;

const isRetroactive = ({ reading, statement }: WindowSource): boolean =>
  reading.tokens.some(
    (token) =>
      token.concept === 'time.retroactive' &&
      token.start_char >= statement.start_char &&
      token.end_char <= statement.end_char,
  );

const moment = (event: string, edge: Moment['edge'], offset_hours: number): Moment => ({
  event,
  edge,
  offset_hours,
});
const before = (event: string, hours: number): Stretch => ({
  from: null,
  to: moment(event, 'start', -hours),
  is_limit: hours > 0,
  whole: hours > 0,
});
const after = (event: string, hours: number): Stretch => ({
  from: moment(event, 'end', hours),
  to: null,
  is_limit: false,
  whole: false,
});

const EVENT_REACH = 7;

/** The event of a time. "check-in" is read as a check, what follows says which; "the power is cut" names it last. */
const eventOf = (
  time: TimeRelation,
  { reading, text, statement }: Pick<WindowSource, 'reading' | 'text' | 'statement'>,
): string | null => {
  const around = text.slice(time.start_char, time.end_char + 5).toLowerCase();
  if (time.event === 'act.check') {
    if (/check[- ]?in\b/.test(around)) return 'act.checkin';
    return /check[- ]?out\b/.test(around) ? 'act.checkout' : null;
  }
  if (time.event === null) return null;
  if (/^(?:event|act)\./.test(time.event)) return time.event;
  const from = reading.tokens.findIndex((token) => token.end_char >= time.end_char);
  const end = statement.start_char <= time.start_char ? statement.end_char : text.length;
  for (const token of reading.tokens.slice(from, from + EVENT_REACH)) {
    if (token.start_char >= end || /[,;.:]/.test(text.slice(time.end_char, token.start_char))) return null;
    if (token.concept !== null && /^(?:event|act)\./.test(token.concept)) return token.concept;
  }
  return null;
};

const hoursOf = (quantity: Quantity | undefined): number | null =>
  quantity === undefined || quantity.kind !== 'duration' ? null : quantity.base_value;

const LITERALLY_BEFORE = /\b(?:before|prior|ahead|avant|précèd|précédant)/i;
/** "Within 90 days of your trip" looks back on it, "within 24 hours of departure" forward. */
const LOOKS_BACK_HOURS = 168;

const stretchOf = (time: TimeRelation, source: WindowSource): Stretch | null => {
  const { reading, text, statement, stance } = source;
  const event = eventOf(time, source);
  if (event === null) return null;
  const words = text.slice(time.start_char, time.end_char);
  const quantity = time.quantity === null ? undefined : reading.quantities[time.quantity];
  const hours = time.quantity === null ? 0 : hoursOf(quantity);
  if (hours === null) return null;
  const counted = time.quantity !== null;
  switch (time.relation) {
    case 'before':
      if (stance === 'affirms' && counted && quantity?.comparator === 'equal')
        return point(event, 'start', -hours);
      return { ...before(event, hours), whole: hours > 0 || EVERY_TIME.test(wordsBefore(time, text)) };
    case 'within_before':
      if (hours >= LOOKS_BACK_HOURS && !LITERALLY_BEFORE.test(words)) return span(event, hours);
      return {
        from: moment(event, 'start', -hours),
        to: moment(event, 'start', 0),
        is_limit: true,
        whole: true,
      };
    case 'after': {
      if (!counted || quantity?.comparator !== 'equal') return after(event, hours);
      const clause = text.slice(statement.start_char, statement.end_char);
      if (HAVE_TIME.test(clause) && stance !== 'affirms') return span(event, hours);
      return stance === 'affirms' ? point(event, 'end', hours) : null;
    }
    case 'within_after':
      return span(event, hours);
    case 'until':
      if (counted) return null;
      // "must be kept until" lasts up to the event; "must be sent by" happens before it.
      if (stance === 'requires' && STILL_UNTIL.test(words)) return null;
      return { ...before(event, 0), is_limit: true, whole: true };
    case 'from':
      return counted ? null : after(event, 0);
    case 'during':
      return null;
    default:
      return time.relation satisfies never;
  }
};

/** The moments that a text counts from events: "20 days after the delivery", "30 minutes before departure". */
export const countedMoments = (reading: Reading, text: string): Interval[] =>
  reading.times.flatMap((time) => {
    const statement = reading.statements.find(
      ({ start_char, end_char }) => start_char <= time.start_char && time.start_char < end_char,
    );
    const quantity = time.quantity === null ? undefined : reading.quantities[time.quantity];
    const hours = hoursOf(quantity);
    if (statement === undefined || hours === null || quantity?.comparator !== 'equal') return [];
    const event = eventOf(time, { reading, text, statement });
    if (event === null) return [];
    switch (time.relation) {
      case 'after':
        return [point(event, 'end', hours)];
      case 'before':
        return [point(event, 'start', -hours)];
      default:
        return [];
    }
  });

const EVERY_TIME = /\b(?:any ?time|right up|any moment|à tout moment|n['’]importe quand)\W*$/i;
const wordsBefore = (time: TimeRelation, text: string): string =>
  text.slice(Math.max(0, time.start_char - 20), time.start_char);

/** "We write to you 60 days before the end": one moment. */
const point = (event: string, edge: Moment['edge'], hours: number): Stretch => ({
  from: moment(event, edge, hours),
  to: moment(event, edge, hours),
  is_limit: false,
  whole: true,
});

const span = (event: string, hours: number): Stretch => ({
  from: moment(event, 'end', 0),
  to: moment(event, 'end', hours),
  is_limit: true,
  whole: true,
});

/** "As long as no flight has left" reaches up to the event; "if you have already travelled" lies after it. */
const stretchOfClause = (clause: Statement, { reading, text }: WindowSource): Stretch[] => {
  const words = text.slice(clause.start_char, clause.end_char);
  const events = eventsIn(reading, clause);
  const event = events.find((each) => ALWAYS_PAST.has(each)) ?? events[0];
  if (event === undefined) return [];
  if (clause.negated) return AS_LONG_AS.test(words) ? [{ ...before(event, 0), is_limit: true }] : [];
  return isPast(words) || events.some((each) => ALWAYS_PAST.has(each)) ? [after(event, 0)] : [];
};

const eventsIn = (reading: Reading, clause: Statement): string[] => {
  const found: string[] = [];
  for (const token of reading.tokens) {
    if (token.start_char < clause.start_char || token.end_char > clause.end_char) continue;
    if (token.concept !== null && placesOf(token.concept).length > 0) found.push(token.concept);
  }
  // "flight has departed": the narrower event says which edge is meant.
  return found.sort((a, b) => Number(a === 'event.flight') - Number(b === 'event.flight'));
};

/** Whoever is there has all of it behind them: "when you're back". */
export const ALWAYS_PAST: ReadonlySet<string> = new Set(['event.travel_end']);

const PAST =
  /\b(?:already|yesterday|ago|last (?:week|month|year|night)|has (?:left|departed|ended|finished)|have (?:flown|travelled|traveled|returned))\b|déjà|\bhier\b|\bil y a\b|(?:semaine|mois|année|fois) (?:passée?|dernière?)|\b(?:est|sont|suis) (?:parti|rentré|revenu|terminé)/i;

/** True for words that put something into the past: "already", "yesterday", "il y a". */
export const isPast = (words: string): boolean => PAST.test(words);

const endless = (stretch: Interval): OpenInterval => ({ ...stretch, whole: false });

/** Beyond the named stretch, on the side where it ends. */
const beyond = (stretch: Stretch): Interval[] =>
  stretch.to !== null
    ? [{ from: stretch.to, to: null }]
    : stretch.from !== null
      ? [{ from: null, to: stretch.from }]
      : [];

const isCounted = ({ is_limit, from, to }: Stretch): boolean =>
  is_limit && ((from?.offset_hours ?? 0) !== 0 || (to?.offset_hours ?? 0) !== 0);

const NO_LONGER =
  /\bno longer\b|\bany(?: ?)more\b|\b(?:peut|peuvent|pouvez|est|sont|sera|seront|pourra|pourrez) plus\b/i;

const windowOfStretch = (stretch: Stretch, stance: Stance, isOnly: boolean, words: string): Window => {
  const open: OpenInterval = { from: stretch.from, to: stretch.to, whole: stretch.whole };
  switch (stance) {
    case 'permits':
      return { open: [open], closed: stretch.is_limit || isOnly ? beyond(stretch) : [] };
    case 'requires':
      return { open: [open], closed: beyond(stretch) };
    case 'affirms':
      // "The form is sent no later than 3 days before": a rule; "we refund within 7 days": the operator's own pace.
      return { open: [open], closed: isOnly || isCounted(stretch) ? beyond(stretch) : [] };
    case 'forbids':
    case 'denies':
      return {
        open: NO_LONGER.test(words) || stretch.is_limit ? beyond(stretch).map(endless) : [],
        closed: [{ from: stretch.from, to: stretch.to }],
      };
    case 'frees':
      return { open: beyond(stretch).map(endless), closed: [] };
    default:
      return stance satisfies never;
  }
};
