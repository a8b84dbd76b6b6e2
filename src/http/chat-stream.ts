import { GroundingError } from '../core/errors.js';
import { type ByteStream, openByteStream, StreamClosedError } from './byte-stream.js';
import { StreamedChoice } from './chat-delta.js';
import type { AppDeps } from './deps.js';
import { answerDetails } from './details.js';
import type { GuardedOutput } from './guarded-output.js';
import { isObject, type JsonObject } from './json.js';
import { problemDocument } from './problems.js';
import { type AnswerCall, type AnswerResult, type ClosedAnswer, recordClosed } from './recording.js';
import { type SseEvent, SseParser, sseComment, sseData } from './sse.js';

/** Quiet for this long, a stream gets a comment: proxies commonly cut connections after 30 to 60 s. */
export const PING_INTERVAL_MS = 15_000;

export interface ChatStreamOptions {
  call: AnswerCall;
  deps: AppDeps;
  body: ReadableStream<Uint8Array>;
  /** Cancels the bot's work. */
  abort: AbortController;
  openOutput(index: number): GuardedOutput;
  wantsDetails: boolean;
  /** Whether an answer that can't be recorded at its end is still completed (fail modes other than closed). */
  isOpenOnRecordFault: boolean;
  /** Keeps the runtime alive until the work is done: the record is written after a client went away, too. */
  runInBackground(work: Promise<void>): void;
}

/** Bytes that are read after the end of an answer so that the connection can be used again. */
const TRAILING_BYTES_MAX = 65_536;

/** The bot sent an error in place of the rest of its answer. */
class BotError extends Error {
  readonly error: JsonObject;

  constructor(error: JsonObject) {
    super('the bot ended its stream with an error');
    this.error = error;
  }
}

/** Relays a streamed completion: words go out once they are verified, frames in the bot's own form. */
export const relayChatStream = (options: ChatStreamOptions): ReadableStream<Uint8Array> => {
  const stream = openByteStream(() => options.abort.abort());
  const { deps, call } = options;
  options.runInBackground(
    new ChatRelay(options, stream).run().catch((error: unknown) => {
      deps.log.error('a stream failed', { record_id: call.id, error: faultCode(error) });
    }),
  );
  return stream.readable;
};

class ChatRelay {
  readonly #options: ChatStreamOptions;
  readonly #stream: ByteStream;
  readonly #choices = new Map<number, StreamedChoice>();
  #usage: JsonObject | null = null;
  #template: JsonObject = {};
  /** The last frame without words, kept back while details are to be put on the last frame. */
  #heldFrame: JsonObject | null = null;
  #wroteSincePing = true;
  #isRecorded = false;

  constructor(options: ChatStreamOptions, stream: ByteStream) {
    this.#options = options;
    this.#stream = stream;
  }

  async run(): Promise<void> {
    const stopPings = this.#options.deps.timers.every(PING_INTERVAL_MS, () => {
      if (!this.#wroteSincePing) this.#stream.writeNow(sseComment('ping'));
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
      this.#stream.close();
    }
    if (isHeardOut) await readTrailing(reader).catch(() => undefined);
    this.#options.abort.abort();
  }

  /** True if the bot said all that it had to say. */
  async #relay(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<boolean> {
    const { abort, deps } = this.#options;
    const parser = new SseParser();
    for (;;) {
      const { value, done } = await reader.read();
      abort.signal.throwIfAborted();
      const events = done ? parser.end() : parser.push(value);
      let frames = '';
      for (const event of events) {
        if (event.kind === 'comment') continue;
        if (event.data.trim() === '[DONE]') {
          await this.#endWhole(frames);
          return !done;
        }
        frames += await this.#frame(event);
      }
      if (frames !== '') await this.#write(frames);
      if ([...this.#choices.values()].some((choice) => choice.isRunaway)) {
        deps.log.warn('a bot was cut off far over limits.answer_chars', { record_id: this.#options.call.id });
        await this.#endWhole('');
        return false;
      }
      if (done) break;
    }
    // Some bots send no [DONE]; without a finish for every choice the answer was cut.
    const choices = [...this.#choices.values()];
    if (choices.length > 0 && choices.every((choice) => choice.isFinished)) {
      await this.#endWhole('');
      return false;
    }
    throw new GroundingError('upstream-invalid', { detail: 'The stream ended before the answer did.' });
  }

  /** What a frame of the bot becomes: none, one or several of ours. */
  async #frame(event: SseEvent & { kind: 'event' }): Promise<string> {
    const chunk = readChunk(event.data);
    if (chunk === null) return '';
    if (isObject(chunk['error'])) throw new BotError(chunk['error']);
    if (isObject(chunk['usage'])) this.#usage = chunk['usage'];
    delete chunk['plumbline'];
    const choices = chunk['choices'];
    if (!Array.isArray(choices)) return '';
    const words: JsonObject[] = [];
    const rest: JsonObject[] = [];
    for (const [position, choice] of choices.entries()) {
      if (!isObject(choice)) continue;
      const index = Number.isInteger(choice['index']) ? Number(choice['index']) : position;
      const relayed = await this.#choice(index).relay(choice, this.#options.abort.signal);
      if (relayed.words !== null) words.push(relayed.words);
      if (relayed.rest !== null) rest.push(relayed.rest);
    }
    this.#template = { ...chunk, choices: [] };
    delete this.#template['usage'];
    let frames = '';
    const isWordsOnly = rest.length === 0 && choices.length > 0;
    if (words.length > 0) {
      const base = isWordsOnly ? chunk : this.#template;
      frames += this.#sayWords({ ...base, choices: words });
    }
    if (rest.length > 0 || choices.length === 0 || (words.length === 0 && isObject(chunk['usage']))) {
      frames += this.#sayFrame({ ...chunk, choices: rest });
    }
    return frames;
  }

  #sayWords(frame: JsonObject): string {
    return this.#flushHeld() + sseData(JSON.stringify(frame));
  }

  #sayFrame(frame: JsonObject): string {
    if (!this.#options.wantsDetails) return sseData(JSON.stringify(frame));
    const before = this.#flushHeld();
    this.#heldFrame = frame;
    return before;
  }

  #flushHeld(): string {
    const held = this.#heldFrame;
    this.#heldFrame = null;
    return held === null ? '' : sseData(JSON.stringify(held));
  }

