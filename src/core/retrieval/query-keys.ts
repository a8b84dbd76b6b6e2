import type { Language, Reading, ReadToken } from '../../schema/index.js';

/** The language that a text marked `lang` (BCP 47) is read in. */
export function readingLanguage(lang: string): Language {
  return lang.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/** Weight of a word's stem beside its concept: the concept joins synonyms and languages, the stem tells them apart. */
const STEM_BESIDE_CONCEPT = 0.4;

/** Adds the search keys of tokens to `into`, each occurrence with `weight`. */
export function addKeys(into: Map<string, number>, tokens: readonly ReadToken[], weight: number): void {
  for (const token of tokens) {
    if (!token.is_content) continue;
    if (token.concept !== null) add(into, token.concept, weight);
    if (token.stem !== '')
      add(into, token.stem, token.concept === null ? weight : weight * STEM_BESIDE_CONCEPT);
  }
}

/** The distinct keys of a reading with `weight` each; a key that is there keeps its greater weight. */
export function addQueryKeys(into: Map<string, number>, reading: Reading, weight: number): void {
  const keys = new Map<string, number>();
  for (const token of reading.tokens) {
    if (!token.is_content) continue;
    if (token.concept !== null) keys.set(token.concept, weight);
    const stemWeight = token.concept === null ? weight : weight * STEM_BESIDE_CONCEPT;
    if (token.stem !== '' && (keys.get(token.stem) ?? 0) < stemWeight) keys.set(token.stem, stemWeight);
  }
  for (const [key, value] of keys) into.set(key, Math.max(into.get(key) ?? 0, value));
}

function add(into: Map<string, number>, key: string, weight: number): void {
  into.set(key, (into.get(key) ?? 0) + weight);
}
