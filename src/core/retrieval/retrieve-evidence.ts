import type { Claim, Reading } from '../../schema/index.js';
import { inForce } from '../indexing/index.js';
import { type CandidateBounds, type Candidates, findCandidates } from './candidates.js';
import type { TextPart } from './corpus-words.js';
import type { DenseQuery, DenseSearch } from './dense-search.js';
import { type KnowledgeIndex, passageKeys, passageParts, searchKeys } from './knowledge-index.js';
import { readingLanguage } from './query-keys.js';
import { type QueryTerm, QueryTerms } from './query-terms.js';
import type { IndexedPassage } from './stored-passages.js';

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
  /** Adds candidates to those of the words; another model's scores stand in for those of the local embedding. */
  dense?: DenseSearch | undefined;
  /** How much of a large index is looked at. */
  bounds?: CandidateBounds | undefined;
  signal?: AbortSignal | undefined;
}

/** How the parts are joined: measured by `evaluateRetrieval` on the training claims of 16 operators; antecedents, which those lack, on answers of others. */
export interface RetrievalWeights {
  question: number;
  /** Weight of the question for a claim that has no content words of its own. */
  question_alone: number;
  lead_ins: number;
  antecedents: number;
  lexical: number;
  dense: number;
  tables: number;
  /** What the sentence before gives on. */
  previous: number;
  section: number;
  same_language: number;
  /** What a row of a table keeps of its score for each row of the same table before it. */
  further_row: number;
}

export const RETRIEVAL_WEIGHTS: RetrievalWeights = {
  question: 0.55,
  question_alone: 1.1,
  lead_ins: 0.5,
  antecedents: 0.5,
  lexical: 1,
  dense: 0.3,
  tables: 0.25,
  previous: 0.15,
  section: 0.3,
  same_language: 0.02,
  further_row: 0.94,
};

/** A claim with this many content words needs its question no more than any other. */
const SELF_STANDING_KEYS = 5;

/**
 * Ranks the passages in force by how likely they decide the claim: BM25 over concepts and stems, a dense half that adds
 * likeness of spelling and topic, look-ups of table rows by their key cells, and the weight of the whole section. Rows of one
 * table, which have its headings and columns in common, stand back behind each other, so that they leave room for other
 * passages.
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
  const vector = index.embedding.vector(parts.texts);
  const hits = await denseHits({ text: query.claim.text, vector }, options);
  options.signal?.throwIfAborted();

  const count = index.entries.length;
  const active = index.inForceAt(options.as_of);
  const named = index.tables.rowsNamedBy(parts.named);
  const others = (hits ?? []).map(({ ordinal }) => ordinal);
  for (const { ordinal } of named) others.push(ordinal);
  const { ordinals, lexical, rarities } = findCandidates(
    index.lexical,
    { terms: parts.terms, active, others },
    options.bounds,
  );
  const extraLexical = options.extra.map((entry) =>
    scoreOutside(parts.terms, rarities, index.lexical.outside(passageKeys(entry, index))),
  );
  let best = Math.max(1e-6, ...extraLexical);
  for (const score of lexical) if (score > best) best = score;

  const scale = weights.lexical / best;
  const scores = lexical.map((score) => score * scale);
  addPrevious(scores, ordinals, index, weights.previous);
  const raise = (ordinal: number, by: number) => {
    const place = placeIn(ordinals, ordinal);
    if (place >= 0) scores[place] = (scores[place] ?? 0) + by;
  };
  if (hits !== null && options.dense?.only_adds !== true)
    for (const { ordinal, score } of hits) raise(ordinal, score * weights.dense);
  else index.embedding.addScores(vector, ordinals, weights.dense, scores);
  for (const { ordinal, share } of named) raise(ordinal, share * weights.tables);
  addSections(scores, ordinals, index, weights.section);

  const total =
    weights.lexical +
    weights.dense +
    weights.tables +
    weights.previous +
    weights.section +
    weights.same_language;
  const lang = query.claim.lang;
  const ranked: { entry: IndexedPassage; ordinal: number; score: number }[] = [];
  const rowsBefore = new Map<string, number>();
  for (const place of topPlaces(scores, options.limit + REORDER_MARGIN)) {
    const ordinal = ordinals[place] ?? 0;
    const entry = index.entries[ordinal];
    if (entry === undefined) continue;
    const preference = readingLanguage(entry.passage.lang) === lang ? weights.same_language : 0;
    const { passage } = entry;
    const rows = rowsBefore.get(passage.block_id) ?? 0;
    if (passage.row !== null) rowsBefore.set(passage.block_id, rows + 1);
    const kept = passage.row === null ? 1 : weights.further_row ** rows;
    const score = unit(((scores[place] ?? 0) * kept + preference) / total);
    ranked.push({ entry, ordinal, score });
  }
  options.extra.forEach((entry, place) => {
    if (!inForce(entry.passage, options.as_of)) return;
    const cosine = dot(vector, index.embedding.vector(passageParts(entry, index)));
    const own = ((extraLexical[place] ?? 0) / best) * weights.lexical + cosine * weights.dense;
    ranked.push({ entry, ordinal: count + place, score: unit(own / total) });
  });
  ranked.sort((a, b) => b.score - a.score || a.ordinal - b.ordinal);
  // Readings may have to be made anew: of these passages alone.
  return ranked.slice(0, options.limit).map(({ entry: { passage, reading }, ordinal, score }) => ({
    passage,
    reading,
    ordinal,
    score,
  }));
}

/** Null where the local embedding serves: without another one, and where its model fails. The words still find. */
async function denseHits(
  query: DenseQuery,
  { dense, limit, signal }: RetrievalOptions,
): Promise<Awaited<ReturnType<DenseSearch['search']>> | null> {
  if (dense === undefined) return null;
  try {
    return await dense.search(query, limit * 4, signal);
  } catch (error) {
    signal?.throwIfAborted();
    if (dense.embeddings === undefined) throw error;
    return null;
  }
}

