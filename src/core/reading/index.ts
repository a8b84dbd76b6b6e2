export { normaliseWord, stemWord } from '../lexicon/index.js';
export { markConcepts } from './concepts.js';
export { contactForms, contactsIn, linkedContacts, namesContact } from './contacts.js';
export { DAY_OF_MONTH } from './days-of-month.js';
export { detectLanguage, languageOfWords } from './detect-language.js';
export { type ExplainedReading, type ExplainedStatement, explainReading } from './explain-reading.js';
export { isCompletePassage, isCompleteReading } from './is-complete.js';
export { isOtherLanguage } from './other-language.js';
export { readText } from './read-text.js';
export {
  columnLabel,
  columnWords,
  isCurrencyCode,
  readNumberCell,
  scale,
  type UnitReading,
  unitInBrackets,
  unitOfColumn,
  withUnit,
} from './table-units.js';
export { CURRENCY_CODE, type Token, tokenise } from './tokenise.js';
export { baseValue, UNITS } from './units.js';
export { isVerblessHalf } from './verbless-halves.js';
export {
  buildVocabulary,
  EMPTY_VOCABULARY,
  type Slot,
  sameVocabulary,
  type Vocabulary,
} from './vocabulary.js';
