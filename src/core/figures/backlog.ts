import type { HandoffTimes } from '../ports.js';

const HOUR_MS = 3_600_000;

/** Handoffs that waited for a person in one hour, as far as it has passed. */
export interface HourBacklog {
  /** Sum over the handoffs of the time that each waited. */
  waited_ms: number;
  passed_ms: number;
  /** Most at once. */
  max: number;
}

/**
 * The backlog of each hour. A handoff waits from its opening to its first claim, or to its end.
 * @param hours starts of the hours, rising.
 */
export const backlogByHour = (
  handoffs: readonly Pick<HandoffTimes, 'created_at_ms' | 'claimed_at_ms' | 'ended_at_ms'>[],
  hours: Iterable<number>,
  nowMs: number,
): Map<number, HourBacklog> => {
  const steps = handoffs
    .map(({ created_at_ms, claimed_at_ms, ended_at_ms }) => ({
      from: created_at_ms,
      until: claimed_at_ms ?? ended_at_ms ?? nowMs,
    }))
    .filter(({ from, until }) => until > from)
    .flatMap(({ from, until }) => [
      { at: from, by: 1 },
      { at: until, by: -1 },
    ])
    // One that ends comes first, so that one that follows another is not counted beside it.
    .sort((a, b) => a.at - b.at || a.by - b.by);
  const backlog = new Map<number, HourBacklog>();
  let [next, waiting] = [0, 0];
  const walk = (untilMs: number, meet: (at: number) => void): void => {
    for (let step = steps[next]; step !== undefined && step.at < untilMs; step = steps[next]) {
      meet(step.at);
      waiting += step.by;
      next += 1;
    }
  };
  for (const hour of hours) {
    const end = Math.min(hour + HOUR_MS, nowMs);
    if (end <= hour) break;
    walk(hour, () => {});
    let [at, waited_ms, max] = [hour, 0, 0];
    const pass = (until: number): void => {
      waited_ms += waiting * (until - at);
      if (until > at) max = Math.max(max, waiting);
      at = until;
    };
    walk(end, pass);
    pass(end);
    backlog.set(hour, { waited_ms, passed_ms: end - hour, max });
  }
  return backlog;
};

/** Mean over the time that has passed, null before any has, and the most at once. */
export const backlogOf = (hours: readonly HourBacklog[]): { mean: number | null; max: number } => {
  const passedMs = hours.reduce((sum, { passed_ms }) => sum + passed_ms, 0);
  const waitedMs = hours.reduce((sum, { waited_ms }) => sum + waited_ms, 0);
  return {
    mean: passedMs === 0 ? null : waitedMs / passedMs,
    max: hours.reduce((most, { max }) => Math.max(most, max), 0),
  };
};
