import { z } from 'zod';
import { GroundingError } from '../core/errors.js';
import type { UpstreamResponse } from '../core/ports.js';
import type { GroundingRequest } from '../schema/index.js';
import { parseJsonBody, parseRequest, readRequestBody } from './body.js';
import { relayChatStream } from './chat-stream.js';
import { groundCompletion } from './chat-whole.js';
import { CONVERSATION_HEADER, conversationId } from './conversation.js';
import type { AppDeps } from './deps.js';
import { answerDetails } from './details.js';
import { errorEnvelope, isEventStream, readReply, requireNoRedirect } from './exchange.js';
import { GuardedOutput, type OutputFault } from './guarded-output.js';
import { forwardedHeaders, forwardedQuery, PLUMBLINE_KEY, returnedHeaders } from './headers.js';
import { CallerMessage, readHistory, requireMessageCount } from './messages.js';
import { problemResponse } from './problems.js';
import {
  type AnswerCall,
  type AnswerResult,
  beginCall,
  callHeaders,
  decisionHeaders,
  recordClosed,
  recordOpened,
} from './recording.js';
import { chooseRoute, type RouteTable, requireProtocol, requireUpstream } from './route-settings.js';
import { type AppContext, requireRole } from './security.js';
import { groundingRequest } from './trust.js';

const PATH = '/v1/chat/completions';

