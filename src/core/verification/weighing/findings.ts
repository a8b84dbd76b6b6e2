import type { Finding, VerdictLabel } from '../../../schema/index.js';
import type { Signal } from '../check.js';
import { CHECKS } from '../checks/index.js';
import type { SignalsByCheck } from './features.js';
import { isReason, type Lane, precisionAgainst } from './lanes.js';

const FINDINGS_MAX = 3;
/** Signals that hold of right claims as often as of wrong ones say nothing. */
const TOLD_PRECISION_MIN = 0.19;
interface Told {
  check: string;
  signal: Signal;
  finding: NonNullable<Signal['finding']>;
  precision: number;
}

const toldOf = (signals: SignalsByCheck, lanes: readonly Lane[]): Told[] =>
  [...signals].flatMap(([check, signal]): Told[] => {
    const precision = precisionAgainst(lanes, check, signal);
    return signal.finding === null || precision < TOLD_PRECISION_MIN
      ? []
      : [{ check, signal, finding: signal.finding, precision }];
  });

/** Whether some finding is worth an intervention. */
export const tellsWhy = (signals: SignalsByCheck, lanes: readonly Lane[]): boolean =>
  [...signals].some(([check, signal]) => signal.finding !== null && isReason(lanes, check, signal));

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
