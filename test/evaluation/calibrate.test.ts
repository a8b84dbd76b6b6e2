import { describe, expect, it } from 'vitest';
import { buildSnapshot } from '../../src/core/indexing/index.js';
import { buildKnowledgeIndex } from '../../src/core/retrieval/index.js';
import {
  modelBuild,
  riskModel,
  unusableCalibration,
  verifiedMax,
} from '../../src/core/verification/index.js';
import { calibrateBase, reviewedAnswers } from '../../src/evaluation/index.js';
import type { Calibration } from '../../src/schema/index.js';

const POLICY = `# Hire

A deposit is refunded within 5 days of the return of the boat. Dogs may travel on deck if they are on a leash.
Bookings must be cancelled at least 2 days before the day of departure. A second paddle costs 6 dollars.
`;

const index = async () => {
  const { snapshot } = await buildSnapshot('default', [{ source: 'policies/hire.md', text: POLICY }]);
  return buildKnowledgeIndex(snapshot);
};
const POINTS = ['cautious', 'balanced', 'permissive'] as const;

describe('calibrateBase', () => {
  it('without reviewed answers never touches more than the model, and says so', async () => {
    const fitted = await calibrateBase('default', await index(), [], '2026-06-01');
    for (const point of POINTS) {
      expect(fitted.points[point].failing).toBeGreaterThanOrEqual(riskModel().thresholds[point].failing);
      expect(fitted.points[point].verified).toBeLessThanOrEqual(verifiedMax(point));
    }
    expect(fitted.measured).toMatchObject({ own_sentences: 4, reviewed_right: 0 });
    expect(fitted.measured.counterfactuals).toBeGreaterThan(4);
    expect(fitted.warnings.join(' ')).toMatch(/0 right claims were reviewed, fewer than 50/);
  });

  it('fits the risk of failing to reviewed answers, within the share of each operating point', async () => {
    const right = Array.from({ length: 60 }, () => ({
      answer: 'A second paddle costs 6 dollars.',
      verdict: 'right' as const,
      knowledge_base: 'default',
    }));
    const wrong = {
      answer: 'A second paddle costs 9 dollars.',
      verdict: 'wrong' as const,
      knowledge_base: 'default',
    };
    const fitted = await calibrateBase('default', await index(), [...right, wrong], '2026-06-01');
    expect(fitted.measured).toMatchObject({ reviewed_right: 60, reviewed_wrong: 1 });
    expect(fitted.measured.curve[0]).toMatchObject({ false_interventions: 0, caught: 1 });
    expect(fitted.points.balanced.failing).toBeLessThan(riskModel().thresholds.balanced.failing);
    expect(fitted.points.balanced.failing).toBeGreaterThan(fitted.points.balanced.verified);
    expect(fitted.warnings.join(' ')).not.toMatch(/right claims were reviewed/);
  });

  it('gives the same thresholds for the same base', async () => {
    const once = await calibrateBase('default', await index(), [], '2026-06-01');
    expect(await calibrateBase('default', await index(), [], '2026-06-01')).toEqual(once);
  });
});

describe('reviewedAnswers', () => {
  it.each([
    { line: '{"answer": "x"}', says: /line 1: give "verdict"/ },
    { line: '{"answer": "x", "verdict": "fine"}', says: /"verdict"/ },
    {
      line: '{"answer": "x", "claims": [{"text": "y", "verdict": "right"}]}',
      says: /"claims": each text must stand/,
    },
    { line: 'oops', says: /line 1 is not JSON/ },
  ])('refuses $line', ({ line, says }) => {
    expect(() => reviewedAnswers(line, 'reviews.jsonl')).toThrowError(says);
  });
});

describe('unusableCalibration', () => {
  const thresholds = { failing: 0.6, risk_alone: 0.7, verified: 0.01 };
  const points = { cautious: thresholds, balanced: thresholds, permissive: thresholds };
  const calibration = (changes: Partial<typeof points> = {}, model = modelBuild()): Calibration => ({
    schema_version: 1,
    model,
    knowledge_bases: {
      default: {
        knowledge_version: 'v',
        points: { ...points, ...changes },
        measured: { own_sentences: 0, counterfactuals: 0, reviewed_right: 0, reviewed_wrong: 0, curve: [] },
        warnings: [],
      },
    },
  });

  it('accepts thresholds of this model', () => expect(unusableCalibration(calibration())).toBeNull());
  it.each([
    {
      name: 'another model',
      given: calibration({}, 'risk-0'),
      says: /risk model risk-0, and this build has risk-/,
    },
    {
      name: 'a looser "verified"',
      given: calibration({ permissive: { failing: 0.9, risk_alone: 0.9, verified: 0.5 } }),
      says: /"default.permissive.verified" is 0.5, looser/,
    },
    {
      name: 'a claim that would both fail and be verified',
      given: calibration({ cautious: { failing: 0.005, risk_alone: 0.9, verified: 0.01 } }),
      says: /"default.cautious.failing"/,
    },
  ])('refuses $name', ({ given, says }) => expect(unusableCalibration(given)).toMatch(says));
});
