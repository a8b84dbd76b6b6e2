import { faultForLog, GroundingError } from '../../core/errors.js';
import type { UpstreamResponse } from '../../core/ports.js';
import type { GroundingRequest } from '../../schema/index.js';
import { CONVERSATION_HEADER } from '../conversation.js';
import type { AppDeps } from '../deps.js';
import { answerDetails } from '../details.js';
import { readReply, requireNoRedirect } from '../exchange.js';
import { GuardedJson } from '../guarded-json.js';
import { GuardedOutput, type GuardedText, type OutputFault, type OutputOptions } from '../guarded-output.js';
import {
  displacedWords,
  FloorText,
  FloorWatch,
  type HandoffCall,
  type OwnAnswer,
  OwnText,
  type OwnWords,
  saying,
  takesHandoffs,
} from '../handoff/index.js';
import { forwardedHeaders, PLUMBLINE_KEY, returnedHeaders, withoutCredentials } from '../headers.js';
import { isObject } from '../json.js';
import { problemResponse } from '../problems.js';
import { type AnswerResult, callHeaders, decisionHeaders, recordClosed, recordOpened } from '../recording.js';
import { requireUpstream } from '../route-settings.js';
import { CheckedCalls } from './checked-calls.js';
import type { StreamAdapter } from './events.js';
import type { Protocol, TextForm } from './protocol.js';
import type { SilentReply } from './silent-reply.js';
import { relayStream } from './stream-relay.js';
import { groundWhole, type OpenChecks } from './whole-relay.js';

export interface ExchangeOptions {
  protocol: Protocol;
  deps: AppDeps;
  call: HandoffCall;
  request: GroundingRequest;
  /** Form of the answer that was asked for. */
  form: TextForm;
  /** How many answers to choose from were asked for. */
  choices: number;
  /** What the bot is told beside the caller's own words; null for nothing. */
  note: string | null;
  incoming: Request;
  runInBackground(work: Promise<void>): void;
}

/** A request's body: as it came, and read. */
export interface RequestBody {
  bytes: Uint8Array;
  value: unknown;
}

/** A whole reply, and what is recorded of it. */
interface Grounded {
  value: unknown;
  isChanged: boolean;
  result: AnswerResult;
}

/** One request to the bot, or to people in its place, and what comes back of it. */
export class AnswerExchange {
  readonly #options: ExchangeOptions;
  readonly #abort = new AbortController();
  #own: OwnAnswer | null = null;
  #floor: FloorWatch | null = null;
  #displaced: Promise<OwnWords> | null = null;

  constructor(options: ExchangeOptions) {
    this.#options = options;
    const { signal } = options.incoming;
    if (signal.aborted) this.#abort.abort();
    else signal.addEventListener('abort', () => this.#abort.abort(), { once: true });
  }

  /** @param own what is said where the bot is not asked. */
  async run(body: RequestBody, own: OwnAnswer | null): Promise<Response> {
    this.#own = own;
    const { call, deps } = this.#options;
    if (own === null && takesHandoffs(call.route, deps)) this.#floor = new FloorWatch(call.handoff, deps);
    try {
      if (own === null) requireUpstream(call.route);
      const response = own === null ? await this.#send(body) : this.#silence(body);
      if (own === null) call.upstreamStatus = response.status;
      else call.isProxied = false;
      requireNoRedirect(response);
      if (response.status >= 400) return await this.#relayError(response);
      if (this.#options.protocol.isStream(response)) return await this.#relayStream(response, body);
      return await this.#relayWhole(response, body);
    } catch (error) {
      this.#floor?.stop();
      return await this.#fail(error);
    }
  }

  async #send({ bytes, value }: RequestBody): Promise<UpstreamResponse> {
    const { call, incoming, note, protocol } = this.#options;
    const noted = note === null ? value : (protocol.withNote?.(value, note) ?? value);
    const forwarded = protocol.forwardedBody?.(noted) ?? noted;
    return await requireUpstream(call.route).send(
      {
        method: 'POST',
        path: protocol.upstreamPath(incoming, call.route),
        headers: forwardedHeaders(incoming.headers, call.route.hasUpstreamKey),
        body: withoutKeys(forwarded === value ? bytes : new TextEncoder().encode(JSON.stringify(forwarded))),
      },
      this.#abort.signal,
    );
  }

  /** A reply as the bot would send it, without a word. */
  #silence(body: RequestBody): UpstreamResponse {
    const { contentType, chunks } = this.#silentReply(body);
    return {
      status: 200,
      headers: new Headers({ 'content-type': contentType }),
      body: bytesOf(chunks),
    };
  }

