import type { Passage, Quantity, QuantityKind, ReadToken } from '../../../schema/index.js';
import { isReadLanguage } from '../../indexing/index.js';
import type { CheckInput } from '../check.js';
import { isShownByCase } from '../customer-case/shown-by-case.js';
import { isFigureOfCase, tellsOfOwnState } from '../customer-case/tells-of-case.js';
import type { Affinity } from '../matching/affinity.js';
import { type AlignedPassage, held } from '../matching/alignment.js';
import { isRepeated } from '../numbers/counterpart.js';
import { comparable, sameValue } from '../numbers/quantities.js';
import type { QuantityComparison } from '../numbers/quantity-comparison.js';
import { mayMeanRow, saysNamedRows, selectRows } from '../tables/index.js';
import type { SignalsByCheck } from '../weighing/features.js';
import { isOfAntecedent } from './antecedent-held.js';
import { conditionsHeld } from './conditions-held.js';
import { agreeingPassages, partOf } from './polarity-holds.js';
import type { QuotedClause } from './quoted-clause.js';
import {
  classesNamed,
  contactsHeld,
  demandsHeld,
  figuresHeld,
  HELD_MIN,
  limitsSaid,
  missingOf,
  modalitiesBorneOut,
  namesHeld,
  onlySaid,
  PERIODS,
  periodsNamed,
  signsHeld,
  slotsHeld,
  tiesSaid,
} from './slots-held.js';

/** Least share of the claim's words that the evidence must hold for it to count as verified. */
const COVERAGE_MIN = 0.5;
const OPPOSED_MIN = 0.5;
/** Content words and numbers without which a claim says too little to be borne out by words alone. */
const WORDS_MIN = 2;
/** Strength from which a sum is worked out over the rows or the rule that the claim names, and not guessed. */
const SUM_MIN = 0.5;
/** Strength from which a table's value is that of the row and column that the claim names. */
const TABLE_MIN = 0.9;

/** What a claim of which only the numbers, names and yes or no are known to agree may have of that risk. */
const LIGHT_SHARE = 0.7;

/**
 * The share of the risk up to which claims are verified that holds for this one, in [0, 1]: all of it where a passage, or a
 * check that is sure, bears out every part of it; less where it agrees with a passage in numbers, names and yes and no; else
 * none. Of training claims that agree so far 98% are right at that share.
 */
export const verifiableShare = (input: CheckInput, signals: SignalsByCheck): number =>
  isLeftOpen(input, signals)
    ? 0
    : mayVerify(input, signals)
      ? 1
      : agreesLightly(input, signals)
        ? LIGHT_SHARE
        : 0;

/** A clause that grants an act under its conditions does not show that it was or will be done here, nor how the customer's own things stand. */
const isLeftOpen = (input: CheckInput, signals: SignalsByCheck): boolean =>
  (input.claim.subject === 'act' || tellsOfOwnState(input)) && !isShownByCase(signals);

const agreesLightly = (input: CheckInput, signals: SignalsByCheck): boolean => {
  if (isOpposed(signals) || input.claim.text.trimEnd().endsWith('?')) return false;
  if (!saysEnough(input) || !numbersAgree(input, isFor(signals, 'arithmetic', SUM_MIN))) return false;
  const agreeing = agreeingHere(input, signals);
  // A number of a passage that says no where the claim says yes bears nothing out.
  const isSaid = ({ equal, is_premise }: QuantityComparison): boolean =>
    is_premise || equal === null || agreeing.some(({ id }) => id === equal.passage.passage.id);
  if (!input.quantities.every(isSaid)) return false;
  return agreeing.some((passage) => {
    const aligned = input.evidence.find((item) => item.passage.id === passage.id);
    return (
      namesHeld(input, passage) &&
      contactsHeld(input, passage) &&
      signsHeld(input, passage) &&
      widensNothing(input, passage) &&
      (passage.row !== null
        ? isReadOff(input, signals, passage)
        : aligned !== undefined &&
          !NOT_ONLY.test(input.claim.text) &&
          isOfAntecedent(input, aligned) &&
          classesNamed(input, partOf(input, aligned, 'sentences')) &&
          periodsNamed(input, partOf(input, aligned, 'sentences')) &&
          onlySaid(input, aligned) &&
          tiesSaid(input, aligned) &&
          limitsSaid(input, aligned) > 0 &&
          demandsHeld(input.reading, aligned.reading) &&
          sortsHeld(input, aligned))
    );
  });
};

