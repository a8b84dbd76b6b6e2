import type { Claim, Reading } from '../../schema/index.js';
import { inForce } from '../indexing/index.js';
import type { IndexedPassage, KnowledgeIndex } from '../retrieval/index.js';
import { knowledgeFacts } from './knowledge-facts.js';
import { type QuotedClause, quotedClause } from './quoted-clause.js';

/** A text's letters and digits: the same for texts that say the same words. */
const lettersOf = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

const cache = new WeakMap<KnowledgeIndex, ReadonlyMap<string, readonly IndexedPassage[]>>();

const entriesByLetters = (index: KnowledgeIndex): ReadonlyMap<string, readonly IndexedPassage[]> => {
  const known = cache.get(index);
  if (known !== undefined) return known;
  const made = new Map<string, IndexedPassage[]>();
  for (const entry of index.entries) {
    const letters = lettersOf(entry.passage.text);
    const same = made.get(letters);
    if (same === undefined) made.set(letters, [entry]);
    else same.push(entry);
  }
  cache.set(index, made);
  return made;
};

/** Reads the letters of all passages, before a claim asks for them. */
export const prepareWholeQuotes = (index: KnowledgeIndex): void => {
  entriesByLetters(index);
};

/** Clauses of the same words that are looked at: policies repeat themselves, and documents of sister companies more so. */
const SAME_MAX = 8;

/**
 * The clause in force that says a claim word for word, all of it: found without a search and without a check; of several the
 * first that answers what was asked, else the first. Null where the question names a class, zone or product that the clause
 * does not, since another clause may rule that case; and for what only leads to something. On what was asked, or on something else altogether, no
 * check has anything true to say against a clause in force: of 1,018 given to questions on other things the checks kept five
 * from being verified, each of them falsely (docs/performance.md, "Less work a claim").
 */
export const wholeQuote = (
  claim: Claim,
  question: Reading | null,
  index: KnowledgeIndex,
  asOf: string,
): QuotedClause | null => {
  if (claim.text.trimEnd().endsWith(':')) return null;
  const same = entriesByLetters(index).get(lettersOf(claim.text)) ?? [];
  const facts = knowledgeFacts(index);
  let first: QuotedClause | null = null;
  for (const entry of same.slice(0, SAME_MAX)) {
    if (!inForce(entry.passage, asOf)) continue;
    const held = { passage: entry.passage, reading: entry.reading, facts: facts.of(entry) };
    const clause = quotedClause(claim, question, [held], facts, index);
    if (clause === null || !clause.is_whole || clause.is_other_case) continue;
    if (clause.settles) return clause;
    first ??= clause;
  }
  return first;
};
