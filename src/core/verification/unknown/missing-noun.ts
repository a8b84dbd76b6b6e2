import type { ReadToken } from '../../../schema/index.js';
import { CURRENCY_CODE } from '../../reading/index.js';
import type { CheckInput } from '../check.js';

/** A thing that the claim speaks of and that no passage of the base does. */
export interface MissingNoun {
  /** As the claim writes it, with the word that it forms one term with. */
  phrase: string;
  /** Its share of the claim's words, in [0, 1]. */
  weight: number;
}

/** Families of concepts that are things: what a policy would name if it had them. */
const THING =
  /^(?:channel|doc|payment|goods|food|insure|bag|hotel|gym|media|telecom|util|work|home|animal|term|slot:)/;
const DETERMINERS = new Set(
  'a an the our any every each free new extra le la les un une des du l notre nos chaque'.split(' '),
);
const PREPOSITIONS = new Set('with via per avec'.split(' '));
/** Parts of idioms, words for anything, and what every talk is about: they name nothing that a policy could lack. */
const NO_THING = new Set(
  `bed eye eyes word drama people thing things break air head way lot bit rest moment behalf fortnight hop charge dozen pair
  hundred thousand million millions mille millier milliers millions occasion
  sort kind matter trouble equivalent go run half tail hand hands meantime upfront picture direction situation instruction
  instructions guideline guidelines summary note notes discrepancy discrepancies constraint benefit benefits plan plans
  inconvenience preference sensitivity statuses
  gens chose fois peu moitié suite façon manière cas coup lieu équivalent instruction consignes récapitulatif remarque
  remarques démarches avantages situation désagrément préférence`.split(/\s+/),
);
/** Endings of verbs, adverbs and participles; "insurance" and "booking" are told by what stands before them. */
const NOT_A_NOUN_EN = /(?:ly|ing|ed|n't|ful|ous|less|able|ible|ive|ish|est)$/;
const NOT_A_NOUN_FR = /(?:ment|ant|ez|ons|ée?s?|er|ir|able|ible|if|ive|eux|euse)$/;
const before = (tokens: readonly ReadToken[], at: number): string =>
  (tokens[at - 1]?.text ?? '').toLowerCase().replace(/['’]$/, '');

const isNoun = (tokens: readonly ReadToken[], at: number, lang: string): boolean => {
  const token = tokens[at];
  if (token === undefined || !token.is_content || !/^\p{L}[\p{L}'’-]{2,}$/u.test(token.text)) return false;
  if (NO_THING.has(token.text.toLowerCase()) || CURRENCY_CODE.test(token.text)) return false;
  if (lang === 'fr' && isFrenchVerb(tokens, at)) return false;
  if (token.concept !== null) return THING.test(token.concept);
  if (lang === 'fr' ? NOT_A_NOUN_FR.test(token.text) : NOT_A_NOUN_EN.test(token.text)) return false;
  let from = at;
  while (from > 0 && at - from < 2 && isModifier(tokens, from - 1)) from -= 1;
  const word = before(tokens, from);
  return DETERMINERS.has(word) || PREPOSITIONS.has(word);
};

const BEFORE_VERBS = new Set('se s qui me m te t y il elle on ils elles ne n'.split(' '));

/** "S'adresse à", "le reste se règle", "ce qui compte": a verb that is written like a noun. */
const isFrenchVerb = (tokens: readonly ReadToken[], at: number): boolean =>
  BEFORE_VERBS.has(before(tokens, at));

/** A content word between the determiner and the noun: "a recipe book". */
const isModifier = (tokens: readonly ReadToken[], at: number): boolean =>
  tokens[at]?.is_content === true && !DETERMINERS.has(tokens[at]?.text.toLowerCase() ?? '');

/** Words of the claim that no passage of the base knows, nor the customer's own messages. */
export interface UnknownWords {
  /** All of them, by their keys. */
  all: number;
  /** Those that name an act, a thing, a person or a place where one turns to. */
  named: number;
  /** As the claim writes the first two of them. */
  words: readonly string[];
}

/** Families of concepts that a claim which is made up brings along together. */
const NAMED =
  /^(?:act|channel|doc|payment|goods|food|insure|bag|hotel|gym|media|telecom|util|home|animal|travel|web|service|person|legal|gov|body|work|event)\./;

/** Whether most of the evidence is in the claim's language: a word of another language says nothing by being unknown. */
export const isOwnLanguage = ({ evidence, reading }: CheckInput): boolean =>
  evidence.filter(({ passage }) => passage.lang.startsWith(reading.lang)).length * 2 > evidence.length;

/** How many words of the claim stand nowhere in the base, by concept, stem or related word, and were not the customer's. */
export const unknownWords = (input: CheckInput): UnknownWords => {
  const given = givenKeys(input);
  const keys = [...input.focus.own.keys()].filter(
    (key) =>
      !input.facts.knows(key) &&
      !given.has(key) &&
      !input.facts.names.has(key) &&
      !input.affinity.of(key).some(([related]) => input.facts.knows(related)),
  );
  const words = input.reading.tokens
    .filter(({ concept, stem }) => keys.includes(concept ?? stem))
    .map(({ text }) => text);
  return {
    all: keys.length,
    named: keys.filter((key) => NAMED.test(key)).length,
    words: [...new Set(words)].slice(0, 2),
  };
};

const givenKeys = ({ premises, case_facts }: CheckInput): ReadonlySet<string> =>
  new Set([...premises.flatMap((premise) => premise.keys), ...case_facts.keys]);

/** Words as the customer writes them: in a phrase with a name of its own they have another key. */
const writtenWords = ({ premises }: CheckInput): ReadonlySet<string> =>
  new Set(premises.flatMap(({ tokens }) => tokens.map(({ text }) => text.toLowerCase())));

/**
 * The heaviest thing of the claim that stands nowhere in the base, by concept, stem or related word. A claim in another
 * language than the evidence is told by concepts only.
 */
export const missingNoun = (input: CheckInput): MissingNoun | null => {
  const { tokens, lang } = input.reading;
  const isOwn = isOwnLanguage(input);
  const given = givenKeys(input);
  const written = writtenWords(input);
  let best: { at: number; weight: number } | null = null;
  tokens.forEach((token, at) => {
    const key = token.concept ?? token.stem;
    if (
      !isNoun(tokens, at, lang) ||
      written.has(token.text.toLowerCase()) ||
      input.facts.knows(key) ||
      input.facts.knows(token.stem) ||
      given.has(key) ||
      given.has(token.stem)
    )
      return;
    if (token.concept === null && !isOwn) return;
    if (input.affinity.of(key).some(([related]) => input.facts.knows(related))) return;
    if (input.facts.names.has(token.stem)) return;
    const weight = input.focus.own.get(key) ?? 0;
    if (weight > (best?.weight ?? 0)) best = { at, weight };
  });
  return best === null ? null : nounAt(input, best);
};

const nounAt = (input: CheckInput, { at, weight }: { at: number; weight: number }): MissingNoun => {
  const { tokens, lang } = input.reading;
  const { text } = input.claim;
  let [from, to] = [at, at];
  const isJoined = (left: number): boolean => {
    const [a, b] = [tokens[left], tokens[left + 1]];
    return a !== undefined && b !== undefined && /^[\s-]$/.test(text.slice(a.end_char, b.start_char));
  };
  if (lang === 'en') {
    while (at - from < 1 && isModifier(tokens, from - 1) && isJoined(from - 1) && !isVerb(tokens[from - 1]))
      from -= 1;
    while (to - at < 1 && isModifier(tokens, to + 1) && isJoined(to) && !isVerb(tokens[to + 1])) to += 1;
  }
  return {
    phrase: text.slice(tokens[from]?.start_char, tokens[to]?.end_char),
    weight: weight / [...input.focus.own.values()].reduce((sum, each) => sum + each, 0),
  };
};

const isVerb = (token: ReadToken | undefined): boolean =>
  token?.concept?.startsWith('act.') === true ||
  (token?.concept === null && /(?:s|ed|ing|ly)$/.test(token.text));
