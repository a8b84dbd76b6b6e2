import { readText } from '../core/reading/index.js';
import type { KnowledgeIndex } from '../core/retrieval/index.js';
import {
  type Affinity,
  type AffinityTable,
  affinityOf,
  contentKeys,
  FEATURE_NAMES,
  type Lane,
  mayVerify,
  probability,
  type RiskModel,
  type TreeEnsemble,
} from '../core/verification/index.js';
import { type BoostingOptions, boostTrees, type TrainingRow } from './boosted-trees.js';
import { negated, renumbered, sentencesOf, swapped, variant } from './counterfactuals.js';
import { loadKnowledgeBases } from './load-bench.js';
import { type MeasuredClaim, mayFail, measureLanes, WRONG_SHARE } from './measure-lanes.js';
import { auc, seededRandom } from './metrics.js';
import { type KeyPair, trainAffinity } from './train-affinity.js';
import { checkClaim, loadTrainingClaims, type TrainingClaim } from './training-claims.js';

const FOLDS = 4;
const SEED = 11;
const SENTENCES_PER_KB = 60;
const BOOSTING: BoostingOptions = { rounds: 120, depth: 3, learning_rate: 0.1, lambda: 4, leaf_min: 8 };

export type Origin = 'written' | 'sentence' | 'renumbered' | 'negated' | 'swapped' | 'withheld';

/** A claim as the model learns from it. */
export interface LearnedClaim {
  item: TrainingClaim;
  origin: Origin;
  vector: number[];
  /** Whether it may be verified if its risk is low. */
  may_verify: boolean;
  weight: number;
  /** Risk that the model of the other knowledge bases gave it. */
  held_out_risk: number;
}

export interface Training {
  affinity: AffinityTable;
  model: RiskModel;
  learned: LearnedClaim[];
  /** Area under the ROC curve over claims of knowledge bases that the model had not seen, by origin and overall. */
  held_out_auc: Record<string, number | null>;
}

/** Real answers are mostly plain: weights bring the kinds of the written claims near that mix. */
const KIND_WEIGHT: Readonly<Record<string, number>> = {
  plain: 6,
  paraphrase: 0.9,
  fabricated: 0.25,
  table: 2,
};
const ORIGIN_WEIGHT: Readonly<Record<Origin, number>> = {
  written: 1,
  sentence: 1,
  renumbered: 0.6,
  negated: 0.6,
  swapped: 0.6,
  withheld: 0.15,
};

/**
 * Trains the table of related words and the risk model on the training claims and on counterfactuals of them and of
 * the policies' own sentences. Every vector is made with a table that its knowledge base had no part in. Deterministic.
 */
export const trainVerifier = async (trainFolder: string, log: (line: string) => void): Promise<Training> => {
  const indexes = await loadKnowledgeBases(trainFolder);
  const claims = (await loadTrainingClaims(trainFolder)).filter((claim) => indexes.has(claim.kb));
  const names = [...indexes.keys()];
  const foldOf = new Map(names.map((name, i) => [name, i % FOLDS]));
  const pairs = keyPairs(claims, indexes);
  const random = seededRandom(SEED);
  const learned: LearnedClaim[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const affinity = affinityOf(trainAffinity(pairs.filter((pair) => foldOf.get(pair.kb) !== fold)));
    for (const name of names.filter((kb) => foldOf.get(kb) === fold)) {
      const index = indexes.get(name);
      if (index === undefined) continue;
      const own = claims.filter((claim) => claim.kb === name);
      learned.push(...(await learnedClaims(own, name, index, affinity, random)));
      log(`${name}: ${learned.length} claims so far`);
    }
  }
  for (let fold = 0; fold < FOLDS; fold++) {
    const risk = riskTrees(learned.filter((row) => foldOf.get(row.item.kb) !== fold));
    for (const row of learned)
      if (foldOf.get(row.item.kb) === fold) row.held_out_risk = probability(risk, row.vector);
  }
  const model = fitModel(learned);
  return { affinity: trainAffinity(pairs), model, learned, held_out_auc: heldOutAuc(learned) };
};

/** The model of all claims; the thresholds are those of the held-out risks. */
export const fitModel = (learned: readonly LearnedClaim[]): RiskModel => {
  const lanes = measureLanes(learned.filter((row) => row.origin === 'written').map(measured));
  return {
    features: [...FEATURE_NAMES],
    risk: riskTrees(learned),
    contradiction: contradictionTrees(learned),
    thresholds: thresholdsOf(learned, lanes),
    lanes,
  };
};

