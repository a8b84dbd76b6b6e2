import { faultForLog } from '../../core/errors.js';
import { configuredStaffing, type Expectation, waitOutlook } from '../../core/escalation/index.js';
import type { Handoff } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';

/**
 * What the customer of a waiting handoff may honestly expect now: place and usual wait, or when people are back. Where
 * the queue can't be read nothing is said of it.
 */
export const expectationOf = async (handoff: Handoff, deps: AppDeps): Promise<Expectation> => {
  const { config, clock, handoffs, log } = deps;
  const now = staffedNow(deps);
  if (now.kind === 'closed') return now;
  const at_ms = Math.trunc(clock.nowMs());
  const staffing = configuredStaffing(config);
  try {
    const [position, queue] = await Promise.all([
      handoffs.position(handoff),
      handoffs.queue(handoff.tenant, handoff.route),
    ]);
    const outlook = waitOutlook({ queue, position: Math.max(1, position), staffing, at_ms });
    return {
      kind: 'staffed',
      position: position > 0 ? position : null,
      wait_ms: outlook.expected_wait_ms,
    };
  } catch (error) {
    log.warn('the queue could not be read', { handoff_id: handoff.id, error: faultForLog(error) });
    return now;
  }
};

/** Whether people are there now, without a word on the wait. */
export const staffedNow = ({ config, clock }: Pick<AppDeps, 'config' | 'clock'>): Expectation => {
  const at_ms = Math.trunc(clock.nowMs());
  const staffing = configuredStaffing(config);
  if (staffing.isStaffed(at_ms)) return { kind: 'staffed', position: null, wait_ms: null };
  const timezone = config.handoff.hours?.timezone ?? config.timezone;
  return { kind: 'closed', opens_at_ms: staffing.nextOpening(at_ms), timezone };
};
