import type { Language, Quantity, Reading, ReadToken } from '../../schema/index.js';
import type { AddKey } from './lexical-index.js';
import { relatedStems } from './search-groups.js';

/** The language that a text marked `lang` (BCP 47) is read in. */
export function readingLanguage(lang: string): Language {
  return lang.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/** How much each form of a word counts; measured by `evaluateRetrieval`. */
export const KEY_WEIGHTS = {
  /** A stem beside its concept: the concept joins synonyms and languages, the stem tells them apart. */
  stem_beside_concept: 0.25,
  /** A word that may stand in the passage instead, of the same and of the other language. */
  related: 0.35,
  foreign: 0.7,
  /** A quantity with its value in its unit ("20 kg"), and its kind alone ("so many kg"). */
  amount: 1,
  unit: 0.3,
};

/** Adds the search keys of a passage's tokens, each occurrence with `weight`. */
export function addKeys(add: AddKey, tokens: readonly ReadToken[], weight: number): void {
  for (const token of tokens) {
    if (!token.is_content) continue;
    if (token.concept !== null) add(token.concept, weight);
    if (token.stem !== '') add(token.stem, weight);
  }
}

/** What a passage's quantities say, once each. */
export function quantityKeysOf(quantities: readonly Quantity[]): readonly string[] {
  if (quantities.length === 0) return [];
  const keys = new Set<string>();
  for (const quantity of quantities) {
    const { unit, amounts } = quantityKeys(quantity);
    keys.add(unit);
    for (const amount of amounts) keys.add(amount);
  }
  return [...keys];
}

/** The distinct keys of a query's text with `weight` each, widened by related words; a key that is there keeps its greater weight. */
export function addQueryKeys(into: Map<string, number>, reading: Reading, weight: number): void {
  const raise = (key: string, to: number) => {
    if ((into.get(key) ?? 0) < to) into.set(key, to);
  };
  for (const { is_content, concept, stem } of reading.tokens) {
    if (!is_content) continue;
    if (concept !== null) raise(concept, weight);
    if (stem === '') continue;
    const ownWeight = concept === null ? weight : weight * KEY_WEIGHTS.stem_beside_concept;
    raise(stem, ownWeight);
    for (const related of relatedStems(stem, reading.lang)) {
      raise(related.stem, ownWeight * (related.foreign ? KEY_WEIGHTS.foreign : KEY_WEIGHTS.related));
    }
  }
  for (const quantity of reading.quantities) {
    const { unit, amounts } = quantityKeys(quantity);
    raise(unit, weight * KEY_WEIGHTS.unit);
    for (const amount of amounts) raise(amount, weight * KEY_WEIGHTS.amount);
  }
}

/** Money of one currency and of a bare "$" meet under "money"; what converts is compared in its base unit. */
function quantityKeys({ kind, unit, value, value_max, base_value, base_value_max }: Quantity): {
  unit: string;
  amounts: string[];
} {
  const name = kind === 'money' || base_value !== null ? kind : unit;
  const values = [base_value ?? value, base_value_max ?? value_max].filter((each) => each !== null);
  return { unit: `#${name}`, amounts: values.map((each) => `#${name}=${each}`) };
}
