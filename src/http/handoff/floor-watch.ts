import { faultForLog } from '../../core/errors.js';
import type { Conversation } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import type { CallHandoff } from './call-handoff.js';
import { isOf } from './watch-conversation.js';

/** So long nobody else can know of a conversation that this call began: then it is looked up like any other. */
const UNKNOWN_MS = 1_000;

/** What stands between two releases of words is looked at this often. */
const BETWEEN_MS = 250;

/** Whether the bot still has the floor; `unknown` where the store can't tell. */
export type Floor = 'bot' | 'lost' | 'unknown';

/**
 * Watches who has the floor while a bot's answer is on its way: an answer that was begun before the floor changed hands
 * is late. The store is asked before each release; the feed tells at once what this process did.
 */
export class FloorWatch {
  readonly #handoff: CallHandoff;
  readonly #deps: AppDeps;
  readonly #begunAtMs: number;
  readonly #stop: () => void;
  #epoch: number;
  #isTold = false;
  #floor: Floor = 'bot';
  #readAtMs: number;

  constructor(handoff: CallHandoff, deps: AppDeps) {
    this.#handoff = handoff;
    this.#deps = deps;
    this.#epoch = handoff.talk.conversation?.epoch ?? 0;
    this.#begunAtMs = deps.clock.nowMs();
    this.#readAtMs = this.#begunAtMs;
    this.#stop = this.#listen();
    // A case of this call's own is what its words promise.
    handoff.whenOpened((conversation) => {
      this.#epoch = conversation.epoch;
      this.#isTold = false;
    });
  }

  /** Whether words may go out now. What was lost stays lost. */
  async holds(): Promise<boolean> {
    if (this.#floor !== 'bot') return false;
    if (!this.#isKnown && !this.#isTold) return true;
    this.#isTold = false;
    this.#readAtMs = this.#deps.clock.nowMs();
    try {
      const conversation = await this.#deps.handoffs.conversation(this.#handoff.talk.place);
      if ((conversation?.epoch ?? 0) === this.#epoch) return true;
      this.#lose(conversation);
    } catch (error) {
      this.#deps.metrics.count('handoff_failures_total', {});
      this.#deps.log.error('a conversation could not be looked up', { error: faultForLog(error) });
      if (this.#handoff.isOpenOnFaults) return true;
      this.#floor = 'unknown';
    }
    return false;
  }

  /** As `holds`, for what goes out between words: looked at now and then, and at once when there is news. */
  async holdsMeanwhile(): Promise<boolean> {
    if (this.#floor !== 'bot') return false;
    const isDue = this.#deps.clock.nowMs() - this.#readAtMs >= BETWEEN_MS;
    return !this.#isTold && !isDue ? true : await this.holds();
  }

  /** As it was found when words were last to go out. */
  get floor(): Floor {
    return this.#floor;
  }

  /** Ends the watch. */
  stop(): void {
    this.#stop();
  }

  get #isKnown(): boolean {
    return this.#handoff.talk.found !== 'new' || this.#deps.clock.nowMs() - this.#begunAtMs >= UNKNOWN_MS;
  }

  #lose(conversation: Conversation | null): void {
    this.#floor = 'lost';
    this.#handoff.goOnWith(conversation);
  }

  #listen(): () => void {
    const { feed, log } = this.#deps;
    const { place } = this.#handoff.talk;
    try {
      return feed.subscribe((event) => {
        if (isOf(event, place)) this.#isTold = true;
      });
    } catch (error) {
      log.error('the feed of handoffs failed', { error: faultForLog(error) });
      return () => undefined;
    }
  }
}
