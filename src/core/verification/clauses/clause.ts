import type { Reading, Statement } from '../../../schema/index.js';
import { listedThings } from './listed-things.js';
import { denyingKeys, NO_STAND, type Stand, standOf, tokensOf } from './stand.js';

/** What a main clause is said to depend on, or what is left out of it. */
export interface Limit {
  role: 'condition' | 'exception';
  keys: ReadonlySet<string>;
  statement: Statement;
}

/** A main clause with what limits it. */
export interface Clause {
  statement: Statement;
  /** Keys of what it speaks of, without the words that only say whether it holds ("accepted", "available"). */
  topic: ReadonlySet<string>;
  stand: Stand;
  /** Keys of words that deny by themselves ("forfeited", "void"). */
  denying: ReadonlySet<string>;
  /** Keys of the acts that it says something of: behind a modal the first one, or the word that stands for it. */
  ruled: readonly string[];
  limits: readonly Limit[];
  /** Keys of each of the things that it says the same of: "plants, animals or cash". */
  listed: readonly ReadonlySet<string>[];
  /** Keys of a list's item of which the lead-in is said; null where the clause stands by itself. */
  item: ReadonlySet<string> | null;
  /** Keys of the clause before it whose subject it shares ("… and cannot be returned"); empty with one of its own. */
  subject: ReadonlySet<string>;
  /** The topic with the subject; and every key of the clause, its subject and its limits. */
  told: ReadonlySet<string>;
  all: ReadonlySet<string>;
  /** Numbers as written, of the clause and its conditions. */
  numbers: readonly string[];
  /** It names an event or date before, after or by which it holds, or holds from now on. */
  is_dated: boolean;
  /** "Without": what it denies is a part of it. */
  is_without: boolean;
  /** "Only": what it says of one thing it denies of others. */
  is_only: boolean;
}

/** Words that say whether something holds and not of what. */
export const SAYING: ReadonlySet<string> = new Set([
  'act.accept',
  'act.refuse',
  'act.exclude',
  'act.include',
  'act.allow',
  'act.offer',
  'act.provide',
  'act.give',
  'act.receive',
  'act.apply_rule',
  'act.use',
  'act.do',
  'act.guarantee',
  'act.ensure',
  'act.consider',
  'quality.available',
  'quality.unavailable',
  'quality.valid',
  'quality.invalid',
  'quality.eligible',
  'person.customer',
  'restrict.without',
  'restrict.with',
]);

/** The acts of a clause without those that only say whether it holds. */
const ruledBy = (reading: Reading, statement: Statement): readonly string[] => {
  const acts = statement.acts.filter((act) => !SAYING.has(act));
  if (statement.modality === 'stated') return acts;
  const [main] = acts;
  if (main !== undefined) return [main];
  const tokens = tokensOf(reading, statement);
  const modal = tokens.findIndex(({ concept }) => concept?.startsWith('modal.') === true);
  const next = modal < 0 ? undefined : tokens.slice(modal + 1).find(({ is_content }) => is_content);
  const key = next?.concept ?? next?.stem;
  return key === undefined || SAYING.has(key) ? [] : [key];
};

/** Keys of the content words between two offsets. */
export const keysBetween = (reading: Reading, from: number, to: number): Set<string> => {
  const keys = new Set<string>();
  for (const token of reading.tokens)
    if (token.is_content && token.start_char >= from && token.end_char <= to && !/^\p{N}/u.test(token.stem))
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

/** What holds from some time on: before that the contrary did. */
const FROM_NOW_ON =
  /(?<!\p{L})(?:no longer|no further|any ?more|any longer|(?:ne\s|n['’])\p{L}+ plus(?= (?:être|\p{L}+[ée]e?s?|\p{L}+er|\p{L}+ir|\p{L}+re|possibles?)(?!\p{L})))(?!\p{L})/iu;

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

/** The keys of all sets; the first itself where the others have none. */
const joined = (first: ReadonlySet<string>, others: readonly ReadonlySet<string>[]): ReadonlySet<string> =>
  others.every(({ size }) => size === 0) ? first : new Set([first, ...others].flatMap((keys) => [...keys]));

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
    const keys =
      elided === null && unsaid.length === 0 ? own : new Set([...own, ...unsaid, elided ?? []].flat());
    const said = new Set([...keys].filter((key) => !SAYING.has(key)));
    const topic = said.size > 0 ? said : keys;
    const subject =
      before !== undefined && sameSentence(before, statement, text) && !hasSubject(reading, statement)
        ? keysBetween(reading, before.start_char, before.end_char)
        : NO_KEYS;
    const ownLimits = limits.get(statement) ?? [];
    // "Foreign licences are accepted, photocopies are not": what is left out only says whether it holds.
    const isRuledBefore = before !== undefined && before.modality !== 'stated';
    const isUnsaid = isShort && elided === null && unsaid.length === 0 && !isRuledBefore;
    return {
      statement,
      topic,
      subject,
      told: joined(topic, [subject]),
      all: joined(keys, [subject, ...ownLimits.map((limit) => limit.keys)]),
      stand: isUnsaid ? NO_STAND : standOf(reading, statement, text),
      denying: denyingKeys(tokensOf(reading, statement)),
      ruled: elided === null ? ruledBy(reading, statement) : [elided].filter((act) => !SAYING.has(act)),
      limits: ownLimits,
      item: null,
      listed: listedThings(reading, statement, text),
      numbers: [statement, ...ownLimits.map((limit) => limit.statement)].flatMap(
        ({ start_char, end_char }) => text.slice(start_char, end_char).match(/\d+/g) ?? [],
      ),
      is_dated:
        FROM_NOW_ON.test(text.slice(statement.start_char, statement.end_char)) ||
        reading.times.some(
          (time) =>
            (time.event !== null || time.quantity !== null) &&
            time.start_char >= statement.start_char &&
            time.start_char < statement.end_char,
        ),
      is_without: tokensOf(reading, statement).some(({ concept }) => concept === 'restrict.without'),
      is_only: reading.tokens.some(
        (token) =>
          token.concept === 'quantifier.only' &&
          token.start_char >= statement.start_char &&
          token.end_char <= statement.end_char,
      ),
    };
  });
  cache.set(reading, clauses);
  return clauses;
};
