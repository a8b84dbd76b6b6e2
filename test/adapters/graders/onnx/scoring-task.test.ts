import { describe, expect, it } from 'vitest';
import { scoringTask } from '../../../../src/adapters/graders/onnx/scoring-task.js';
import type { PackedEvidence } from '../../../../src/core/verification/judge/index.js';
import type { Claim } from '../../../../src/schema/index.js';
import { OnnxGraderSettings } from '../../../../src/schema/index.js';

const claim = (over: Partial<Claim> = {}): Claim => ({
  text: 'The deposit is CAD 80 for each boat.',
  start_char: 0,
  end_char: 36,
  subject: 'rule',
  lang: 'en',
  context: { question: null, premises: [], antecedents: [], lead_ins: [] },
  ...over,
});
const section = (number: number, heading: string | null) => ({
  heading,
  source: heading === null ? null : 'policies/boats.md',
  effective_from: null,
  effective_to: null,
  items: [{ number, text: `Words of ${number}.`, passage: null }],
});
const sections = [section(1, 'Deposit'), section(2, 'Jackets'), section(3, null), section(4, 'Jetties')];
const evidence = (near: readonly number[]): PackedEvidence => ({
  sections,
  items: sections.flatMap(({ items }) => items),
  nearest: [new Set(near)],
});

const placesOf = (given: Claim, near: readonly number[], settings: object = {}) =>
  scoringTask(
    { claims: [given], evidence: evidence(near) },
    OnnxGraderSettings.parse({ kind: 'onnx', folder: 'm', ...settings }),
  ).claims[0]?.sections;

describe('scoringTask', () => {
  it.each([
    { name: 'a rule against policies, not against tool results', given: claim(), near: [2, 0], places: [0] },
    {
      name: 'the customer’s own case against both',
      given: claim({ subject: 'own_case' }),
      near: [0, 2],
      places: [0, 2],
    },
    {
      name: 'the nearest sections first',
      given: claim(),
      near: [3, 1, 0],
      settings: { sections: 2 },
      places: [3, 1],
    },
    {
      name: 'nothing in a language that the model does not read',
      given: claim({ lang: 'fr' }),
      near: [0],
      settings: { languages: ['en'] },
      places: [],
    },
    { name: 'nothing where nothing is near', given: claim(), near: [], places: [] },
  ])('holds $name', ({ given, near, settings = {}, places }) => {
    expect(placesOf(given, near, settings)).toEqual(places);
  });
});
