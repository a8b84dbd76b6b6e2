export { conceptName } from './concept-name.js';
export * from './lexicon.js';
export { type NumberWords, numberWords } from './number-words.js';
export {
  addPhrase,
  type LookupWord,
  longestMatch,
  lookupWords,
  newNode,
  type PhraseMatch,
  type PhraseNode,
} from './phrase-trie.js';
export * from './relations.js';
export { startsWithNumber } from './starts-with-number.js';
export {
  concludes,
  factorsInWords,
  speaksOfFurther,
  speaksOfResult,
  type WordFactor,
} from './sum-words.js';
export { type EventPlaces, placesOf } from './timelines.js';
export {
  normaliseWord,
  splitWord,
  stemWord,
  type WordForms,
  type WordPart,
  wordForms,
  writtenForm,
} from './word-forms.js';
