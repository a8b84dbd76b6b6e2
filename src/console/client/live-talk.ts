import type { LiveMessage, LiveState } from '../../schema/index.js';
import type { PlumblineApi } from './plumbline-api.js';
import { isObject } from './problem.js';

export interface LiveListener {
  message(message: LiveMessage): void;
  state(state: LiveState): void;
}

/** Follows a conversation that a person has, or is waited for. */
export class LiveTalk {
  readonly #api: PlumblineApi;
  readonly #listener: LiveListener;
  #events: EventSource | null = null;
  #isFollowing = false;
  readonly #seen = new Set<number>();

  constructor(api: PlumblineApi, listener: LiveListener) {
    this.#api = api;
    this.#listener = listener;
  }

  async follow(): Promise<void> {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    const address = await this.#api.eventsAddress().catch(() => null);
    if (address === null || !this.#isFollowing) {
      this.#isFollowing = false;
      return;
    }
    const events = new EventSource(address);
    this.#events = events;
    events.addEventListener('message', ({ data }) => {
      const message = parsed(data);
      if (!isMessage(message) || this.#seen.has(message.seq)) return;
      this.#seen.add(message.seq);
      this.#listener.message(message);
    });
    events.addEventListener('state', ({ data }) => {
      const state = parsed(data);
      if (isState(state)) this.#listener.state(state);
    });
    // A token holds for a while only: the next one goes on where this one ended.
    events.addEventListener('expired', () => {
      this.stop();
      void this.follow();
    });
  }

  stop(): void {
    this.#isFollowing = false;
    this.#events?.close();
    this.#events = null;
  }
}

const parsed = (data: unknown): unknown => {
  try {
    return JSON.parse(String(data));
  } catch {
    return null;
  }
};

const isMessage = (value: unknown): value is LiveMessage =>
  isObject(value) && typeof value['seq'] === 'number' && typeof value['text'] === 'string';

const isState = (value: unknown): value is LiveState =>
  isObject(value) && ['bot', 'waiting', 'human'].includes(String(value['state']));
