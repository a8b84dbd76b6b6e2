import type { Reading, Statement } from '../../../schema/index.js';
import { startsWithNumber } from '../../lexicon/index.js';
import { type Clause, type Limit, ReadClause } from './read-clause.js';

export { type Clause, type Limit, SAYING } from './read-clause.js';

/** Keys of the content words between two offsets. */
export const keysBetween = (reading: Reading, from: number, to: number): Set<string> => {
  const keys = new Set<string>();
  for (const token of reading.tokens)
    if (token.is_content && token.start_char >= from && token.end_char <= to && !startsWithNumber(token.stem))
      keys.add(token.concept ?? token.stem);
  return keys;
};

const sameSentence = (a: Statement, b: Statement, text: string): boolean => {
  const [first, second] = a.start_char <= b.start_char ? [a, b] : [b, a];
  return !/[.!?\n;]/.test(text.slice(first.end_char, second.start_char));
};

/** The main clause that a limit belongs to: the one before it in its half-sentence, else the next, else the one before that half. */
const limited = (limit: Statement, mains: readonly Statement[], text: string): Statement | undefined => {
  const near = mains.filter((main) => sameSentence(main, limit, text));
  return (
    near.filter((main) => main.start_char < limit.start_char).at(-1) ??
    near.find((main) => main.start_char > limit.start_char) ??
    (isHalf(limit, text)
      ? mains
          .filter(
            (main) =>
              main.end_char <= limit.start_char &&
              !/[.!?\n]/.test(text.slice(main.end_char, limit.start_char)),
          )
          .at(-1)
      : undefined)
  );
};

/** All that stands between two stops. */
const isHalf = ({ end_char }: Statement, text: string): boolean =>
  /^\s*(?:[.;!?\n]|$)/.test(text.slice(end_char));

const isLimit = ({ role }: Statement): boolean => role === 'condition' || role === 'exception';

/** Whether a limit of the clause before begins at a place: "…; in the glazing room only on a lead". */
export const limitBegins = ({ statements }: Reading, at: number): boolean =>
  statements.some((statement) => isLimit(statement) && statement.start_char === at);

const VERB_FIRST =
  /^(?:but|and|or|is|are|was|were|be|has|have|had|do|does|will|would|can|could|may|might|must|shall|should|cannot|not|never|only|then|mais|et|ou|ne|n|est|sont|peut|peuvent|doit|doivent|a|ont|sera|seront|puis)$/i;

/** Whether a clause names what it speaks of before its verb. */
const hasSubject = (reading: Reading, { start_char }: Statement): boolean => {
  const first = reading.tokens.find((token) => token.start_char >= start_char);
  return first !== undefined && !VERB_FIRST.test(first.text) && first.concept?.startsWith('modal.') !== true;
};

const NO_KEYS: ReadonlySet<string> = new Set();

/** The act that a clause leaves out because the one before it says it: "…; housing and the gym do not". */
const elidedAct = (
  { acts }: Statement,
  own: ReadonlySet<string>,
  before: Statement | undefined,
): string | null => {
  const elided = acts.filter((act) => !own.has(act));
  return (before?.modality === 'stated' ? elided.at(-1) : elided[0]) ?? null;
};

/** "Cloud games don't": what does not hold of them stands before it. */
const SAYS_NO_MORE =
  /(?:(?<!\p{L})(?:do|does|did|is|are|was|were|can|could|will|would|may|must|has|have)(?:\s+not|n['’]t)|(?<!\p{L})cannot|(?<!\p{L})(?:ne |n['’])(?:le |l['’])?(?:est|sont|peut|peuvent|fait|font|sera|seront|a|ont) pas)\W*$/iu;

const cache = new WeakMap<Reading, readonly Clause[]>();

/** The main clauses of a text with their conditions and exceptions; `text` is what the reading was made from. */
export const clausesOf = (reading: Reading, text: string): readonly Clause[] => {
  const known = cache.get(reading);
  if (known) return known;
  const mains = reading.statements.filter(({ role }) => role === 'main');
  const limits = new Map<Statement, Limit[]>();
  for (const statement of reading.statements) {
    if (!isLimit(statement)) continue;
    const main = limited(statement, mains, text);
    if (main === undefined) continue;
    const keys = keysBetween(reading, statement.start_char, statement.end_char);
    const role = statement.role === 'exception' ? 'exception' : 'condition';
    limits.set(main, [...(limits.get(main) ?? []), { role, keys, statement }]);
  }
  const clauses = mains.map((statement, i): Clause => {
    const before = mains[i - 1];
    const own = keysBetween(reading, statement.start_char, statement.end_char);
    const elided = elidedAct(statement, own, before);
    const isShort = SAYS_NO_MORE.test(text.slice(statement.start_char, statement.end_char));
    const unsaid = isShort ? statement.objects.filter((key) => !own.has(key)) : [];
    // "Foreign licences are accepted, photocopies are not": what is left out only says whether it holds.
    const isRuledBefore = before !== undefined && before.modality !== 'stated';
    return new ReadClause({
      reading,
      text,
      statement,
      keys: elided === null && unsaid.length === 0 ? own : new Set([...own, ...unsaid, elided ?? []].flat()),
      elided,
      limits: limits.get(statement) ?? [],
      subject:
        before !== undefined && sameSentence(before, statement, text) && !hasSubject(reading, statement)
          ? keysBetween(reading, before.start_char, before.end_char)
          : NO_KEYS,
      isUnsaid: isShort && elided === null && unsaid.length === 0 && !isRuledBefore,
    });
  });
  cache.set(reading, clauses);
  return clauses;
};
