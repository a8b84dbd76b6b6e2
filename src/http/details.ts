import { worstChoice } from '../core/decision/index.js';
import { withoutAddress } from '../core/without-address.js';
import type { CheckResponse, RecordedChoice } from '../schema/index.js';
import { type AnswerCall, type AnswerResult, type ClosedAnswer, checkedBy } from './recording.js';

/**
 * An answer in the words of `/v1/check`: of its most severe choice, with all of them under `choices` if there are
 * several. Null without a choice.
 */
export type AnswerDetails = CheckResponse & { choices?: RecordedChoice[] };

export const answerDetails = (
  call: AnswerCall,
  result: AnswerResult,
  closed: ClosedAnswer,
): AnswerDetails | null => {
  const worst = worstChoice(result.choices);
  if (worst === null) return null;
  return {
    id: call.id,
    decision: worst.decision,
    reason: worst.reason,
    groundedness: closed.summary?.groundedness ?? null,
    answer: worst.answer ?? '',
    original_answer: worst.original_answer ?? '',
    claims: worst.claims,
    handoff: closed.handoff,
    knowledge_version: result.knowledge_version ?? '',
    checked_by: checkedBy(result.choices),
    duration_ms: closed.duration_ms,
    ...messagesOf(call),
    ...modelsOf(worst),
    ...(result.choices.length > 1 ? { choices: [...result.choices] } : {}),
  };
};

const messagesOf = ({ handoff }: AnswerCall): Pick<CheckResponse, 'messages'> => {
  const messages = handoff?.handOver?.messages ?? [];
  return messages.length === 0 ? {} : { messages: [...messages] };
};

const modelsOf = ({ models, rewrites }: RecordedChoice): Pick<CheckResponse, 'models' | 'rewrites'> => ({
  ...(models === undefined
    ? {}
    : { models: models.map((use) => ({ ...use, model: withoutAddress(use.model) })) }),
  ...(rewrites === undefined ? {} : { rewrites }),
});