/** A chat completion request, as far as Plumbline reads it; the bot gets the bytes that the caller sent. */
export const ChatRequest = z.looseObject({
  messages: z.array(CallerMessage).min(1, 'must have at least one message'),
  model: z.string().optional(),
  stream: z.boolean().nullish(),
  n: z.int().min(1).max(128).nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  modalities: z.array(z.string()).nullish(),
  background: z.boolean().nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** `POST /v1/chat/completions`, whole and streamed. */
export const chatCompletions =
  (deps: AppDeps, routes: RouteTable) =>
  async (c: AppContext): Promise<Response> => {
    const principal = c.get('principal');
    requireRole(principal, ['vendor', 'compliance', 'admin']);
    const { headers } = c.req.raw;
    const route = chooseRoute(headers, principal, routes);
    requireProtocol(route, 'openai');
    requireUpstream(route);
    const bytes = await readRequestBody(c.req.raw, deps.config.limits.body_bytes);
    const chat = parseRequest(ChatRequest, parseJsonBody(bytes));
    requireMessageCount(chat.messages.length, deps.config.limits.messages);
    refuseUncheckable(chat);
    const history = readHistory(chat.messages);
    const as_of = deps.today();
    const call = beginCall(
      {
        principal,
        route,
        endpoint: PATH,
        conversation_id: conversationId(headers, chat.metadata, deps.ids),
        streamed: chat.stream === true,
        as_of,
        knowledge_base: route.config.knowledge_base,
        turns: history.turns,
        isProxied: true,
        model: chat.model ?? null,
      },
      deps,
    );
    const request = groundingRequest(
      { history, context: [], as_of, knowledge_base: call.knowledge_base, language: null },
      route,
      deps.config,
    );
    return await new ChatExchange({
      deps,
      call,
      request,
      incoming: c.req.raw,
      runInBackground: (work) => runInBackground(c, work),
    }).run(bytes);
  };

/** @throws {GroundingError} for answers that come later or are spoken: no check sees them. */
const refuseUncheckable = (chat: ChatRequest): void => {
  if (chat.background === true) {
    throw new GroundingError('request-endpoint-not-checked', {
      detail: 'Answers made in the background are not checked: leave background out.',
      pointer: '/background',
    });
  }
  if (chat.modalities?.some((modality) => modality !== 'text')) {
    throw new GroundingError('request-invalid', {
      detail: 'Only written answers are checked: set /modalities to ["text"], or leave it out.',
      pointer: '/modalities',
    });
  }
};

interface ExchangeOptions {
  deps: AppDeps;
  call: AnswerCall;
  request: GroundingRequest;
  incoming: Request;
  runInBackground(work: Promise<void>): void;
}

/** Workers end what no response or `waitUntil` holds; elsewhere work goes on by itself. */
const runInBackground = (c: AppContext, work: Promise<void>): void => {
  let context: { waitUntil(work: Promise<unknown>): void } | null = null;
  try {
    context = c.executionCtx;
  } catch {
    // Not on Workers.
  }
  context?.waitUntil(work);
};

/** One request to the bot and what comes back of it. */
class ChatExchange {
  readonly #options: ExchangeOptions;
  readonly #abort = new AbortController();

  constructor(options: ExchangeOptions) {
    this.#options = options;
    const { signal } = options.incoming;
    if (signal.aborted) this.#abort.abort();
    else signal.addEventListener('abort', () => this.#abort.abort(), { once: true });
  }

  async run(bytes: Uint8Array): Promise<Response> {
    try {
      const response = await this.#send(bytes);
      this.#options.call.upstreamStatus = response.status;
      requireNoRedirect(response);
      if (response.status >= 400) return await this.#relayError(response);
      return isEventStream(response) ? await this.#relayStream(response) : await this.#relayWhole(response);
    } catch (error) {
      return await this.#fail(error);
    }
  }

  async #send(bytes: Uint8Array): Promise<UpstreamResponse> {
    const { call, incoming } = this.#options;
    return await requireUpstream(call.route).send(
      {
        method: 'POST',
        path: `/chat/completions${forwardedQuery(incoming.url)}`,
        headers: forwardedHeaders(incoming.headers, call.route.hasUpstreamKey),
        body: withoutKeys(bytes),
      },
      this.#abort.signal,
    );
  }

  async #relayError(response: UpstreamResponse): Promise<Response> {
    const { call, deps } = this.#options;
    const body = errorEnvelope(response.status, await readReply(response.body));
    deps.metrics.count('upstream_errors_total', { upstream: call.route.upstreamName });
    await recordClosed(call, { choices: [], cutShort: 'upstream_error' }, deps, 'tell');
    const headers = returnedHeaders(response.headers);
    headers.set('content-type', 'application/json');
    for (const [name, value] of Object.entries(callHeaders(call))) headers.set(name, value);
    return new Response(body, { status: response.status, headers });
  }

  async #relayWhole(response: UpstreamResponse): Promise<Response> {
    const { call, deps, incoming } = this.#options;
    call.streamed = false;
    const text = await readReply(response.body);
    let grounded = await this.#ground(text);
    let result = wholeResult(grounded);
    const fail_mode = call.route.config.fail_mode;
    let closed = await recordClosed(call, result, deps, fail_mode === 'closed' ? 'throw' : 'tell');
    if (closed.fault !== null && fail_mode === 'escalate') {
      grounded = await this.#ground(text, UNRECORDED);
      result = wholeResult(grounded);
      closed = await recordClosed(call, result, deps, 'tell');
    }
    const headers = returnedHeaders(response.headers);
    headers.set('content-type', 'application/json');
    for (const [name, value] of Object.entries(decisionHeaders(call, closed))) headers.set(name, value);
    const { completion } = grounded;
    const details = wantsDetails(incoming) ? answerDetails(call, result, closed) : null;
    if (details !== null) completion['plumbline'] = details;
    const isAsSent = !grounded.isChanged && details === null;
    return new Response(isAsSent ? text : JSON.stringify(completion), { status: 200, headers });
  }

  #ground(text: string, fault?: OutputFault) {
    return groundCompletion(
      text,
      {
        reasoning: this.#options.call.route.config.reasoning,
        openOutput: (index, f) => this.#openOutput(index, 'whole', f),
        signal: this.#abort.signal,
      },
      fault,
    );
  }

  async #relayStream(response: UpstreamResponse): Promise<Response> {
    const { call, deps, incoming } = this.#options;
    call.streamed = true;
    const fail_mode = call.route.config.fail_mode;
    let fault: OutputFault | undefined;
    let isRecorded = true;
    try {
      await recordOpened(call, deps);
    } catch (error) {
      if (fail_mode === 'closed') throw error;
      if (fail_mode === 'escalate') fault = UNRECORDED;
      isRecorded = false;
    }
    const headers = returnedHeaders(response.headers);
    headers.set('content-type', 'text/event-stream; charset=utf-8');
    headers.set('cache-control', 'no-cache, no-transform');
    headers.set('x-accel-buffering', 'no');
    for (const [name, value] of Object.entries(callHeaders(call))) headers.set(name, value);
    if (!isRecorded) headers.set('x-plumbline-recorded', 'false');
    const body = relayChatStream({
      call,
      deps,
      body: response.body,
      abort: this.#abort,
      openOutput: (index) => this.#openOutput(index, 'stream', fault),
      wantsDetails: wantsDetails(incoming),
      runInBackground: (work) => this.#options.runInBackground(work),
      isOpenOnRecordFault: fail_mode !== 'closed',
    });
    return new Response(body, { status: 200, headers });
  }

  #openOutput(index: number, delivery: 'whole' | 'stream', fault: OutputFault | undefined): GuardedOutput {
    const { deps, call, request } = this.#options;
    return new GuardedOutput({
      index,
      request,
      grounding: deps.grounding,
      delivery,
      answerCharsMax: deps.config.limits.answer_chars,
      ...(fault === undefined ? {} : { fault }),
      onFault: ({ reason, cause }) =>
        deps.log.error('an answer could not be checked', {
          record_id: call.id,
          reason,
          ...(cause instanceof Error ? { error: cause.name } : {}),
        }),
    });
  }

  /** A fault before the first byte: on record, and a problem with the record's address. */
  async #fail(error: unknown): Promise<Response> {
    const { call, deps } = this.#options;
    const isClientGone = this.#abort.signal.aborted;
    this.#abort.abort();
    const place = { path: PATH, recordId: call.id, headers: conversationHeader(call) };
    if (error instanceof GroundingError && error.code === 'audit-write-failed') {
      return problemResponse(error, { path: PATH, headers: conversationHeader(call) });
    }
    const cutShort = isClientGone ? 'client_closed' : 'upstream_error';
    deps.log.warn('the bot gave no answer', {
      record_id: call.id,
      reason: cutShort,
      error: error instanceof GroundingError ? error.message : String(error),
    });
    const { fault } = await recordClosed(call, { choices: [], cutShort }, deps, 'tell');
    return problemResponse(error, fault === null ? place : { path: PATH, headers: place.headers });
  }
}

