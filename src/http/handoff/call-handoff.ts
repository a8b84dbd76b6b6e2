import { faultForLog } from '../../core/errors.js';
import {
  caseReference,
  configuredStaffing,
  expiresAt,
  handoffParagraph,
  handoffPriority,
  handoffText,
  holdingText,
  offerSentence,
  offerText,
  REFERENCE_BYTES,
  withReference,
} from '../../core/escalation/index.js';
import type { ConversationNote } from '../../core/ports.js';
import {
  type Conversation,
  type DecisionAction,
  type Handoff,
  type HandoffSummary,
  type Language,
  PersonReason,
} from '../../schema/index.js';
import type { AppDeps } from '../deps.js';
import type { RouteSettings } from '../route-settings.js';
import { type CustomerSaid, messageDigest } from './customer-said.js';
import { expectationOf, staffedNow } from './expectation.js';
import { HandOver } from './hand-over.js';
import { offerAnswer, triggersOf } from './person-needed.js';
import { type Talk, takesHandoffs } from './talk.js';

/** A person is not offered again within so many turns. */
const OFFERS_APART = 3;

/** A handoff of this call, with what its texts say of it. */
export interface OpenHandoff {
  handoff: Handoff;
  conversation: Conversation;
  reference: string;
}

/** What opens a handoff beside its reason. */
export interface OpeningDetails {
  language: Language | null;
  data?: Record<string, string | number | boolean>;
}

export interface CallHandoffOptions {
  record_id: string;
  /** Names the request, the same for one that is sent again; null where nothing tells. */
  requestKey: () => Promise<string | null>;
  route: RouteSettings;
  talk: Talk;
  said: CustomerSaid;
  /** How many answers to choose from are asked for. */
  choices: number;
}

/**
 * The handoff of one call, if it comes to one: opened at most once, before a word promises it. Where nobody takes
 * cases, in shadow mode, and for what an ended case settled there is none, and texts promise nobody.
 */
export class CallHandoff {
  readonly #options: CallHandoffOptions;
  readonly #deps: AppDeps;
  #talk: Talk;
  #opening: Promise<OpenHandoff | null> | null = null;
  #text: Promise<string> | null = null;
  #summary: HandoffSummary | null = null;
  /** Reason of an offer that follows the answer; null for none. */
  #offer: string | null = null;
  /** Set when answers were blocked or rewritten so often that a person takes over. */
  #overCount: string | null = null;
  #counted: Promise<void> | null = null;
  #paragraph: Promise<string> | null = null;
  readonly #followed = new Set<number>();
  #handOver: HandOver | null = null;
  #requestKey: Promise<string | null> | null = null;
  #onOpened: (conversation: Conversation) => void = () => undefined;

  constructor(options: CallHandoffOptions, deps: AppDeps) {
    this.#options = options;
    this.#talk = options.talk;
    this.#deps = deps;
  }

  get talk(): Talk {
    return this.#talk;
  }

  get said(): CustomerSaid {
    return this.#options.said;
  }

  /** The handoff that this call opened or found; null without one. */
  get summary(): HandoffSummary | null {
    return this.#summary;
  }

  /** Names the request, the same for one that is sent again; null where nothing tells. */
  requestKey(): Promise<string | null> {
    this.#requestKey ??= this.#options.requestKey();
    return this.#requestKey;
  }

  /** What people wrote that the answer gives out; null where it can be none. */
  get handOver(): HandOver | null {
    return this.#handOver;
  }

  /** Begins to give out what people write. */
  handsOver(): HandOver {
    const { record_id } = this.#options;
    const name = async (): Promise<string> => (await this.requestKey()) ?? `record:${record_id}`;
    this.#handOver = new HandOver(name, this.#deps);
    return this.#handOver;
  }

  /** Notes the handoff in which the call is answered by people. */
  belongsTo({ id, state, reason }: Handoff): void {
    this.#summary = { id, state, reason };
  }

  /** Goes on with the conversation as it is after this call changed it. */
  goOnWith(conversation: Conversation | null): void {
    this.#talk = { ...this.#talk, conversation };
  }

  /** Tells whoever watches the floor that it moved by this call's own doing. */
  whenOpened(tell: (conversation: Conversation) => void): void {
    this.#onOpened = tell;
  }

