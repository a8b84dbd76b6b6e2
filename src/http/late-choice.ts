import { decide, isOnStrictTopic } from '../core/decision/index.js';
import { refusalText } from '../core/escalation/index.js';
import type { HoldingWords } from '../core/pipeline.js';
import { failedCheck } from '../core/verification/index.js';
import type { GroundingRequest, Language, RecordedChoice, Verdict } from '../schema/index.js';

/**
 * What becomes of an answer whose check came too late: none of its words counts as verified, and the route's fail mode
 * decides as for every check that failed (on a strict topic `open_and_mark` escalates).
 */
export const lateChoice = async (
  index: number,
  answer: string,
  request: GroundingRequest,
  { language, holding }: { language: Language; holding: HoldingWords },
): Promise<RecordedChoice> => {
  const claims = wholeAnswer(answer);
  const question = request.messages.findLast((message) => message.role === 'user')?.content ?? null;
  const { action, reason } = decide(claims, {
    decisions: request.decisions,
    fail_mode: request.fail_mode,
    isStrict: (verdict) => isOnStrictTopic(verdict, question, request.strict_topics),
  });
  const isDelivered = action === 'pass' || request.mode === 'shadow';
  const closing = async (): Promise<string> =>
    action === 'block' ? refusalText(request.handoff, language) : await holding(reason, language);
  const span = answer === '' ? [] : [{ start_char: 0, end_char: answer.length }];
  return {
    index,
    decision: action,
    reason,
    groundedness: claims.length === 0 ? null : 0,
    original_answer: answer,
    answer: isDelivered ? answer : await closing(),
    claims,
    released: isDelivered ? span : [],
    withheld: isDelivered ? [] : span,
  };
};

/** All words of the answer as one claim that was not checked; none without words. */
const wholeAnswer = (answer: string): Verdict[] => {
  const text = answer.trim();
  if (text === '') return [];
  const start_char = answer.indexOf(text);
  return [failedCheck({ text, start_char, end_char: start_char + text.length }, 'deadline')];
};
