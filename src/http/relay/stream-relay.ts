import { GroundingError } from '../../core/errors.js';
import { type ByteStream, openByteStream, StreamClosedError } from '../byte-stream.js';
import type { AppDeps } from '../deps.js';
import { answerDetails } from '../details.js';
import type { FloorWatch, HandoffCall } from '../handoff/index.js';
import type { JsonObject } from '../json.js';
import { problemDocument } from '../problems.js';
import { type AnswerResult, type ClosedAnswer, recordClosed } from '../recording.js';
import { sseComment } from '../sse.js';
import { errorFrame } from '../vendor-error.js';
import type { CheckedCalls } from './checked-calls.js';
import type { BotEvent, StreamAdapter, StreamFault, ToolCallEvent } from './events.js';
import type { TextForm } from './protocol.js';
import { TextPart } from './text-part.js';
import { answerChoices, answerResult, endsInClosing, type OpenChecks } from './whole-relay.js';

/** Quiet for this long, a stream gets a comment: proxies commonly cut connections after 30 to 60 s. */
export const PING_INTERVAL_MS = 15_000;

/** Bytes that are read after the end of an answer so that the connection can be used again. */
const TRAILING_BYTES_MAX = 65_536;

export interface StreamRelayOptions {
  call: HandoffCall;
  deps: AppDeps;
  adapter: StreamAdapter;
  body: ReadableStream<Uint8Array>;
  /** Cancels the bot's work. */
  abort: AbortController;
  openChecks: OpenChecks;
  wantsDetails: boolean;
  /** Watches whether the bot may still talk; null where nobody could take over. */
  floor: FloorWatch | null;
  /** A reply without words, in the bot's place where it has not said anything yet. */
  silence(): readonly string[];
  /** Another reader of the bot's frames, which writes none. */
  openReader(): StreamAdapter;
  /** Whether an answer that can't be recorded at its end is still completed (fail modes other than closed). */
  isOpenOnRecordFault: boolean;
  /** Keeps the runtime alive until the work is done: the record is written after a client went away, too. */
  runInBackground(work: Promise<void>): void;
}

/** The bot sent an error in place of the rest of its answer. */
class BotError extends Error {
  readonly frame: JsonObject;

  constructor(frame: JsonObject) {
    super('the bot ended its stream with an error');
    this.frame = frame;
  }
}

/** Relays a streamed answer: words go out once they are verified, frames in the bot's own form. */
export const relayStream = (options: StreamRelayOptions): ReadableStream<Uint8Array> => {
  const stream = openByteStream(() => options.abort.abort());
  const { deps, call } = options;
  options.runInBackground(
    new StreamRelay(options, stream).run().catch((error: unknown) => {
      deps.log.error('a stream failed', { record_id: call.id, error: faultCode(error) });
    }),
  );
  return stream.readable;
};

/** Held frames of a stream take this many characters for each that may be answered: most of a frame is no words. */
const HELD_WIRE_FACTOR = 64;

/** Which part an event is about. */
interface PartRef {
  part: string;
  index: number;
  form?: TextForm;
  answer?: number;
}

class StreamRelay {
  readonly #options: StreamRelayOptions;
  readonly #stream: ByteStream;
  readonly #parts = new Map<string, TextPart>();
  readonly #silent: number[] = [];
  /** Checked tool calls by answer. */
  readonly #calls = new Map<number, CheckedCalls>();
  readonly #releasedCalls = new Set<string>();
  /** All that came since the first checked tool call, in order, while it is open what becomes of it. */
  #held: BotEvent[] | null = null;
  #heldChars = 0;
  #usage: JsonObject | null = null;
  /** Verified frames that are still to be sent. */
  #unsent = '';
  #wroteSincePing = true;
  #isRecorded = false;
  /** Whether the bot has sent a frame. */
  #hasRead = false;

  constructor(options: StreamRelayOptions, stream: ByteStream) {
    this.#options = options;
    this.#stream = stream;
  }

