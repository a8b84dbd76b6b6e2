import type { Language } from '../../schema/index.js';
import { type LexiconEntry, lexiconEntries, lexiconOf } from './lexicon.js';
import { numberWords } from './number-words.js';
import { longestMatch, lookupWords } from './phrase-trie.js';
import timelines from './timelines.json' with { type: 'json' };
import { normaliseWord } from './word-forms.js';

/** What is wrong with an entry or a relation, and where. */
export interface LexiconProblem {
  kind:
    | 'two-concepts'
    | 'unreachable'
    | 'takes-a-number'
    | 'one-language'
    | 'unknown-concept'
    | 'own-opposite'
    | 'opposite-of-its-kind'
    | 'cycle'
    | 'said-twice'
    | 'alike-and-opposite';
  message: string;
}

/** The words and relations that are linted; the lexicon's own, unless a test gives others. */
export interface LintedRelations {
  readonly opposites: readonly string[];
  readonly kinds: Readonly<Record<string, string>>;
  /** "a | b | c": concepts that stand for each other. */
  readonly alike: readonly string[];
}

const LANGUAGES: readonly Language[] = ['en', 'fr'];
/** French alone writes the first half of "ne … pas". */
const ONE_LANGUAGE: ReadonlySet<string> = new Set(['neg.ne']);

/** Phrases that two concepts claim, and phrases that a look-up of their own words does not lead to. */
export const lintPhrases = (lang: Language): LexiconProblem[] => {
  const { root, clashes } = lexiconOf(lang);
  const problems: LexiconProblem[] = clashes.map(({ phrase, first, second }) => ({
    kind: 'two-concepts',
    message: `${lang} "${phrase}" is ${first} and ${second}; keep it in one`,
  }));
  const clashing = new Set(clashes.map(({ phrase, second }) => `${phrase} ${second}`));
  for (const { concept, phrase } of lexiconEntries(lang)) {
    if (clashing.has(`${phrase} ${concept}`)) continue;
    const words = lookupWords(phrase, lang);
    const found = longestMatch(root, words, 0, words.length);
    if (found?.concept !== concept || found.length !== words.length)
      problems.push({
        kind: 'unreachable',
        message: `${lang} "${phrase}" of ${concept} is read as ${found?.concept ?? 'nothing'}`,
      });
  }
  return problems;
};

/** Number words that an entry's stem claims: "premièrement" would make "premier" an adverb. */
export const lintNumberWords = (lang: Language): LexiconProblem[] => {
  const { root } = lexiconOf(lang);
  const { small, ordinal } = numberWords(lang);
  const entries = new Set(lexiconEntries(lang).map(({ phrase }) => normaliseWord(phrase)));
  return [...small.keys(), ...ordinal.keys()].flatMap((word): LexiconProblem[] => {
    const words = lookupWords(word, lang);
    const found = longestMatch(root, words, 0, words.length);
    return found === null || entries.has(word)
      ? []
      : [
          {
            kind: 'takes-a-number',
            message: `${lang} "${word}" is read as ${found.concept}; mark its entry with "="`,
          },
        ];
  });
};

/** Concepts that one language names and the other does not. */
export const lintLanguages = (): LexiconProblem[] => {
  const named = LANGUAGES.map(
    (lang) => new Set(lexiconEntries(lang).map(({ concept }: LexiconEntry) => concept)),
  );
  const all = new Set(named.flatMap((concepts) => [...concepts]));
  return [...all]
    .filter((concept) => !ONE_LANGUAGE.has(concept) && named.some((concepts) => !concepts.has(concept)))
    .map((concept) => ({ kind: 'one-language', message: `${concept} has words in one language only` }));
};

/** Every concept that a kind belongs to, over any number of steps; itself is in it where the links run in a circle. */
const widerOf = (concept: string, parents: ReadonlyMap<string, readonly string[]>): Set<string> => {
  const wider = new Set<string>();
  const open = [...(parents.get(concept) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (wider.has(next)) continue;
    wider.add(next);
    open.push(...(parents.get(next) ?? []));
  }
  return wider;
};

/** Contradictions among opposites and kinds, and names of concepts that no language has a word for. */
export const lintRelations = (
  { opposites, kinds, alike }: LintedRelations,
  known: ReadonlySet<string>,
): LexiconProblem[] => {
  const problems: LexiconProblem[] = [];
  const parents = new Map<string, string[]>();
  for (const [parent, children] of Object.entries(kinds))
    for (const child of children.split(', ')) parents.set(child, [...(parents.get(child) ?? []), parent]);
  const named = new Set([...parents.keys(), ...Object.keys(kinds)]);
  const seen = new Set<string>();
  for (const pair of opposites) {
    const [a = '', b = ''] = pair.split(' | ');
    named.add(a).add(b);
    if (a === b) problems.push({ kind: 'own-opposite', message: `${a} is its own opposite` });
    else if (widerOf(a, parents).has(b) || widerOf(b, parents).has(a))
      problems.push({
        kind: 'opposite-of-its-kind',
        message: `${a} and ${b} are opposites and kinds of each other`,
      });
    if (seen.has(`${b} | ${a}`) || seen.has(pair))
      problems.push({ kind: 'said-twice', message: `the opposites ${pair} are listed twice` });
    seen.add(pair);
  }
  for (const group of alike) {
    const concepts = group.split(' | ');
    for (const [i, one] of concepts.entries()) {
      named.add(one);
      for (const other of concepts.slice(i + 1))
        if (seen.has(`${one} | ${other}`) || seen.has(`${other} | ${one}`))
          problems.push({
            kind: 'alike-and-opposite',
            message: `${one} and ${other} are alike and opposites`,
          });
    }
  }
  for (const concept of parents.keys())
    if (widerOf(concept, parents).has(concept))
      problems.push({ kind: 'cycle', message: `${concept} is a kind of itself` });
  for (const timeline of Object.values(timelines))
    for (const event of Object.keys(timeline)) named.add(event);
  for (const concept of named)
    if (!known.has(concept))
      problems.push({ kind: 'unknown-concept', message: `${concept} is related and has no word` });
  return problems;
};