/** Under fail mode `escalate` nothing of the bot goes out that is not on record. */
const UNRECORDED: OutputFault = { action: 'escalate', reason: 'check_failed:audit_write' };

const wholeResult = (grounded: Awaited<ReturnType<typeof groundCompletion>>): AnswerResult => ({
  choices: grounded.choices,
  language: grounded.outputs.find((output) => output.language !== null)?.language ?? null,
  knowledge_version:
    grounded.outputs.find((output) => output.knowledgeVersion !== null)?.knowledgeVersion ?? null,
  usage: grounded.usage,
  ...(grounded.choices.length === 0 ? { cutShort: 'no_answer' as const } : {}),
});

const wantsDetails = (request: Request): boolean => request.headers.get('x-plumbline-details') === '1';

const conversationHeader = (call: AnswerCall): Record<string, string> =>
  call.conversation_id === null ? {} : { [CONVERSATION_HEADER]: call.conversation_id };

/** The body as it came; a Plumbline key that stands in it (a pasted one, a template's) is blotted out. */
const withoutKeys = (bytes: Uint8Array): Uint8Array | string => {
  if (!includesKeyPrefix(bytes)) return bytes;
  return new TextDecoder().decode(bytes).replace(PLUMBLINE_KEY, 'plk_removed');
};

const PREFIX = new TextEncoder().encode('plk_');

const includesKeyPrefix = (bytes: Uint8Array): boolean => {
  for (let at = bytes.indexOf(PREFIX[0] ?? 0); at !== -1; at = bytes.indexOf(PREFIX[0] ?? 0, at + 1)) {
    if (PREFIX.every((byte, offset) => bytes[at + offset] === byte)) return true;
  }
  return false;
};
