import { expect, it } from 'vitest';
import { bandFigures, errorRates } from '../../../src/evaluation/index.js';

it('bandFigures tells how much each band holds and how often it is as it says', () => {
  const bands = bandFigures([
    { band: 'verified', right: true },
    { band: 'verified', right: false },
    { band: 'not_verified', right: true },
    { band: 'failing', right: false },
  ]);
  expect(bands.verified).toEqual({ count: 2, share: 0.5, right: 1, precision: 0.5 });
  expect(bands.failing).toMatchObject({ count: 1, precision: 1 });
  expect(bandFigures([]).failing).toEqual({ count: 0, share: 0, right: 0, precision: null });
});

it('errorRates separates wrong answers that pass from right ones that do not', () => {
  const rates = errorRates([
    { decision: 'pass', expected: 'intervene' },
    { decision: 'rewrite', expected: 'intervene' },
    { decision: 'rewrite', expected: 'pass' },
    { decision: 'escalate', expected: 'pass' },
    { decision: 'block', expected: 'pass' },
    { decision: 'pass', expected: 'pass' },
    { decision: 'pass', expected: null },
  ]);
  expect(rates).toEqual({ right: 4, wrong: 2, missed: 0.5, false_rewrite: 0.25, false_escalation: 0.5 });
});
