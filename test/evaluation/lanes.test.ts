import { expect, it } from 'vitest';
import { FEATURE_NAMES } from '../../src/core/verification/index.js';
import {
  compareRankings,
  evaluateBenchLanes,
  evaluateLanes,
  formatBenchLanes,
  formatGains,
  formatLanes,
  jobsHere,
  laneFigures,
  type ScoredClaim,
} from '../../src/evaluation/index.js';
import { trainingFolder } from '../support/training-folder.js';

const vectorWith = (name: string, strength: number): number[] =>
  FEATURE_NAMES.map((feature) => (feature === name ? strength : 0));

it('laneFigures tells precision at one wrong claim in five, recall and languages', () => {
  const claim = (supported: boolean, lang: string, strength: number) => ({
    vector: vectorWith('table:contradicts', strength),
    supported,
    kb: 'boats',
    weight: 1,
    lang,
  });
  const figures = laneFigures([
    ...Array.from({ length: 10 }, () => claim(false, 'en', 1)),
    ...Array.from({ length: 10 }, () => claim(true, 'fr', 0.5)),
    ...Array.from({ length: 10 }, () => claim(false, 'fr', 0)),
    ...Array.from({ length: 10 }, () => claim(true, 'en', 0)),
  ]);
  const [weak, strong] = figures;
  expect(figures).toHaveLength(2);
  expect(weak).toMatchObject({
    check: 'table',
    relation: 'contradicts',
    strength_min: 0.01,
    hits: 20,
    recall: 0.5,
  });
  expect(weak?.precision).toBeCloseTo(0.2, 6);
  expect(strong).toMatchObject({ strength_min: 0.6, hits: 10, precision: 1, operators: 1, decides: false });
  expect(strong?.lower_80).toBeCloseTo(0.859, 3);
  expect(strong?.by_language).toEqual({ en: { hits: 10, precision: 1 } });
});

const scored = (risks: readonly number[]): ScoredClaim[] =>
  risks.map((risk, i) => ({
    id: `c${i}`,
    kb: 'boats',
    group: `g${i}`,
    lang: 'en',
    kind: 'plain',
    wrong: i % 2 === 0,
    risk,
  }));

it('compareRankings tells a gain and its interval, over the claims that both files have', () => {
  const chance = scored(Array.from({ length: 200 }, (_, i) => (i * 7919) % 101));
  const perfect = scored(Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 1 : 0)));
  const gains = compareRankings(chance.slice(0, 180), perfect);
  expect(gains).toMatchObject({ claims: 180, unpaired: 20, auc: { after: 1 }, caught_at_5: { after: 1 } });
  expect(gains?.auc.interval_95[0]).toBeGreaterThan(0.3);
  expect(compareRankings(perfect, perfect)?.auc).toEqual({
    before: 1,
    after: 1,
    gain: 0,
    interval_95: [0, 0],
  });
  expect(compareRankings([], perfect)).toBeNull();
  expect(formatGains({ all: gains, fr: null })).toMatch(
    /better\n.*caught at 5%.*better\n.*20 claims stand in one/,
  );
});

it('evaluateLanes ranks written claims by models that had not seen their operator', async () => {
  const evaluation = await evaluateLanes(trainingFolder(), { jobs: jobsHere, operators: ['boats', 'rafts'] });
  expect(evaluation.claims).toHaveLength(6);
  expect(new Set(evaluation.claims.map((claim) => claim.kb))).toEqual(new Set(['boats', 'rafts']));
  expect(formatLanes(evaluation)).toContain('6 claims on 2 operators: boats, rafts');
}, 60_000);

it('evaluateLanes refuses an operator that the folder does not have', async () => {
  await expect(
    evaluateLanes(trainingFolder(), { jobs: jobsHere, operators: ['gondolas'] }),
  ).rejects.toMatchObject({ detail: expect.stringMatching(/gondolas.*boats, canoes/) });
}, 60_000);

it('evaluateBenchLanes holds the labelled claims of a benchmark against every check', async () => {
  const bench = await evaluateBenchLanes('test/fixtures/bench');
  const near = bench.lanes.find(
    ({ check, relation }) => check === 'near-verbatim' && relation === 'supports',
  );
  expect(bench.claims).toBeGreaterThan(300);
  expect(near?.precision).toBeGreaterThan(0.9);
  expect(formatBenchLanes(bench)).toContain('near-verbatim        supports');
}, 120_000);
