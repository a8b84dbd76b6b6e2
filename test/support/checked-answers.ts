import type { CheckResponse, Evidence, ModelUse, RewriteNote, Verdict } from '../../src/schema/index.js';

/** A clause as evidence; an invented operator's. */
export const evidenceOf = (quote: string, over: Partial<Evidence> = {}): Evidence => ({
  relation: 'contradicts',
  source: 'policies/bereavement.md',
  section: '8. After travel',
  quote,
  start_char: 0,
  end_char: quote.length,
  lang: 'en',
  version: `sha256:${'4f9c2a71'.repeat(8)}`,
  effective_from: '2026-01-15',
  effective_to: null,
  row: null,
  ...over,
});

/** The verdict of the stretch `text` of an answer. */
export const verdictOf = (answer: string, text: string, over: Partial<Verdict> = {}): Verdict => ({
  text,
  start_char: answer.indexOf(text),
  end_char: answer.indexOf(text) + text.length,
  label: 'supported',
  score: 0.97,
  band: 'verified',
  reason: 'supported_by_evidence',
  findings: [],
  evidence: [],
  ...over,
});

/** One call of a stage. */
export const modelUse = (over: Partial<ModelUse> = {}): ModelUse => ({
  stage: 'judge',
  model: 'openai:judge-1',
  prompt: 'judge-1',
  calls: 1,
  failures: 0,
  claims: 1,
  input_tokens: 210,
  output_tokens: 40,
  cost: null,
  duration_ms: 12,
  ...over,
});

/** A passage that was rewritten. */
export const rewriteBy = (by: RewriteNote['by']): RewriteNote => ({
  start_char: 0,
  end_char: 15,
  by,
  faults: [],
});

/** A checked answer; by default one that passes as it is. */
export const checkedAnswer = (original: string, over: Partial<CheckResponse> = {}): CheckResponse => ({
  id: '0198-record',
  decision: 'pass',
  reason: 'no_checkable_claim',
  groundedness: null,
  answer: original,
  original_answer: original,
  claims: [],
  handoff: null,
  knowledge_version: `sha256:${'b7d0e3f4'.repeat(8)}`,
  checked_by: ['embedded'],
  duration_ms: 1,
  ...over,
});
