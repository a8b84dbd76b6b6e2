import { z } from 'zod';
import type { Verdict } from '../../../schema/index.js';
import type { Signal } from '../check.js';

/** A check's relation from a strength on, and how often claims were as it says, on operators that it was not made for. */
export const Lane = z.object({
  check: z.string(),
  relation: z.enum(['supports', 'contradicts', 'absent']),
  strength_min: z.number(),
  /** Share of claims that are as the lane says, right ones for `supports`, at one wrong claim in five; in [0, 1]. */
  precision: z.number(),
  hits: z.int(),
  /** Sure enough to outweigh the model. */
  decides: z.boolean(),
});
export type Lane = z.infer<typeof Lane>;

type LaneSignal = Pick<Signal, 'relation' | 'strength'>;

/** The lane that a signal is in: the one of its check and relation with the highest strength that it reaches. */
export const laneOf = (lanes: readonly Lane[], check: string, signal: LaneSignal): Lane | null => {
  let best: Lane | null = null;
  for (const lane of lanes)
    if (
      lane.check === check &&
      lane.relation === signal.relation &&
      signal.strength >= lane.strength_min &&
      (best === null || lane.strength_min > best.strength_min)
    )
      best = lane;
  return best;
};

/** Weakest signal against a claim that is told as a finding. */
const TOLD_MIN = 0.3;
/** What a signal in no measured lane counts. */
const UNMEASURED = 0.25;
/** Least precision of a finding for which a claim may fail. */
const REASON_PRECISION_MIN = 0.25;

/** Precision of a signal against a claim; 0 for support and for signals too weak to be told. */
export const precisionAgainst = (lanes: readonly Lane[], check: string, signal: LaneSignal): number =>
  signal.relation === 'supports' || signal.strength < TOLD_MIN
    ? 0
    : (laneOf(lanes, check, signal)?.precision ?? UNMEASURED);

/** Names in a finding the risk itself, where no check speaks against a claim that fails. */
export const BY_RISK_ALONE = 'risk';

/** What no policy mentions may be worded otherwise there: silence is no more of a reason than the risk itself. */
const OF_SILENCE: ReadonlySet<string> = new Set(['unknown-thing', BY_RISK_ALONE]);

/** Whether a finding's check tells of silence alone, and speaks against nothing. */
export const tellsOfSilence = (check: string): boolean => OF_SILENCE.has(check);

/** Whether a claim fails though no check speaks against it: by its risk, and because no clause bears it out. */
export const failsByRiskAlone = ({
  band,
  findings,
  is_proven,
}: Pick<Verdict, 'band' | 'findings' | 'is_proven'>): boolean =>
  band === 'failing' &&
  is_proven !== true &&
  findings.length > 0 &&
  findings.every(({ check }) => tellsOfSilence(check));

/** Whether a signal is worth an intervention. */
export const isReason = (lanes: readonly Lane[], check: string, signal: LaneSignal): boolean =>
  !tellsOfSilence(check) && precisionAgainst(lanes, check, signal) >= REASON_PRECISION_MIN;
