import { describe, expect, it } from 'vitest';
import { answerOutcome, conversationOutcome } from '../../../src/core/figures/index.js';
import type { AuditRecord, RecordedChoice, Verdict } from '../../../src/schema/index.js';
import { auditRecord } from '../../contract/fixture.js';

const ANSWER = 'You may. It is free.';
const ALL = [{ start_char: 0, end_char: ANSWER.length }];
const FIRST = [{ start_char: 0, end_char: 8 }];

const claim = (band: Verdict['band'], start_char = 0, end_char = 8): Verdict => ({
  text: ANSWER.slice(start_char, end_char),
  start_char,
  end_char,
  label: band === 'verified' ? 'supported' : 'unsupported',
  score: 0.5,
  band,
  reason: 'no_evidence',
  findings: [],
  evidence: [],
});

const record = (changes: Partial<AuditRecord>, choice: Partial<RecordedChoice> = {}): AuditRecord => {
  const { decision = 'pass', reason = 'grounded' } = changes;
  const made: RecordedChoice = {
    index: 0,
    decision: decision === 'unchecked' || decision === 'none' ? 'pass' : decision,
    reason: 'grounded',
    groundedness: 0.5,
    original_answer: ANSWER,
    answer: ANSWER,
    claims: [],
    released: ALL,
    withheld: [],
    ...choice,
  };
  return auditRecord({ id: 'r1', ...changes, decision, reason, choices: [made] });
};

describe('answerOutcome', () => {
  it.each([
    {
      name: 'every claim that went out was verified',
      record: record({}, { claims: [claim('verified')] }),
      outcome: 'grounded',
    },
    {
      name: 'nothing needed a clause',
      record: record({ reason: 'no_checkable_claim' }),
      outcome: 'no_claim',
    },
    {
      name: 'one claim of two was neither proved nor refuted',
      record: record(
        { reason: 'not_verified' },
        { claims: [claim('verified'), claim('not_verified', 9, 20)] },
      ),
      outcome: 'not_verified',
    },
    {
      name: 'a corrected answer counts as rewritten',
      record: record(
        { decision: 'rewrite', reason: 'contradicted' },
        { claims: [claim('failing')], released: [] },
      ),
      outcome: 'rewritten',
    },
    {
      name: 'a corrected answer beside whose correction something unverified went out is not verified',
      record: record(
        { decision: 'rewrite', reason: 'contradicted' },
        { claims: [claim('not_verified'), claim('failing', 9, 20)], released: FIRST },
      ),
      outcome: 'not_verified',
    },
    {
      name: 'what was let through because its check failed is not verified',
      record: record({ reason: 'check_failed:deadline' }, { claims: [] }),
      outcome: 'not_verified',
    },
    {
      name: 'an escalation did not go out, whatever its first words were',
      record: record(
        { decision: 'escalate', reason: 'contradicted' },
        { claims: [claim('failing')], released: FIRST },
      ),
      outcome: 'escalated',
    },
    {
      name: 'a refusal did not go out',
      record: record({ decision: 'block', reason: 'unsupported' }),
      outcome: 'blocked',
    },
    {
      name: 'in shadow mode a failing claim went out',
      record: record(
        { mode: 'shadow', decision: 'escalate', reason: 'contradicted' },
        { claims: [claim('failing')] },
      ),
      outcome: 'wrong_risk',
    },
    {
      name: 'in shadow mode a right answer is as grounded as any',
      record: record({ mode: 'shadow' }, { claims: [claim('verified')] }),
      outcome: 'grounded',
    },
    {
      name: 'in shadow mode what was decided against without a claim is not called harmless',
      record: record({ mode: 'shadow', decision: 'escalate', reason: 'customer_asked' }),
      outcome: 'not_verified',
    },
    {
      name: 'while a person has the floor it is no answer of the bot',
      record: record({ decision: 'escalate', reason: 'with_person:claimed' }),
      outcome: 'with_person',
    },
    {
      name: 'an unchecked endpoint stands apart',
      record: record({ decision: 'unchecked', reason: 'unchecked_endpoint' }),
      outcome: 'unchecked',
    },
    {
      name: 'no answer is none',
      record: record({ decision: 'none', reason: 'upstream_error' }),
      outcome: 'no_answer',
    },
  ] as const)('$name', ({ record: made, outcome }) => {
    expect(answerOutcome(made)).toBe(outcome);
  });

  it('of several choices the worst that went out counts', () => {
    const good = record({}, { claims: [claim('verified')] });
    const [choice] = good.choices;
    const bad = { ...(choice as RecordedChoice), index: 1, claims: [claim('not_verified')] };
    expect(answerOutcome({ ...good, choices: [...good.choices, bad] })).toBe('not_verified');
  });
});

describe('conversationOutcome', () => {
  it.each([
    { answer: 'rewritten', conversation: 'grounded' },
    { answer: 'with_person', conversation: 'escalated' },
    { answer: 'unchecked', conversation: null },
    { answer: 'no_answer', conversation: null },
    { answer: 'wrong_risk', conversation: 'wrong_risk' },
  ] as const)('an answer $answer makes it $conversation', ({ answer, conversation }) => {
    expect(conversationOutcome(answer)).toBe(conversation);
  });
});