/** Candidates beyond the limit among which the language preference and other rows of a table may still reorder. */
const REORDER_MARGIN = 8;

function queryParts(
  { claim, reading }: { claim: Claim; reading: Reading },
  index: KnowledgeIndex,
  weights: RetrievalWeights,
): { terms: readonly QueryTerm[]; texts: TextPart[]; named: Set<string> } {
  const terms = new QueryTerms();
  const texts: TextPart[] = [{ tokens: reading.tokens, weight: 1 }];
  const named = new Set(searchKeys(reading));
  const lack = Math.max(0, 1 - named.size / SELF_STANDING_KEYS);
  terms.add(reading, 1);
  const addContext = (text: string, weight: number, names: boolean) => {
    const read = index.read(text, claim.lang);
    terms.add(read, weight);
    texts.push({ tokens: read.tokens, weight });
    if (names) for (const key of searchKeys(read)) named.add(key);
  };
  const { question, antecedents, lead_ins } = claim.context;
  if (question !== null) {
    addContext(question, weights.question + lack * (weights.question_alone - weights.question), true);
  }
  for (const leadIn of lead_ins) addContext(leadIn, weights.lead_ins, true);
  for (const antecedent of antecedents) addContext(antecedent, weights.antecedents, false);
  return { terms: terms.terms, texts, named };
}

/** The lexical score of caller evidence, on the scale of the index. */
function scoreOutside(
  terms: readonly QueryTerm[],
  rarities: Float64Array,
  partOf: (key: string) => number,
): number {
  let score = 0;
  terms.forEach(({ weight, forms }, place) => {
    let best = 0;
    for (const [key, strength] of forms) best = Math.max(best, strength * partOf(key));
    score += weight * (rarities[place] ?? 0) * best;
  });
  return score;
}

const goingOn = new WeakMap<KnowledgeIndex, Uint8Array>();

/** 1 for each sentence or item that follows another passage of its section. */
function goesOnOf(index: KnowledgeIndex): Uint8Array {
  const known = goingOn.get(index);
  if (known !== undefined) return known;
  const { sectionOf, snapshot } = index;
  const goesOn = Uint8Array.from(snapshot.passages, ({ row }, ordinal) =>
    ordinal > 0 && sectionOf[ordinal - 1] === sectionOf[ordinal] && row === null ? 1 : 0,
  );
  goingOn.set(index, goesOn);
  return goesOn;
}

/** The sentence before, of the same section, often names what the next one is about ("It is free on Flex fares"). */
function addPrevious(
  scores: Float32Array,
  ordinals: Candidates['ordinals'],
  index: KnowledgeIndex,
  weight: number,
): void {
  const goesOn = goesOnOf(index);
  // From the last on, so that each gives what its own words earn.
  for (let place = scores.length - 1; place > 0; place -= 1) {
    const ordinal = ordinals[place] ?? 0;
    if (ordinals[place - 1] !== ordinal - 1 || goesOn[ordinal] !== 1) continue;
    scores[place] = (scores[place] ?? 0) + weight * (scores[place - 1] ?? 0);
  }
}

const sectionScratches = new WeakMap<KnowledgeIndex, Float32Array>();

/** Between the sum of a section's scores (1) and the greatest alone. */
const SECTION_POWER = 1.5;

/** A passage gains from its section's other passages: the sum of their scores, as a share of the best section's. */
function addSections(
  scores: Float32Array,
  ordinals: Candidates['ordinals'],
  index: KnowledgeIndex,
  weight: number,
): void {
  const { sectionOf } = index;
  const gains = sectionScratches.get(index) ?? new Float32Array(index.sections.size);
  sectionScratches.set(index, gains);
  let best = 1e-6;
  for (let i = 0; i < scores.length; i += 1) {
    const score = scores[i] ?? 0;
    if (score <= 0) continue;
    const section = sectionOf[ordinals[i] ?? 0] ?? 0;
    const gain = (gains[section] ?? 0) + score ** SECTION_POWER;
    gains[section] = gain;
    if (gain > best) best = gain;
  }
  // Passages of a section mostly stand next to each other.
  let last = -1;
  let share = 0;
  for (let i = 0; i < scores.length; i += 1) {
    const own = scores[i] ?? 0;
    if (own <= 0) continue;
    const section = sectionOf[ordinals[i] ?? 0] ?? 0;
    if (section !== last) share = weight * ((gains[section] ?? 0) / best) ** (1 / SECTION_POWER);
    last = section;
    scores[i] = own + share;
  }
  for (const ordinal of ordinals) gains[sectionOf[ordinal] ?? 0] = 0;
}

/** Places of the greatest scores above zero, best first. */
function topPlaces(scores: Float32Array, limit: number): number[] {
  const top: number[] = [];
  let least = 0;
  for (let at = 0; at < scores.length; at += 1) {
    const score = scores[at] ?? 0;
    if (score <= least) continue;
    let place = top.length;
    while (place > 0 && (scores[top[place - 1] ?? 0] ?? 0) < score) place -= 1;
    top.splice(place, 0, at);
    if (top.length > limit) top.pop();
    if (top.length === limit) least = scores[top[limit - 1] ?? 0] ?? 0;
  }
  return top;
}

/** Where an ordinal stands among ascending ones; −1 where it does not. */
function placeIn(ordinals: Candidates['ordinals'], ordinal: number): number {
  let low = 0;
  let high = ordinals.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = ordinals[middle] ?? 0;
    if (found === ordinal) return middle;
    if (found < ordinal) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

const unit = (value: number): number => Math.min(1, Math.max(0, value));
