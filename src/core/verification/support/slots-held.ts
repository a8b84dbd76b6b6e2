import type { Modality, Passage, Reading, ReadToken } from '../../../schema/index.js';
import { isLight } from '../../lexicon/index.js';
import { contactsIn, linkedContacts, namesContact } from '../../reading/index.js';
import type { CheckInput } from '../check.js';
import { type Adjunct, clausesOf, shareOf, tiesOf } from '../clauses/index.js';
import { type AlignedPassage, held } from '../matching/alignment.js';
import { isSaidByClaim } from '../matching/said-by-claim.js';
import { comparable, sameValue } from '../numbers/quantities.js';

/** Least that a passage or its headings must hold of a word for the word to stand there. */
export const HELD_MIN = 0.3;
const HEADING_WEIGHT = 0.85;
/** Least share of each condition and exception of the passage that the claim and its context must say. */
const LIMIT_MIN = 0.5;

/**
 * Whether one passage bears out every part of the claim: each of its words, names and numbers, what it allows, forbids or
 * demands, and no condition or exception of the passage is left out. A word that the passage lacks may be the plan, place
 * or channel that it does not hold for.
 */
export const slotsHeld = (input: CheckInput, passage: AlignedPassage): boolean =>
  figuresHeld(input, passage.passage) &&
  namesHeld(input, passage.passage) &&
  (passage.passage.row !== null || modalitiesBorneOut(input.reading, passage.reading)) &&
  wordsHeld(input, passage) &&
  limitsSaid(input, passage) >= LIMIT_MIN &&
  onlySaid(input, passage);

const CLASS = /^slot:([^=]+)=/;

/**
 * Whether the claim, or what it answers, names one of the operator's own classes (fares, zones, plans) that a part of a
 * passage says its words of, for each kind of class that it names: "no fee in Horizon" bears out nothing of bags at large.
 */
export const classesNamed = ({ focus }: CheckInput, part: readonly ReadToken[]): boolean => {
  const named = new Map<string, boolean>();
  for (const { concept } of part) {
    const kind = CLASS.exec(concept ?? '')?.[1];
    if (concept === null || kind === undefined) continue;
    named.set(kind, named.get(kind) === true || focus.own.has(concept) || focus.context.has(concept));
  }
  return [...named.values()].every((isNamed) => isNamed);
};

/** Each number as written and each contact of the claim stands in the passage, or is an equal number of it. */
export const figuresHeld = (input: CheckInput, passage: Passage): boolean => {
  const values = input.evidence.find((item) => item.passage.id === passage.id)?.facts.values ?? [];
  const explained = input.quantities.filter(
    ({ quantity, equal, is_premise }) =>
      is_premise ||
      equal?.passage.passage.id === passage.id ||
      values.some((value) => comparable(quantity, value.quantity) && sameValue(quantity, value.quantity)),
  );
  const text = passage.text.toLowerCase();
  const linked = linkedContacts(passage.links ?? []);
  const isLinked = (word: string): boolean =>
    linked.length > 0 &&
    contactsIn(word).some((contact) => linked.some((known) => namesContact(known, contact)));
  return (
    input.reading.tokens.every(
      ({ text: word, concept, start_char, end_char }) =>
        !(/\p{N}/u.test(word) || concept?.startsWith('ordinal.') === true) ||
        isWritten(word.toLowerCase(), text) ||
        isLinked(word) ||
        explained.some(({ quantity }) => start_char < quantity.end_char && end_char > quantity.start_char),
    ) && contactsHeld(input, passage)
  );
};

/** Each address and telephone number of the claim stands in the passage, or a link of it leads there. */
export const contactsHeld = ({ reading }: CheckInput, passage: Passage): boolean => {
  const text = passage.text.toLowerCase();
  const digits = text.replace(/\D/g, '');
  const linked = linkedContacts(passage.links ?? []);
  return reading.contacts.every(
    (contact) =>
      (contact.kind === 'phone' ? digits : text).includes(contact.value) ||
      linked.some((known) => namesContact(known, contact)),
  );
};

const NEGATIVE = /(?<![\p{L}\p{N}])[-−](\p{N}+(?:[.,]\p{N}+)*)/gu;
const negativesOf = (text: string): Set<string> =>
  new Set([...text.matchAll(NEGATIVE)].flatMap(([, digits]) => digits ?? []));

/** Whether a number of both is below zero in both or in none: "kept at -18 °C" bears out no "kept at 18 °C". */
export const signsHeld = ({ claim }: CheckInput, { text }: Passage): boolean => {
  const [mine, theirs] = [negativesOf(claim.text), negativesOf(text)];
  return (
    [...mine].every((digits) => theirs.has(digits)) &&
    [...theirs].every((digits) => mine.has(digits) || !claim.text.includes(digits))
  );
};

/** Units that name a period by themselves, and the word for what comes with each. */
export const PERIODS: ReadonlyMap<string, string> = new Map([
  ['unit.week', 'time.weekly'],
  ['unit.month', 'time.monthly'],
  ['unit.year', 'time.yearly'],
]);

/** Whether each week, month or year that the claim names without a number stands in the part: its end is not the year's. */
export const periodsNamed = ({ reading }: CheckInput, part: readonly ReadToken[]): boolean =>
  reading.tokens.every(
    ({ concept, start_char, end_char }) =>
      concept === null ||
      !PERIODS.has(concept) ||
      part.some((token) => token.concept === concept || token.concept === PERIODS.get(concept)) ||
      reading.quantities.some((number) => start_char < number.end_char && end_char > number.start_char),
  );

