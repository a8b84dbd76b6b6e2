import type { Claim, Reading } from '../../../schema/index.js';
import { inForce } from '../../indexing/index.js';
import type { IndexedPassage, KnowledgeIndex } from '../../retrieval/index.js';
import { knowledgeFacts } from '../knowledge-facts.js';
import { askedOf, type QuotedClause, quotedClause } from './quoted-clause.js';

/** A text's letters and digits: the same for texts that say the same words. */
const lettersOf = (text: string): string =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** Without its numbers: clauses that are alike in all else. */
const frameOf = (letters: string): string => letters.replace(/\p{N}+/gu, '');

/** A clause with its letters. */
interface Clause {
  letters: string;
  entry: IndexedPassage;
}

const cache = new WeakMap<KnowledgeIndex, ReadonlyMap<string, readonly Clause[]>>();

const clausesByFrame = (index: KnowledgeIndex): ReadonlyMap<string, readonly Clause[]> => {
  const known = cache.get(index);
  if (known !== undefined) return known;
  const made = new Map<string, Clause[]>();
  for (const entry of index.entries) {
    const letters = lettersOf(entry.passage.text);
    const frame = frameOf(letters);
    const alike = made.get(frame);
    if (alike === undefined) made.set(frame, [{ letters, entry }]);
    else alike.push({ letters, entry });
  }
  cache.set(index, made);
  return made;
};

/** Reads the letters of all passages, before a claim asks for them. */
export const prepareWholeQuotes = (index: KnowledgeIndex): void => {
  clausesByFrame(index);
};

/** Clauses of the same words that are looked at: policies repeat themselves, and documents of sister companies more so. */
const SAME_MAX = 8;
/** The same with other numbers; of more, the checks look for the one that counts. */
const ALIKE_MAX = 256;

/**
 * The clause in force that says a claim word for word, all of it: found without a search and without a check; of several the
 * first that answers what was asked, else the first. Null where another clause may rule the case that was asked about: where
 * the question names a class, zone or product that the clause does not, or where the same clause with other numbers stands
 * nearer to it; and for what only leads to something. On what was asked, or on something else altogether, no check has
 * anything true to say against a clause in force: of 1,018 given to questions on other things the checks kept five from being
 * verified, each of them falsely (docs/performance.md, "Less work a claim").
 */
export const wholeQuote = (
  claim: Claim,
  question: Reading | null,
  index: KnowledgeIndex,
  asOf: string,
): QuotedClause | null => {
  if (claim.text.trimEnd().endsWith(':')) return null;
  const letters = lettersOf(claim.text);
  const alike = (clausesByFrame(index).get(frameOf(letters)) ?? []).filter(({ entry }) =>
    inForce(entry.passage, asOf),
  );
  const same = alike.filter((clause) => clause.letters === letters).slice(0, SAME_MAX);
  const facts = knowledgeFacts(index);
  // Clauses that differ in numbers alone have their words in common: what stands around them tells which is nearer.
  const isNearest = (entry: IndexedPassage): boolean => {
    const { own } = facts.of(entry);
    const shareOf = ({ passage }: IndexedPassage): number =>
      askedOf(question, { own, surround: facts.surroundOf(passage) }, facts, index).share;
    const share = shareOf(entry);
    return (
      alike.length <= ALIKE_MAX &&
      alike.every((other) => other.letters === letters || shareOf(other.entry) <= share)
    );
  };
  let first: QuotedClause | null = null;
  for (const clause of same) {
    const { passage, reading } = clause.entry;
    const held = { passage, reading, facts: facts.of(clause.entry) };
    const quote = quotedClause(claim, question, [held], facts, index);
    if (quote === null || !quote.is_whole || quote.is_other_case) continue;
    if (quote.settles) return quote;
    if (first === null && isNearest(clause.entry)) first = quote;
  }
  return first;
};
