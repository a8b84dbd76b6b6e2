import type { ConversationPlace, HandoffEvent, LiveState } from '../../schema/index.js';
import { type ByteStream, openByteStream } from '../byte-stream.js';
import type { AppDeps } from '../deps.js';
import { Wake, watchConversation } from '../handoff/index.js';
import { sseComment, sseData } from '../sse.js';
import { endingOf, liveMessage, liveState, movesFloor } from './live-state.js';

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
 * the id to go on from. What is sent counts as delivered.
 */
export const liveStream = (options: LiveOptions, deps: AppDeps): ReadableStream<Uint8Array> => {
  const wake = new Wake();
  const stream = openByteStream(wake.ring);
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

  constructor(
    options: LiveOptions,
    { deps, stream, wake }: { deps: AppDeps; stream: ByteStream; wake: Wake },
  ) {
    this.#options = options;
    this.#deps = deps;
    this.#stream = stream;
    this.#wake = wake;
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
      while (await this.#goOn()) await this.#wake.wait();
    } catch (error) {
      // The reader comes back with the last id that it has.
      deps.log.warn('live events were cut', { error: error instanceof Error ? error.name : String(error) });
    } finally {
      stopWatching();
      stopPings();
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
      unread.push(...page.filter((event) => event.delivered_at_ms === null && liveMessage(event) !== null));
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
    const message = liveMessage(event);
    if (message !== null) {
      await this.#deps.handoffs.takeUndelivered(
        event.tenant,
        event.handoff_id,
        Math.trunc(this.#deps.clock.nowMs()),
      );
      this.#write(frame('message', message, event.seq));
    } else if (movesFloor(event)) {
      const ended = endingOf(event);
      const state: LiveState =
        ended === null ? await liveState(this.#options.place, this.#deps) : { state: 'bot', ended };
      await this.#sendState(state, event.seq);
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

  #write(text: string): boolean {
    return this.#stream.writeNow(text);
  }
}

const frame = (name: string, data: object, seq: number | null): string =>
  `${seq === null ? '' : `id: ${seq}\n`}event: ${name}\n${sseData(JSON.stringify(data))}`;
