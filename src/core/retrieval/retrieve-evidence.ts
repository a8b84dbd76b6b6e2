import type { Claim, Reading } from '../../schema/index.js';
import { inForce } from '../indexing/index.js';
import type { DenseSearch } from './dense-search.js';
import {
  type IndexedPassage,
  type KnowledgeIndex,
  passageFeatures,
  passageKeys,
  searchKeys,
} from './knowledge-index.js';
import { addFeatures, type Features } from './local-embedding.js';
import { addQueryKeys, readingLanguage } from './query-keys.js';

/** A passage as found for a claim. */
export interface RetrievedPassage extends IndexedPassage {
  /** In [0, 1]; the order is by it. Comparable within one query only. */
  score: number;
  /** The passage's place in the index; caller evidence follows after the last. */
  ordinal: number;
}

export interface RetrievalOptions {
  /** Local ISO day at which passages must be in force. */
  as_of: string;
  limit: number;
  /** Trusted evidence of the caller: always candidates, whatever the index holds. */
  extra: readonly IndexedPassage[];
  /** Stands in for the exact local search, and only adds candidates. */
  dense?: DenseSearch | undefined;
  signal?: AbortSignal | undefined;
}

/** How the parts are joined: measured by `evaluateRetrieval` on the training claims of 16 operators. */
export interface RetrievalWeights {
  question: number;
  /** Weight of the question for a claim that has no content words of its own. */
  question_alone: number;
  lead_ins: number;
  antecedents: number;
  lexical: number;
  dense: number;
  tables: number;
  section: number;
  same_language: number;
}

export const RETRIEVAL_WEIGHTS: RetrievalWeights = {
  question: 0.4,
  question_alone: 0.9,
  lead_ins: 0.5,
  antecedents: 0.3,
  lexical: 1,
  dense: 0.3,
  tables: 0.25,
  section: 0.35,
  same_language: 0.02,
};

/** A claim with this many content words needs its question no more than any other. */
const SELF_STANDING_KEYS = 5;

/**
 * Ranks the passages in force by how likely they decide the claim: BM25 over concepts and stems, a dense half that adds
 * likeness of spelling and topic, look-ups of table rows by their key cells, and the weight of the whole section.
 * @throws the signal's reason when it is aborted.
 */
export async function retrieveEvidence(
  query: { claim: Claim; reading: Reading },
  index: KnowledgeIndex,
  options: RetrievalOptions,
  weights: RetrievalWeights = RETRIEVAL_WEIGHTS,
): Promise<RetrievedPassage[]> {
  options.signal?.throwIfAborted();
  const parts = queryParts(query, index, weights);
  const vector = index.embedding.vector(parts.features);
  const hits =
    options.dense === undefined
      ? null
      : await options.dense.search({ text: query.claim.text, vector }, options.limit * 4, options.signal);
  options.signal?.throwIfAborted();

  const count = index.entries.length;
  const lexical = new Float32Array(count);
  index.lexical.addScores(parts.keys, lexical);
  const extraLexical = options.extra.map((entry) =>
    index.lexical.scoreOf(parts.keys, passageKeys(entry, index)),
  );
  const active = index.inForceAt(options.as_of);
  const best = Math.max(greatest(lexical, active), ...extraLexical, 1e-6);

  const scores = new Float32Array(count);
  const scale = weights.lexical / best;
  for (let i = 0; i < count; i += 1) scores[i] = (lexical[i] ?? 0) * scale;
  if (hits === null) index.embedding.addScores(vector, weights.dense, scores);
  else
    for (const { ordinal, score } of hits) scores[ordinal] = (scores[ordinal] ?? 0) + score * weights.dense;
  for (const { ordinal, share } of index.tables.rowsNamedBy(parts.named)) {
    scores[ordinal] = (scores[ordinal] ?? 0) + share * weights.tables;
  }
  addSections(scores, active, index, weights.section);

  const total = weights.lexical + weights.dense + weights.tables + weights.section + weights.same_language;
  const lang = query.claim.lang;
  const ranked: RetrievedPassage[] = [];
  for (const ordinal of topOrdinals(scores, active, options.limit + LANGUAGE_MARGIN)) {
    const entry = index.entries[ordinal];
    if (entry === undefined) continue;
    const preference = readingLanguage(entry.passage.lang) === lang ? weights.same_language : 0;
    ranked.push({ ...entry, ordinal, score: unit(((scores[ordinal] ?? 0) + preference) / total) });
  }
  options.extra.forEach((entry, place) => {
    if (!inForce(entry.passage, options.as_of)) return;
    const cosine = dot(vector, index.embedding.vector(passageFeatures(entry, index)));
    const own = ((extraLexical[place] ?? 0) / best) * weights.lexical + cosine * weights.dense;
    ranked.push({ ...entry, ordinal: count + place, score: unit(own / total) });
  });
  ranked.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal);
  return ranked.slice(0, options.limit);
}

