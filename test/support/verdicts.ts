import type { Evidence, Verdict } from '../../src/schema/index.js';

/** A verified verdict; a test names what differs. */
export const verdict = (over: Partial<Verdict> = {}): Verdict => ({
  text: 'A second bag costs CAD 50.',
  start_char: 0,
  end_char: 26,
  label: 'supported',
  score: 0.97,
  band: 'verified',
  reason: 'supported_by_evidence',
  findings: [],
  evidence: [],
  ...over,
});

export const failing = (over: Partial<Verdict> = {}): Verdict =>
  verdict({
    label: 'contradicted',
    score: 0.03,
    band: 'failing',
    reason: 'contradicted_by_evidence',
    ...over,
  });

export const undecided = (over: Partial<Verdict> = {}): Verdict =>
  verdict({ label: 'unsupported', score: 0.5, band: 'not_verified', reason: 'undecided', ...over });

export const evidence = (over: Partial<Evidence> = {}): Evidence => ({
  relation: 'contradicts',
  source: 'policies/bags.md',
  section: '2. Fees',
  quote: 'A second bag costs CAD 60.',
  start_char: 40,
  end_char: 66,
  lang: 'en',
  version: 'sha256:0',
  effective_from: null,
  effective_to: null,
  row: null,
  ...over,
});
