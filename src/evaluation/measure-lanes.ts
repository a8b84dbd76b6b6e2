import { CHECKS, FEATURE_NAMES, isReason, type Lane } from '../core/verification/index.js';

/** A claim as people wrote and labelled it, with what the checks said. */
export interface MeasuredClaim {
  vector: readonly number[];
  supported: boolean;
  kb: string;
  /** How much a right claim of its kind counts. */
  weight: number;
}

/** Wrong claims among all, where an answer has two to three claims and every second answer one wrong. */
export const WRONG_SHARE = 0.2;
export const LANE_STRENGTHS = [0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1] as const;
export const LANE_RELATIONS = ['supports', 'contradicts', 'absent'] as const;

/** Fewest hits that say anything, and fewest for a lane that decides, from how many operators. */
const HITS_MIN = 12;
const DECIDING_HITS_MIN = 20;
const DECIDING_OPERATORS_MIN = 4;
/** Least lower bound (80%, one-sided 90%) of the precision of a lane that decides. */
const AGAINST_MIN = 0.9;
const FOR_MIN = 0.96;
const Z = 1.2816;

/**
 * Precision of every check's relation from several strengths on: claims are weighted so that one in five is wrong, right
 * ones once by their kind's weight and once alike, and the lower of the two precisions counts. A stronger lane is kept where it is surer than the weaker one.
 */
export const measureLanes = (claims: readonly MeasuredClaim[]): Lane[] => {
  const lanes: Lane[] = [];
  for (const { name: check } of CHECKS)
    for (const relation of LANE_RELATIONS) {
      const place = FEATURE_NAMES.indexOf(`${check}:${relation}`);
      let before = 0;
      for (const strength of LANE_STRENGTHS) {
        const hit = claims.filter((claim) => (claim.vector[place] ?? 0) >= strength);
        if (hit.length < HITS_MIN) break;
        const precision = lanePrecision(hit, claims, relation);
        if (precision <= before) continue;
        before = precision;
        lanes.push({
          check,
          relation,
          strength_min: strength,
          precision: Math.round(precision * 1000) / 1000,
          hits: hit.length,
          decides:
            hit.length >= DECIDING_HITS_MIN &&
            new Set(hit.map((claim) => claim.kb)).size >= DECIDING_OPERATORS_MIN &&
            lowerBound(precision, hit.length) >= (relation === 'supports' ? FOR_MIN : AGAINST_MIN),
        });
      }
    }
  return lanes;
};

/**
 * Share of the hits among all claims that are as a lane says, one claim in five counting as wrong; right ones once by
 * their kind's weight and once alike, the lower of the two. 0 where right or wrong claims are missing.
 */
export const lanePrecision = (
  hit: readonly MeasuredClaim[],
  claims: readonly MeasuredClaim[],
  relation: Lane['relation'],
): number => {
  const wrongTotal = claims.filter((claim) => !claim.supported).length;
  const wrong = hit.filter((claim) => !claim.supported).length / wrongTotal;
  const precision = Math.min(
    ...[(claim: MeasuredClaim) => claim.weight, () => 1].map((weight) => {
      const isWrong = shareWrong(wrong, weightOfRight(hit, weight) / weightOfRight(claims, weight));
      return relation === 'supports' ? 1 - isWrong : isWrong;
    }),
  );
  return Number.isFinite(precision) ? precision : 0;
};

/** Whether some check's signal in the vector is a reason to let the claim fail. */
export const mayFail = (vector: readonly number[], lanes: readonly Lane[]): boolean =>
  CHECKS.some(({ name }) =>
    LANE_RELATIONS.some((relation) => {
      const strength = vector[FEATURE_NAMES.indexOf(`${name}:${relation}`)] ?? 0;
      return isReason(lanes, name, { relation, strength });
    }),
  );

const weightOfRight = (claims: readonly MeasuredClaim[], weight: (claim: MeasuredClaim) => number): number =>
  claims.reduce((sum, claim) => sum + (claim.supported ? weight(claim) : 0), 0);

const shareWrong = (wrong: number, right: number): number =>
  (WRONG_SHARE * wrong) / (WRONG_SHARE * wrong + (1 - WRONG_SHARE) * right);

/** Wilson's lower bound (80%, one-sided 90%) of a share that was seen in `count` trials. */
export const lowerBound = (share: number, count: number): number =>
  (share + (Z * Z) / (2 * count) - Z * Math.sqrt((share * (1 - share)) / count + (Z / (2 * count)) ** 2)) /
  (1 + (Z * Z) / count);
