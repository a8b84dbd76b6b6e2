import { numberWords } from '../core/lexicon/index.js';
import { markConcepts, type Token, tokenise, type Vocabulary } from '../core/reading/index.js';
import type { Language } from '../schema/index.js';

/**
 * What a word of a text is to the lexicon. `function`, `own` and `name` words are no content: grammar and numbers, the
 * operator's own vocabulary, proper names. Of the rest, `concept` is what checks compare, `neutral` what the lexicon
 * lists as saying nothing of its own, `unmapped` what it does not know.
 */
export type WordClass = 'function' | 'own' | 'name' | 'concept' | 'neutral' | 'unmapped';

/** Words of one language counted by class, and the unmapped ones by stem. */
export interface CoverageTally {
  counts: Record<WordClass, number>;
  unmapped: Map<string, { example: string; count: number; operators: Set<string> }>;
}

export const newTally = (): CoverageTally => ({
  counts: { function: 0, own: 0, name: 0, concept: 0, neutral: 0, unmapped: 0 },
  unmapped: new Map(),
});

/** Stems of the words in an operator's names, headings, bold terms and key columns: its own vocabulary. */
export const ownStems = (vocabulary: Vocabulary, lang: Language): ReadonlySet<string> => {
  const stems = new Set<string>();
  for (const name of vocabulary.names)
    for (const token of tokenise(name, lang)) if (token.kind === 'word') stems.add(token.stem);
  return stems;
};

const isWord = (token: Token): boolean => token.kind === 'word' && token.form.length > 1;

/** The class of a token whose concept is marked; `at` tells a capital inside a sentence from one that opens it. */
export const classOf = (
  tokens: readonly Token[],
  at: number,
  lang: Language,
  own: ReadonlySet<string>,
): WordClass | null => {
  const token = tokens[at];
  if (token === undefined || !isWord(token)) return null;
  const numbers = numberWords(lang);
  if (numbers.small.has(token.form) || numbers.scale.has(token.form) || numbers.month.has(token.form))
    return 'function';
  const { concept } = token;
  if (concept === 'neutral.function') return 'function';
  if (concept?.startsWith('neutral.')) return 'neutral';
  if (concept?.startsWith('slot:') || concept?.startsWith('term:')) return 'own';
  if (concept !== null) return 'concept';
  if (own.has(token.stem)) return 'own';
  const before = tokens[at - 1];
  const opens = before === undefined || (before.kind === 'punct' && /[.!?:;•"“«(*|–—-]/.test(before.text));
  if (/^\p{Lu}/u.test(token.text) && !opens) return 'name';
  return 'unmapped';
};

/** Counts the words of a text into a tally, in the name of an operator. */
export const countText = (
  tally: CoverageTally,
  text: string,
  lang: Language,
  operator: { name: string; vocabulary: Vocabulary; own: ReadonlySet<string> },
): void => {
  const tokens = tokenise(text, lang);
  markConcepts(tokens, lang, operator.vocabulary);
  let last: { stem: string; written: string } | null = null;
  tokens.forEach((token, at) => {
    const kind = classOf(tokens, at, lang, operator.own);
    if (kind === null) {
      last = null;
      return;
    }
    tally.counts[kind] += 1;
    if (kind !== 'unmapped') {
      if (kind !== 'function') last = null;
      return;
    }
    note(tally, token.stem, token.written, operator.name);
    if (last !== null)
      note(tally, `${last.stem} ${token.stem}`, `${last.written} ${token.written}`, operator.name);
    last = { stem: token.stem, written: token.written };
  });
};

const note = (tally: CoverageTally, key: string, example: string, operator: string): void => {
  const known = tally.unmapped.get(key) ?? { example, count: 0, operators: new Set<string>() };
  known.count += 1;
  known.operators.add(operator);
  tally.unmapped.set(key, known);
};

/** Shares of content words, in [0, 1]. */
export interface Coverage {
  content_words: number;
  concept: number;
  neutral: number;
  covered: number;
  /** Words left out of the shares: the operator's own vocabulary and names. */
  own_words: number;
  names: number;
}

export const coverageOf = ({ counts }: CoverageTally): Coverage => {
  const content = counts.concept + counts.neutral + counts.unmapped;
  const share = (part: number): number => (content === 0 ? 0 : part / content);
  return {
    content_words: content,
    concept: share(counts.concept),
    neutral: share(counts.neutral),
    covered: share(counts.concept + counts.neutral),
    own_words: counts.own,
    names: counts.name,
  };
};

/** The unmapped words and pairs of words that weigh most: frequency × number of operators. */
export const heaviestUnmapped = (
  tally: CoverageTally,
  limit: number,
): { words: string; count: number; operators: number }[] =>
  [...tally.unmapped.values()]
    .map(({ example, count, operators }) => ({ words: example, count, operators: operators.size }))
    .filter(({ words, count }) => !words.includes(' ') || count > 1)
    .sort((a, b) => b.count * b.operators - a.count * a.operators || (a.words < b.words ? -1 : 1))
    .slice(0, limit);
