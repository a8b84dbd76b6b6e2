import type { ModelUse } from '../../../schema/index.js';
import type { ModelCost, ModelReply } from '../../ports.js';

/** What asking for some replies at once took, about so many claims. */
export const useOf = (
  asked: Pick<ModelUse, 'stage' | 'model' | 'prompt'>,
  replies: readonly ModelReply[],
  claims: number,
): ModelUse => {
  const sum = (of: (cost: ModelCost) => number): number =>
    replies.reduce((total, { cost }) => total + of(cost), 0);
  return {
    ...asked,
    calls: sum(({ calls }) => calls),
    failures: replies.filter(({ isAnswered }) => !isAnswered).length,
    claims,
    input_tokens: sum(({ input_tokens }) => input_tokens),
    output_tokens: sum(({ output_tokens }) => output_tokens),
    cost: replies.some(({ cost }) => cost.cost === null) ? null : sum(({ cost }) => cost ?? 0),
    duration_ms: Math.max(0, ...replies.map(({ cost }) => cost.duration_ms)),
  };
};