/** Passages that agree with the claim and its conditions, and are on what was asked. */
const agreeingHere = (input: CheckInput, signals: SignalsByCheck): Passage[] =>
  agreeingPassages(input, signals).filter(({ id }) => {
    const entry = input.evidence.find(({ passage }) => passage.id === id);
    return (
      entry === undefined ||
      ((entry.passage.row !== null || conditionsHeld(input, entry)) && !input.isElsewhere(entry))
    );
  });

/** A row names its columns whatever its cells say: one with the claim's number, or that the table check read, bears it out. */
const isReadOff = (input: CheckInput, signals: SignalsByCheck, passage: Passage): boolean =>
  mayMeanRow(input, passage) &&
  saysNamedRows(
    input,
    passage,
    input.quantities.map(({ quantity }) => quantity),
  ) &&
  (input.quantities.some(({ equal }) => equal?.passage.passage.id === passage.id) ||
    (isFor(signals, 'table', 0) &&
      signals.get('table')?.passages.some(({ id }) => id === passage.id) === true));

/** Kinds of things, papers and places: another one is another rule. */
const THING =
  /^(?:animal|bag|body|channel|doc|food|goods|hotel|material|media|parcel|payment|place|thing|travel)\./;

/** "The 37th week", "the third lesson". */
const COUNTS_PLACE = /\d|^ordinal\./;

/** People of a sort: what a clause grants to others is not theirs ("students get 10% off" where the military do). */
const PEOPLE =
  /^person\.(?:child|minor|infant|teenager|adult|senior|youth|student|parent|guardian|spouse|sibling|grandparent|grandchild|family|in_law|friend|neighbour|young_driver|additional_driver|unemployed|group|couple|pregnant_woman|disabled|wheelchair_user|carer|tourist|citizen|military|teacher|unaccompanied_minor|volunteer|heir)$/;

/** "Island members", "cats and parrots", "the 37th week": what sort or which one the claim speaks of stands in the passage or its headings. */
const sortsHeld = (input: CheckInput, passage: AlignedPassage): boolean => {
  const { tokens } = input.reading;
  const missing = new Set(missingOf(input, passage));
  return !tokens.some(({ concept, stem, is_content }, at) => {
    const key = concept ?? stem;
    return (
      is_content &&
      missing.has(key) &&
      (THING.test(key) ||
        PEOPLE.test(key) ||
        COUNTS_PLACE.test(key) ||
        tokens[at + 1]?.concept?.startsWith('person.') === true)
    );
  });
};

/** Two periods of the policies often differ by a third one: that shows nothing. */
const PERIOD_KINDS: ReadonlySet<QuantityKind> = new Set(['duration', 'age', 'time_of_day']);

/** Every number is the policy's, the customer's, worked out, or what another is worked out from. */
const numbersAgree = (input: CheckInput, isSummed: boolean): boolean => {
  const used = new Set(input.quantities.flatMap(({ derived }) => derived?.given ?? []));
  return input.quantities.every(
    (item) =>
      (isSummed && item.derived !== null && !PERIOD_KINDS.has(item.quantity.kind)) ||
      used.has(item.quantity) ||
      isBound(item, input),
  );
};

const isOpposed = (signals: SignalsByCheck): boolean =>
  [...signals.values()].some(
    ({ relation, strength }) => relation === 'contradicts' && strength >= OPPOSED_MIN,
  );

/** The customer's own number where the policy has none for the very thing, or one that a policy has for the very thing. */
const isBound = (item: QuantityComparison, input: CheckInput): boolean =>
  item.is_premise
    ? !isRepeated(item, input)
    : item.equal !== null && !item.opposed && !isLeftToTools(item, input);

/** What follows a part of a clause may limit it, in a language that is not read unnoticed. */
const isReadToItsEnd = ({ is_whole, passage }: QuotedClause): boolean =>
  is_whole || isReadLanguage(passage.lang);

/**
 * What "verified" needs beside a low risk: its topic in one passage, every number bound, yes and no as in the evidence,
 * every part of it in a passage that agrees or a check that is sure of it, and no check against it.
 */