  async run(): Promise<void> {
    const stopPings = this.#options.deps.timers.every(PING_INTERVAL_MS, () => {
      if (!this.#wroteSincePing) this.#stream.writeNow(this.#comment('ping'));
      this.#wroteSincePing = false;
    });
    const reader = this.#options.body.getReader();
    let isHeardOut = false;
    try {
      isHeardOut = await this.#relay(reader);
    } catch (error) {
      await this.#endCut(error);
    } finally {
      stopPings();
      this.#options.floor?.stop();
      this.#stream.close();
    }
    if (isHeardOut) await readTrailing(reader).catch(() => undefined);
    this.#options.abort.abort();
  }

  /** True if the bot said all that it had to say and its connection can be used again. */
  async #relay(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<boolean> {
    const { abort, adapter, deps, call, floor } = this.#options;
    for (;;) {
      const { value, done } = await reader.read();
      abort.signal.throwIfAborted();
      if (floor !== null && !(await floor.holdsMeanwhile())) return await this.#endDisplaced(value);
      const wire = done ? adapter.parser.end() : adapter.parser.push(value);
      for (const event of wire) {
        if (event.kind === 'comment') continue;
        if (this.#held !== null) this.#heldChars += event.data.length;
        this.#hasRead = true;
        if (await this.#take(adapter.read(event))) {
          if (floor !== null && !(await floor.holds())) return await this.#endDisplaced();
          await this.#endWhole();
          return !done;
        }
        // Between the look at the floor and the words on their way nothing is waited for.
        if (floor !== null) await this.#flush();
      }
      if (floor !== null && floor.floor !== 'bot') return await this.#endDisplaced();
      await this.#boundHeld();
      await this.#flush();
      if (this.#isRunaway) {
        deps.log.warn('a bot was cut off far over limits.answer_chars', { record_id: call.id });
        await this.#take(adapter.stop('too_long'));
        await this.#endWhole();
        return false;
      }
      if (done) break;
    }
    if (!(await this.#take(adapter.close()))) {
      throw new GroundingError('upstream-invalid', { detail: 'The stream ended before the answer did.' });
    }
    await this.#endWhole();
    return false;
  }

  /** The floor was lost: nothing more of the bot goes out, and every open text ends with who has taken over. */
  async #endDisplaced(unread?: Uint8Array): Promise<false> {
    const { abort, adapter, call, floor, openReader, silence } = this.#options;
    this.#held = null;
    for (const calls of this.#calls.values()) calls.cut();
    const opening = silence()
      .slice(0, 2)
      .map((chunk) => new TextEncoder().encode(chunk));
    const isOpen = [...this.#parts.values()].some((part) => !part.isEnded);
    if (!isOpen) {
      for (const event of eventsOf(adapter, opening.slice(this.#hasRead ? 1 : 0))) await this.#take([event]);
    }
    // It is read for the case alone: no frame of it goes out.
    const late = unread === undefined ? [] : eventsOf(openReader(), [...opening, unread]);
    let words = late.map((event) => (event.kind === 'text' ? event.text : '')).join('');
    for (const event of adapter.stop('done')) {
      if (event.kind === 'text_end') {
        await this.#part(event).push(words, abort.signal);
        words = '';
      }
      await this.#take([event]);
    }
    if (floor?.floor === 'lost') await call.handoff.dropped(this.#originals.join('\n\n'));
    await this.#endWhole();
    return false;
  }

  get #isRunaway(): boolean {
    const outputs = [...this.#parts.values()].map((part) => part.output);
    return [...outputs, ...this.#calls.values()].some((one) => one.isRunaway);
  }

  /** Turns events of the bot into bytes to send; true if the answer is whole. */
  async #take(events: readonly BotEvent[]): Promise<boolean> {
    for (const event of events) {
      if (event.kind === 'finish') return true;
      if (event.kind === 'error') throw new BotError(event.frame);
      if (event.kind === 'call') this.#takeCall(event);
      else if (event.kind === 'usage') this.#usage = { ...this.#usage, ...event.usage };
      else if (this.#held !== null) await this.#hold(this.#held, event);
      else await this.#deliver(event);
    }
    return false;
  }

  /** Notes a piece of a checked call; from the first on, the stream is held until it is known what becomes of it. */
  #takeCall(event: ToolCallEvent): void {
    let calls = this.#calls.get(event.answer);
    if (calls === undefined) {
      calls = this.#options.openChecks.openCalls();
      this.#calls.set(event.answer, calls);
    }
    if (calls.isDecided) return;
    calls.receive(event);
    if (calls.isOpen) this.#releaseCall(event);
    else if (!calls.isTooLong) {
      this.#held ??= [];
      this.#held.push(event);
    }
  }

  async #hold(held: BotEvent[], event: BotEvent): Promise<void> {
    held.push(event);
    if (event.kind !== 'calls_end') return;
    await this.#calls.get(event.answer)?.decide(this.#options.abort.signal);
    if ([...this.#calls.values()].every((calls) => calls.isDecided)) await this.#letGo();
  }

  /** Delivers what was held, without the frames of calls that are withheld. */
  async #letGo(): Promise<void> {
    const held = this.#held ?? [];
    this.#held = null;
    this.#heldChars = 0;
    for (const event of held) await this.#deliver(event);
  }

  /** Calls after which too much comes fail unread, and the rest goes on. */
  async #boundHeld(): Promise<void> {
    if (this.#held === null) return;
    const undecided = [...this.#calls.values()].filter((calls) => !calls.isDecided);
    const heldMax = HELD_WIRE_FACTOR * this.#options.deps.config.limits.answer_chars;
    if (this.#heldChars <= heldMax && !undecided.every((calls) => calls.isTooLong)) return;
    for (const calls of undecided) calls.giveUp();
    await this.#letGo();
  }

  /** Decides what no end of an answer has decided, and delivers what is still held. */
  async #settleCalls(): Promise<void> {
    for (const calls of this.#calls.values()) await calls.decide(this.#options.abort.signal);
    await this.#letGo();
  }

  async #deliver(event: BotEvent): Promise<void> {
    const { adapter } = this.#options;
    const { signal } = this.#options.abort;
    switch (event.kind) {
      case 'text': {
        const delivered = await this.#part(event).push(event.text, signal);
        if (delivered.text !== '') this.#unsent += adapter.write({ kind: 'text', ...delivered });
        break;
      }
      case 'text_end': {
        const part = this.#part(event);
        if (part.isEnded) break;
        this.#unsent += adapter.write({ kind: 'text_end', ...(await part.end(signal)) });
        break;
      }
      case 'silent':
        this.#silent.push(event.index);
        break;
      case 'call':
        if (this.#calls.get(event.answer)?.isReleased(event.call) === true) this.#releaseCall(event);
        break;
      case 'calls_end':
        await this.#endCalls(event.answer);
        break;
      case 'frame':
        this.#unsent += adapter.write(event);
        break;
      case 'usage':
      case 'finish':
      case 'error':
        break;
      default:
        event satisfies never;
    }
  }

  #releaseCall({ call, frame }: ToolCallEvent): void {
    const { adapter } = this.#options;
    if (!this.#releasedCalls.has(call)) this.#unsent += adapter.write({ kind: 'call', call });
    this.#releasedCalls.add(call);
    if (frame !== null) this.#unsent += adapter.write({ kind: 'frame', frame });
  }

  async #endCalls(answer: number): Promise<void> {
    const calls = this.#calls.get(answer);
    await calls?.decide(this.#options.abort.signal);
    if (calls?.isWithheld !== true) return;
    const isSaid = [...this.#parts.values()].some(
      (part) => part.answer === answer && part.isEnded && endsInClosing(part.output),
    );
    const closing = await calls.closing(isSaid);
    this.#unsent += this.#options.adapter.write({ kind: 'withheld', answer, closing });
  }

  #part({ part: name, index, form = 'words', answer = 0 }: PartRef): TextPart {
    let part = this.#parts.get(name);
    if (part === undefined) {
      part = new TextPart(name, answer, this.#options.openChecks.openOutput(index, form));
      this.#parts.set(name, part);
    }
    return part;
  }

  /** The answer is complete: the terminal entry is on record before the terminal event goes out. */
  async #endWhole(): Promise<void> {
    const { call, deps, adapter, isOpenOnRecordFault, wantsDetails } = this.#options;
    await this.#settleCalls();
    await this.#flush();
    for (const part of this.#parts.values()) if (!part.isEnded) await part.output.cut();
    const result = this.#result();
    const closed = await recordClosed(call, result, deps, isOpenOnRecordFault ? 'tell' : 'throw').catch(
      (error: unknown) => this.#endUnrecorded(error),
    );
    if (closed === null) return;
    this.#isRecorded = true;
    const details = wantsDetails ? answerDetails(call, result, closed) : null;
    this.#unsent += adapter.end(details, this.#comment(closingComment(call, closed)));
    await this.#flush();
  }

  /** The bot, or the reader, went away: what was verified is kept, nothing more is said. */
  async #endCut(error: unknown): Promise<void> {
    const { call, deps, abort, adapter } = this.#options;
    // The reader left between the record and the terminal event.
    if (this.#isRecorded) return;
    const isClientGone = error instanceof StreamClosedError || abort.signal.aborted;
    const isBotError = error instanceof BotError;
    const cutShort = isClientGone ? 'client_closed' : isBotError ? 'upstream_error' : 'upstream_cut';
    try {
      for (const part of this.#parts.values()) await part.output.cut();
      for (const calls of this.#calls.values()) calls.cut();
      const closed = await recordClosed(call, { ...this.#result(), cutShort }, deps);
      if (isClientGone) return;
      deps.log.warn('an answer was cut', { record_id: call.id, reason: cutShort, error: faultCode(error) });
      const fault = isBotError ? this.#botFault(error) : this.#ownFault(error);
      this.#unsent += adapter.fail(fault, this.#comment(closingComment(call, closed)));
      await this.#flush();
    } catch (fault) {
      await this.#endUnrecorded(fault);
    }
  }

  async #endUnrecorded(fault: unknown): Promise<null> {
    const { call, deps, adapter } = this.#options;
    if (fault instanceof StreamClosedError) return null;
    deps.log.error('a stream could not be ended as it should', {
      record_id: call.id,
      error: faultCode(fault),
    });
    this.#stream.writeNow(adapter.fail(this.#ownFault(fault), ''));
    return null;
  }

  #botFault({ frame }: BotError): StreamFault {
    return { kind: 'bot', frame: errorFrame(frame, this.#originals) };
  }

  /** All that the bot said. */
  get #originals(): string[] {
    return [
      ...[...this.#parts.values()].map((part) => part.output.original),
      ...[...this.#calls.values()].flatMap((calls) => calls.originals),
    ];
  }

  #ownFault(error: unknown): StreamFault {
    const { call } = this.#options;
    const fault =
      error instanceof GroundingError
        ? error
        : new GroundingError('upstream-invalid', { detail: 'The stream ended before the answer did.' });
    return { kind: 'ours', document: problemDocument(fault, { path: call.endpoint, recordId: call.id }) };
  }

  #result(): AnswerResult {
    const outputs = [...this.#parts.values()].map((part) => part.output);
    const choices = answerChoices(outputs, this.#calls, this.#silent);
    const all = [...outputs, ...[...this.#calls.values()].flatMap((calls) => calls.outputs)];
    return { ...answerResult(all, choices), usage: this.#usage };
  }

  #comment(text: string): string {
    const { adapter } = this.#options;
    return text === '' ? '' : (adapter.comment?.(text) ?? sseComment(text));
  }

  async #flush(): Promise<void> {
    if (this.#unsent === '') return;
    const frames = this.#unsent;
    this.#unsent = '';
    this.#wroteSincePing = true;
    await this.#stream.write(frames);
  }
}

/** What frames mean, as far as they can be read. */
const eventsOf = (adapter: StreamAdapter, chunks: readonly Uint8Array[]): BotEvent[] => {
  try {
    return chunks
      .flatMap((chunk) => adapter.parser.push(chunk))
      .flatMap((event) => (event.kind === 'event' ? adapter.read(event) : []));
  } catch {
    return [];
  }
};

const closingComment = (call: HandoffCall, { summary, handoff }: ClosedAnswer): string => {
  if (summary === null) return '';
  const { decision, reason, groundedness } = summary;
  const messages = call.handoff.handOver?.messages.map(({ seq }) => seq) ?? [];
  const told = {
    decision,
    reason,
    groundedness,
    ...(handoff === null ? {} : { handoff: handoff.id }),
    ...(messages.length === 0 ? {} : { messages }),
  };
  return `plumbline ${JSON.stringify(told)}`;
};

const readTrailing = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> => {
  let length = 0;
  while (length <= TRAILING_BYTES_MAX) {
    const { value, done } = await reader.read();
    if (done) return;
    length += value.byteLength;
  }
};

const faultCode = (error: unknown): string =>
  error instanceof GroundingError ? error.code : error instanceof Error ? error.name : 'unknown';
