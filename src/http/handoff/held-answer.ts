import {
  type CaseWords,
  endedText,
  heldText,
  personText,
  waitingText,
  withReference,
} from '../../core/escalation/index.js';
import type { Handoff, Language, LiveMessage } from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import type { CallHandoff } from './call-handoff.js';
import { expectationOf } from './expectation.js';
import type { HandOver } from './hand-over.js';
import { noteMessage } from './note-message.js';
import type { OwnAnswer, OwnWords } from './own-answer.js';
import { personName } from './person-name.js';
import { Wake } from './wake.js';
import { watchConversation } from './watch-conversation.js';

export interface HeldOptions {
  language: Language;
  /** Longest wait for a person's reply, in milliseconds; 0: none. */
  waitMs: number;
}

type HeldWords = Pick<OwnWords, 'text' | 'reason'>;

/**
 * The answer of a conversation that a person has, or that waits for one: the customer's message is added to the case,
 * and what the person wrote is given out, each message until it has been handed over; else the customer reads where the
 * case stands.
 */
export class HeldAnswer implements OwnAnswer {
  readonly #call: CallHandoff;
  readonly #options: HeldOptions;
  readonly #deps: AppDeps;
  readonly #handOver: HandOver;
  #words: Promise<OwnWords> | null = null;

  constructor(call: CallHandoff, options: HeldOptions, deps: AppDeps) {
    this.#call = call;
    this.#options = options;
    this.#deps = deps;
    this.#handOver = call.handsOver();
  }

  async say(signal: AbortSignal): Promise<OwnWords> {
    this.#words ??= this.#answer(signal);
    return await this.#words;
  }

  async #answer(signal: AbortSignal): Promise<OwnWords> {
    const { language } = this.#options;
    const handoff = await this.#handoff();
    const words = handoff === null ? this.#ended('cancelled', null) : await this.#answerIn(handoff, signal);
    return { decision: 'escalate', language, ...words };
  }

  async #answerIn(before: Handoff, signal: AbortSignal): Promise<HeldWords> {
    const { handoff, contact } = await noteMessage(before, this.#call, this.#deps);
    const now = await this.#wordsOf(handoff);
    if (now !== null) return now;
    if (handoff.state === 'waiting') return await this.#waiting(handoff, contact !== null);
    return await this.#reply(handoff, signal);
  }

  /** Waits for a person's words, while one holds the case. */
  async #reply(handoff: Handoff, signal: AbortSignal): Promise<HeldWords> {
    const { waitMs } = this.#options;
    if (waitMs === 0) return this.#held(handoff);
    const wake = new Wake();
    let isLate = false;
    const stopWaiting = this.#deps.timers.every(waitMs, () => {
      isLate = true;
      wake.ring();
    });
    const stop = watchConversation(this.#call.talk.place, wake.ring, this.#deps);
    signal.addEventListener('abort', wake.ring, { once: true });
    try {
      for (;;) {
        // Nobody reads what is given to a client that has gone: it is kept for the next request.
        signal.throwIfAborted();
        const held = (await this.#handoff()) ?? handoff;
        const words = await this.#wordsOf(held);
        if (words !== null) return words;
        if (held.state === 'waiting') return await this.#waiting(held, false);
        if (isLate) return this.#held(held);
        await wake.wait();
      }
    } finally {
      signal.removeEventListener('abort', wake.ring);
      stop();
      stopWaiting();
    }
  }

  /** What a person wrote since the last answer, or that the case ended; null while there is nothing to tell. */
  async #wordsOf(handoff: Handoff): Promise<HeldWords | null> {
    const messages = await this.#handOver.take(handoff);
    if (messages.length > 0) return { text: this.#personText(messages), reason: 'with_person:replied' };
    const { state } = handoff;
    return state === 'waiting' || state === 'claimed' ? null : this.#ended(state, personName(handoff.agent));
  }

  #personText(messages: readonly LiveMessage[]): string {
    const said = personText(messages);
    // A client that names no conversation finds it again by nothing else.
    return this.#call.talk.found === 'reference' ? withReference(said, this.#about) : said;
  }

  async #waiting(handoff: Handoff, hasContact: boolean): Promise<HeldWords> {
    const expected = await expectationOf(handoff, this.#deps);
    return {
      text: waitingText(expected, this.#about, { hasContact }),
      reason: expected.kind === 'closed' ? 'with_person:closed_hours' : 'with_person:waiting',
    };
  }

  #held({ agent }: Handoff): HeldWords {
    return { text: heldText(personName(agent), this.#about), reason: 'with_person:claimed' };
  }

  #ended(state: Parameters<typeof endedText>[0], name: string | null): HeldWords {
    return { text: endedText(state, name, this.#options.language), reason: 'with_person:ended' };
  }

  get #about(): CaseWords {
    const reference = this.#call.talk.conversation?.reference ?? null;
    return { lang: this.#options.language, reference };
  }

  async #handoff(): Promise<Handoff | null> {
    const { place, conversation } = this.#call.talk;
    if (conversation?.handoff_id == null) return null;
    const handoff = await this.#deps.handoffs.get(place.tenant, conversation.handoff_id);
    if (handoff !== null) this.#call.belongsTo(handoff);
    return handoff;
  }
}
