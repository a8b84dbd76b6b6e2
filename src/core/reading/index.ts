export { normaliseWord, stemWord } from '../lexicon/index.js';
export { detectLanguage } from './detect-language.js';
export { readText } from './read-text.js';
export { buildVocabulary, EMPTY_VOCABULARY, type Slot, type Vocabulary } from './vocabulary.js';
