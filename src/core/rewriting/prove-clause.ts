import type { Claim, Language, Passage, Verdict } from '../../schema/index.js';
import { inForce } from '../indexing/index.js';
import { isCompleteReading } from '../reading/index.js';
import { type DenseSearch, type KnowledgeIndex, retrieveEvidence } from '../retrieval/index.js';
import { contentKeys, type KnowledgeFacts, knowledgeFacts } from '../verification/index.js';
import { placeInTime, timesNamed } from '../verification/matter/index.js';
import { BEARS_MOST, candidateClauses, type NearClause } from './candidate-clauses.js';
import { type ClaimChecks, firstVerified, unverified, verdictsOf } from './claim-checks.js';
import { bearingOf } from './clause-bearing.js';
import { type ClauseLibrary, createClauseLibrary, type ReadPassage } from './clause-library.js';
import { wholeRule } from './whole-rule.js';

/** Clauses that are held against the checks, for one claim, before it counts as beyond repair. */
const CLAUSES_TRIED_MAX = 6;
/** Passages among which a clause is looked for. */
const NEAR_MAX = 12;
/** Passages that a question alone finds among which one is looked for that rules something out. */
const ASKED_MAX = 40;

/** What the clauses of one answer are looked for with. */
export interface ClauseSearch extends ClaimChecks {
  index: KnowledgeIndex;
  dense?: DenseSearch | undefined;
  as_of: string;
  lang: Language;
  /** What the customer asked; null without a question. */
  question: string | null;
  /** What the customer wrote, the question included; default: the question. */
  premises?: readonly string[];
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

/** An item that says nothing without a lead-in. */
const isFragment = ({ passage, reading }: ReadPassage): boolean =>
  passage.kind === 'list_item' && passage.lead_in === null && !isCompleteReading(reading);

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

/** Clauses in force near to what was asked and what was claimed: sentences, rows, and items with their lead-in. */
const nearClauses = ({ text }: Verdict, search: ClauseSearch, signal: AbortSignal): Promise<NearClause[]> =>
  nearTo(text, NEAR_MAX, search, signal);

/** What the question alone finds counts so much beside what it finds with the claim. */
const QUESTION_SHARE = 0.9;

/** Clauses that the question alone is about: for a customer who says or asks where they stand in time, what holds there. */
const askedClauses = async (search: ClauseSearch, signal: AbortSignal): Promise<NearClause[]> => {
  const { index, lang, question } = search;
  if (question === null) return [];
  const isOfTime =
    placeInTime(premisesIn(search), index, lang) !== null || timesNamed(question, index, lang).length > 0;
  if (!isOfTime) return [];
  const alone = { ...search, question: null, beside: [] };
  const found = await nearTo(question, ASKED_MAX, alone, signal);
  return found.map(({ clause, nearness }) => ({ clause, nearness: QUESTION_SHARE * nearness }));
};

const nearTo = async (
  text: string,
  limit: number,
  { index, dense, as_of, lang, question, beside = [] }: ClauseSearch,
  signal: AbortSignal,
): Promise<NearClause[]> => {
  const context = { question, premises: [], antecedents: [...beside], lead_ins: [] };
  const claim: Claim = { text, start_char: 0, end_char: text.length, subject: 'rule', lang, context };
  const found = await retrieveEvidence({ claim, reading: index.read(text, lang) }, index, {
    as_of,
    limit,
    extra: [],
    dense,
    signal,
  });
  const leadIns = new Set(found.map(({ passage }) => passage.lead_in));
  return found.flatMap(({ ordinal, score }) => {
    const clause = index.entries[ordinal];
    // An item that is found says more than what leads it in.
    if (clause === undefined || isFragment(clause) || leadIns.has(clause.passage.text)) return [];
    return [{ clause, nearness: clause.passage.kind === 'list_item' ? ITEM_SHARE * score : score }];
  });
};

const premisesIn = ({ question, premises }: ClauseSearch): readonly string[] =>
  premises ?? (question === null ? [] : [question]);

/** Whether a text holds every content word of a clause. */
const saysAgain = (said: string, { index, lang }: ClauseSearch): ((clause: ReadPassage) => boolean) => {
  const keys = new Set(said.trim() === '' ? [] : index.read(said, lang).keys);
  return ({ reading }) => reading.keys.length > 0 && reading.keys.every((key) => keys.has(key));
};

/** A clause that takes a claim's place. */
export interface ProvedRule {
  /** What decides. */
  clause: ReadPassage;
  /** With what it needs to be a whole rule, in the order of the document. */
  rule: readonly ReadPassage[];
}

/**
 * The best clause to put in a claim's place that passes the checks itself, as all that it needs to be a whole rule does;
 * null if none does.
 * @param isPreferred passages that go before the others: those of a strict topic's own documents.
 */
export const proveClause = async (
  verdict: Verdict,
  search: ClauseSearch,
  isPreferred: (passage: Passage) => boolean,
  signal: AbortSignal,
): Promise<ProvedRule | null> => {
  const { index, lang, question } = search;
  const found = await nearClauses(verdict, search, signal);
  const bearing = bearingOf({
    ...{ verdict, question, index, lang, premises: premisesIn(search) },
    near: found.map(({ clause }) => clause),
  });
  const known = new Set(found.map(({ clause }) => clause));
  const asked = (await askedClauses(search, signal)).filter(
    ({ clause }) => !known.has(clause) && bearing(clause) >= BEARS_MOST,
  );
  const facts = knowledgeFacts(index);
  const own = [...contentKeys(index.read(verdict.text, lang))];
  const groups = candidateClauses({
    verdict,
    near: [...found, ...asked],
    library: libraryOf(index),
    lang,
    isInForce: (passage) => inForce(passage, search.as_of),
    bearing,
    held: (clause) => shareOf(own, facts.of(clause).own, facts),
    isPreferred,
  });
  const said = new Set([...own, ...(question === null ? [] : contentKeys(index.read(question, lang)))]);
  const rules = groups.flatMap((group) => {
    const parts = group.map((clause) => wholeRule(clause, index, said));
    const rule = [...new Set(parts.flatMap((part) => part ?? []))].sort(
      (a, b) => a.passage.start_char - b.passage.start_char,
    );
    const clause = group.find((one) => rule.includes(one)) ?? rule[0];
    return clause === undefined || parts.includes(null) ? [] : [{ clause, rule, group }];
  });
  const isSaid = saysAgain(search.said ?? '', search);
  let tried = [
    ...rules.filter(({ group }) => !group.some(isSaid)),
    ...rules.filter(({ group }) => group.some(isSaid)),
  ].slice(0, CLAUSES_TRIED_MAX);
  while (tried.length > 0) {
    const place = await firstVerified(
      tried.map(({ clause }) => clauseClaim(clause, lang)),
      search,
      signal,
    );
    const proved = place === null ? undefined : tried[place];
    if (place === null || proved === undefined) return null;
    const others = proved.rule.filter((part) => part !== proved.clause);
    const verdicts = await verdictsOf(
      others.map((part) => clauseClaim(part, lang)),
      search,
      signal,
    );
    if (unverified(verdicts).length === 0) return proved;
    tried = tried.slice(place + 1);
  }
  return null;
};

const shareOf = (keys: readonly string[], held: ReadonlySet<string>, { weight }: KnowledgeFacts): number => {
  const sum = (some: readonly string[]): number => some.reduce((total, key) => total + weight(key), 0);
  return keys.length === 0 ? 0 : sum(keys.filter((key) => held.has(key))) / sum(keys);
};