/** "5th" does not stand in "35th". */
const isWritten = (word: string, text: string): boolean => {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (!/\p{N}/u.test(text[at - 1] ?? '') && !/\p{N}/u.test(text[at + word.length] ?? '')) return true;
  return false;
};

export const namesHeld = ({ reading }: CheckInput, passage: Passage): boolean => {
  const words = [passage.title, ...passage.heading_path, passage.text].join(' ').toLowerCase();
  return reading.names.every((name) => words.includes(name.toLowerCase()));
};

/** Words for what one does and how: a policy may word these otherwise. Who, what, where, when and how much it must name. */
const REWORDED = /^(?:act|quality)\.|^[^.:]+$/;

/** Every word stands in the passage or its headings, but for one that can be worded otherwise. */
const wordsHeld = (input: CheckInput, passage: AlignedPassage): boolean => {
  const missing = missingOf(input, passage).filter((key) => !isLight(key));
  return missing.length === 0 || (missing.length === 1 && REWORDED.test(missing[0] ?? ''));
};

/** Words of the claim that neither the passage nor its headings hold. */
export const missingOf = ({ focus, affinity }: CheckInput, { facts }: AlignedPassage): string[] =>
  [...focus.own.keys()].filter(
    (key) =>
      Math.max(
        held(key, facts.own, affinity, focus.own),
        HEADING_WEIGHT * held(key, facts.surround, affinity, focus.own),
      ) < HELD_MIN,
  );

const modalitiesOf = ({ statements }: Reading): Set<Modality> =>
  new Set(statements.filter(({ role }) => role === 'main').map(({ modality }) => modality));

/** Whether the policy allows, forbids, demands or frees in so many words what the claim does. */
export const modalitiesHeld = (claim: Reading, policy: Reading): boolean => {
  const theirs = modalitiesOf(policy);
  return [...modalitiesOf(claim)].every((modality) => modality === 'stated' || theirs.has(modality));
};

const mainsOf = ({ statements }: Reading) => statements.filter(({ role }) => role === 'main');

/**
 * The same where a policy says it otherwise: what it denies is ruled out ("not refundable"),
 * and what it states without denying it may be ("weighs no more than"); a demand needs a demand.
 */
export const modalitiesBorneOut = (claim: Reading, policy: Reading): boolean => {
  const theirs = mainsOf(policy);
  return mainsOf(claim).every(
    ({ modality }) =>
      modality === 'stated' ||
      theirs.some(
        (other) =>
          other.modality === modality ||
          (other.modality === 'stated' && STATED_AS[modality] === (other.negated ? 'denied' : 'affirmed')),
      ),
  );
};

/** Whether the policy demands something where the claim does. */
export const demandsHeld = (claim: Reading, policy: Reading): boolean => {
  const demands = (reading: Reading): boolean =>
    mainsOf(reading).some(({ modality }) => modality === 'required');
  return !demands(claim) || demands(policy);
};

const STATED_AS: Readonly<Partial<Record<Modality, 'denied' | 'affirmed'>>> = {
  forbidden: 'denied',
  allowed: 'affirmed',
};

/**
 * Whether the claim and its context say something of each part that the nearest clause of a passage is tied to: "from the
 * age of 11" does not bear out what holds from the age of 11 "with the parents' consent".
 */
export const tiesSaid = (input: CheckInput, { passage, reading }: AlignedPassage): boolean => {
  const nearest = input.clauses.find((pair) => pair.passage.passage.id === passage.id);
  return (
    nearest === undefined ||
    tiesOf(reading, passage.text, nearest.policy).every((tie) => isSaid(input, tie, passage))
  );
};

const isSaid = (input: CheckInput, { keys, start_char, end_char }: Adjunct, passage: Passage): boolean =>
  [...keys].some((key) => isSaidByClaim(input, key)) ||
  input.quantities.some(
    ({ equal }) =>
      equal?.passage.passage.id === passage.id &&
      equal.value.quantity.start_char >= start_char &&
      equal.value.quantity.start_char < end_char,
  ) ||
  (passage.text.slice(start_char, end_char).match(/\d+/g) ?? []).some((number) =>
    input.claim.text.includes(number),
  );

/**
 * Whether the claim says all of a clause that holds of some only: "only resident anglers receive a permit" does not bear
 * out that anglers do.
 */
export const onlySaid = (input: CheckInput, passage: AlignedPassage): boolean =>
  input.reading.quantifiers.includes('quantifier.only') ||
  clausesOf(passage.reading, passage.passage.text).every(
    ({ is_only, topic }) => !is_only || [...topic].every((key) => isLight(key) || isSaidByClaim(input, key)),
  );

const RELATED = 0.6;

/**
 * Share of the condition or exception of the passage of which the claim and its context say least; 1 without any. Words
 * of the clause that it limits do not count where it has others.
 */
export const limitsSaid = (
  { focus, affinity, facts }: CheckInput,
  { reading, passage }: AlignedPassage,
): number => {
  const isSaid = (key: string): number =>
    focus.own.has(key) || focus.context.has(key)
      ? 1
      : affinity.reverse(key).some(([other]) => focus.own.has(other))
        ? RELATED
        : 0;
  let least = 1;
  for (const { limits, topic } of clausesOf(reading, passage.text))
    for (const { keys } of limits) {
      const own = new Set([...keys].filter((key) => !topic.has(key)));
      if (keys.size > 0) least = Math.min(least, shareOf(own.size > 0 ? own : keys, isSaid, facts.weight));
    }
  return least;
};