  #choice(index: number): StreamedChoice {
    let choice = this.#choices.get(index);
    if (choice === undefined) {
      const { call, openOutput } = this.#options;
      choice = new StreamedChoice({ index, reasoning: call.route.config.reasoning, openOutput });
      this.#choices.set(index, choice);
    }
    return choice;
  }

  /** The answer is complete: the terminal entry is on record before the terminal event goes out. */
  async #endWhole(frames: string): Promise<void> {
    const { call, deps, isOpenOnRecordFault, abort, wantsDetails } = this.#options;
    let last = frames;
    for (const choice of this.#choices.values()) {
      const words = await choice.finish(abort.signal);
      if (words !== null) last += this.#sayWords({ ...this.#template, choices: [words] });
    }
    if (last !== '') await this.#write(last);
    const result = this.#result();
    if (result.choices.length === 0) result.cutShort = 'no_answer';
    const closed = await recordClosed(call, result, deps, isOpenOnRecordFault ? 'tell' : 'throw').catch(
      (error: unknown) => this.#endUnrecorded(error),
    );
    if (closed === null) return;
    this.#isRecorded = true;
    let end = '';
    const details = wantsDetails ? answerDetails(call, result, closed) : null;
    if (details !== null) this.#heldFrame = { ...(this.#heldFrame ?? this.#template), plumbline: details };
    end += this.#flushHeld();
    end += this.#closingComment(closed);
    await this.#write(`${end}data: [DONE]\n\n`);
  }

  /** The bot, or the reader, went away: what was verified is kept, nothing more is said. */
  async #endCut(error: unknown): Promise<void> {
    const { call, deps, abort } = this.#options;
    // The reader left between the record and the terminal event.
    if (this.#isRecorded) return;
    const isClientGone = error instanceof StreamClosedError || abort.signal.aborted;
    const cutShort = isClientGone
      ? 'client_closed'
      : error instanceof BotError
        ? 'upstream_error'
        : 'upstream_cut';
    try {
      for (const choice of this.#choices.values()) await choice.cut();
      const closed = await recordClosed(call, { ...this.#result(), cutShort }, deps);
      if (isClientGone) return;
      deps.log.warn('an answer was cut', { record_id: call.id, reason: cutShort, error: faultCode(error) });
      const frame = error instanceof BotError ? { error: error.error } : errorFrame(error, call);
      await this.#write(this.#flushHeld() + this.#closingComment(closed) + sseData(JSON.stringify(frame)));
    } catch (fault) {
      await this.#endUnrecorded(fault);
    }
  }

  async #endUnrecorded(fault: unknown): Promise<null> {
    const { call, deps } = this.#options;
    if (fault instanceof StreamClosedError) return null;
    deps.log.error('a stream could not be ended as it should', {
      record_id: call.id,
      error: faultCode(fault),
    });
    this.#stream.writeNow(sseData(JSON.stringify(errorFrame(fault, call))));
    return null;
  }

  #result(): AnswerResult {
    const choices = [...this.#choices.entries()].sort(([a], [b]) => a - b).map(([, choice]) => choice);
    const outputs = choices.flatMap((choice) => choice.outputs);
    return {
      choices: choices.flatMap((choice) => choice.recorded),
      language: outputs.find((output) => output.language !== null)?.language ?? null,
      knowledge_version: outputs.find((output) => output.knowledgeVersion !== null)?.knowledgeVersion ?? null,
      usage: this.#usage,
    };
  }

  #closingComment({ summary, handoff }: ClosedAnswer): string {
    if (summary === null) return '';
    const { decision, reason, groundedness } = summary;
    return sseComment(
      `plumbline ${JSON.stringify({ decision, reason, groundedness, ...(handoff === null ? {} : { handoff: handoff.id }) })}`,
    );
  }

  async #write(frames: string): Promise<void> {
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

/** @throws {GroundingError} upstream-invalid for a frame that is not JSON: the bot's stream can't be trusted on. */
const readChunk = (data: string): JsonObject | null => {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch (cause) {
    throw new GroundingError('upstream-invalid', { detail: 'A frame of the bot is not JSON.', cause });
  }
  return isObject(value) ? value : null;
};

const errorFrame = (error: unknown, call: AnswerCall): JsonObject => ({
  error: problemDocument(
    error instanceof GroundingError
      ? error
      : new GroundingError('upstream-invalid', { detail: 'The stream ended before the answer did.' }),
    { path: call.endpoint, recordId: call.id },
  ).error,
});

const faultCode = (error: unknown): string =>
  error instanceof GroundingError ? error.code : error instanceof Error ? error.name : 'unknown';
