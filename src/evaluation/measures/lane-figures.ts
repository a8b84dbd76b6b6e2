import { CHECKS, FEATURE_NAMES } from '../../core/verification/index.js';
import {
  LANE_RELATIONS,
  LANE_STRENGTHS,
  lanePrecision,
  lowerBound,
  type MeasuredClaim,
  measureLanes,
} from '../measure-lanes.js';

/** A measured claim with its language. */
export interface LaneClaim extends MeasuredClaim {
  lang: string;
}

/** What a check's relation was worth from a strength on; shares in [0, 1], one claim in five counting as wrong. */
export interface LaneFigures {
  check: string;
  relation: (typeof LANE_RELATIONS)[number];
  strength_min: number;
  hits: number;
  operators: number;
  /** Share of hits that are as the lane says: right for `supports`, wrong for the others. */
  precision: number;
  /** Wilson's lower 80% bound of the precision. */
  lower_80: number;
  /** Share of the right (`supports`) or wrong claims that it hits. */
  recall: number;
  by_language: Record<string, { hits: number; precision: number }>;
  /** Whether training would let it decide alone on these claims. */
  decides: boolean;
}

/** Every check that spoke, by relation and strength; a strength that hits no fewer claims than the one before is left out. */
export const laneFigures = (claims: readonly LaneClaim[]): LaneFigures[] => {
  const deciding = measureLanes(claims).filter((lane) => lane.decides);
  return CHECKS.flatMap(({ name: check }) =>
    LANE_RELATIONS.flatMap((relation) => {
      const place = FEATURE_NAMES.indexOf(`${check}:${relation}`);
      let before = Number.POSITIVE_INFINITY;
      return [0.01, ...LANE_STRENGTHS].flatMap((strength_min) => {
        const hit = claims.filter((claim) => (claim.vector[place] ?? 0) >= strength_min);
        if (hit.length === 0 || hit.length === before) return [];
        before = hit.length;
        const precision = lanePrecision(hit, claims, relation);
        const wanted = claims.filter((claim) => claim.supported === (relation === 'supports'));
        const found = hit.filter((claim) => claim.supported === (relation === 'supports'));
        return [
          {
            check,
            relation,
            strength_min,
            hits: hit.length,
            operators: new Set(hit.map((claim) => claim.kb)).size,
            precision,
            lower_80: lowerBound(precision, hit.length),
            recall: wanted.length === 0 ? 0 : found.length / wanted.length,
            by_language: byLanguage(hit, claims, relation),
            decides: deciding.some(
              (lane) =>
                lane.check === check && lane.relation === relation && lane.strength_min <= strength_min,
            ),
          },
        ];
      });
    }),
  );
};

const byLanguage = (
  hit: readonly LaneClaim[],
  claims: readonly LaneClaim[],
  relation: LaneFigures['relation'],
): LaneFigures['by_language'] =>
  Object.fromEntries(
    [...new Set(hit.map((claim) => claim.lang))].sort().map((lang) => {
      const inIt = (claim: LaneClaim): boolean => claim.lang === lang;
      const own = hit.filter(inIt);
      return [lang, { hits: own.length, precision: lanePrecision(own, claims.filter(inIt), relation) }];
    }),
  );
