import type { Language, Reading, ReadToken } from '../../schema/index.js';
import { isContentConcept, lexiconOf, longestMatch, wordForms } from '../lexicon/index.js';
import { conceptForms, type KeyForm } from './concept-forms.js';
import { quantityKeys } from './query-keys.js';
import { relatedStems } from './search-groups.js';

/** A word or quantity of a query: a passage holds it by the form that counts most there, once however many it holds. */
export interface QueryTerm {
  weight: number;
  /** The strongest first. */
  forms: readonly KeyForm[];
}

/** How much each form of a word counts; measured by `evaluateRetrieval`. */
const TERM_WEIGHTS = {
  stem: 1,
  /** The concept that a word has by itself where it stands in a phrase ("lost" of "lost property"), and what stands for that. */
  word_of_phrase: 0.35,
  /** Words of a group of the search (`search-groups.ts`), of the same and of the other language. */
  related: 0.55,
  foreign: 0.7,
  /** The same where the word has a concept of its own. */
  beside_concept: 0.75,
  /** A phrase of n words counts n^0.3 times a word. */
  phrase_exponent: -0.7,
  /** Grammar that a rule may turn on: "before", "only", "must", "a month". */
  grammar: 0.5,
  /** A quantity with its value in its unit ("20 kg"), and its kind alone ("so many kg"). */
  amount: 0.6,
  unit: 0.5,
};

/** The terms of a query's texts; one that several texts hold keeps its greatest weight. */
export class QueryTerms {
  readonly #terms = new Map<string, QueryTerm>();

  get terms(): readonly QueryTerm[] {
    return [...this.#terms.values()];
  }

  add(reading: Reading, weight: number): void {
    for (const { id, share, forms } of termsOf(reading)) {
      const known = this.#terms.get(id);
      if (known === undefined) this.#terms.set(id, { weight: weight * share, forms });
      else if (known.weight < weight * share) known.weight = weight * share;
    }
  }
}

/** A term of one text. */
interface TextTerm {
  id: string;
  /** Of the text's weight. */
  share: number;
  forms: readonly KeyForm[];
}

/** The terms of texts, as long as their readings are kept: a question is a part of every claim's query. */
const textTerms = new WeakMap<Reading, readonly TextTerm[]>();

function termsOf(reading: Reading): readonly TextTerm[] {
  const known = textTerms.get(reading) ?? readTerms(reading);
  textTerms.set(reading, known);
  return known;
}

function readTerms(reading: Reading): TextTerm[] {
  const words = phraseWords(reading.tokens);
  const terms: TextTerm[] = [];
  for (const token of reading.tokens) {
    const { is_content, concept, stem } = token;
    if (!is_content) {
      if (concept !== null) terms.push({ id: concept, share: TERM_WEIGHTS.grammar, forms: [[concept, 1]] });
      continue;
    }
    const share = concept === null ? 1 : (words.get(concept)?.size ?? 1) ** TERM_WEIGHTS.phrase_exponent;
    terms.push({ id: `${concept ?? ''} ${stem}`, share, forms: formsOf(token, reading.lang) });
  }
  for (const quantity of reading.quantities) {
    const { unit, amounts } = quantityKeys(quantity);
    terms.push({ id: unit, share: TERM_WEIGHTS.unit, forms: [[unit, 1]] });
    for (const amount of amounts)
      terms.push({ id: amount, share: TERM_WEIGHTS.amount, forms: [[amount, 1]] });
  }
  return terms;
}

/** The distinct words of each concept of a text. */
function phraseWords(tokens: readonly ReadToken[]): Map<string, Set<string>> {
  const words = new Map<string, Set<string>>();
  for (const { is_content, concept, stem } of tokens) {
    if (!is_content || concept === null) continue;
    const own = words.get(concept) ?? new Set<string>();
    words.set(concept, own.add(stem));
  }
  return words;
}

const FORMS_REMEMBERED = 8_000;
const remembered: Record<Language, Map<string, readonly KeyForm[]>> = { en: new Map(), fr: new Map() };

function formsOf(token: ReadToken, lang: Language): readonly KeyForm[] {
  const memo = remembered[lang];
  const id = `${token.concept ?? ''} ${token.text}`;
  let forms = memo.get(id);
  if (forms === undefined) {
    forms = readForms(token, lang);
    if (memo.size >= FORMS_REMEMBERED) memo.clear();
    memo.set(id, forms);
  }
  return forms;
}

function readForms({ concept, stem, text }: ReadToken, lang: Language): KeyForm[] {
  const forms = new Map<string, number>();
  const add = (key: string, strength: number) => {
    if (strength > (forms.get(key) ?? 0)) forms.set(key, strength);
  };
  const addConcept = (name: string, strength: number) => {
    add(name, strength);
    for (const [key, part] of conceptForms(name)) add(key, strength * part);
  };
  if (concept !== null) addConcept(concept, 1);
  const own = conceptOfWord(text, lang);
  if (own !== null && own !== concept) addConcept(own, TERM_WEIGHTS.word_of_phrase);
  if (stem !== '') {
    add(stem, TERM_WEIGHTS.stem);
    const factor = concept === null ? 1 : TERM_WEIGHTS.beside_concept;
    for (const related of relatedStems(stem, lang))
      add(related.stem, factor * (related.foreign ? TERM_WEIGHTS.foreign : TERM_WEIGHTS.related));
  }
  return [...forms].sort((a, b) => b[1] - a[1]);
}

/** The concept of a word that stands alone; null for grammar and unknown words. */
function conceptOfWord(text: string, lang: Language): string | null {
  const match = longestMatch(lexiconOf(lang).root, [wordForms(text, lang)], 0, 1);
  return match !== null && isContentConcept(match.concept) ? match.concept : null;
}