const measured = (row: LearnedClaim): MeasuredClaim => ({
  vector: row.vector,
  supported: row.item.label === 'supported',
  kb: row.item.kb,
  weight: row.weight,
});

const keyPairs = (
  claims: readonly TrainingClaim[],
  indexes: ReadonlyMap<string, KnowledgeIndex>,
): KeyPair[] =>
  claims.flatMap((item) => {
    const index = indexes.get(item.kb);
    if (index === undefined || item.quote === '') return [];
    const policy = new Set<string>();
    for (const entry of quoted(item.quote, index))
      for (const key of contentKeys(entry.reading)) policy.add(key);
    if (policy.size === 0) return [];
    const claim = contentKeys(readText(item.claim, item.lang, index.vocabulary));
    return [{ claim: [...claim], policy: [...policy], kb: item.kb }];
  });

/** The passages that a training quote was copied from. */
const quoted = (quote: string, index: KnowledgeIndex): KnowledgeIndex['entries'][number][] => {
  const parts = quote.split(' || ').map((part) => part.trim());
  return index.entries.filter(({ passage }) => parts.some((part) => overlaps(part, passage.quote.trim())));
};

const overlaps = (part: string, quote: string): boolean =>
  quote.length > 8 && (part.includes(quote) || quote.includes(part));

const learnedClaims = async (
  claims: readonly TrainingClaim[],
  kb: string,
  index: KnowledgeIndex,
  affinity: Affinity,
  random: () => number,
): Promise<LearnedClaim[]> => {
  const rows: LearnedClaim[] = [];
  const learn = async (
    item: TrainingClaim,
    origin: Origin,
    withhold?: (quote: string) => boolean,
  ): Promise<void> => {
    const { input, signals, vector } = await checkClaim(item, index, affinity, withhold);
    const weight = ORIGIN_WEIGHT[origin] * (origin === 'written' ? (KIND_WEIGHT[item.kind] ?? 1) : 1);
    rows.push({
      item,
      origin,
      vector,
      may_verify: mayVerify(input, signals),
      weight,
      held_out_risk: 0,
    });
  };
  for (const item of claims) {
    await learn(item, 'written');
    if (item.label !== 'supported') continue;
    const changed = renumbered(item.claim, random);
    if (changed !== null)
      await learn({ ...item, claim: changed, label: 'contradicted', kind: 'numeric' }, 'renumbered');
    if (random() < 0.3) {
      const sources = quoted(item.quote, index);
      const hidden = new Set(sources.map(({ passage }) => passage.quote));
      if (hidden.size > 0)
        await learn({ ...item, label: 'unsupported', kind: 'fabricated' }, 'withheld', (quote) =>
          hidden.has(quote),
        );
    }
  }
  const asOf = claims.findLast((claim) => claim.as_of)?.as_of ?? null;
  const day = asOf ?? '2026-06-15';
  const active = index.inForceAt(day);
  const sentences = sentencesOf(index).filter((sentence) => active[sentence.ordinal] === 1);
  const step = Math.max(1, Math.floor(sentences.length / SENTENCES_PER_KB));
  for (let i = 0; i < sentences.length; i += step) {
    const sentence = sentences[i];
    if (sentence === undefined) continue;
    const base = { kb, group: `${kb}-sentence-${i}`, as_of: asOf, question: null };
    const make = (claim: string, label: TrainingClaim['label'], kind: string): TrainingClaim =>
      variant(base, {
        id: `${kb}-sentence-${i}`,
        claim,
        lang: sentence.lang,
        label,
        kind,
        quote: sentence.quote,
      });
    await learn(make(sentence.text, 'supported', 'plain'), 'sentence');
    const changes: [string | null, Origin, string][] = [
      [renumbered(sentence.text, random), 'renumbered', 'numeric'],
      [negated(sentence.text), 'negated', 'polarity'],
      [swapped(sentence.text), 'swapped', 'temporal'],
    ];
    for (const [text, origin, kind] of changes)
      if (text !== null) await learn(make(text, 'contradicted', kind), origin);
  }
  return rows;
};

