import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, decideVerdict, severity } from '../../../src/core/decision/index.js';
import { Config, type Verdict } from '../../../src/schema/index.js';
import { failing, undecided, verdict } from '../../support/verdicts.js';

const { decisions } = Config.parse({});
const policy = { decisions, fail_mode: 'closed' as const, isStrict: () => false };
const failedCheck: Verdict = undecided({ reason: 'check_failed:money' });

describe('decide', () => {
  it.each([
    {
      name: 'an answer without claims passes as such, never as grounded',
      verdicts: [],
      action: 'pass',
      reason: 'no_checkable_claim',
    },
    {
      name: 'verified claims alone are grounded',
      verdicts: [verdict(), verdict()],
      action: 'pass',
      reason: 'grounded',
    },
    {
      name: 'a claim that could not be verified marks the answer',
      verdicts: [verdict(), undecided()],
      action: 'pass',
      reason: 'not_verified',
    },
    {
      name: 'one contradicted claim among supported ones is enough',
      verdicts: [verdict(), failing(), verdict()],
      action: 'rewrite',
      reason: 'contradicted',
    },
    {
      name: 'a failing unsupported claim is rewritten as such',
      verdicts: [failing({ label: 'unsupported', reason: 'no_evidence' })],
      action: 'rewrite',
      reason: 'unsupported',
    },
    {
      name: 'a failed check blocks a closed route',
      verdicts: [failing(), failedCheck],
      action: 'block',
      reason: 'check_failed:money',
    },
  ])('$name', ({ verdicts, action, reason }) => {
    expect(decide(verdicts, policy)).toEqual({ action, reason });
  });

  it.each([
    { fail_mode: 'closed' as const, action: 'block' },
    { fail_mode: 'escalate' as const, action: 'escalate' },
    { fail_mode: 'open_and_mark' as const, action: 'pass' },
  ])('a failed check under $fail_mode leads to $action and keeps its reason', ({ fail_mode, action }) => {
    expect(decide([failedCheck], { ...policy, fail_mode })).toEqual({ action, reason: 'check_failed:money' });
  });

  it('lets nothing but verified claims pass on a strict topic, whatever the other settings say', () => {
    const strict = { ...policy, isStrict: () => true };
    expect(decide([undecided()], strict)).toEqual({ action: 'rewrite', reason: 'strict_topic' });
    expect(decide([failedCheck], { ...strict, fail_mode: 'open_and_mark' as const }).action).toBe('escalate');
    expect(decide([verdict()], strict).action).toBe('pass');
  });

  it('never softens by one more or one worse verdict', () => {
    const any = fc.constantFrom(verdict(), undecided(), failing(), failedCheck);
    fc.assert(
      fc.property(fc.array(any, { maxLength: 6 }), any, (verdicts, extra) => {
        const before = severity(decide(verdicts, policy).action);
        const after = severity(decide([...verdicts, extra], policy).action);
        return after >= before && after >= severity(decideVerdict(extra, policy).action);
      }),
    );
  });
});
