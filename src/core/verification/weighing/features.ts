import { isOpposite } from '../../lexicon/index.js';
import type { CheckInput, Signal } from '../check.js';
import { CHECKS } from '../checks/index.js';
import { held } from '../matching/alignment.js';
import { type NetworkSays, networkSays } from '../network/index.js';
import { SUM_FEATURES, sumFeatures } from '../sums/index.js';
import { CASE_FEATURES, caseFeatures } from './case-features.js';
import { CLAUSE_FEATURES, clauseFeatures } from './clause-features.js';
import { SLOT_FEATURES, slotFeatures } from './slot-features.js';

/** What a check said, by the check's name; silence is absent. */
export type SignalsByCheck = ReadonlyMap<string, Signal>;

const RELATIONS = ['supports', 'contradicts', 'absent'] as const;

const ALIGNMENT_FEATURES = [
  'coverage',
  'coverage_second',
  'coverage_joined',
  'reverse',
  'gap',
  'unknown_share',
  'retrieval',
  'cross_lingual',
  'from_table',
  'number_count',
  'numbers_unmatched',
  'number_bind_min',
  'number_bind_lead',
  'negation_differs',
  'claim_all',
  'claim_only',
  'evidence_limits',
  'opposite_words',
  'pair_opposed',
  'pair_agrees',
] as const;

/** What the network says of the claim beside its passages: `NetworkSays`. */
export const NETWORK_FEATURES = ['network', 'network_contradicted'] as const;

/** Names of the features, in the order of the vector. */
export const FEATURE_NAMES: readonly string[] = [
  ...CHECKS.flatMap((check) => RELATIONS.map((relation) => `${check.name}:${relation}`)),
  ...ALIGNMENT_FEATURES,
  ...CLAUSE_FEATURES,
  ...SLOT_FEATURES,
  ...SUM_FEATURES,
  ...CASE_FEATURES,
  ...NETWORK_FEATURES,
];

/** The numbers that the model weighs, in the order of `FEATURE_NAMES`, each about [0, 1]; `networkOf` is another network's say. */
export const featureVector = (
  input: CheckInput,
  signals: SignalsByCheck,
  networkOf: (input: CheckInput) => NetworkSays = networkSays,
): number[] => {
  const values: number[] = [];
  for (const check of CHECKS) {
    const signal = signals.get(check.name);
    for (const relation of RELATIONS) values.push(signal?.relation === relation ? signal.strength : 0);
  }
  const named = alignmentFeatures(input);
  for (const name of ALIGNMENT_FEATURES) values.push(named[name]);
  const ofClauses = clauseFeatures(input);
  for (const name of CLAUSE_FEATURES) values.push(ofClauses[name]);
  const ofSlots = slotFeatures(input);
  for (const name of SLOT_FEATURES) values.push(ofSlots[name]);
  const ofSums = sumFeatures(input.quantities);
  for (const name of SUM_FEATURES) values.push(ofSums[name]);
  const ofCase = caseFeatures(input);
  for (const name of CASE_FEATURES) values.push(ofCase[name]);
  const { risk, contradicted } = networkOf(input);
  values.push(risk, contradicted);
  return values;
};

/** What the checks said, read back from a vector with the given names of features. */
export const laneSignals = (
  names: readonly string[],
  vector: readonly number[],
): Map<string, Pick<Signal, 'relation' | 'strength'>> => {
  const signals = new Map<string, Pick<Signal, 'relation' | 'strength'>>();
  for (const { name } of CHECKS)
    for (const relation of RELATIONS) {
      const strength = vector[names.indexOf(`${name}:${relation}`)] ?? 0;
      if (strength > 0) signals.set(name, { relation, strength });
    }
  return signals;
};

const LIMITS = new Set(['quantifier.only', 'quantifier.except']);

const alignmentFeatures = (input: CheckInput): Record<(typeof ALIGNMENT_FEATURES)[number], number> => {
  const { evidence, focus, facts, affinity } = input;
  const [first, second] = evidence;
  let total = 0;
  let joined = 0;
  let unknown = 0;
  let opposite = 0;
  const nearest = evidence.slice(0, 3);
  for (const [key, weight] of focus.own) {
    total += weight;
    joined +=
      weight *
      Math.max(
        0,
        ...nearest.map((item) =>
          Math.max(held(key, item.facts.own, affinity), 0.85 * held(key, item.facts.surround, affinity)),
        ),
      );
    if (!facts.knows(key)) unknown += weight;
    if (first && !first.facts.own.has(key))
      for (const other of first.facts.own)
        if (isOpposite(key, other)) {
          opposite = Math.max(opposite, first.coverage);
          break;
        }
  }
  const numbers = input.quantities.filter(
    (item) => !item.is_premise && !item.is_worked_out && !item.is_case_fact && item.derived === null,
  );
  const bindMin = numbers.reduce((min, item) => Math.min(min, item.equal?.bind ?? 0), 1);
  const lead = numbers.reduce(
    (max, item) => Math.max(max, (item.differing?.bind ?? 0) - (item.equal?.bind ?? 0)),
    numbers.length === 0 ? 0 : -1,
  );
  const claimNegated = input.reading.statements.some(
    (statement) => statement.role === 'main' && (statement.negated || statement.modality === 'forbidden'),
  );
  const evidenceNegated =
    first?.reading.statements.some(
      (statement) => statement.role === 'main' && (statement.negated || statement.modality === 'forbidden'),
    ) ?? false;
  const bestPair = input.pairs[0];
  return {
    coverage: first?.coverage ?? 0,
    coverage_second: second?.coverage ?? 0,
    coverage_joined: total === 0 ? 0 : joined / total,
    reverse: first?.reverse_own ?? 0,
    gap: first?.gap ?? 1,
    unknown_share: total === 0 ? 0 : unknown / total,
    retrieval: first?.retrieval ?? 0,
    cross_lingual: first !== undefined && !first.passage.lang.startsWith(input.claim.lang) ? 1 : 0,
    from_table: first?.passage.row ? 1 : 0,
    number_count: Math.min(1, numbers.length / 4),
    numbers_unmatched:
      numbers.length === 0 ? 0 : numbers.filter((item) => item.equal === null).length / numbers.length,
    number_bind_min: bindMin,
    number_bind_lead: lead,
    negation_differs: claimNegated === evidenceNegated ? 0 : (first?.coverage ?? 0),
    claim_all: input.reading.quantifiers.includes('quantifier.all') ? 1 : 0,
    claim_only: input.reading.quantifiers.includes('quantifier.only') ? 1 : 0,
    evidence_limits: first?.reading.quantifiers.some((quantifier) => LIMITS.has(quantifier))
      ? first.coverage
      : 0,
    opposite_words: opposite,
    pair_opposed: input.pairs.reduce((max, pair) => (pair.opposed ? Math.max(max, pair.covered) : max), 0),
    pair_agrees: bestPair === undefined || bestPair.opposed ? 0 : bestPair.covered,
  };
};
