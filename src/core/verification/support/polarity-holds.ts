import type { Passage, Reading, ReadToken, Statement, TimeRelation } from '../../../schema/index.js';
import { isReadLanguage } from '../../indexing/index.js';
import type { CheckInput } from '../check.js';
import { segmentsOf, windowsOf } from '../clauses/index.js';
import type { AlignedPassage, ClaimFocus } from '../matching/alignment.js';
import type { SignalsByCheck } from '../weighing/features.js';

/**
 * The passages for the claim that say yes where it says yes, no where it says no, at least where it says at least and
 * before where it says before: a sentence with the same words and numbers is no support for its negation. In doubt none.
 */
export const agreeingPassages = (input: CheckInput, signals: SignalsByCheck): Passage[] =>
  isOpposedByNearest(input) ? [] : supportsOf(input, signals).filter((passage) => agrees(input, passage));

/** The passages that speak for the claim, or the nearest where no check names one. */
const supportsOf = ({ evidence }: CheckInput, signals: SignalsByCheck): Passage[] => {
  const named = [...signals.values()]
    .filter((signal) => signal.relation === 'supports')
    .flatMap((signal) => signal.passages);
  return named.length > 0 ? named : evidence.slice(0, 1).map((item) => item.passage);
};

const agrees = (input: CheckInput, passage: Passage): boolean => {
  // Its yes and no, its conditions and its order are not read.
  if (!isReadLanguage(passage.lang)) return false;
  const aligned = input.evidence.find((item) => item.passage.id === passage.id);
  // A row says of itself what its cells say: it bears out no denial.
  if (passage.row !== null)
    return (
      denialsOf(input.reading.tokens) === 0 &&
      !deniesInAPhrase(input.reading.tokens, aligned?.reading.tokens ?? []) &&
      (aligned === undefined || boundsAgree(input.reading, aligned.reading))
    );
  return (
    aligned !== undefined &&
    deniesAsOften(input, aligned) &&
    !chargesWhatIsFree(input, aligned) &&
    boundsAgree(input.reading, aligned.reading) &&
    !isTurned(input.reading.tokens, partOf(input, aligned, 'sentences')) &&
    orderAgrees(input.reading, aligned)
  );
};

