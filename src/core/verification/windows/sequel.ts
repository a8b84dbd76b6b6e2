import type { Reading, ReadToken, Statement } from '../../../schema/index.js';
import { placesOf } from '../../lexicon/index.js';

/** Acts that only begin what a rule is about: whatever follows them may still lie before all the rest. */
export const BEGINNINGS: ReadonlySet<string> = new Set([
  'act.book',
  'act.buy',
  'act.order',
  'act.send',
  'act.check_bag',
  'event.issue',
  'event.purchase_date',
]);

/** "… and ask for it afterwards", "… then ask for it", "… puis demandez-la". A time of its own ("two days later") is none. */
const NEXT =
  /(?<!\p{L})(?:(?<!(?:\d|(?<!\p{L})(?:days?|weeks?|months?|hours?|years?|no|not|any|or|is|are|even))\s+)later(?!\s+(?:than|on\s+\d))|afterwards?|thereafter|(?<!(?<!\p{L})(?:by|until|till|since|before|than)\s+)then|after that|ensuite|puis|par la suite|après (?:coup|cela)|plus tard(?! que))(?!\p{L})/iu;
/** "If you have left, then …" is a condition. */
const CONDITION = /(?<!\p{L})(?:if|when|unless|si|quand|lorsque?)(?!\p{L})/iu;
/** What parts the two steps. */
const STEP = /,|;|:|–|—|(?<!\p{L})(?:and|then|et|puis|ensuite)(?!\p{L})/iu;

interface Sequel {
  /** The event of the step before. */
  event: string;
  /** The words from that step's event to the word that says that the other follows. */
  start_char: number;
  end_char: number;
}

/**
 * The event that a clause says its act comes after, where it orders two steps ("take the flight first and ask afterwards"); null where it
 * does not. Offsets in `text`, which the reading was made from.
 */
export const sequelOf = (reading: Reading, statement: Statement, text: string): Sequel | null => {
  const own = text.slice(statement.start_char, statement.end_char);
  const next = NEXT.exec(own);
  if (next === null) return null;
  const end_char = statement.start_char + next.index + next[0].length;
  const sentence = startOfSentence(text, statement.start_char);
  if (CONDITION.test(text.slice(sentence, end_char))) return null;
  const steps = reading.tokens.filter(
    (token) =>
      token.start_char >= sentence && token.end_char <= end_char - next[0].length && isStep(reading, token),
  );
  const step = steps.at(-1);
  if (step?.concept == null) return null;
  const between = text.slice(step.end_char, end_char);
  if (!STEP.test(between) || !hasActAfter(reading, statement, step)) return null;
  return { event: step.concept, start_char: step.start_char, end_char };
};

/** An event on a timeline that its clause tells of or orders, and that dates nothing. */
const isStep = ({ statements, times }: Reading, token: ReadToken): boolean => {
  const { concept } = token;
  if (concept === null || placesOf(concept).length === 0 || BEGINNINGS.has(concept)) return false;
  const holds = (span: { start_char: number; end_char: number }): boolean =>
    token.start_char >= span.start_char && token.end_char <= span.end_char;
  const clause = statements.find(holds);
  return (
    clause?.role === 'main' && !clause.negated && !times.some((time) => time.event !== null && holds(time))
  );
};

/** Whether the clause has an act of its own behind the step. */
const hasActAfter = ({ tokens }: Reading, statement: Statement, step: ReadToken): boolean =>
  tokens.some(
    ({ concept, start_char }) =>
      concept !== null &&
      statement.acts.includes(concept) &&
      start_char > step.start_char &&
      concept !== step.concept,
  );

const startOfSentence = (text: string, at: number): number =>
  Math.max(...['.', '!', '?', '\n'].map((mark) => text.lastIndexOf(mark, at - 1))) + 1;