const mayVerify = (input: CheckInput, signals: SignalsByCheck): boolean => {
  if (isShownByCase(signals)) return true;
  if (isOpposed(signals)) return false;
  if (input.quoted !== null && !input.isElsewhere(input.quoted) && isReadToItsEnd(input.quoted)) return true;
  const best = input.evidence[0];
  const isCovered = best !== undefined && Math.max(best.coverage, best.coverage_in_context) >= COVERAGE_MIN;
  if (!isCovered && !isFor(signals, 'table', TABLE_MIN)) return false;
  const isSummed = isFor(signals, 'arithmetic', SUM_MIN);
  const isRead = readOff(input, signals);
  if (
    !input.quantities.every(
      (item) => (item.derived !== null && isSummed) || isBound(item, input) || isRead(item.quantity),
    )
  )
    return false;
  const sure = surePassages(signals);
  const deniesOnly = NOT_ONLY.test(input.claim.text);
  return agreeingHere(input, signals).some((passage) => {
    if (deniesOnly && !NOT_ONLY.test(passage.text)) return false;
    if (!widensNothing(input, passage) || !signsHeld(input, passage)) return false;
    const aligned = input.evidence.find((item) => item.passage.id === passage.id);
    if (aligned !== undefined && passage.row === null) {
      if (!isOfAntecedent(input, aligned)) return false;
      const part = partOf(input, aligned, 'sentences');
      if (!classesNamed(input, part) || !periodsNamed(input, part) || !tiesSaid(input, aligned)) return false;
    }
    if (passage.row !== null && !isSummed && !isReadOff(input, signals, passage)) return false;
    if (!isSummed && !sure.has(passage.id))
      return saysEnough(input) && aligned !== undefined && slotsHeld(input, aligned);
    return (
      (isSummed ||
        figuresHeld(input, passage) ||
        (passage.row !== null && input.quantities.every(({ quantity }) => isRead(quantity)))) &&
      (aligned === undefined || passage.row !== null || modalitiesBorneOut(input.reading, aligned.reading))
    );
  });
};

/** Whether a number stands in the row that the table check is sure of, or names it. */
const readOff = (
  { named_tables, words }: CheckInput,
  signals: SignalsByCheck,
): ((quantity: Quantity) => boolean) => {
  if (!isFor(signals, 'table', TABLE_MIN)) return () => false;
  const ids = new Set(signals.get('table')?.passages.map(({ id }) => id));
  const tables = named_tables.filter(({ rows }) => rows.some(({ passage }) => ids.has(passage.id)));
  return (quantity) =>
    tables.some(
      (table) =>
        selectRows(table, words).used_numbers.has(quantity) ||
        table.rows.some(
          ({ passage, cells }) =>
            ids.has(passage.id) &&
            cells.some((cell) =>
              cell.quantities.some((value) => comparable(quantity, value) && sameValue(quantity, value)),
            ),
        ),
    );
};

/** Words that make a rule hold for more, for less or for certain, or give its reason. */
const WIDENS: ReadonlySet<string> = new Set([
  'quantifier.all',
  'quantifier.only',
  'quantifier.also',
  'time.always',
  'conj.because',
  'restrict.without',
  'act.guarantee',
]);

/** "Off both contracts" is more than off one; "both a pool and a spa" only joins them, "tous les deux ans" tells how often. */
const SAYS_BOTH =
  /(?<!\p{L})(?:both(?!.*(?<!\p{L})and(?!\p{L}))|les deux(?! (?:ans|mois|semaines|jours|heures|fois)(?!\p{L})))(?!\p{L})/iu;

/** "Never" and "nothing" hold of every case, a plain "not" only where no other clause grants it; "nothing to pay" is free. */
const ABSOLUTE =
  /(?<!\p{L})(?:never|nothing|under no circumstances|in no case|at no time|jamais|rien|en aucun cas|en aucune circonstance)(?!\p{L})/iu;
const saysAbsolutely = (tokens: readonly ReadToken[]): boolean =>
  ABSOLUTE.test(tokens.flatMap(({ text, concept }) => (concept === 'fee.free' ? [] : [text])).join(' '));

/** A row or an item of a list is bounded by its column or its lead-in, mostly from above. */
const LEAST: ReadonlySet<string> = new Set(['cmp.at_least', 'cmp.more_than']);

/**
 * Whether the sentence that bears a claim out has each such word of the claim, and what the claim counts its numbers for:
 * "free for all" is more than "free", "per person" other than "per booking".
 */
