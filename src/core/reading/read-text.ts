import type { Language, Quantity, Reading, ReadToken } from '../../schema/index.js';
import { isContentToken, keyOf, markConcepts } from './concepts.js';
import { readContacts } from './contacts.js';
import { readNames } from './names.js';
import { bindNouns } from './nouns.js';
import { readQuantities } from './quantities.js';
import type { QuantityDraft } from './quantity-draft.js';
import { readStatements } from './statements.js';
import { readTimes } from './times.js';
import { type Token, tokenise } from './tokenise.js';
import type { Vocabulary } from './vocabulary.js';

function quantityOf(draft: QuantityDraft, tokens: readonly Token[], text: string): Quantity {
  const start = tokens[draft.outerFrom]?.start ?? 0;
  const end = tokens[draft.outerTo - 1]?.end ?? start;
  return {
    kind: draft.kind,
    comparator: draft.comparator,
    value: draft.value,
    value_max: draft.max,
    unit: draft.unit,
    base_value: draft.base,
    base_value_max: draft.baseMax,
    nouns: draft.nouns,
    per: draft.per,
    text: text.slice(start, end),
    start_char: start,
    end_char: end,
  };
}

function readToken(token: Token): ReadToken {
  const concept = token.concept?.startsWith('neutral.') === true ? null : token.concept;
  return {
    text: token.text,
    start_char: token.start,
    end_char: token.end,
    stem: token.stem,
    concept,
    is_content: isContentToken(token),
  };
}

/** "4.2 The customer …", "§ 3 …", "(12) …": the number of a clause counts nothing. */
const NUMBERING =
  /^\s*(?:(?:§|[Aa]rt\.|[Aa]rticle|[Ss]ection|[Cc]lause)\s*\d+(?:\.\d+)*|\d+(?:\.\d+)+|\(\d+\))[.:)]?\s+(?=\p{Lu})/u;

/** Reads a sentence, list item, row or claim into typed values; pure, linear in the text, never throws. */
export function readText(text: string, lang: Language, vocabulary: Vocabulary): Reading {
  const tokens = tokenise(text, lang);
  markConcepts(tokens, lang, vocabulary);
  const numbered = NUMBERING.exec(text)?.[0].length ?? 0;
  const first = numbered === 0 ? 0 : tokens.findIndex(({ start }) => start >= numbered);
  const drafts = readQuantities(tokens, lang).filter(
    ({ kind, outerFrom }) => kind !== 'count' || outerFrom >= first,
  );
  const times = readTimes(tokens, drafts);
  bindNouns(tokens, drafts);
  const quantifiers = new Set<string>();
  const keys = new Set<string>();
  for (const token of tokens) {
    if (token.concept?.startsWith('quantifier.') === true) quantifiers.add(token.concept);
    if (isContentToken(token)) keys.add(keyOf(token));
  }
  return {
    lang,
    tokens: tokens.filter((token) => token.kind !== 'punct').map(readToken),
    keys: [...keys],
    quantities: drafts.map((draft) => quantityOf(draft, tokens, text)),
    statements: readStatements(tokens, lang, first),
    times,
    quantifiers: [...quantifiers],
    names: readNames(tokens, text, vocabulary),
    contacts: readContacts(tokens),
  };
}
