import type { ModelUse } from '../../../schema/index.js';
import type { ModelCost, ModelReply, StructuredModel } from '../../ports.js';
import { countVotes } from './count-votes.js';
import type { ClaimGrader, Grade, GradingRequest } from './grader.js';
import { JUDGE_PROMPT, judgePrompt } from './judge-prompt.js';
import { JudgeReply, readJudgeReply } from './judge-reply.js';

export const JUDGE_STAGE = 'judge';

/**
 * A chat model as the grader of claims: one request for all of them, as many times as there are votes.
 * @param votes independent replies; a label needs more than half of them.
 */
export const llmJudge = (model: StructuredModel, votes: number): ClaimGrader => ({
  id: JSON.stringify([JUDGE_STAGE, model.id, JUDGE_PROMPT, votes]),
  stage: JUDGE_STAGE,
  isQuoting: true,
  grade: async (request, signal) => {
    const { system, user } = await judgePrompt(request);
    const replies = await Promise.all(
      Array.from({ length: votes }, (_, vote) =>
        model.ask(
          {
            tenant: request.tenant,
            stage: JUDGE_STAGE,
            prompt: JUDGE_PROMPT,
            system,
            user,
            reply_name: 'verdicts',
            reply: JudgeReply,
            vote,
          },
          signal,
        ),
      ),
    );
    const voted = replies.map((reply) => gradesOf(reply, request));
    return {
      grades: request.claims.map((_, index) => countVotes(voted.flatMap((grades) => grades[index] ?? []))),
      use: useOf(model, replies, request.claims.length),
    };
  },
});

const gradesOf = (reply: ModelReply, { claims, evidence }: GradingRequest): Grade[] =>
  reply.isAnswered
    ? readJudgeReply(reply.value, claims.length, evidence)
    : claims.map(() => ({ isGraded: false, failure: `judge_${reply.failure}` }));

const useOf = (model: StructuredModel, replies: readonly ModelReply[], claims: number): ModelUse => {
  const sum = (of: (cost: ModelCost) => number): number =>
    replies.reduce((total, { cost }) => total + of(cost), 0);
  return {
    stage: JUDGE_STAGE,
    model: model.id,
    prompt: JUDGE_PROMPT,
    calls: sum(({ calls }) => calls),
    failures: replies.filter(({ isAnswered }) => !isAnswered).length,
    claims,
    input_tokens: sum(({ input_tokens }) => input_tokens),
    output_tokens: sum(({ output_tokens }) => output_tokens),
    cost: replies.some(({ cost }) => cost.cost === null) ? null : sum(({ cost }) => cost ?? 0),
    duration_ms: Math.max(0, ...replies.map(({ cost }) => cost.duration_ms)),
  };
};
