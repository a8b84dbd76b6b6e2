import type { z } from 'zod';
import { type DeliveryOutcome, outcomeOfApi } from '../../core/escalation/index.js';
import type { Clock, OutboundHttp, OutboundRequest } from '../../core/ports.js';

/** A value, or the outcome of the attempt that could not get it. */
export type ApiAnswer<Value> = { ok: true; value: Value } | { ok: false; outcome: DeliveryOutcome };

/** The same answer about something made of the value. */
export const mapped = <From, To>(answer: ApiAnswer<From>, to: (value: From) => To): ApiAnswer<To> =>
  answer.ok ? { ok: true, value: to(answer.value) } : answer;

export interface ApiCall {
  method: OutboundRequest['method'];
  /** After the base address. */
  path: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** Calls of a product's JSON API. `faults` names the product, and the settings to look at when it refuses. */
export function apiClient(
  api: { base_url: string; timeout_ms: number; faults: { product: string; settings: string } },
  { http, clock }: { http: OutboundHttp; clock: Clock },
  signal: AbortSignal,
) {
  const base = api.base_url.replace(/\/+$/, '');
  return {
    call: async <Value>(
      { method, path, headers, body }: ApiCall,
      schema: z.ZodType<Value>,
    ): Promise<ApiAnswer<Value>> => {
      const request: OutboundRequest = {
        method,
        url: base + path,
        headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
        body: body === undefined ? null : JSON.stringify(body),
        timeout_ms: api.timeout_ms,
      };
      const reply = await http.send(request, signal);
      const outcome = outcomeOfApi(reply, clock.nowMs(), api.faults);
      if (outcome.kind !== 'delivered' || reply.status === null) return { ok: false, outcome };
      const parsed = schema.safeParse(jsonOf(reply.body));
      if (parsed.success) return { ok: true, value: parsed.data };
      const error = `${api.faults.product}’s answer could not be read`;
      const unread = {
        kind: 'failed',
        status: reply.status,
        error,
        retry_after_ms: null,
        pause: false,
      } as const;
      return { ok: false, outcome: unread };
    },
  };
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
