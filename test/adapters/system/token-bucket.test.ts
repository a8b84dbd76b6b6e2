import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tokenBuckets } from '../../../src/adapters/system/index.js';

const limiterAt = (options: { perMinute: number; burst: number; idsMax?: number }) => {
  let nowMs = 1_000_000;
  const limiter = tokenBuckets(options, { nowMs: () => nowMs });
  return {
    take: (id = 'a') => limiter.take(id),
    pass: (ms: number) => {
      nowMs += ms;
    },
  };
};

describe('token buckets', () => {
  it('give a burst, then one request each time the rate allows, and say how long to wait', () => {
    const { take, pass } = limiterAt({ perMinute: 60, burst: 2 });
    expect([take(), take(), take()]).toEqual([0, 0, 1_000]);
    pass(400);
    expect(take()).toBe(600);
    pass(600);
    expect([take(), take()]).toEqual([0, 1_000]);
  });

  it('are full again after a rest, and no fuller', () => {
    const { take, pass } = limiterAt({ perMinute: 60, burst: 2 });
    take();
    pass(3_600_000);
    expect([take(), take(), take() > 0]).toEqual([0, 0, true]);
  });

  it('are apart by id', () => {
    const { take } = limiterAt({ perMinute: 1, burst: 1 });
    expect([take('a'), take('b')]).toEqual([0, 0]);
    expect(take('a')).toBeGreaterThan(0);
  });

  it('give nothing for a clock that is set back and forth', () => {
    const { take, pass } = limiterAt({ perMinute: 60, burst: 1 });
    take();
    for (let turn = 0; turn < 5; turn += 1) {
      pass(-10_000);
      expect(take()).toBeGreaterThan(0);
      pass(10_000);
      expect(take()).toBeGreaterThan(0);
    }
  });

  it('remember no more ids than they may, and forget the one unused for longest', () => {
    const { take } = limiterAt({ perMinute: 1, burst: 1, idsMax: 2 });
    take('a');
    take('b');
    take('a');
    take('c');
    expect(take('a')).toBeGreaterThan(0);
    expect(take('b')).toBe(0);
  });

  it('never allow more than burst and rate, whatever the pattern of requests', () => {
    const requests = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(requests, (gapsMs) => {
        const { take, pass } = limiterAt({ perMinute: 60, burst: 3 });
        let taken = 0;
        let passedMs = 0;
        for (const gapMs of gapsMs) {
          pass(gapMs);
          passedMs += gapMs;
          if (take() === 0) taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(3 + passedMs / 1_000);
      }),
    );
  });
});
