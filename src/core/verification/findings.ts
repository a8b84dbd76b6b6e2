import type { Finding, VerdictLabel } from '../../schema/index.js';
import type { Signal } from './check.js';
import { CHECKS } from './checks/index.js';
import type { SignalsByCheck } from './features.js';
import { type Lane, laneOf } from './lanes.js';

const FINDINGS_MAX = 3;
/** Weakest signal against a claim that is told as a finding. */
const TOLD_MIN = 0.25;
/** What a signal in no measured lane counts. */
const UNMEASURED = 0.25;
/** Signals that hold of right claims as often as of wrong ones say nothing. */
const TOLD_PRECISION_MIN = 0.19;
/** Least precision of a finding for which a claim may fail. */
const REASON_PRECISION_MIN = 0.25;

interface Told {
  check: string;
  signal: Signal;
  finding: NonNullable<Signal['finding']>;
  precision: number;
}

const toldOf = (signals: SignalsByCheck, lanes: readonly Lane[]): Told[] =>
  [...signals].flatMap(([check, signal]): Told[] => {
    const { finding } = signal;
    if (finding === null || signal.strength < TOLD_MIN) return [];
    const precision = laneOf(lanes, check, signal)?.precision ?? UNMEASURED;
    return precision < TOLD_PRECISION_MIN ? [] : [{ check, signal, finding, precision }];
  });

/** Whether some finding is worth an intervention. */
export const tellsWhy = (signals: SignalsByCheck, lanes: readonly Lane[]): boolean =>
  toldOf(signals, lanes).some((told) => told.precision >= REASON_PRECISION_MIN);

/**
 * What to tell of the signals, most decisive first: by the measured precision of their lane, then by strength. Where the
 * label is `contradicted`, contradictions go first.
 */
export const findingsOf = (
  signals: SignalsByCheck,
  lanes: readonly Lane[],
  label: VerdictLabel,
): Finding[] => {
  const order = new Map(CHECKS.map((check, i) => [check.name, i]));
  const fits = ({ signal }: Told): number =>
    label === 'contradicted' && signal.relation === 'contradicts' ? 1 : 0;
  return toldOf(signals, lanes)
    .sort(
      (a, b) =>
        fits(b) - fits(a) ||
        b.precision - a.precision ||
        b.signal.strength - a.signal.strength ||
        (order.get(a.check) ?? 0) - (order.get(b.check) ?? 0),
    )
    .slice(0, FINDINGS_MAX)
    .map(({ check, finding }) => ({ kind: finding.kind, check, message: finding.message }));
};
