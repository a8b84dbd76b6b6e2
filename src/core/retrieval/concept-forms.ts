import { isContentConcept, lexiconOf, relationData } from '../lexicon/index.js';

/** A key that may stand in a passage for a word of a query, with how much it counts of the word itself, in (0, 1]. */
export type KeyForm = readonly [key: string, strength: number];

/** How well other keys stand for a concept; measured by `evaluateRetrieval`. */
const STRENGTHS = {
  /** A word of the concept as such: part of a longer phrase or of an operator's name, it carries another concept. */
  word: 0.6,
  /** A claim about pets is decided by a clause about dogs. */
  narrower: 0.5,
  /** What the clause says of "before" decides a claim with "after". */
  opposite: 0.2,
};

let formsOf: ReadonlyMap<string, readonly KeyForm[]> | null = null;

const NONE: readonly KeyForm[] = [];

/** The keys of passages that may stand for a concept, beside itself: its words in both languages, its kinds, its opposites. */
export function conceptForms(concept: string): readonly KeyForm[] {
  formsOf ??= allForms();
  return formsOf.get(concept) ?? NONE;
}

function allForms(): Map<string, KeyForm[]> {
  const forms = new Map<string, Map<string, number>>();
  const add = (concept: string, key: string, strength: number) => {
    const own = forms.get(concept) ?? new Map<string, number>();
    forms.set(concept, own);
    own.set(key, Math.max(strength, own.get(key) ?? 0));
  };
  for (const lang of ['en', 'fr'] as const)
    for (const [stem, { concept }] of lexiconOf(lang).root.byStem)
      if (concept !== null && isContentConcept(concept)) add(concept, stem, STRENGTHS.word);
  const { kinds, opposites } = relationData();
  for (const [wide, narrow] of Object.entries(kinds))
    for (const each of narrow.split(', ')) add(wide, each, STRENGTHS.narrower);
  for (const pair of opposites) {
    const [one = '', other = ''] = pair.split(' | ');
    add(one, other, STRENGTHS.opposite);
    add(other, one, STRENGTHS.opposite);
  }
  return new Map([...forms].map(([concept, own]) => [concept, [...own]]));
}
