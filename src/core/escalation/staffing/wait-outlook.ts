import type { Queue } from '../../ports.js';
import type { Staffing } from './staffing.js';

/** Fewer claims than this say nothing about the next one. */
const CLAIMS_MIN = 3;

/** Older claims tell of another staffing. */
const CLAIMS_AGE_MS_MAX = 7 * 86_400_000;

/** What can be said to a customer who waits. */
export interface WaitOutlook {
  is_staffed: boolean;
  /** When people are next there; null while they are, or if that is not within a year. */
  opens_at_ms: number | null;
  /** Place in the queue, 1 for the next. */
  position: number;
  /** From now, closed hours included; null when nothing is known. */
  expected_wait_ms: number | null;
}

/**
 * How long somebody at a place in the queue will probably wait. Each recent claim shows how long that customer was the
 * next to be taken: since the claim before or since they came, whichever is later, counted from the next opening. The
 * median of these times the place is the expectation. It is silent until three claims of the last week are known.
 */
export function waitOutlook(options: {
  queue: Pick<Queue, 'recent_claims'>;
  position: number;
  staffing: Staffing;
  at_ms: number;
}): WaitOutlook {
  const { position, staffing, at_ms } = options;
  const isStaffed = staffing.isStaffed(at_ms);
  const opening = staffing.nextOpening(at_ms);
  const turnMs = medianTurnMs(options.queue.recent_claims, staffing, at_ms);
  const start = opening ?? at_ms;
  const claimed =
    turnMs === null || opening === null ? null : staffing.afterStaffed(start, position * turnMs);
  return {
    is_staffed: isStaffed,
    opens_at_ms: isStaffed ? null : opening,
    position,
    expected_wait_ms: claimed === null ? null : claimed - at_ms,
  };
}

function medianTurnMs(claims: Queue['recent_claims'], staffing: Staffing, atMs: number): number | null {
  const turns: number[] = [];
  for (const [index, claim] of claims.entries()) {
    if (claim.at_ms < atMs - CLAIMS_AGE_MS_MAX) break;
    const came = claim.at_ms - claim.waited_ms;
    const next = Math.max(came, claims[index + 1]?.at_ms ?? came);
    turns.push(Math.max(0, claim.at_ms - (staffing.nextOpening(next) ?? next)));
  }
  turns.sort((a, b) => a - b);
  return turns.length < CLAIMS_MIN ? null : (turns[turns.length >> 1] ?? null);
}
