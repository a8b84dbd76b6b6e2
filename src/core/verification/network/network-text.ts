import type { Quantity, Reading, ReadToken } from '../../../schema/index.js';
import type { CheckInput } from '../check.js';
import { contentKeys, type PassageFacts } from '../knowledge-facts.js';
import { type AlignedPassage, inSearchOrder } from '../matching/alignment.js';
import { traitsOf, type WordStanding } from './word-traits.js';

/** Words in the order of the text; a number is its kind ("#money") with its value in a comparable unit, a word has null. */
export interface NetworkWords {
  keys: readonly string[];
  values: readonly (number | null)[];
  /** What the reader understood of each word (`traitsOf`); 0 for keys of headings. */
  traits: readonly number[];
}

/** A passage with the keys of its headings behind its own words. */
export interface NetworkPassage {
  words: NetworkWords;
  /** How many of `words` are the passage's own. */
  own: number;
  /** Share of the claim's words that it holds, in [0, 1]. */
  coverage: number;
  /** Its score in the search, as a share of the best one's, in [0, 1]. */
  found: number;
  is_row: boolean;
}

/** A claim and the passages nearest to it, as the network reads them; plain data. */
export interface NetworkText {
  claim: NetworkWords;
  /** Weight of each word of the claim in [0, 1]; 0 for what is no content. */
  weights: readonly number[];
  /** Whether the knowledge base knows the word; true for what is no content. */
  known: readonly boolean[];
  passages: readonly NetworkPassage[];
  /** Keys of what was asked and of what stands before the claim. */
  asked: readonly string[];
}

const CLAIM_WORDS_MAX = 28;
const PASSAGE_WORDS_MAX = 40;
const HEADING_KEYS_MAX = 8;
const PASSAGES_MAX = 3;
const ASKED_MAX = 60;

/** Whether a token is the number of a quantity: one with digits, or the first of a number told in words ("two weeks", "a fortnight"). */
const tellsOf = (quantity: Quantity, { text, start_char, end_char }: ReadToken): boolean =>
  start_char >= quantity.start_char &&
  end_char <= quantity.end_char &&
  (/\d/.test(text) || (start_char === quantity.start_char && !/\d/.test(quantity.text)));

/** A word as the network reads it, and where it stands. */
interface PlacedWord {
  key: string;
  token: ReadToken;
  quantity: Quantity | undefined;
}

/** The words of a text that the network reads; a phrase that is one concept counts once. */
const placedWords = ({ tokens, quantities }: Reading, most: number): PlacedWord[] => {
  const words: PlacedWord[] = [];
  for (const token of tokens) {
    if (words.length >= most) break;
    const quantity = quantities.find((item) => tellsOf(item, token));
    const key = quantity === undefined ? (token.concept ?? token.stem) : `#${quantity.kind}`;
    if (quantity === undefined && key === words.at(-1)?.key) continue;
    words.push({ key, token, quantity });
  }
  return words;
};

/** The words of a claim that the network reads, in the order of `NetworkText`. */
export const claimWords = (reading: Reading): PlacedWord[] => placedWords(reading, CLAIM_WORDS_MAX);

const wordsOf = (reading: Reading, most: number, standing: WordStanding | null): NetworkWords => {
  const words = placedWords(reading, most);
  return {
    keys: words.map(({ key }) => key),
    values: words.map(({ quantity }) =>
      quantity === undefined ? null : (quantity.base_value ?? quantity.value),
    ),
    traits: words.map(({ token, quantity }) => traitsOf(reading, token, quantity, standing)),
  };
};

const passageWords = new WeakMap<PassageFacts, Pick<NetworkPassage, 'words' | 'own'>>();

const wordsOfPassage = ({ facts, reading }: AlignedPassage): Pick<NetworkPassage, 'words' | 'own'> => {
  const kept = passageWords.get(facts);
  if (kept !== undefined) return kept;
  const own = wordsOf(reading, PASSAGE_WORDS_MAX, null);
  const headings = [...facts.surround].slice(0, HEADING_KEYS_MAX);
  const made = {
    words: {
      keys: [...own.keys, ...headings],
      values: [...own.values, ...headings.map(() => null)],
      traits: [...own.traits, ...headings.map(() => 0)],
    },
    own: own.keys.length,
  };
  passageWords.set(facts, made);
  return made;
};

/**
 * The nearest passages by the search; where there are enough in the claim's language, of those alone: a policy and its translation say the
 * same, and one of them is enough.
 */
const nearest = ({ claim, evidence }: CheckInput): readonly AlignedPassage[] => {
  const own = evidence.filter(({ passage }) => passage.lang.startsWith(claim.lang));
  return inSearchOrder(own.length >= PASSAGES_MAX ? own : evidence).slice(0, PASSAGES_MAX);
};

/** What the network reads of a claim; the same words object for the same passage each time. */
export const networkText = (input: CheckInput): NetworkText => {
  const { reading, focus, facts, question } = input;
  const { keys: recorded } = input.case_facts;
  const claim = wordsOf(reading, CLAIM_WORDS_MAX, {
    compared: input.quantities,
    isRecorded: ({ is_content, stem, concept }) =>
      is_content && (recorded.has(stem) || (concept !== null && recorded.has(concept))),
  });
  const passages = nearest(input);
  const best = passages[0]?.retrieval ?? 0;
  const asked = new Set([...(question === null ? [] : contentKeys(question)), ...focus.context.keys()]);
  return {
    claim,
    weights: claim.keys.map((key) => focus.own.get(key) ?? 0),
    known: claim.keys.map((key) => !focus.own.has(key) || facts.knows(key)),
    passages: passages.map((item) => ({
      ...wordsOfPassage(item),
      coverage: item.coverage,
      found: best === 0 ? 0 : item.retrieval / best,
      is_row: item.passage.row !== null,
    })),
    asked: [...asked].slice(0, ASKED_MAX),
  };
};
