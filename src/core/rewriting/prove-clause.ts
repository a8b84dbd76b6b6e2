import type { Claim, Language, Passage, Verdict } from '../../schema/index.js';
import { inForce } from '../indexing/index.js';
import { isCompleteReading } from '../reading/index.js';
import { type DenseSearch, type KnowledgeIndex, retrieveEvidence } from '../retrieval/index.js';
import { candidateClauses, type NearClause } from './candidate-clauses.js';
import { type ClaimChecks, firstVerified } from './claim-checks.js';
import { type ClauseLibrary, createClauseLibrary, type ReadPassage } from './clause-library.js';

/** Clauses that are held against the checks, for one claim, before it counts as beyond repair. */
const CLAUSES_TRIED_MAX = 6;
/** Passages among which a clause is looked for. */
const NEAR_MAX = 12;

/** What the clauses of one answer are looked for with. */
export interface ClauseSearch extends ClaimChecks {
  index: KnowledgeIndex;
  dense?: DenseSearch | undefined;
  as_of: string;
  lang: Language;
  /** What the customer asked; null without a question. */
  question: string | null;
  /** What the answer has said by then: a clause that only says it again goes after the others. */
  said?: string;
  /** What else the claim's sentence claims: half a sentence is looked for with the other half. */
  beside?: readonly string[];
}

const libraries = new WeakMap<KnowledgeIndex, ClauseLibrary>();

/** The clauses of a knowledge base, made once. */
export const libraryOf = (index: KnowledgeIndex): ClauseLibrary => {
  const known = libraries.get(index);
  if (known !== undefined) return known;
  const library = createClauseLibrary(index.entries);
  libraries.set(index, library);
  return library;
};

/** One of several conditions that must be met together says too little. */
const ALL_OF =
  /\b(?:if|when|where|unless|provided|both|all of|conditions?|requirements?|si|lorsque?|quand|à condition|les deux|toutes les|exigences?)\b/i;

/** The sentence that leads a list in, one condition of a list, or an item that says nothing without one. */
const isFragment = ({ passage, reading }: ReadPassage): boolean => {
  if (passage.quote.trimEnd().endsWith(':')) return true;
  if (passage.kind !== 'list_item') return false;
  return passage.lead_in === null ? !isCompleteReading(reading) : ALL_OF.test(passage.lead_in);
};

const clauseClaim = ({ passage }: ReadPassage, lang: Language): Claim => ({
  text: passage.text,
  start_char: 0,
  end_char: passage.text.length,
  subject: 'rule',
  lang: passage.lang === 'en' || passage.lang === 'fr' ? passage.lang : lang,
  context: { question: null, premises: [], antecedents: [], lead_ins: [...passage.heading_path] },
});

/** An item with its lead-in is one of several: a sentence or row that answers as well goes before it. */
const ITEM_SHARE = 0.95;

/** Clauses in force near to what was asked and what was claimed: whole sentences, rows, and items with their lead-in. */
const nearClauses = async (
  { text, start_char, end_char }: Verdict,
  { index, dense, as_of, lang, question, beside = [] }: ClauseSearch,
  signal: AbortSignal,
): Promise<NearClause[]> => {
  const context = { question, premises: [], antecedents: [...beside], lead_ins: [] };
  const claim: Claim = { text, start_char, end_char, subject: 'rule', lang, context };
  const found = await retrieveEvidence({ claim, reading: index.read(text, lang) }, index, {
    as_of,
    limit: NEAR_MAX,
    extra: [],
    dense,
    signal,
  });
  return found.flatMap(({ ordinal, score }) => {
    const clause = index.entries[ordinal];
    if (clause === undefined || isFragment(clause)) return [];
    return [{ clause, nearness: clause.passage.kind === 'list_item' ? ITEM_SHARE * score : score }];
  });
};

/** Whether a text holds every content word of a clause. */
const saysAgain = (said: string, { index, lang }: ClauseSearch): ((clause: ReadPassage) => boolean) => {
  const keys = new Set(said.trim() === '' ? [] : index.read(said, lang).keys);
  return ({ reading }) => reading.keys.length > 0 && reading.keys.every((key) => keys.has(key));
};

/**
 * The best clause to put in a claim's place that passes the checks itself; null if none does.
 * @param isPreferred passages that go before the others: those of a strict topic's own documents.
 */
export const proveClause = async (
  verdict: Verdict,
  search: ClauseSearch,
  isPreferred: (passage: Passage) => boolean,
  signal: AbortSignal,
): Promise<ReadPassage | null> => {
  const candidates = candidateClauses({
    verdict,
    near: await nearClauses(verdict, search, signal),
    library: libraryOf(search.index),
    lang: search.lang,
    isInForce: (passage) => inForce(passage, search.as_of),
    isPreferred,
  });
  const isSaid = saysAgain(search.said ?? '', search);
  const tried = [
    ...candidates.filter((clause) => !isSaid(clause)),
    ...candidates.filter((clause) => isSaid(clause)),
  ].slice(0, CLAUSES_TRIED_MAX);
  const place = await firstVerified(
    tried.map((clause) => clauseClaim(clause, search.lang)),
    search,
    signal,
  );
  return place === null ? null : (tried[place] ?? null);
};