  /** Whether a fault of the store lets the bot's words pass. */
  get isOpenOnFaults(): boolean {
    return this.#options.route.config.fail_mode === 'open_and_mark';
  }

  /** Whether a handoff could be opened at all. */
  get isPossible(): boolean {
    const { route, said } = this.#options;
    return takesHandoffs(route, this.#deps) && this.#talk.fault === null && !said.isSettled;
  }

  /**
   * Why a person is needed before the bot is asked: the customer accepts one that was offered, or a trigger escalates.
   * Notes how an offer was answered, and what may be offered after the answer. A store that fails leaves an offer open.
   */
  async personNeeded(): Promise<{ reason: PersonReason; data: NonNullable<OpeningDetails['data']> } | null> {
    const { said, route } = this.#options;
    const answer = offerAnswer({ said, talk: this.#talk });
    const offered = this.#talk.conversation?.offer_reason ?? null;
    if (answer !== null) this.#deps.metrics.count('handoff_offers_total', { outcome: answer });
    if (answer === 'accepted') return { reason: personReason(offered), data: { offer: 'accepted' } };
    if (answer !== null) await this.#note({ offer: null });
    const outcome = triggersOf({ said, talk: this.#talk, route }, this.#deps);
    this.#offer = outcome.offer?.reason ?? null;
    if (outcome.escalate === null) return null;
    return { reason: personReason(outcome.escalate.reason), data: { trigger: outcome.escalate.reason } };
  }

  /**
   * The paragraph of ours that follows an answer of the bot, "" for none: an offer of a person, or that one takes over
   * since answers were blocked or rewritten so often.
   */
  readonly following = async (decision: DecisionAction, lang: Language, index: number): Promise<string> => {
    if (!this.isPossible || decision === 'escalate') return '';
    if (decision !== 'pass') {
      this.#counted ??= this.#count(decision);
      await this.#counted;
    }
    if (this.#offer === null && this.#overCount === null) return '';
    // Of several texts of one answer the first says it; of several answers each does.
    if (this.#followed.has(index) || (this.#followed.size > 0 && this.#options.choices === 1)) return '';
    this.#followed.add(index);
    this.#paragraph ??= this.#paragraphOf(lang);
    return await this.#paragraph;
  };

  /** What the customer reads in place of an answer that escalates; the handoff is stored before. */
  readonly holding = async (reason: string, lang: Language): Promise<string> => {
    this.#text ??= this.#holdingOf(reason, lang);
    return await this.#text;
  };

  /** Opens the handoff, or finds the open one of the conversation; null where there can be none or the store fails. */
  async open(reason: string, details: OpeningDetails): Promise<OpenHandoff | null> {
    if (!this.isPossible) return null;
    this.#opening ??= this.#store(reason, details);
    return await this.#opening;
  }

  /** Tells the case what a bot said while it had not the floor; never given out. */
  async dropped(text: string): Promise<void> {
    const { handoffs, clock, log } = this.#deps;
    const { place, conversation } = this.#talk;
    const { record_id } = this.#options;
    try {
      const id = this.#summary?.id ?? conversation?.handoff_id ?? (await this.#latest());
      if (id === null) return;
      await handoffs.change(place.tenant, id, {
        kind: 'bot_output_dropped',
        at_ms: Math.trunc(clock.nowMs()),
        actor: { type: 'bot', id: null, name: null },
        text,
        data: { record_id },
        idempotency_key: `dropped:${record_id}`,
      });
    } catch (error) {
      // It is on record all the same.
      log.error('dropped output could not be noted', { record_id, error: faultForLog(error) });
    }
  }

  /** The case that ended last in this conversation. */
  async #latest(): Promise<string | null> {
    const { place } = this.#talk;
    const opened = await this.#deps.handoffs.events(place.tenant, {
      conversation: place,
      kinds: ['opened'],
      after_seq: 0,
      limit: 1_000,
    });
    return opened.at(-1)?.handoff_id ?? null;
  }

  async #holdingOf(reason: string, lang: Language): Promise<string> {
    const opened = await this.open(reason, { language: lang });
    if (opened === null) return holdingText(this.#deps.config.handoff, lang);
    const expected = await expectationOf(opened.handoff, this.#deps);
    return handoffText(opened.handoff.reason, expected, { lang, reference: opened.reference });
  }

  /** Counts an answer that was not delivered as the bot said it; a new conversation has no next turn that is known. */
  async #count(decision: 'block' | 'rewrite'): Promise<void> {
    if (this.#talk.found === 'new') return;
    await this.#note(decision === 'block' ? { blocked: 1 } : { rewritten: 1 });
    const { said, route } = this.#options;
    const { escalate, offer } = triggersOf({ said, talk: this.#talk, route }, this.#deps);
    if (escalate?.reason === 'repeated_blocks') this.#overCount = escalate.reason;
    else this.#offer ??= offer?.reason ?? null;
  }

  async #paragraphOf(lang: Language): Promise<string> {
    if (this.#overCount !== null) {
      const opened = await this.open(this.#overCount, { language: lang, data: { trigger: this.#overCount } });
      if (opened !== null) {
        const expected = await expectationOf(opened.handoff, this.#deps);
        return handoffParagraph(expected, { lang, reference: opened.reference });
      }
    }
    return this.#offer === null ? '' : await this.#offerOf(this.#offer, lang);
  }

  /** An offer that is on record before a word makes it; none while one is open, or was made a moment ago. */
  async #offerOf(reason: string, lang: Language): Promise<string> {
    const { said } = this.#options;
    if (this.#talk.conversation?.offer_reason != null || isOffered(said, lang)) return '';
    const isNamed = this.#talk.found === 'named';
    const reference = this.#talk.conversation?.reference ?? newReference();
    const noted = await this.#note({ offer: { reason }, language: lang, ...(isNamed ? {} : { reference }) });
    if (!noted) return '';
    this.#deps.metrics.count('handoff_offers_total', { outcome: 'offered' });
    const text = offerText(staffedNow(this.#deps), lang);
    return isNamed ? text : withReference(text, { lang, reference });
  }

  /** False where the store fails. */
  async #note(note: Omit<ConversationNote, 'at_ms'>): Promise<boolean> {
    const { handoffs, clock, log, metrics } = this.#deps;
    try {
      const at_ms = Math.trunc(clock.nowMs());
      this.goOnWith(await handoffs.note(this.#talk.place, { at_ms, ...note }));
      return true;
    } catch (error) {
      metrics.count('handoff_failures_total', {});
      log.error('a conversation could not be noted', { error: faultForLog(error) });
      return false;
    }
  }

  async #store(reason: string, { language, data = {} }: OpeningDetails): Promise<OpenHandoff | null> {
    const { record_id, said } = this.#options;
    const talk = this.#talk;
    const { config, handoffs, ids, clock, log, metrics } = this.#deps;
    const at_ms = Math.trunc(clock.nowMs());
    const reference = talk.conversation?.reference ?? newReference();
    try {
      const opened = await handoffs.open({
        ...talk.place,
        id: ids.next(),
        record_id,
        reason,
        priority: handoffPriority(reason),
        language,
        expires_at_ms: expiresAt(config.handoff, configuredStaffing(config), at_ms),
        customer_digest: said.last === null ? null : await messageDigest(said.last),
        reference,
        at_ms,
        actor: { type: 'system', id: null, name: null },
        text: said.last,
        data,
      });
      this.belongsTo(opened.handoff);
      if (opened.is_new) this.#onOpened(opened.conversation);
      return { ...opened, reference: opened.conversation.reference ?? reference };
    } catch (cause) {
      // The text that stands in for it promises nobody, so that it stays true.
      metrics.count('handoff_failures_total', {});
      log.error('a handoff could not be stored', { record_id, error: faultForLog(cause) });
      return null;
    }
  }
}

const isOffered = ({ earlier }: CustomerSaid, lang: Language): boolean =>
  earlier.slice(-OFFERS_APART).some(({ answer }) => answer?.includes(offerSentence(lang)) === true);

/** A trigger's reason; one that handoffs do not know is a customer who asks. */
const personReason = (reason: string | null): PersonReason =>
  PersonReason.safeParse(reason).data ?? 'customer_asked';

const newReference = (): string => caseReference(crypto.getRandomValues(new Uint8Array(REFERENCE_BYTES)));