const riskTrees = (rows: readonly LearnedClaim[]): TreeEnsemble =>
  boostTrees(
    rows.map(
      (row): TrainingRow => ({
        vector: row.vector,
        positive: row.item.label !== 'supported',
        weight: row.weight,
      }),
    ),
    FEATURE_NAMES.length,
    BOOSTING,
  );

const contradictionTrees = (rows: readonly LearnedClaim[]): TreeEnsemble =>
  boostTrees(
    rows
      .filter((row) => row.item.label !== 'supported')
      .map((row) => ({
        vector: row.vector,
        positive: row.item.label === 'contradicted',
        weight: row.origin === 'written' ? 1 : row.weight,
      })),
    FEATURE_NAMES.length,
    { ...BOOSTING, rounds: 60 },
  );

/** Shares of the written right claims that each operating point lets fail, on knowledge bases that the model had not seen. */
const FALSE_ALARMS = { cautious: 0.06, balanced: 0.04, permissive: 0.02 } as const;
/** Share of right claims among the verified ones, at one wrong claim in five. */
const VERIFIED_PRECISION = { cautious: 0.995, balanced: 0.99, permissive: 0.985 } as const;

const thresholdsOf = (rows: readonly LearnedClaim[], lanes: readonly Lane[]): RiskModel['thresholds'] => {
  const written = rows.filter((row) => row.origin === 'written');
  const right = written
    .filter((row) => row.item.label === 'supported')
    .map((row) => (mayFail(row.vector, lanes) ? row : { ...row, held_out_risk: 0 }));
  const point = (name: keyof typeof FALSE_ALARMS): { failing: number; verified: number } => ({
    failing: weightedQuantile(right, 1 - FALSE_ALARMS[name]),
    verified: verifiedUpTo(written, VERIFIED_PRECISION[name]),
  });
  return { cautious: point('cautious'), balanced: point('balanced'), permissive: point('permissive') };
};

const VERIFIED_MIN = 50;

/**
 * The highest risk up to which claims that may be verified are right often enough, right ones counted by the weight of
 * their kind and all alike; 0 where there are too few.
 */
const verifiedUpTo = (written: readonly LearnedClaim[], precisionMin: number): number => {
  const isRight = (row: LearnedClaim): boolean => row.item.label === 'supported';
  const right = written.filter(isRight);
  const rightWeight = right.reduce((sum, row) => sum + row.weight, 0);
  let [weighted, alike, wrong, seen, highest] = [0, 0, 0, 0, 0];
  for (const row of [...written].sort((a, b) => a.held_out_risk - b.held_out_risk)) {
    if (!row.may_verify) continue;
    seen++;
    if (isRight(row)) {
      weighted += ((1 - WRONG_SHARE) * row.weight) / rightWeight;
      alike += (1 - WRONG_SHARE) / right.length;
    } else wrong += WRONG_SHARE / (written.length - right.length);
    const least = Math.min(weighted, alike);
    if (seen >= VERIFIED_MIN && least >= precisionMin * (least + wrong)) highest = row.held_out_risk;
  }
  return Math.floor(highest * 10_000) / 10_000;
};

const weightedQuantile = (rows: readonly LearnedClaim[], q: number): number => {
  const sorted = [...rows].sort((a, b) => a.held_out_risk - b.held_out_risk);
  const total = sorted.reduce((sum, row) => sum + row.weight, 0);
  let sum = 0;
  for (const row of sorted) {
    sum += row.weight;
    if (sum >= q * total) return Math.round(row.held_out_risk * 10_000) / 10_000;
  }
  return 1;
};

const heldOutAuc = (rows: readonly LearnedClaim[]): Record<string, number | null> => {
  const area = (some: readonly LearnedClaim[]): number | null =>
    auc(some.map((row) => ({ risk: row.held_out_risk, wrong: row.item.label !== 'supported' })));
  const written = rows.filter((row) => row.origin === 'written');
  return {
    all: area(rows),
    written: area(written),
    written_plain_against_wrong: area(
      written.filter((row) => row.item.label !== 'supported' || row.item.kind === 'plain'),
    ),
    sentences: area(rows.filter((row) => row.item.group.includes('-sentence-'))),
    written_en: area(written.filter((row) => row.item.lang === 'en')),
    written_fr: area(written.filter((row) => row.item.lang === 'fr')),
  };
};
