import { z } from 'zod';
import { quantile, seededRandom } from './metrics.js';

/** A labelled claim of an evaluation of lanes, with its risk from a model that had not seen its operator. */
export const ScoredClaim = z.object({
  id: z.string(),
  kb: z.string(),
  /** Claims about one fact: they are drawn together. */
  group: z.string(),
  lang: z.string(),
  kind: z.string(),
  wrong: z.boolean(),
  risk: z.number(),
});
export type ScoredClaim = z.infer<typeof ScoredClaim>;

/** A figure before and after, and the 95% interval of its gain. */
export interface Gain {
  before: number;
  after: number;
  gain: number;
  interval_95: [number, number];
}

export interface RankingGains {
  claims: number;
  /** Claims that only one of the two evaluations has. */
  unpaired: number;
  auc: Gain;
  /** Share of wrong claims caught at 5% of right ones intervened on. */
  caught_at_5: Gain;
}

const RESAMPLES = 1_000;
const SEED = 20_260_301;
const FALSE_SHARE = 0.05;

/**
 * Paired bootstrap of two rankings of the same claims: groups of claims are drawn with replacement, 1,000 times, and
 * both rankings measured on each draw. Null without common right and wrong claims.
 */
export const compareRankings = (
  before: readonly ScoredClaim[],
  after: readonly ScoredClaim[],
): RankingGains | null => {
  const earlier = new Map(before.map((claim) => [claim.id, claim]));
  const pairs = after.flatMap((claim) => {
    const old = earlier.get(claim.id);
    return old === undefined ? [] : [{ old, now: claim }];
  });
  const wrong = pairs.filter(({ now }) => now.wrong).length;
  if (wrong === 0 || wrong === pairs.length) return null;
  const groups = [...new Set(pairs.map(({ now }) => now.group))];
  const numberOf = new Map(groups.map((group, i) => [group, i]));
  const groupOf = pairs.map(({ now }) => numberOf.get(now.group) ?? 0);
  const measures = [pairs.map(({ old }) => old), pairs.map(({ now }) => now)].map(weightedRanking);
  const [old, now] = measures;
  if (old === undefined || now === undefined) return null;
  const ones = new Float64Array(pairs.length).fill(1);
  const [whole, wholeNow] = [old(ones), now(ones)];
  const draws = { auc: [] as number[], caught: [] as number[] };
  const random = seededRandom(SEED);
  for (let round = 0; round < RESAMPLES; round++) {
    const drawn = new Float64Array(groups.length);
    for (let i = 0; i < groups.length; i++) {
      const group = Math.floor(random() * groups.length);
      drawn[group] = (drawn[group] ?? 0) + 1;
    }
    const weights = Float64Array.from(groupOf, (group) => drawn[group] ?? 0);
    const [a, b] = [old(weights), now(weights)];
    draws.auc.push(b.auc - a.auc);
    draws.caught.push(b.caught - a.caught);
  }
  const gain = (from: number, to: number, gains: readonly number[]): Gain => ({
    before: from,
    after: to,
    gain: to - from,
    interval_95: [quantile(gains, 0.025), quantile(gains, 0.975)],
  });
  return {
    claims: pairs.length,
    unpaired: before.length + after.length - 2 * pairs.length,
    auc: gain(whole.auc, wholeNow.auc, draws.auc),
    caught_at_5: gain(whole.caught, wholeNow.caught, draws.caught),
  };
};

/** Area under the ROC curve and what is caught at 5%, of claims that each count so many times; sorted once. */
const weightedRanking = (
  claims: readonly ScoredClaim[],
): ((weights: Float64Array) => { auc: number; caught: number }) => {
  const order = claims.map((_, i) => i).sort((a, b) => (claims[b]?.risk ?? 0) - (claims[a]?.risk ?? 0));
  const risks = Float64Array.from(claims, (claim) => claim.risk);
  const isWrong = Uint8Array.from(claims, (claim) => (claim.wrong ? 1 : 0));
  return (weights) => {
    let [wrongTotal, rightTotal] = [0, 0];
    weights.forEach((weight, i) => {
      if (isWrong[i] === 1) wrongTotal += weight;
      else rightTotal += weight;
    });
    let [wrong, right, area, caught] = [0, 0, 0, 0];
    for (let start = 0; start < order.length; ) {
      const risk = risks[order[start] ?? 0];
      let [wrongHere, rightHere] = [0, 0];
      for (; start < order.length && risks[order[start] ?? 0] === risk; start++) {
        const i = order[start] ?? 0;
        if (isWrong[i] === 1) wrongHere += weights[i] ?? 0;
        else rightHere += weights[i] ?? 0;
      }
      area += rightHere * (wrong + wrongHere / 2);
      wrong += wrongHere;
      right += rightHere;
      if (right <= FALSE_SHARE * rightTotal) caught = wrong;
    }
    if (wrongTotal === 0 || rightTotal === 0) return { auc: 0.5, caught: 0 };
    return { auc: area / (wrongTotal * rightTotal), caught: caught / wrongTotal };
  };
};
