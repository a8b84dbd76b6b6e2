import type { Reading, Statement, TimeRelation } from '../../../schema/index.js';
import { placesOf } from '../../lexicon/index.js';
import { isGrant } from './act-families.js';
import { sequelOf } from './sequel.js';
import { type Stance, stanceOf } from './stance.js';
import { NO_WINDOW, type Window, windowOf } from './window.js';

/** What a main clause says of an act and its object, with the times at which it says the act is open or closed. */
export interface Proposition {
  statement: Statement;
  stance: Stance;
  acts: readonly string[];
  /** Concepts and stems of what the act is done to, without the events that only date it. */
  objects: ReadonlySet<string>;
  window: Window;
  /** The words that date it ("after your trip"); empty without times. */
  time_text: string;
  /** It says no times: they are those that the customer asked about. */
  is_assumed?: true;
  /** Addressed to the customer ("you can", "we will"), not a rule in the third person. */
  is_addressed: boolean;
}

/** "le tarif de deuil": "de" before a noun that is no date. */
const LOOSE_FROM = /^(?:de|du|des|d['’])/i;
const PRONOUN = /^(?:you|your|we|i|vous|votre|vos|nous|je|tu|j)$/i;
const STANDS_FOR = /^(?:it|that|this|anything|ça|cela|l|rien)$/i;
const BEFOREHAND = /^(?:beforehand|first|ahead|préalablement)$/i;

/** Times that say when: those of an event, a date or a period counted from an event. */
export const datingTimes = (reading: Reading, text: string): TimeRelation[] =>
  reading.times.filter((time) => {
    const words = text.slice(time.start_char, time.end_char);
    if (time.relation === 'from' && time.quantity === null && LOOSE_FROM.test(words)) return false;
    return time.event !== null || time.quantity !== null || BEFOREHAND.test(words.trim());
  });

const isInside = (part: { start_char: number; end_char: number }, whole: Statement): boolean =>
  part.start_char >= whole.start_char && part.start_char < whole.end_char;

const sameSentence = (a: Statement, b: Statement, text: string): boolean => {
  const [first, second] = a.start_char <= b.start_char ? [a, b] : [b, a];
  return !/[.!?\n;]/.test(text.slice(first.end_char, second.start_char));
};

/** Clauses of the same sentence that only date the main one: "once you are back", "after the trip, …". */
const datingClauses = (reading: Reading, main: Statement, text: string): Statement[] =>
  reading.statements.filter((clause) => {
    if (clause === main || !sameSentence(clause, main, text)) return false;
    if (clause.role === 'main' ? !isFragment(reading, clause, text) : clause.role !== 'condition')
      return false;
    const nearest = nearestMain(reading, clause, text);
    return nearest === main && clause.acts.every((act) => placesOf(act).length > 0);
  });

/** "After the trip" before a comma: a time and nothing said of it. */
const isFragment = (reading: Reading, clause: Statement, text: string): boolean => {
  if (clause.role !== 'main' || clause.modality !== 'stated' || clause.negated) return false;
  const [time] = datingTimes(reading, text).filter((each) => isInside(each, clause));
  return time !== undefined && time.start_char - clause.start_char <= 6;
};

const nearestMain = (reading: Reading, clause: Statement, text: string): Statement | null => {
  const mains = reading.statements.filter(
    (other) =>
      other.role === 'main' &&
      other !== clause &&
      !isFragment(reading, other, text) &&
      sameSentence(clause, other, text),
  );
  if (clause.role === 'main') return mains.find((main) => main.start_char > clause.start_char) ?? null;
  const before = mains.filter((main) => main.start_char < clause.start_char).at(-1);
  return before ?? mains.find((main) => main.start_char > clause.start_char) ?? null;
};

const isDateWord = (key: string): boolean =>
  key.startsWith('time.') ||
  key.startsWith('ordinal.') ||
  key.startsWith('unit.') ||
  key.startsWith('thing.');

/** "Arrange it", "do that": whatever was spoken of. */
const PRO_VERBS = new Set(['act.organise', 'act.do']);
const HELPERS = new Set(['act.help', 'act.last', 'act.depend', 'act.start', 'act.open', 'act.close']);

/**
 * Reads every main clause of a text; `text` is what the reading was made from. With `stance`, as if each clause took
 * that stance: what "yes, you can" makes of the customer's question.
 */
export const propositionsOf = (reading: Reading, text: string, stance?: Stance): Proposition[] =>
  reading.statements
    .filter((statement) => statement.role === 'main')
    .filter(
      (statement) => !isFragment(reading, statement, text) || nearestMain(reading, statement, text) === null,
    )
    .map((statement) => propositionOf(reading, statement, text, stance))
    .map((proposition, i, all) => followUp(proposition, all[i - 1], text));

/** "Send us the form within 30 days and we refund it": what follows an order is as open as the order. */
const followUp = (proposition: Proposition, before: Proposition | undefined, text: string): Proposition => {
  if (before === undefined || before.window === NO_WINDOW || proposition.window !== NO_WINDOW)
    return proposition;
  const isGranted = proposition.stance === 'affirms' && proposition.acts.some(isGrant);
  const isOrdered = before.stance === 'requires' || before.stance === 'affirms';
  if (!isGranted || !isOrdered || !sameSentence(before.statement, proposition.statement, text))
    return proposition;
  return {
    ...proposition,
    window: { open: before.window.open, closed: [] },
    time_text: before.time_text,
  };
};

const propositionOf = (
  reading: Reading,
  statement: Statement,
  text: string,
  asked: Stance | undefined,
): Proposition => {
  const clauses = datingClauses(reading, statement, text);
  const times = datingTimes(reading, text).filter(
    (time) => isInside(time, statement) || clauses.some((clause) => isInside(time, clause)),
  );
  const events = new Set<string>();
  for (const time of times) for (const key of keysIn(reading, time)) events.add(key);
  const inClause = reading.tokens.filter((token) => isInside(token, statement));
  const stance = asked ?? stanceOf(statement, text.slice(statement.start_char, statement.end_char));
  const window = windowOf({ reading, text, statement, stance, times, clauses });
  const spans = [...times, ...(window === NO_WINDOW ? [] : clauses)];
  const sequel = window === NO_WINDOW || spans.length > 0 ? null : sequelOf(reading, statement, text);
  const first = spans[0] ?? sequel;
  const retroactive = inClause.find((token) => token.concept === 'time.retroactive');
  const objects = statement.objects.filter(
    (key) => !events.has(key) && !isDateWord(key) && !(key.startsWith('event.') && placesOf(key).length > 0),
  );
  const isForAnother = objects.length === 0 && inClause.some(({ text: word }) => STANDS_FOR.test(word));
  return {
    statement,
    stance,
    acts: statement.acts.filter(
      (act) => !events.has(act) && !HELPERS.has(act) && !(isForAnother && PRO_VERBS.has(act)),
    ),
    objects: new Set(objects),
    window,
    time_text: first != null ? text.slice(first.start_char, first.end_char) : (retroactive?.text ?? ''),
    is_addressed: inClause.some((token) => PRONOUN.test(token.text)),
  };
};

/** "After the trip has been completed": words that finish the event and belong to no object. */
const COMPLETION = /^(?:complet|finish|over|end|termin|fini|achev|pass|tak|made|happen|issu)/i;
const COMPLETION_REACH = 4;

const keysIn = (reading: Reading, time: TimeRelation): string[] => {
  const last = reading.tokens.findLastIndex((token) => token.end_char <= time.end_char);
  return reading.tokens
    .filter(
      (token, i) =>
        token.is_content &&
        token.start_char >= time.start_char &&
        (token.end_char <= time.end_char || (i <= last + COMPLETION_REACH && COMPLETION.test(token.text))),
    )
    .map((token) => token.concept ?? token.stem);
};