  #silentReply({ value }: RequestBody): SilentReply {
    const { call, choices, incoming, protocol } = this.#options;
    return protocol.silentReply({
      id: call.id,
      created_at_ms: call.opened_at_ms,
      model: call.model,
      streamed: call.streamed,
      choices,
      body: value,
      headers: incoming.headers,
      route: call.route,
    });
  }

  async #relayError(response: UpstreamResponse): Promise<Response> {
    const { call, deps, protocol } = this.#options;
    this.#floor?.stop();
    const body = protocol.errorBody(response.status, await readReply(response.body));
    deps.metrics.count('upstream_errors_total', { upstream: call.route.upstreamName });
    await recordClosed(call, { choices: [], cutShort: 'upstream_error' }, deps, 'tell');
    const headers = returnedHeaders(response.headers);
    headers.set('content-type', 'application/json');
    for (const [name, value] of Object.entries(callHeaders(call))) headers.set(name, value);
    return new Response(body, { status: response.status, headers });
  }

  async #relayWhole(response: UpstreamResponse, body: RequestBody): Promise<Response> {
    const { call, deps, incoming } = this.#options;
    call.streamed = false;
    const text = await readReply(response.body);
    let grounded = await this.#ground(text);
    if (this.#floor !== null && !(await this.#floor.holds())) grounded = await this.#displace(grounded, body);
    this.#floor?.stop();
    const fail_mode = call.route.config.fail_mode;
    let closed = await recordClosed(call, grounded.result, deps, fail_mode === 'closed' ? 'throw' : 'tell');
    if (closed.fault !== null && fail_mode === 'escalate') {
      call.handoff.handOver?.withhold();
      grounded = await this.#ground(text, UNRECORDED);
      closed = await recordClosed(call, grounded.result, deps, 'tell');
    }
    const headers = returnedHeaders(response.headers);
    headers.set('content-type', 'application/json');
    for (const [name, value] of Object.entries(decisionHeaders(call, closed))) headers.set(name, value);
    const { value, isChanged, result } = grounded;
    const details = wantsDetails(incoming) ? answerDetails(call, result, closed) : null;
    const hasDetails = details !== null && isObject(value);
    if (hasDetails) value['plumbline'] = details;
    return new Response(isChanged || hasDetails ? JSON.stringify(value) : text, { status: 200, headers });
  }

  /** A reply that says who has taken over, in place of a bot's that came too late. */
  async #displace(late: Grounded, body: RequestBody): Promise<Grounded> {
    const { call } = this.#options;
    this.#own = saying(await this.#displacedWords());
    const said = late.result.choices.map((choice) => choice.original_answer ?? '');
    if (this.#floor?.floor === 'lost') await call.handoff.dropped(said.join('\n\n'));
    const own = await this.#ground(await readReply(this.#silence(body).body));
    const choices = own.result.choices.map((choice, at) => {
      const original_answer = said[at] ?? '';
      const withheld = original_answer === '' ? [] : [{ start_char: 0, end_char: original_answer.length }];
      return { ...choice, original_answer, withheld };
    });
    return { ...own, isChanged: true, result: { ...own.result, choices, usage: late.result.usage ?? null } };
  }

  #displacedWords(): Promise<OwnWords> {
    const { call, deps } = this.#options;
    if (this.#floor === null) throw new Error('nobody watches the floor');
    this.#displaced ??= displacedWords(call, this.#floor, deps);
    return this.#displaced;
  }

  async #ground(text: string, fault?: OutputFault): Promise<Grounded> {
    const { protocol, call } = this.#options;
    const { route } = call;
    const { form } = this.#options;
    const reply = protocol.readWhole(text, { reasoning: route.config.reasoning, route, form });
    const grounded = await groundWhole(reply, this.#openChecks('whole', fault), this.#abort.signal);
    return { value: reply.value, ...grounded };
  }

  async #relayStream(response: UpstreamResponse, requested: RequestBody): Promise<Response> {
    const { call, deps, incoming, protocol } = this.#options;
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
    const contentType = protocol.streamType(response);
    headers.set('content-type', contentType);
    headers.set('cache-control', 'no-cache, no-transform');
    headers.set('x-accel-buffering', 'no');
    for (const [name, value] of Object.entries(callHeaders(call))) headers.set(name, value);
    if (!isRecorded) headers.set('x-plumbline-recorded', 'false');
    const openStream = (): StreamAdapter =>
      protocol.openStream({
        reasoning: call.route.config.reasoning,
        route: call.route,
        form: this.#options.form,
        wantsDetails: wantsDetails(incoming),
        contentType,
      });
    const body = relayStream({
      call,
      deps,
      adapter: openStream(),
      openReader: openStream,
      body: response.body,
      abort: this.#abort,
      openChecks: this.#openChecks('stream', fault),
      floor: this.#floor,
      silence: () => this.#silentReply(requested).chunks,
      wantsDetails: wantsDetails(incoming),
      runInBackground: (work) => this.#options.runInBackground(work),
      isOpenOnRecordFault: fail_mode !== 'closed',
    });
    return new Response(body, { status: 200, headers });
  }

  #openChecks(delivery: 'whole' | 'stream', fault: OutputFault | undefined): OpenChecks {
    const { deps, call, request } = this.#options;
    return {
      openOutput: (index, form) => this.#openOutput(index, form, delivery, fault),
      openCalls: () =>
        new CheckedCalls({
          tools: call.route.config.checked_tools,
          request,
          answerCharsMax: deps.config.limits.answer_chars,
          holding: call.handoff.holding,
          openOutput: (index, failed) =>
            new GuardedOutput({
              ...this.#outputOptions(index, 'whole', fault ?? failed),
              request: { ...request, is_rewritten: false },
            }),
        }),
    };
  }

  #openOutput(
    index: number,
    form: TextForm,
    delivery: 'whole' | 'stream',
    fault: OutputFault | undefined,
  ): GuardedText {
    const { call } = this.#options;
    const structured = call.route.config.structured_output;
    if (this.#own !== null && fault === undefined) return new OwnText(this.#own, { index, form, structured });
    const options = { ...this.#outputOptions(index, delivery, fault), following: call.handoff.following };
    const text = form === 'json' ? new GuardedJson(options, structured) : new GuardedOutput(options);
    if (this.#floor === null || delivery === 'whole') return text;
    const displaced = () => this.#displacedWords();
    return new FloorText(text, { floor: this.#floor, form, structured, displaced });
  }

  #outputOptions(index: number, delivery: 'whole' | 'stream', fault: OutputFault | undefined): OutputOptions {
    const { deps, call, request } = this.#options;
    return {
      index,
      request,
      grounding: deps.grounding,
      delivery,
      answerCharsMax: deps.config.limits.answer_chars,
      holding: call.handoff.holding,
      ...(fault === undefined ? {} : { fault }),
      onFault: ({ reason, cause }) =>
        deps.log.error('an answer could not be checked', {
          record_id: call.id,
          reason,
          ...(cause instanceof Error ? { error: cause.name } : {}),
        }),
    };
  }

  /** A fault before the first byte: on record, and a problem with the record's address. */
  async #fail(error: unknown): Promise<Response> {
    const { call, deps, incoming, protocol } = this.#options;
    const isClientGone = this.#abort.signal.aborted;
    this.#abort.abort();
    const place = {
      path: call.endpoint,
      headers: call.conversation_id === null ? {} : { [CONVERSATION_HEADER]: call.conversation_id },
      ...(protocol.problemBody === undefined ? {} : { bodyOf: protocol.problemBody }),
    };
    if (error instanceof GroundingError && error.code === 'audit-write-failed') {
      return problemResponse(error, place);
    }
    const cutShort = isClientGone ? 'client_closed' : 'upstream_error';
    deps.log.warn('the bot gave no answer', {
      record_id: call.id,
      reason: cutShort,
      error: withoutCredentials(faultForLog(error), incoming.headers),
    });
    const { fault } = await recordClosed(call, { choices: [], cutShort }, deps, 'tell');
    return problemResponse(error, fault === null ? { ...place, recordId: call.id } : place);
  }
}

/** Under fail mode `escalate` nothing of the bot goes out that is not on record. */
const UNRECORDED: OutputFault = { action: 'escalate', reason: 'check_failed:audit_write' };

const wantsDetails = (request: Request): boolean => request.headers.get('x-plumbline-details') === '1';

/** The body as it came; a Plumbline key that stands in it (a pasted one, a template's) is blotted out. */
const withoutKeys = (bytes: Uint8Array): Uint8Array | string => {
  if (!includesKeyPrefix(bytes)) return bytes;
  return new TextDecoder().decode(bytes).replace(PLUMBLINE_KEY, 'plk_removed');
};

const bytesOf = (chunks: readonly string[]): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder();
  const left = [...chunks];
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const chunk = left.shift();
      if (chunk === undefined) controller.close();
      else controller.enqueue(encoder.encode(chunk));
    },
  });
};

const PREFIX = new TextEncoder().encode('plk_');

const includesKeyPrefix = (bytes: Uint8Array): boolean => {
  for (let at = bytes.indexOf(PREFIX[0] ?? 0); at !== -1; at = bytes.indexOf(PREFIX[0] ?? 0, at + 1)) {
    if (PREFIX.every((byte, offset) => bytes[at + offset] === byte)) return true;
  }
  return false;
};