/** Candidates beyond the limit among which the language preference may still reorder. */
const LANGUAGE_MARGIN = 8;

function queryParts(
  { claim, reading }: { claim: Claim; reading: Reading },
  index: KnowledgeIndex,
  weights: RetrievalWeights,
): { keys: Map<string, number>; features: Features; named: Set<string> } {
  const keys = new Map<string, number>();
  const features: Features = new Map();
  const named = new Set(searchKeys(reading));
  const lack = Math.max(0, 1 - named.size / SELF_STANDING_KEYS);
  addQueryKeys(keys, reading, 1);
  addFeatures(features, reading.tokens, 1);
  const addContext = (text: string, weight: number, names: boolean) => {
    const read = index.read(text, claim.lang);
    addQueryKeys(keys, read, weight);
    addFeatures(features, read.tokens, weight);
    if (names) for (const key of searchKeys(read)) named.add(key);
  };
  const { question, antecedents, lead_ins } = claim.context;
  if (question !== null) {
    addContext(question, weights.question + lack * (weights.question_alone - weights.question), true);
  }
  for (const leadIn of lead_ins) addContext(leadIn, weights.lead_ins, true);
  for (const antecedent of antecedents) addContext(antecedent, weights.antecedents, false);
  return { keys, features, named };
}

/** A passage gains from its section's other passages: the sum of their scores, as a share of the best section's. */
function addSections(scores: Float32Array, active: Uint8Array, index: KnowledgeIndex, weight: number): void {
  const { sectionOf } = index;
  const gains = new Float32Array(index.sections.size);
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i] ?? 0;
    const section = sectionOf[i] ?? 0;
    if (active[i] === 1 && score > 0) gains[section] = (gains[section] ?? 0) + score * score;
  }
  let best = 1e-6;
  for (const gain of gains) best = Math.max(best, gain);
  for (let section = 0; section < gains.length; section += 1) {
    gains[section] = weight * Math.sqrt((gains[section] ?? 0) / best);
  }
  for (let i = 0; i < scores.length; i += 1) {
    const own = scores[i] ?? 0;
    if (own > 0) scores[i] = own + (gains[sectionOf[i] ?? 0] ?? 0);
  }
}

/** Ordinals of the greatest scores among the active, best first. */
function topOrdinals(scores: Float32Array, active: Uint8Array, limit: number): number[] {
  const top: number[] = [];
  let least = 0;
  for (let ordinal = 0; ordinal < scores.length; ordinal += 1) {
    const score = scores[ordinal] ?? 0;
    if (active[ordinal] !== 1 || score <= least) continue;
    let place = top.length;
    while (place > 0 && (scores[top[place - 1] ?? 0] ?? 0) < score) place -= 1;
    top.splice(place, 0, ordinal);
    if (top.length > limit) top.pop();
    if (top.length === limit) least = scores[top[limit - 1] ?? 0] ?? 0;
  }
  return top;
}

function greatest(values: Float32Array, active: Uint8Array): number {
  let best = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] ?? 0;
    if (active[i] === 1 && value > best) best = value;
  }
  return best;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

const unit = (value: number): number => Math.min(1, Math.max(0, value));
