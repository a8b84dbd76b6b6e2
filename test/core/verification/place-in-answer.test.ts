import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { riskAtPlace, riskModel, verdictAtPlace } from '../../../src/core/verification/index.js';
import type { Verdict } from '../../../src/schema/index.js';

const { failing } = riskModel().thresholds.balanced;

const verdictOf = (risk: number, over: Partial<Verdict> = {}): Verdict => ({
  text: 'Dogs travel free.',
  start_char: 0,
  end_char: 17,
  label: 'contradicted',
  score: 1 - risk,
  band: 'failing',
  reason: 'contradicted_by_evidence',
  findings: [],
  evidence: [],
  ...over,
});

describe('the risk of a claim at its place in an answer', () => {
  it.each([
    { risk: 0.5, place: 0, expected: 0.5 },
    { risk: 0.8, place: 3, expected: 4 / 6 },
    { risk: 1, place: 40, expected: 1 },
    { risk: 0, place: 2, expected: 0 },
  ])(
    '$risk at place $place counts as $expected: its odds over the root of the place',
    ({ risk, place, expected }) => {
      expect(riskAtPlace(risk, place)).toBeCloseTo(expected, 12);
    },
  );

  it('falls from place to place, and keeps the order of risks', () => {
    const risk = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(risk, risk, fc.nat(60), (one, other, place) => {
        expect(riskAtPlace(one, place + 1)).toBeLessThan(riskAtPlace(one, place));
        expect(Math.sign(riskAtPlace(one, place) - riskAtPlace(other, place))).toBe(Math.sign(one - other));
      }),
    );
  });
});

describe('the verdict at its place', () => {
  const at = (verdict: Verdict, place: number) => verdictAtPlace(verdict, place, 'balanced', {});

  it.each([
    { name: 'a first claim just over the threshold', verdict: verdictOf(failing), place: 0 },
    { name: 'a claim of high risk further on', verdict: verdictOf(0.97), place: 5 },
    { name: 'what is refuted, anywhere', verdict: verdictOf(failing, { is_proven: true }), place: 30 },
    {
      name: 'what no passage speaks of, anywhere',
      verdict: verdictOf(1, { label: 'unsupported', reason: 'no_evidence' }),
      place: 30,
    },
    { name: 'what is verified', verdict: verdictOf(0.1, { band: 'verified' }), place: 9 },
    {
      name: 'a check that failed',
      verdict: verdictOf(1, { band: 'not_verified', reason: 'check_failed:table' }),
      place: 3,
    },
  ])('stays for $name', ({ verdict, place }) => {
    expect(at(verdict, place)).toBe(verdict);
  });

  it('is not verified for a further claim just over the threshold: never verified, and its findings stay', () => {
    const finding = { kind: 'money', check: 'money', message: 'The policy has another price.' } as const;
    expect(at(verdictOf(failing, { findings: [finding] }), 1)).toMatchObject({
      band: 'not_verified',
      reason: 'undecided',
      label: 'contradicted',
      findings: [finding],
    });
  });

  it('goes by thresholds that were fitted to the knowledge base', () => {
    const point = { failing: 0.3, verified: 0.1 };
    const thresholds = { cautious: point, balanced: point, permissive: point };
    const verdict = verdictOf(0.4);
    expect(verdictAtPlace(verdict, 1, 'balanced', { thresholds })).toBe(verdict);
    expect(verdictAtPlace(verdict, 3, 'balanced', { thresholds }).band).toBe('not_verified');
  });
});
