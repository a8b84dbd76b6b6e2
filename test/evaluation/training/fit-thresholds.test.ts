import { expect, it } from 'vitest';
import { FEATURE_NAMES } from '../../../src/core/verification/index.js';
import { thresholdsOf } from '../../../src/evaluation/training/fit-thresholds.js';
import type { LearnedClaim } from '../../../src/evaluation/training/learn-claims.js';

const SPOKEN = FEATURE_NAMES.map((name) => (name === 'money:contradicts' ? 0.6 : 0));
const SILENT = FEATURE_NAMES.map(() => 0);

const row = (id: string, right: boolean, spoken: boolean, risk: number): LearnedClaim => ({
  item: {
    id,
    kb: 'base',
    lang: 'en',
    claim: 'x',
    label: right ? 'supported' : 'unsupported',
    kind: 'plain',
    group: id,
    evidence: [],
    quote: '',
  },
  origin: 'written',
  vector: spoken ? SPOKEN : SILENT,
  text: '',
  verifiable: 0,
  weight: 1,
  held_out_risk: risk,
});

/** 80 right answers: three that a check speaks against at a risk of 0.7 and more, three of which none does at 0.8 and more. */
const RIGHT = [
  ...[0.7, 0.75, 0.78].map((risk, i) => row(`a${i}`, true, true, risk)),
  ...[0.8, 0.85, 0.9].map((risk, i) => row(`b${i}`, true, false, risk)),
  ...Array.from({ length: 74 }, (_, i) => row(`c${i}`, true, i % 2 === 0, 0.2)),
];
const wrong = (spoken: boolean, risks: readonly number[]) =>
  risks.map((risk, i) => row(`${spoken ? 'd' : 'e'}${i}`, false, spoken, risk));

it('touches the share of right answers that it may, where that catches most', () => {
  const spoken = thresholdsOf([...RIGHT, ...wrong(true, [0.65, 0.66, 0.67]), ...wrong(false, [0.82])], []);
  expect(spoken.balanced.failing).toBeLessThanOrEqual(0.65);
  expect(spoken.balanced.risk_alone).toBeGreaterThan(0.85);
  const alone = thresholdsOf([...RIGHT, ...wrong(true, [0.72]), ...wrong(false, [0.81, 0.82, 0.83])], []);
  expect(alone.balanced.risk_alone).toBeLessThanOrEqual(0.81);
  expect(alone.balanced.failing).toBeLessThanOrEqual(0.72);
});

it('lets no claim that no check speaks against fail at a lower risk than the others', () => {
  for (const { failing, risk_alone } of Object.values(
    thresholdsOf([...RIGHT, ...wrong(false, [0.3, 0.4])], []),
  ))
    expect(risk_alone).toBeGreaterThanOrEqual(failing);
});

it('counts an answer once, by its riskiest claims', () => {
  const once = Array.from({ length: 100 }, (_, i) => row(`r${i}`, true, true, 0.2));
  const often = Array.from({ length: 50 }, () => row('r0', true, true, 0.6));
  const { balanced } = thresholdsOf([...once, ...often, ...wrong(true, [0.5])], []);
  expect(balanced.failing).toBeLessThanOrEqual(0.5);
});

it('fits to the long answers of operators that no check was written for, where there are enough', () => {
  const answered = (item: LearnedClaim, is_unread: boolean): LearnedClaim => ({
    ...item,
    origin: 'answered',
    answer: { is_wrong: item.item.label !== 'supported', is_long: true, is_unread },
  });
  const many = (name: string, risk: number, is_unread: boolean) =>
    Array.from({ length: 500 }, (_, i) => answered(row(`${name}${i}`, true, true, risk), is_unread));
  const read = [...many('read', 0.7, false), answered(row('w', false, true, 0.5), false)];
  const unread = [...many('unread', 0.2, true), answered(row('x', false, true, 0.5), true)];
  expect(thresholdsOf(read, []).balanced.failing).toBeGreaterThan(0.7);
  expect(thresholdsOf([...read, ...unread], []).balanced.failing).toBeLessThanOrEqual(0.5);
});