const widensNothing = (input: CheckInput, passage: Passage): boolean => {
  const aligned = input.evidence.find((item) => item.passage.id === passage.id);
  const isPiece = passage.row !== null || passage.lead_in !== null;
  const tokens = aligned === undefined ? [] : partOf(input, aligned, 'sentences');
  const part = new Set(tokens.map(({ concept }) => concept));
  return (
    (isPiece || repeatsNothing(input, tokens)) &&
    (!SAYS_BOTH.test(input.claim.text) || SAYS_BOTH.test(passage.text)) &&
    (!saysAbsolutely(input.reading.tokens) ||
      saysAbsolutely(tokens) ||
      ABSOLUTE.test(passage.lead_in ?? '')) &&
    input.reading.tokens.every(
      ({ concept }) =>
        concept === null || part.has(concept) || !(WIDENS.has(concept) || (isPiece && LEAST.has(concept))),
    ) &&
    input.quantities.every(
      ({ quantity: { per } }) =>
        per === null || per === 'each' || aligned === undefined || isCountedFor(per, aligned, input.affinity),
    )
  );
};

/** "Cash orders are refunded in cash": a word said once more stands where the policy has another of its kind ("by voucher"). */
const repeatsNothing = ({ reading, focus }: CheckInput, part: readonly ReadToken[]): boolean => {
  const timesIn = (tokens: readonly ReadToken[], key: string): number =>
    tokens.filter((token, at) => keyOf(token) === key && keyOf(tokens[at - 1]) !== key).length;
  return reading.tokens.every((token) => {
    const key = keyOf(token);
    const often = token.is_content && THING.test(key) ? timesIn(reading.tokens, key) : 0;
    const said = often < 2 ? 0 : timesIn(part, key);
    const kind = key.slice(0, key.indexOf('.') + 1);
    return (
      said === 0 ||
      said >= often ||
      !part.some((other) => keyOf(other).startsWith(kind) && !focus.own.has(keyOf(other)))
    );
  });
};
const keyOf = (token: ReadToken | undefined): string => token?.concept ?? token?.stem ?? '';

/** A figure of the case that another number of the policy fits better: no check speaks of it, so nothing bears it out. */
const isLeftToTools = (
  { quantity, equal, differing, is_case_fact }: QuantityComparison,
  input: CheckInput,
): boolean => !is_case_fact && (differing?.bind ?? 0) > (equal?.bind ?? 0) && isFigureOfCase(quantity, input);

/** Whether a passage, its headings or one of its numbers names what a number is counted for. */
const isCountedFor = (per: string, { facts, reading }: AlignedPassage, affinity: Affinity): boolean =>
  reading.tokens.some(
    ({ concept, stem }) => concept === per || concept === PERIODS.get(per) || stem === per,
  ) ||
  reading.quantities.some((quantity) => quantity.per === per) ||
  Math.max(held(per, facts.own, affinity), held(per, facts.surround, affinity)) >= HELD_MIN;

/** "Not only members may": others may too, which a clause on members does not say. */
const NOT_ONLY = /(?<!\p{L})(?:not (?:only|just|merely)|(?:pas|non) (?:seulement|uniquement))(?!\p{L})/iu;

/** Checks that compare whole clauses or bound values, and the strength from which they are sure. */
const SURE: readonly (readonly [check: string, strength: number])[] = [
  ['near-verbatim', 0.8],
  ['table', TABLE_MIN],
  ['money', 0.95],
  ['numeric', 0.95],
  ['deadline', 0.95],
];

/** An answer that leaves out what was asked says the question's words too. */
const saysEnough = ({ focus, quantities, resolved }: CheckInput): boolean =>
  focus.own.size + quantities.length + (resolved.from_question ? focus.context.size : 0) >= WORDS_MIN;

const surePassages = (signals: SignalsByCheck): ReadonlySet<string> =>
  new Set(
    SURE.filter(([check, strength]) => isFor(signals, check, strength)).flatMap(
      ([check]) => signals.get(check)?.passages.map(({ id }) => id) ?? [],
    ),
  );

const isFor = (signals: SignalsByCheck, check: string, strength: number): boolean => {
  const signal = signals.get(check);
  return signal?.relation === 'supports' && signal.strength >= strength;
};
