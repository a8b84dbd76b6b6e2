import { faultForLog } from '../../core/errors.js';
import type { ConversationPlace, HandoffEvent, LiveState } from '../../schema/index.js';
import { type ByteStream, openByteStream } from '../byte-stream.js';
import type { AppDeps } from '../deps.js';
import { HAND_OVER_MS, personMessage, Wake, watchConversation } from '../handoff/index.js';
import { sseComment, sseData } from '../sse.js';
import { endingOf, liveState, movesFloor } from './live-state.js';

/** Quiet for this long, a stream gets a comment; the place in the queue is looked at as often. */
const PING_INTERVAL_MS = 15_000;

/** How soon a browser comes back after the connection broke, in milliseconds. */
const RETRY_MS = 2_000;

/** Events that are read at once. */
const PAGE = 500;

export interface LiveOptions {
  place: ConversationPlace;
  /** Place in the log to go on from; null for a new reader. */
  after_seq: number | null;
  /** When the reader's token is over; null for a key. */
  expires_at_ms: number | null;
  runInBackground(work: Promise<void>): void;
}

/**
 * The live events of one conversation: what a person writes and who has the floor, each with its place in the log as
 * the id to go on from. What the reader has taken counts as delivered.
 */
export const liveStream = (options: LiveOptions, deps: AppDeps): ReadableStream<Uint8Array> => {
  const wake = new Wake();
  const stream = openByteStream(wake.ring, wake.ring);
  const live = new LiveStream(options, { deps, stream, wake });
  options.runInBackground(live.run());
  return stream.readable;
};

class LiveStream {
  readonly #options: LiveOptions;
  readonly #deps: AppDeps;
  readonly #stream: ByteStream;
  readonly #wake: Wake;
  #seq = 0;
  #state = '';
  #isPingDue = false;
  /** Messages that this reader is to have: false until it is written. */
  readonly #taken = new Map<number, boolean>();
  readonly #taker: string;

  constructor(
    options: LiveOptions,
    { deps, stream, wake }: { deps: AppDeps; stream: ByteStream; wake: Wake },
  ) {
    this.#options = options;
    this.#deps = deps;
    this.#stream = stream;
    this.#wake = wake;
    this.#taker = `live:${deps.ids.next()}`;
  }

  async run(): Promise<void> {
    const { deps, place } = { deps: this.#deps, place: this.#options.place };
    const stopWatching = watchConversation(place, this.#wake.ring, deps);
    const stopPings = deps.timers.every(PING_INTERVAL_MS, () => {
      this.#isPingDue = true;
      this.#wake.ring();
    });
    try {
      await this.#begin();
      while (await this.#goOn()) {
        if (this.#stream.isTaken) await this.#confirm();
        await this.#wake.wait();
      }
    } catch (error) {
      // The reader comes back with the last id that it has.
      deps.log.warn('live events were cut', { error: error instanceof Error ? error.name : String(error) });
    } finally {
      stopWatching();
      stopPings();
      await this.#letGo();
      this.#stream.close();
    }
  }

  /** A new reader gets what nobody has read yet, and who has the floor; one that comes back what it missed. */
  async #begin(): Promise<void> {
    const { after_seq, place } = this.#options;
    this.#stream.writeNow(`retry: ${RETRY_MS}\n\n`);
    if (after_seq !== null) {
      this.#seq = after_seq;
      return;
    }
    const unread: HandoffEvent[] = [];
    for (let page = await this.#page(); page.length > 0; page = await this.#page()) {
      this.#seq = page.at(-1)?.seq ?? this.#seq;
      unread.push(...page.filter((event) => event.delivered_at_ms === null && personMessage(event) !== null));
    }
    await this.#sendState(await liveState(place, this.#deps), this.#seq);
    for (const event of unread) await this.#send(event);
  }

  /** Sends what there is now; false once the reader is gone or its token is over. */
  async #goOn(): Promise<boolean> {
    const { expires_at_ms } = this.#options;
    for (let page = await this.#page(); page.length > 0; page = await this.#page()) {
      for (const event of page) {
        this.#seq = event.seq;
        await this.#send(event);
      }
    }
    if (expires_at_ms !== null && this.#deps.clock.nowMs() >= expires_at_ms) {
      this.#write(`event: expired\n${sseData('{}')}`);
      return false;
    }
    if (this.#isPingDue) {
      this.#isPingDue = false;
      const state = await liveState(this.#options.place, this.#deps);
      if (state.state === 'waiting' && JSON.stringify(state) !== this.#state)
        await this.#sendState(state, null);
      else this.#write(sseComment('ping'));
    }
    return this.#write('');
  }

  async #send(event: HandoffEvent): Promise<void> {
    const message = personMessage(event);
    if (message !== null) {
      // No answer of the bot's endpoints gives it out meanwhile.
      const at_ms = this.#nowMs;
      const taking = { taker: this.#taker, at_ms, until_ms: at_ms + HAND_OVER_MS };
      const taken = await this.#deps.handoffs.takeUndelivered(event.tenant, event.handoff_id, taking);
      for (const { seq } of taken) this.#taken.set(seq, this.#taken.get(seq) ?? false);
      this.#taken.set(event.seq, true);
      this.#write(frame('message', message, event.seq));
    } else if (movesFloor(event)) {
      const ended = endingOf(event);
      const state: LiveState =
        ended === null ? await liveState(this.#options.place, this.#deps) : { state: 'bot', ended };
      await this.#sendState(state, event.seq);
    }
  }

  async #confirm(): Promise<void> {
    const seqs = [...this.#taken].filter(([, isWritten]) => isWritten).map(([seq]) => seq);
    if (seqs.length === 0) return;
    await this.#deps.handoffs.confirmDelivered(this.#options.place.tenant, seqs, this.#nowMs);
    for (const seq of seqs) this.#taken.delete(seq);
  }

  /** What the reader did not take is for whoever asks next. */
  async #letGo(): Promise<void> {
    const { handoffs, log } = this.#deps;
    try {
      if (this.#stream.isTaken) await this.#confirm();
      await handoffs.giveBackUndelivered(this.#options.place.tenant, [...this.#taken.keys()], this.#taker);
    } catch (error) {
      log.warn('messages could not be given back', { error: faultForLog(error) });
    }
  }

  async #sendState(state: LiveState, seq: number | null): Promise<void> {
    this.#state = JSON.stringify(state);
    this.#write(frame('state', state, seq));
  }

  async #page(): Promise<HandoffEvent[]> {
    const { place } = this.#options;
    return await this.#deps.handoffs.events(place.tenant, {
      conversation: place,
      after_seq: this.#seq,
      limit: PAGE,
    });
  }

  get #nowMs(): number {
    return Math.trunc(this.#deps.clock.nowMs());
  }

  #write(text: string): boolean {
    return this.#stream.writeNow(text);
  }
}

const frame = (name: string, data: object, seq: number | null): string =>
  `${seq === null ? '' : `id: ${seq}\n`}event: ${name}\n${sseData(JSON.stringify(data))}`;
