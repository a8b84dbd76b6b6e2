import { z } from 'zod';
import { readHistory } from '../messages.js';
import type { Guardrail, Judgement } from './guardrail.js';
import { type AnswerPlaces, answerPlaces, portkeyMessages } from './portkey-answer.js';

/** What Portkey posts to a webhook guardrail, as far as it is read. */
export const PortkeyHookRequest = z.looseObject({
  /** Gateways before 1.9 don't send it. */
  eventType: z.enum(['beforeRequestHook', 'afterRequestHook']).optional(),
  request: z.looseObject({ json: z.record(z.string(), z.unknown()).nullish() }).nullish(),
  response: z
    .looseObject({ json: z.record(z.string(), z.unknown()).nullish(), text: z.unknown().optional() })
    .nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
});
export type PortkeyHookRequest = z.infer<typeof PortkeyHookRequest>;

/** What the check found, without any words of the answer: Portkey shows it to whoever called. */
export const PortkeyHookData = z.object({
  decision: z.string(),
  reason: z.string(),
  groundedness: z.number().nullable(),
  verified: z.boolean(),
  record: z.string().nullable(),
  handoff: z.string().nullable(),
  explanation: z.string(),
  error: z.object({ code: z.string(), message: z.string(), status: z.int() }).optional(),
});

/** `transformedData` holds the whole reply of the model with the words that the customer should see. */
export const PortkeyHookResponse = z.object({
  verdict: z.boolean(),
  data: PortkeyHookData,
  transformedData: z.object({ response: z.object({ json: z.record(z.string(), z.unknown()) }) }).optional(),
});
export type PortkeyHookResponse = z.infer<typeof PortkeyHookResponse>;

const PATH = '/hooks/portkey';

const placesOf = ({ response }: PortkeyHookRequest): AnswerPlaces =>
  answerPlaces(response?.json ?? {}, response?.text);

/** https://portkey.ai/docs/integrations/guardrails/bring-your-own-guardrails */
export const portkeyGuardrail: Guardrail<PortkeyHookRequest> = {
  path: PATH,
  endpoint: PATH,
  budgetMs: (config) => config.guardrails.portkey_budget_ms,
  body: PortkeyHookRequest,
  routeIn: () => null,
  read: (body) =>
    body.eventType === 'beforeRequestHook'
      ? null
      : {
          texts: placesOf(body).texts,
          history: readHistory(portkeyMessages(body.request?.json ?? {})),
          context: [],
          metadata: body.metadata,
        },
  reply: (judgement, body): PortkeyHookResponse => {
    const { closed, isEnforced, isChanged, texts } = judgement;
    const json = isChanged ? placesOf(body).replaced(texts) : null;
    const decision = closed.summary?.decision ?? 'none';
    // A correction that has no place to go to is no correction: then the answer must not pass.
    const isFit = decision === 'pass' || (decision === 'rewrite' && (json !== null || !isChanged));
    return {
      verdict: isFit || !isEnforced,
      data: dataOf(judgement),
      ...(json === null ? {} : { transformedData: { response: { json } } }),
    };
  },
  replyUnjudged: (body): PortkeyHookResponse => ({
    verdict: true,
    data: {
      ...NOT_DECIDED,
      reason: 'no_answer',
      explanation:
        body.eventType === 'beforeRequestHook'
          ? 'Requests are not judged: Plumbline judges answers.'
          : 'The reply holds no text: nothing was judged.',
    },
  }),
  // Portkey lets an answer through whose webhook fails with an error status; only a verdict stops it.
  fault: ({ status, title, detail, type }) => {
    const code = type.replace('/problems/', '');
    const response: PortkeyHookResponse = {
      verdict: false,
      data: {
        ...NOT_DECIDED,
        reason: 'fault',
        explanation: `The answer was not judged. ${title}. ${detail}`,
        error: { code, message: `${title}. ${detail}`, status },
      },
    };
    return { status: 200, headers: { 'x-plumbline-problem': code }, body: response };
  },
};

const NOT_DECIDED = { decision: 'none', groundedness: null, verified: false, record: null, handoff: null };

const dataOf = ({ call, closed, isEnforced }: Judgement): z.infer<typeof PortkeyHookData> => {
  const { decision = 'none', reason = 'no_answer', groundedness = null } = closed.summary ?? {};
  return {
    decision,
    reason,
    groundedness,
    verified: closed.summary?.isVerified === true,
    record: call.id,
    handoff: closed.handoff?.id ?? null,
    explanation: `Decision ${decision}: ${reason}${isEnforced ? '' : ' (shadow mode: not carried out)'}.`,
  };
};
