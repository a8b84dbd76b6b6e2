import { type ByteStream, openByteStream, StreamClosedError } from '../byte-stream.js';
import type { AppDeps } from '../deps.js';
import { answerDetails } from '../details.js';
import type { FloorWatch, HandoffCall } from '../handoff/index.js';
import { recordClosed } from '../recording.js';
import { sseComment } from '../sse.js';
import { errorFrame } from '../vendor-error.js';
import { closingComment } from './closing-comment.js';
import { displaceAnswer } from './displace-answer.js';
import type { StreamAdapter, StreamFault } from './events.js';
import { BotError, endedEarly, faultCode, ownFault } from './stream-faults.js';
import { StreamedAnswer } from './streamed-answer.js';
import type { OpenChecks } from './whole-relay.js';

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

class StreamRelay {
  readonly #options: StreamRelayOptions;
  readonly #stream: ByteStream;
  readonly #answer: StreamedAnswer;
  #wroteSincePing = true;
  #isRecorded = false;
  /** Whether the bot has sent a frame. */
  #hasRead = false;

  constructor(options: StreamRelayOptions, stream: ByteStream) {
    const { adapter, openChecks, deps, abort } = options;
    this.#options = options;
    this.#stream = stream;
    this.#answer = new StreamedAnswer({
      adapter,
      openChecks,
      answerCharsMax: deps.config.limits.answer_chars,
      signal: abort.signal,
    });
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
        this.#answer.countWire(event.data.length);
        this.#hasRead = true;
        if (await this.#answer.take(adapter.read(event))) {
          if (floor !== null && !(await floor.holds())) return await this.#endDisplaced();
          await this.#endWhole();
          return !done;
        }
        // Between the look at the floor and the words on their way nothing is waited for.
        if (floor !== null) await this.#flush();
      }
      if (floor !== null && floor.floor !== 'bot') return await this.#endDisplaced();
      await this.#answer.boundHeld();
      await this.#flush();
      if (this.#answer.isRunaway) {
        deps.log.warn('a bot was cut off far over limits.answer_chars', { record_id: call.id });
        await this.#answer.take(adapter.stop('too_long'));
        await this.#endWhole();
        return false;
      }
      if (done) break;
    }
    if (!(await this.#answer.take(adapter.close()))) throw endedEarly();
    await this.#endWhole();
    return false;
  }

  /** The floor was lost. */
  async #endDisplaced(unread?: Uint8Array): Promise<false> {
    const { adapter, call, floor, openReader, silence } = this.#options;
    await displaceAnswer(this.#answer, {
      adapter,
      reader: openReader(),
      silence: silence(),
      hasRead: this.#hasRead,
      unread,
    });
    if (floor?.floor === 'lost') await call.handoff.dropped(this.#answer.originals.join('\n\n'));
    await this.#endWhole();
    return false;
  }

  /** The answer is complete: the terminal entry is on record before the terminal event goes out. */
  async #endWhole(): Promise<void> {
    const { call, deps, adapter, isOpenOnRecordFault, wantsDetails } = this.#options;
    await this.#answer.settle();
    await this.#flush();
    await this.#answer.cutTexts();
    const { result } = this.#answer;
    const closed = await recordClosed(call, result, deps, isOpenOnRecordFault ? 'tell' : 'throw').catch(
      (error: unknown) => this.#endUnrecorded(error),
    );
    if (closed === null) return;
    this.#isRecorded = true;
    const details = wantsDetails ? answerDetails(call, result, closed) : null;
    await this.#send(adapter.end(details, this.#comment(closingComment(call, closed))));
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
      await this.#answer.cutTexts();
      this.#answer.cutCalls();
      const closed = await recordClosed(call, { ...this.#answer.result, cutShort }, deps);
      if (isClientGone) return;
      deps.log.warn('an answer was cut', { record_id: call.id, reason: cutShort, error: faultCode(error) });
      const fault = isBotError ? this.#botFault(error) : ownFault(error, call);
      const ending = adapter.fail(fault, this.#comment(closingComment(call, closed)));
      await this.#send(this.#answer.takeUnsent() + ending);
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
    this.#stream.writeNow(adapter.fail(ownFault(fault, call), ''));
    return null;
  }

  #botFault({ frame }: BotError): StreamFault {
    return { kind: 'bot', frame: errorFrame(frame, this.#answer.originals) };
  }

  #comment(text: string): string {
    const { adapter } = this.#options;
    return text === '' ? '' : (adapter.comment?.(text) ?? sseComment(text));
  }

  /** Sends what is verified. */
  async #flush(): Promise<void> {
    await this.#send(this.#answer.takeUnsent());
  }

  async #send(frames: string): Promise<void> {
    if (frames === '') return;
    this.#wroteSincePing = true;
    await this.#stream.write(frames);
  }
}

const readTrailing = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> => {
  let length = 0;
  while (length <= TRAILING_BYTES_MAX) {
    const { value, done } = await reader.read();
    if (done) return;
    length += value.byteLength;
  }
};
