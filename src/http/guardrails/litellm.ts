import { z } from 'zod';
import { CallerMessage, readHistory } from '../messages.js';
import type { Guardrail } from './guardrail.js';

/** LiteLLM's "generic guardrail API", as far as it is read; further fields may come with it. */
export const LiteLlmGuardrailRequest = z.looseObject({
  input_type: z.enum(['request', 'response']),
  texts: z.array(z.string()).nullish(),
  /** The conversation in OpenAI's form, where LiteLLM has it. */
  structured_messages: z.array(CallerMessage).nullish(),
  litellm_call_id: z.string().nullish(),
  litellm_trace_id: z.string().nullish(),
});
export type LiteLlmGuardrailRequest = z.infer<typeof LiteLlmGuardrailRequest>;

/** NONE: as it is; GUARDRAIL_INTERVENED: `texts` instead, one for each that came; BLOCKED: an error for the caller. */
export const LiteLlmGuardrailResponse = z.object({
  action: z.enum(['NONE', 'GUARDRAIL_INTERVENED', 'BLOCKED']),
  blocked_reason: z.string().optional(),
  texts: z.array(z.string()).optional(),
});
export type LiteLlmGuardrailResponse = z.infer<typeof LiteLlmGuardrailResponse>;

const PATH = '/beta/litellm_basic_guardrail_api';

/** https://docs.litellm.ai/docs/adding_provider/generic_guardrail_api */
export const litellmGuardrail: Guardrail<LiteLlmGuardrailRequest> = {
  path: PATH,
  endpoint: PATH,
  budgetMs: (config) => config.guardrails.litellm_budget_ms,
  body: LiteLlmGuardrailRequest,
  routeIn: () => null,
  read: (body) =>
    body.input_type === 'request'
      ? null
      : {
          texts: body.texts ?? [],
          history: readHistory(body.structured_messages ?? []),
          context: [],
          metadata: { conversation_id: body.litellm_trace_id },
        },
  reply: ({ call, closed, isEnforced, isChanged, texts }): LiteLlmGuardrailResponse => {
    if (isEnforced && closed.summary?.decision === 'block') {
      // No words of the answer: this reason is shown to whoever called LiteLLM.
      const blocked_reason = `Plumbline held this answer back: ${closed.summary.reason} (record ${call.id}).`;
      return { action: 'BLOCKED', blocked_reason };
    }
    return isChanged ? { action: 'GUARDRAIL_INTERVENED', texts } : { action: 'NONE' };
  },
  replyUnjudged: (): LiteLlmGuardrailResponse => ({ action: 'NONE' }),
  // Any status over 399 stops the call in LiteLLM, unless it is told otherwise (`fail_on_error: false`).
  fault: (problem) => ({
    status: problem.status,
    headers: { 'content-type': 'application/problem+json' },
    body: { ...problem },
  }),
};
