import type { Claim, Language, Passage, Verdict } from '../../schema/index.js';
import { inForce } from '../indexing/index.js';
import { readText } from '../reading/index.js';
import {
  type DenseSearch,
  type KnowledgeIndex,
  RETRIEVAL_WEIGHTS,
  retrieveEvidence,
} from '../retrieval/index.js';
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

/** An item out of its list, or the sentence that leads a list in. */
const isFragment = ({ passage }: ReadPassage): boolean =>
  passage.kind === 'list_item' || passage.quote.trimEnd().endsWith(':');

const clauseClaim = ({ passage }: ReadPassage, lang: Language): Claim => ({
  text: passage.text,
  start_char: 0,
  end_char: passage.text.length,
  subject: 'rule',
  lang: passage.lang === 'en' || passage.lang === 'fr' ? passage.lang : lang,
  context: { question: null, premises: [], antecedents: [], lead_ins: [...passage.heading_path] },
});

/** What was asked counts twice what was claimed: the clause is to answer the customer. */
const QUESTION_WEIGHT = 2;

/** Clauses in force near to what was asked and what was claimed; whole sentences and rows, no items out of a list. */
const nearClauses = async (
  { text, start_char, end_char }: Verdict,
  { index, dense, as_of, lang, question }: ClauseSearch,
  signal: AbortSignal,
): Promise<NearClause[]> => {
  const context = { question, premises: [], antecedents: [], lead_ins: [] };
  const claim: Claim = { text, start_char, end_char, subject: 'rule', lang, context };
  const found = await retrieveEvidence(
    { claim, reading: readText(text, lang, index.vocabulary) },
    index,
    { as_of, limit: NEAR_MAX, extra: [], dense, signal },
    { ...RETRIEVAL_WEIGHTS, question: QUESTION_WEIGHT, question_alone: QUESTION_WEIGHT },
  );
  return found.flatMap(({ ordinal, score }) => {
    const clause = index.entries[ordinal];
    return clause === undefined || isFragment(clause) ? [] : [{ clause, nearness: score }];
  });
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
  const tried = candidates.slice(0, CLAUSES_TRIED_MAX);
  const place = await firstVerified(
    tried.map((clause) => clauseClaim(clause, search.lang)),
    search,
    signal,
  );
  return place === null ? null : (tried[place] ?? null);
};
