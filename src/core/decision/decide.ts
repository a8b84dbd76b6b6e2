import type { DecisionAction, DecisionReason, Decisions, FailMode, Verdict } from '../../schema/index.js';
import { severity } from './severity.js';

/** What is to happen to a segment, and why; an answer's decision is the most severe of its segments'. */
export interface SegmentDecision {
  action: DecisionAction;
  reason: DecisionReason;
}

export interface DecisionPolicy {
  decisions: Decisions;
  fail_mode: FailMode;
  /** Whether a verdict falls under a strict topic, where only verified claims pass. */
  isStrict: (verdict: Verdict) => boolean;
}

const FAILED_CHECK_ACTION: Record<FailMode, DecisionAction> = {
  closed: 'block',
  escalate: 'escalate',
  open_and_mark: 'pass',
};

const NOT_VERIFIED_ACTION: Record<Decisions['not_verified'], DecisionAction> = {
  pass_marked: 'pass',
  rewrite: 'rewrite',
  escalate: 'escalate',
};

const isFailedCheck = (reason: Verdict['reason']): reason is `check_failed:${string}` =>
  reason.startsWith('check_failed:');

/** The decision that one verdict alone would lead to. */
export const decideVerdict = (verdict: Verdict, policy: DecisionPolicy): SegmentDecision => {
  if (isFailedCheck(verdict.reason)) {
    const action = FAILED_CHECK_ACTION[policy.fail_mode];
    return {
      action: action === 'pass' && policy.isStrict(verdict) ? 'escalate' : action,
      reason: verdict.reason,
    };
  }
  switch (verdict.band) {
    case 'verified':
      return { action: 'pass', reason: 'grounded' };
    case 'failing':
      return {
        action: policy.decisions.failing,
        reason: verdict.label === 'contradicted' ? 'contradicted' : 'unsupported',
      };
    case 'not_verified': {
      const action = NOT_VERIFIED_ACTION[policy.decisions.not_verified];
      if (policy.isStrict(verdict) && action === 'pass') return { action: 'rewrite', reason: 'strict_topic' };
      return { action, reason: 'not_verified' };
    }
    default:
      return verdict.band satisfies never;
  }
};

/** How much a reason says, among decisions of equal severity: the later one is kept. */
const reasonWeight = (reason: DecisionReason): number => {
  if (reason.startsWith('check_failed:')) return 5;
  const order: DecisionReason[] = [
    'no_checkable_claim',
    'grounded',
    'not_verified',
    'strict_topic',
    'unsupported',
    'contradicted',
  ];
  return order.indexOf(reason);
};

/** The worse of two decisions: by severity, then by what the reason says; the first of equals. */
export const worseDecision = (a: SegmentDecision, b: SegmentDecision): SegmentDecision => {
  const difference = severity(b.action) - severity(a.action);
  if (difference !== 0) return difference > 0 ? b : a;
  return reasonWeight(b.reason) > reasonWeight(a.reason) ? b : a;
};

/** Decides a segment, or a whole answer, from its verdicts; without any it passes as having no checkable claim. */
export const decide = (verdicts: readonly Verdict[], policy: DecisionPolicy): SegmentDecision =>
  verdicts
    .map((verdict) => decideVerdict(verdict, policy))
    .reduce(worseDecision, { action: 'pass', reason: 'no_checkable_claim' });
