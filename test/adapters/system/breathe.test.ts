import { expect, it } from 'vitest';
import { breather } from '../../../src/adapters/system/index.js';

it('lets other work in once a stretch of time is over, and not before', async () => {
  let nowMs = 0;
  let turns = 0;
  const breathe = breather(() => nowMs);
  setImmediate(() => {
    turns += 1;
  });
  await breathe();
  expect(turns).toBe(0);
  nowMs = 50;
  await breathe();
  expect(turns).toBe(1);
});
