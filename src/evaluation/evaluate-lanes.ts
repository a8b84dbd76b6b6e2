import { GroundingError } from '../core/index.js';
import { FEATURE_NAMES, type Lane, laneSignals, outweigh, probability } from '../core/verification/index.js';
import { measureLanes } from './measure-lanes.js';
import type { ScoredClaim } from './measures/compare-rankings.js';
import { type RankingFigures, rankingFigures } from './measures/floors.js';
import { type LaneFigures, laneFigures } from './measures/lane-figures.js';
import { isWritten, measuredClaim, riskFit } from './training/fit-model.js';
import type { LearnedClaim } from './training/learn-claims.js';
import { learnHeldOut, type TrainingOptions } from './training/train.js';

/** What every check is worth on labelled claims, and how well their risks rank them. */
export interface LaneEvaluation {
  operators: string[];
  lanes: LaneFigures[];
  /** By risks of models that had not seen the operator. */
  ranking: { overall: RankingFigures; by_language: Record<string, RankingFigures> };
  claims: ScoredClaim[];
}

/** Risk from which a claim that a lane refutes counts as failing; any will do for a ranking. */
const FAILING = 0.5;

/**
 * Runs every check over the written claims of a training folder, and over those of answers where options name them.
 * The risk of a claim comes from trees, lanes and related words that its operator had no part in. `operators`: only these are told; the others still teach.
 * @throws {GroundingError} request-invalid: an operator that the folder does not have.
 */
export const evaluateLanes = async (
  trainFolder: string,
  options: TrainingOptions & { operators?: readonly string[] },
): Promise<LaneEvaluation> => {
  const { rows } = await learnHeldOut(trainFolder, options);
  const known = [...new Set(rows.map((row) => row.claim.item.kb))].sort();
  const operators = [...(options.operators ?? known)];
  const stranger = operators.find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new GroundingError('request-invalid', {
      detail: `--kb names "${stranger}", but ${trainFolder} has claims on ${known.join(', ')}.`,
    });
  const told = rows.filter((row) => operators.includes(row.claim.item.kb) && isWritten(row.claim));
  const folds = [...new Set(told.map((row) => row.fold))];
  const riskOf = new Map(
    await Promise.all(
      folds.map(async (fold) => {
        const others = rows.filter((row) => row.fold !== fold).map((row) => row.claim);
        const trees = await options.jobs.trees(riskFit(others));
        const lanes = measureLanes(others.filter(({ origin }) => origin === 'written').map(measuredClaim));
        return [
          fold,
          (claim: LearnedClaim) => heldOutRisk(claim, probability(trees, claim.vector), lanes),
        ] as const;
      }),
    ),
  );
  const claims = told.map(
    ({ claim, fold }): ScoredClaim => ({
      id: claim.item.id,
      kb: claim.item.kb,
      group: claim.item.group,
      lang: claim.item.lang,
      kind: claim.item.kind,
      wrong: claim.item.label !== 'supported',
      risk: riskOf.get(fold)?.(claim) ?? 0,
    }),
  );
  const languages = [...new Set(claims.map((claim) => claim.lang))].sort();
  return {
    operators,
    lanes: laneFigures(told.map(({ claim }) => ({ ...measuredClaim(claim), lang: claim.item.lang }))),
    ranking: {
      overall: rankingFigures(claims),
      by_language: Object.fromEntries(
        languages.map((lang) => [lang, rankingFigures(claims.filter((claim) => claim.lang === lang))]),
      ),
    },
    claims,
  };
};

const heldOutRisk = (claim: LearnedClaim, weighed: number, lanes: readonly Lane[]): number =>
  Math.round(
    outweigh(() => weighed, laneSignals(FEATURE_NAMES, claim.vector), lanes, FAILING).risk * 10_000,
  ) / 10_000;
