import { expect, it } from 'vitest';
import { followEvents } from '../../../src/http/handoffs-api/index.js';
import type { HandoffEvent } from '../../../src/schema/index.js';
import { claim, newHandoff, resolve, said } from '../../contract/index.js';
import { MemoryHandoffStore } from '../../support/memory-handoffs.js';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Followers of one store, with what each was handed, and how often the log was read. */
const follow = (count: number) => {
  const handoffs = new MemoryHandoffStore();
  let reads = 0;
  let failing = 0;
  const events = handoffs.events.bind(handoffs);
  handoffs.events = async (...query) => {
    reads += 1;
    if (failing > 0) {
      failing -= 1;
      throw new Error('busy');
    }
    return await events(...query);
  };
  const ticking: (() => void)[] = [];
  const timers = {
    every: (_intervalMs: number, run: () => void) => {
      ticking.push(run);
      return () => undefined;
    },
  };
  const handed = Array.from({ length: count }, () => {
    const seqs: number[] = [];
    const hand = async (event: HandoffEvent) => void seqs.push(event.seq);
    followEvents({ handoffs, feed: handoffs.feed, timers, log }, { tenant: 'default', afterSeq: 0 }, hand);
    return seqs;
  });
  return {
    handoffs,
    handed,
    reads: () => reads,
    failNext: () => {
      failing = 1;
    },
    tick: () => {
      for (const run of ticking) run();
    },
  };
};

it('all who follow get every event once and in order, and the log is read once for each, not for each of them', async () => {
  const { handoffs, handed, reads } = follow(50);
  await expect.poll(reads).toBe(50);
  await handoffs.open(newHandoff({ id: 'h1' }));
  await handoffs.change('default', 'h1', claim());
  await Promise.all(['one', 'two', 'three'].map((text) => handoffs.change('default', 'h1', said(text))));
  await handoffs.change('default', 'h1', resolve());
  await expect.poll(() => handed.every((seqs) => seqs.length === 6)).toBe(true);
  for (const seqs of handed) expect(seqs).toEqual([1, 2, 3, 4, 5, 6]);
  expect(reads()).toBeLessThan(50 + 20);
});

it('a read that fails is made anew by all who shared it', async () => {
  const { handoffs, handed, reads, failNext, tick } = follow(5);
  await expect.poll(reads).toBe(5);
  failNext();
  await handoffs.open(newHandoff({ id: 'h1' }));
  await expect.poll(reads).toBe(6);
  tick();
  await expect.poll(() => handed.every((seqs) => seqs.length === 1)).toBe(true);
});
