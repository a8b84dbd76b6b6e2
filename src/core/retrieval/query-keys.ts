import type { Language, Quantity, ReadToken } from '../../schema/index.js';
import type { AddKey } from './lexical-index.js';

/** The language that a text marked `lang` (BCP 47) is read in. */
export function readingLanguage(lang: string): Language {
  return lang.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/** What grammar counts beside a word, of passages; measured by `evaluateRetrieval`. */
export const GRAMMAR_WEIGHT = 0.5;

/** Adds the search keys of a passage's tokens, each occurrence with `weight`: concepts and stems of words, concepts of grammar. */
export function addKeys(add: AddKey, tokens: readonly ReadToken[], weight: number): void {
  for (const token of tokens) {
    if (!token.is_content) {
      if (token.concept !== null) add(token.concept, weight * GRAMMAR_WEIGHT);
      continue;
    }
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

/** Money of one currency and of a bare "$" meet under "money"; what converts is compared in its base unit. */
export function quantityKeys({ kind, unit, value, value_max, base_value, base_value_max }: Quantity): {
  unit: string;
  amounts: string[];
} {
  const name = kind === 'money' || base_value !== null ? kind : unit;
  const values = [base_value ?? value, base_value_max ?? value_max].filter((each) => each !== null);
  return { unit: `#${name}`, amounts: values.map((each) => `#${name}=${each}`) };
}
