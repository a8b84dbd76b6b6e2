import type { JsonObject } from '../json.js';
import type { AnswerResult } from '../recording.js';
import type { BotEvent, StreamAdapter, ToolCallEvent } from './events.js';
import type { TextForm } from './protocol.js';
import { BotError } from './stream-faults.js';
import { StreamedCalls } from './streamed-calls.js';
import { TextPart } from './text-part.js';
import { answerChoices, answerResult, endsInClosing, type OpenChecks } from './whole-relay.js';

/** Which part an event is about. */
interface PartRef {
  part: string;
  index: number;
  form?: TextForm;
  answer?: number;
}

export interface StreamedAnswerOptions {
  adapter: StreamAdapter;
  openChecks: OpenChecks;
  answerCharsMax: number;
  /** Ends the checks. */
  signal: AbortSignal;
}

/** A streamed answer on its way: its texts and checked calls, and the frames of them that may go out. */
export class StreamedAnswer {
  readonly #options: StreamedAnswerOptions;
  readonly #parts = new Map<string, TextPart>();
  readonly #calls: StreamedCalls;
  readonly #releasedCalls = new Set<string>();
  readonly #silent: number[] = [];
  #usage: JsonObject | null = null;
  #unsent = '';

  constructor(options: StreamedAnswerOptions) {
    this.#options = options;
    this.#calls = new StreamedCalls(() => options.openChecks.openCalls(), options.answerCharsMax);
  }

  /** Turns events of the bot into bytes to send; true if the answer is whole. @throws {BotError} */
  async take(events: readonly BotEvent[]): Promise<boolean> {
    for (const event of events) {
      if (event.kind === 'finish') return true;
      if (event.kind === 'error') throw new BotError(event.frame);
      if (event.kind === 'usage') this.#usage = { ...this.#usage, ...event.usage };
      else if (event.kind === 'call') {
        if (this.#calls.receive(event)) this.#releaseCall(event);
      } else if (this.#calls.isHolding) {
        await this.#deliverAll(await this.#calls.hold(event, this.#options.signal));
      } else await this.#deliver(event);
    }
    return false;
  }

  /** Counts characters of the wire, before the event that they hold is taken. */
  countWire(chars: number): void {
    this.#calls.countWire(chars);
  }

  /** Lets go of what is held where too much of it has come. */
  async boundHeld(): Promise<void> {
    await this.#deliverAll(this.#calls.bound());
  }

  /** Decides what is still open of the calls: the bot has said all. */
  async settle(): Promise<void> {
    await this.#deliverAll(await this.#calls.settle(this.#options.signal));
  }

  /** Verified frames that are still to be sent; they are asked for once. */
  takeUnsent(): string {
    const frames = this.#unsent;
    this.#unsent = '';
    return frames;
  }

  /** Ends texts that have not ended: nothing more of them goes out. */
  async cutTexts(): Promise<void> {
    for (const { output } of this.#parts.values()) await output.cut();
  }

  /** Calls that are not decided are withheld, with all that was held for them. */
  cutCalls(): void {
    this.#calls.cut();
  }

  get hasOpenText(): boolean {
    return [...this.#parts.values()].some((part) => !part.isEnded);
  }

  /** Whether the bot went on so far beyond the limit that it need not be heard out. */
  get isRunaway(): boolean {
    const outputs = [...this.#parts.values()].map((part) => part.output);
    return [...outputs, ...this.#calls.checked.values()].some((one) => one.isRunaway);
  }

  /** All that the bot said. */
  get originals(): string[] {
    return [
      ...[...this.#parts.values()].map((part) => part.output.original),
      ...[...this.#calls.checked.values()].flatMap((calls) => calls.originals),
    ];
  }

  /** What is recorded, once texts and calls have ended. */
  get result(): AnswerResult {
    const { checked } = this.#calls;
    const outputs = [...this.#parts.values()].map((part) => part.output);
    const all = [...outputs, ...[...checked.values()].flatMap((calls) => calls.outputs)];
    return { ...answerResult(all, answerChoices(outputs, checked, this.#silent)), usage: this.#usage };
  }

  /** Words for a text outside the bot's own stream of them. */
  async pushWords(place: PartRef, words: string): Promise<void> {
    await this.#part(place).push(words, this.#options.signal);
  }

  async #deliverAll(events: readonly BotEvent[]): Promise<void> {
    for (const event of events) await this.#deliver(event);
  }

  async #deliver(event: BotEvent): Promise<void> {
    const { adapter, signal } = this.#options;
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
        if (this.#calls.checked.get(event.answer)?.isReleased(event.call) === true) this.#releaseCall(event);
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
    const calls = this.#calls.checked.get(answer);
    await calls?.decide(this.#options.signal);
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
}
