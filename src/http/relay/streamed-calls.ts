import type { CheckedCalls } from './checked-calls.js';
import type { BotEvent, ToolCallEvent } from './events.js';

/** Held frames of a stream take this many characters for each that may be answered: most of a frame is no words. */
const HELD_WIRE_FACTOR = 64;

/**
 * The checked tool calls of a streamed answer. From the first of them on the stream is held until it is known what
 * becomes of them; what is let go then comes out in its order.
 */
export class StreamedCalls {
  /** By answer. */
  readonly checked = new Map<number, CheckedCalls>();
  readonly #open: () => CheckedCalls;
  readonly #heldCharsMax: number;
  #held: BotEvent[] | null = null;
  #heldChars = 0;

  constructor(open: () => CheckedCalls, answerCharsMax: number) {
    this.#open = open;
    this.#heldCharsMax = HELD_WIRE_FACTOR * answerCharsMax;
  }

  get isHolding(): boolean {
    return this.#held !== null;
  }

  /** Counts characters of the wire, which may be held. */
  countWire(chars: number): void {
    if (this.#held !== null) this.#heldChars += chars;
  }

  /** Notes a piece of a call. True where it goes out at once; else it is held, or dropped where nothing of it can go out. */
  receive(event: ToolCallEvent): boolean {
    let calls = this.checked.get(event.answer);
    if (calls === undefined) {
      calls = this.#open();
      this.checked.set(event.answer, calls);
    }
    if (calls.isDecided) return false;
    calls.receive(event);
    if (calls.isOpen) return true;
    if (!calls.isTooLong) {
      this.#held ??= [];
      this.#held.push(event);
    }
    return false;
  }

  /** Holds an event behind a call; gives back what is let go by it. */
  async hold(event: BotEvent, signal: AbortSignal): Promise<BotEvent[]> {
    this.#held?.push(event);
    if (event.kind !== 'calls_end') return [];
    await this.checked.get(event.answer)?.decide(signal);
    return [...this.checked.values()].every((calls) => calls.isDecided) ? this.#letGo() : [];
  }

  /** Calls after which too much comes fail unread, and the rest goes on. */
  bound(): BotEvent[] {
    if (this.#held === null) return [];
    const undecided = [...this.checked.values()].filter((calls) => !calls.isDecided);
    if (this.#heldChars <= this.#heldCharsMax && !undecided.every((calls) => calls.isTooLong)) return [];
    for (const calls of undecided) calls.giveUp();
    return this.#letGo();
  }

  /** Decides what no end of an answer has decided, and lets go what is still held. */
  async settle(signal: AbortSignal): Promise<BotEvent[]> {
    for (const calls of this.checked.values()) await calls.decide(signal);
    return this.#letGo();
  }

  /** The stream ends here: what is held never goes out, and calls that are not decided are withheld. */
  cut(): void {
    this.#held = null;
    for (const calls of this.checked.values()) calls.cut();
  }

  #letGo(): BotEvent[] {
    const held = this.#held ?? [];
    this.#held = null;
    this.#heldChars = 0;
    return held;
  }
}