/** "Not included", "non compris": no of one phrase, which the row does not have. */
const deniesInAPhrase = (claim: readonly ReadToken[], row: readonly ReadToken[]): boolean =>
  claim.some(
    ({ text, concept }) =>
      concept !== null &&
      DENYING_PHRASES.has(concept) &&
      /^(?:not|n['’]t|non|pas)$/i.test(text) &&
      !row.some((token) => token.concept === concept),
  );
const DENYING_PHRASES: ReadonlySet<string> = new Set([
  'act.exclude',
  'act.refuse',
  'quality.unavailable',
  'quality.insufficient',
]);

/**
 * Whether claim and passage say no equally often. A claim of one sentence is compared with the part of the passage that holds
 * most of its words; what conditions and causes deny counts only where the claim has some.
 */
const deniesAsOften = (input: CheckInput, aligned: AlignedPassage): boolean => {
  const claim = input.reading;
  const isLimited = claim.statements.some(({ role }) => role !== 'main');
  const tokens = partOf(input, aligned, isLimited ? 'sentences' : 'clauses');
  return (
    denialsOf(stated(claim, claim.tokens)) === denialsOf(stated(aligned.reading, tokens)) &&
    (!isLimited || denialsOf(claim.tokens) === denialsOf(tokens))
  );
};

/** What of a passage a claim is compared with: the part that holds most of a single sentence's words, else all of it. */
export const partOf = (
  { reading, claim, focus }: CheckInput,
  policy: AlignedPassage,
  parts: 'sentences' | 'clauses',
): readonly ReadToken[] =>
  segmentsOf(reading, claim.text).length <= 1
    ? nearestPart(focus, policy.reading, policy.passage.text, parts)
    : policy.reading.tokens;

/** Tokens outside of conditions, exceptions and causes. */
const stated = ({ statements }: Reading, tokens: readonly ReadToken[]): ReadToken[] =>
  tokens.filter(
    ({ start_char }) =>
      !statements.some(
        (statement) =>
          statement.role !== 'main' && start_char >= statement.start_char && start_char < statement.end_char,
      ),
  );

/** The shortest of the parts of a passage that hold most of the claim's words. */
const nearestPart = (
  { own }: ClaimFocus,
  reading: Reading,
  text: string,
  parts: 'sentences' | 'clauses',
): readonly ReadToken[] => {
  const segments = segmentsOf(reading, text).map(({ keys, label, labelled }) => ({
    keys: new Set([...keys, ...label]),
    tokens: labelled,
  }));
  let best: readonly ReadToken[] = reading.tokens;
  let most = 0;
  for (const { keys, tokens } of [...segments, ...(parts === 'clauses' ? windowsOf(reading, text) : [])]) {
    let held = 0;
    for (const [key, weight] of own) if (keys.has(key)) held += weight;
    if (held > most || (held === most && held > 0 && tokens.length < best.length))
      [best, most] = [tokens, held];
  }
  return best;
};

const DENIES: ReadonlySet<string> = new Set(['neg.not', 'quantifier.none', 'modal.forbidden']);

/** How often a text says no; the words of one phrase, "no longer", count once. */
export const denialsOf = (tokens: readonly ReadToken[]): number =>
  tokens.filter(
    ({ concept }, at) => concept !== null && DENIES.has(concept) && tokens[at - 1]?.concept !== concept,
  ).length;

/** What costs nothing, however it is said. */
const FREE: ReadonlySet<string> = new Set(['fee.free', 'act.waive', 'act.exempt', 'quality.our_expense']);
const CHARGE: ReadonlySet<string> = new Set([
  'act.pay',
  'act.charge',
  'act.cost',
  'fee.fee',
  'fee.surcharge',
]);

const names = (tokens: readonly ReadToken[], words: ReadonlySet<string>): boolean =>
  tokens.some(({ concept }) => concept !== null && words.has(concept));

/** Whether a text says of something that it costs nothing. */
export const saysFree = (tokens: readonly ReadToken[]): boolean => names(tokens, FREE);

/** The claim has a charge, and no amount, where the policy's sentence says that there is none. */
const chargesWhatIsFree = (input: CheckInput, policy: AlignedPassage): boolean =>
  names(input.reading.tokens, CHARGE) &&
  !saysFree(input.reading.tokens) &&
  !input.reading.quantities.some(({ kind }) => kind === 'money') &&
  saysFree(partOf(input, policy, 'sentences'));

const UP: ReadonlySet<string> = new Set(['cmp.at_least', 'cmp.more_than']);
const DOWN: ReadonlySet<string> = new Set(['cmp.at_most', 'cmp.less_than']);

/** No bound of the claim is turned round in the policy: "at least" where that knows only "at most". */
const boundsAgree = (claim: Reading, policy: Reading): boolean => {
  const has = ({ tokens }: Reading, side: ReadonlySet<string>): boolean =>
    tokens.some(({ concept }) => concept !== null && side.has(concept));
  const turned = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
    has(claim, one) && !has(claim, other) && has(policy, other) && !has(policy, one);
  return !turned(UP, DOWN) && !turned(DOWN, UP);
};

const OPPOSITES: readonly (readonly [ReadonlySet<string>, ReadonlySet<string>])[] = [
  [UP, DOWN],
  [new Set(['rel.before']), new Set(['rel.after'])],
];

/** The claim says more often than the policy what the policy says the opposite of more often: one of them was exchanged. */
const isTurned = (claim: readonly ReadToken[], policy: readonly ReadToken[]): boolean => {
  const more = (side: ReadonlySet<string>): number => timesOf(claim, side) - timesOf(policy, side);
  return OPPOSITES.some(([one, other]) => more(one) * more(other) < 0);
};

const timesOf = (tokens: readonly ReadToken[], side: ReadonlySet<string>): number =>
  tokens.filter(({ concept }) => concept !== null && side.has(concept)).length;

type Side = 'before' | 'after';

const SIDES: Readonly<Record<TimeRelation['relation'], Side | null>> = {
  before: 'before',
  within_before: 'before',
  until: 'before',
  after: 'after',
  within_after: 'after',
  from: 'after',
  during: null,
};

/** No event of the claim on whose other side alone the policy stands. */
const orderAgrees = ({ times }: Reading, policy: AlignedPassage): boolean =>
  times.every(({ relation, event }) => {
    const side = SIDES[relation];
    if (side === null || event === null) return true;
    const sides = policy.reading.times.flatMap((time) => {
      const other = time.event === event ? SIDES[time.relation] : null;
      return other === null ? [] : [other];
    });
    return sides.length === 0 || sides.includes(side);
  });

/** Share of the claim's clause that the nearest clause of the policy must hold to deny it. */
const COVERED_MIN = 0.4;

/** The policy's clause that is nearest to a clause of the claim excludes it. */
const isOpposedByNearest = ({ reading, clauses }: CheckInput): boolean =>
  reading.statements.some((statement) => {
    const own = clauses.filter(
      (pair) => isWithin(pair.claim.statement, statement) && pair.covered >= COVERED_MIN,
    );
    const [nearest] = own.sort((a, b) => b.fit - a.fit);
    return statement.role === 'main' && nearest?.relation === 'excludes';
  });

const isWithin = (inner: Statement, outer: Statement): boolean =>
  inner.start_char >= outer.start_char && inner.end_char <= outer.end_char;
