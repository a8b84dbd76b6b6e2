import type { ModelReply, StructuredModel } from '../../ports.js';
import { countVotes } from './count-votes.js';
import type { ClaimGrader, Grade, GradingRequest } from './grader.js';
import { JUDGE_PROMPT, judgePrompt } from './judge-prompt.js';
import { JudgeReply, readJudgeReply } from './judge-reply.js';
import { useOf } from './use-of.js';

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
      use: useOf(
        { stage: JUDGE_STAGE, model: model.id, prompt: JUDGE_PROMPT },
        replies,
        request.claims.length,
      ),
    };
  },
});

const gradesOf = (reply: ModelReply, { claims, evidence }: GradingRequest): Grade[] =>
  reply.isAnswered
    ? readJudgeReply(reply.value, claims.length, evidence)
    : claims.map(() => ({ isGraded: false, failure: `judge_${reply.failure}` }));
