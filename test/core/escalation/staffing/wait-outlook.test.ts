import { describe, expect, it } from 'vitest';
import {
  configuredStaffing,
  expiresAt,
  serviceLevelAt,
  waitOutlook,
} from '../../../../src/core/escalation/index.js';
import { Config } from '../../../../src/schema/index.js';

const MINUTE = 60_000;
const config = Config.parse({
  handoff: { hours: { weekly: { mon: ['09:00-17:00'], tue: ['09:00-17:00'] } }, expires_after_min: 30 },
});
const OFFICE = configuredStaffing(config);
const ALWAYS = configuredStaffing(Config.parse({}));
const NOON = Date.parse('2026-03-02T12:00:00-05:00');
const EVENING = Date.parse('2026-03-02T19:00:00-05:00');
const MORNING = Date.parse('2026-03-03T09:00:00-05:00');

/** A claim so many minutes before noon, of somebody who had waited so many. */
const claim = (agoMin: number, waitedMin: number) => ({
  at_ms: NOON - agoMin * MINUTE,
  waited_ms: waitedMin * MINUTE,
});

const outlook = (
  recent_claims: { at_ms: number; waited_ms: number }[],
  { position = 1, at_ms = NOON, staffing = ALWAYS } = {},
) => waitOutlook({ queue: { recent_claims }, position, staffing, at_ms });

describe('the expected wait', () => {
  it.each([
    { name: 'no claim', claims: [] },
    { name: 'two claims', claims: [claim(5, 1), claim(10, 1)] },
    { name: 'claims of weeks ago', claims: [claim(20_000, 1), claim(20_001, 1), claim(20_002, 1)] },
  ])('is unknown after $name', ({ claims }) => {
    expect(outlook(claims).expected_wait_ms).toBeNull();
  });

  it('is the time to the claim where few come', () => {
    const claims = [claim(5, 1), claim(25, 2), claim(60, 1)];
    expect(outlook(claims).expected_wait_ms).toBe(1 * MINUTE);
  });

  it('is the time between claims for each place where many wait', () => {
    // All had waited for half an hour; every four minutes one was taken.
    const claims = [claim(2, 30), claim(6, 30), claim(10, 30), claim(14, 30), claim(18, 30)];
    expect(outlook(claims).expected_wait_ms).toBe(4 * MINUTE);
    expect(outlook(claims, { position: 5 }).expected_wait_ms).toBe(20 * MINUTE);
  });

  it('leaves nights out: who came in the evening was next from the morning on', () => {
    const claims = [3, 6, 9, 12].map((min) => ({
      at_ms: MORNING + min * MINUTE,
      waited_ms: MORNING + min * MINUTE - EVENING,
    }));
    const at_ms = MORNING + 15 * MINUTE;
    expect(outlook(claims.reverse(), { at_ms, staffing: OFFICE }).expected_wait_ms).toBe(3 * MINUTE);
  });

  it('outside the hours begins with the next opening', () => {
    const claims = [claim(2, 30), claim(6, 30), claim(10, 30), claim(14, 30)];
    expect(outlook(claims, { at_ms: EVENING, staffing: OFFICE, position: 2 })).toEqual({
      is_staffed: false,
      opens_at_ms: MORNING,
      position: 2,
      expected_wait_ms: MORNING - EVENING + 8 * MINUTE,
    });
    expect(outlook([], { at_ms: EVENING, staffing: OFFICE })).toMatchObject({
      opens_at_ms: MORNING,
      expected_wait_ms: null,
    });
  });
});

describe('timers of a case', () => {
  it('run within the hours', () => {
    expect(expiresAt(config.handoff, OFFICE, EVENING)).toBe(MORNING + 30 * MINUTE);
    expect(serviceLevelAt(config.handoff, OFFICE, EVENING)).toBe(MORNING + 2 * MINUTE);
    expect(expiresAt({ expires_after_min: null }, OFFICE, EVENING)).toBeNull();
  });
});
