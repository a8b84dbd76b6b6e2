import type { Clock, OutboundHttp, OutboundReply } from '../../core/ports.js';
// Not through the folder's index, which loads the chat models: this runs on Workers too.
import { statusFault } from '../models/call-fault.js';
import { type CallOutcome, failedCall, type ModelCall, NO_TOKENS } from '../models/model-call.js';
import type { Credential } from './credential.js';
import type { GraderQuestion, GraderService } from './grader-service.js';

/** A question on its way, with what limits and figures go by. */
export interface GraderCallRequest {
  tenant: string;
  stage: string;
  question: GraderQuestion;
}

export interface GraderCallOptions {
  credential: Credential;
  http: OutboundHttp;
  clock: Clock;
  timeout_ms: number;
}

/** One call to a service, signed anew each time. Redirects are not followed; nothing of a reply is kept but its scores. */
export const graderCall =
  (
    service: GraderService,
    { credential, http, clock, timeout_ms }: GraderCallOptions,
  ): ModelCall<GraderCallRequest> =>
  async ({ question }, signal) => {
    signal.throwIfAborted();
    const request = service.write(question);
    const signed = await credential(request, signal);
    signal.throwIfAborted();
    if (!signed.ok) return signed.outcome;
    const reply = await http.send(
      { method: 'POST', timeout_ms, ...request, headers: { ...request.headers, ...signed.headers } },
      signal,
    );
    signal.throwIfAborted();
    return outcomeOfReply(reply, clock.nowMs());
  };

/** How a call ended; of an error nothing but its status and code is looked at. */
export const outcomeOfReply = (reply: OutboundReply, nowMs: number): CallOutcome => {
  if (reply.status === null)
    return failedCall(reply.error === 'timeout' ? 'late' : 'unavailable', { isPassing: true });
  if (reply.status < 200 || reply.status >= 300) return statusFault(reply, nowMs);
  try {
    return { isAnswered: true, value: JSON.parse(reply.body), tokens: NO_TOKENS };
  } catch {
    return failedCall('unreadable');
  }
};
