import { GroundingError } from '../core/errors.js';
import { holdingText, refusalText } from '../core/escalation/index.js';
import type { AnswerSession, Delivery, HoldingWords } from '../core/pipeline.js';
import type {
  DecisionAction,
  DecisionReason,
  FailMode,
  GroundingRequest,
  Language,
  RecordedChoice,
} from '../schema/index.js';
import type { Grounding } from './deps.js';

/** Why an output ends in a closing message that no session decided. */
export interface OutputFault {
  /** pass: the bot's own words go on, marked. */
  action: 'pass' | 'escalate' | 'block';
  reason: DecisionReason & `check_failed:${string}`;
  cause?: unknown;
}

export interface OutputOptions {
  /** Index of the choice. */
  index: number;
  request: GroundingRequest;
  grounding: Grounding;
  delivery: Delivery;
  answerCharsMax: number;
  /** A fault from before the first word: the output then is the closing message alone. */
  fault?: OutputFault;
  /** Words in place of an answer that escalates; absent: the configured text. */
  holding?: HoldingWords;
  /** The paragraph of ours that follows a decided answer, "" for none; absent: none ever does. */
  following?(decision: DecisionAction, lang: Language, index: number): Promise<string>;
  onFault(fault: OutputFault): void;
}

/** A text of a bot on its way to the customer, whatever its form. */
export interface GuardedText {
  /** The text that may go out now. */
  push(delta: string, signal: AbortSignal): Promise<string>;
  /** The rest of the text; what the customer sees in all is `choice.answer`. Call it once. */
  end(signal: AbortSignal): Promise<string>;
  /** Ends an output whose bot or reader went away: nothing more is delivered, what was delivered is recorded. */
  cut(): Promise<void>;
  /** What is recorded, after `end` or `cut`. */
  readonly choice: RecordedChoice;
  readonly original: string;
  /** Words for the vendor's refusal, in place of the text; null where the text itself is delivered. */
  readonly refusal: string | null;
  readonly language: Language | null;
  readonly knowledgeVersion: string | null;
  /** Whether the bot went on so far beyond the limit that it need not be heard out. */
  readonly isRunaway: boolean;
}

/** A bot that goes on this many times over the limit is cut off. */
const RUNAWAY_FACTOR = 4;

/**
 * One text of a bot on its way to the customer. What fails on the way follows the route's fail mode: a session that
 * throws ends in the safe refusal (closed) or the holding message (escalate), or the bot's own words go on, marked
 * (open_and_mark). Shadow mode delivers the bot's own words always.
 */
export class GuardedOutput implements GuardedText {
  readonly refusal = null;
  readonly #options: OutputOptions;
  readonly #session: AnswerSession | null;
  #fault: OutputFault | null = null;
  #original = '';
  #delivered = '';
  #receivedChars = 0;
  #language: Language | null = null;
  #knowledgeVersion: string | null = null;
  #choice: RecordedChoice | null = null;
  #isCut = false;

  constructor(options: OutputOptions) {
    this.#options = options;
    if (options.fault !== undefined) this.#fail(options.fault);
    let session: AnswerSession | null = null;
    try {
      if (this.#fault === null) {
        session = options.grounding.open(options.request, options.delivery, (reason, lang) =>
          this.#holding(reason, lang),
        );
      }
    } catch (cause) {
      this.#fail(this.#faultOf(cause));
    }
    this.#session = session;
  }

  /** The text that may go out now. */
  async push(delta: string, signal: AbortSignal): Promise<string> {
    if (this.#choice !== null || delta === '') return '';
    const { answerCharsMax } = this.#options;
    this.#receivedChars += delta.length;
    if (this.#original.length <= answerCharsMax || this.#isShadow) this.#original += delta;
    if (this.#receivedChars > answerCharsMax && (this.#fault === null || this.#fault.action === 'pass')) {
      this.#fail({ action: 'escalate', reason: 'check_failed:answer_too_long' });
    }
    let text = '';
    try {
      if (this.#fault === null) text = (await this.#session?.push(delta, signal)) ?? '';
    } catch (cause) {
      if (signal.aborted) throw cause;
      this.#fail(this.#faultOf(cause));
    }
    if (this.#isShadow) text = delta;
    else if (this.#fault !== null) text = this.#openText();
    this.#delivered += text;
    return text;
  }

  /** The rest of the text; what the customer sees in all is `choice.answer`. Call it once. */
  async end(signal: AbortSignal): Promise<string> {
    if (this.#choice !== null) return '';
    const text = await this.#end(signal);
    return text + (await this.#follow());
  }

  async #end(signal: AbortSignal): Promise<string> {
    try {
      if (this.#fault === null && this.#session !== null) {
        const { text, outcome, ...end } = await this.#session.end(signal);
        this.#language = end.language;
        this.#knowledgeVersion = end.knowledge_version;
        this.#delivered = this.#options.delivery === 'stream' ? this.#delivered + text : outcome.answer;
        if (this.#isShadow) this.#delivered = this.#original;
        this.#choice = {
          index: this.#options.index,
          decision: outcome.decision,
          reason: outcome.reason,
          groundedness: outcome.groundedness,
          original_answer: this.#original,
          answer: this.#delivered,
          claims: outcome.claims,
          released: end.released,
          withheld: end.withheld,
          ...(end.models === undefined || end.models.length === 0 ? {} : { models: end.models }),
          ...(end.rewrites === undefined || end.rewrites.length === 0 ? {} : { rewrites: end.rewrites }),
          ...(end.embeddings === undefined ? {} : { embeddings: end.embeddings }),
        };
        return this.#isShadow ? '' : text;
      }
    } catch (cause) {
      if (signal.aborted) throw cause;
      this.#fail(this.#faultOf(cause));
    }
    return await this.#endInFault(this.#fault ?? { action: 'block', reason: 'check_failed:session' });
  }

  /** Ends an output whose bot or reader went away: nothing more is delivered, what was delivered is recorded. */
  async cut(): Promise<void> {
    if (this.#choice !== null) return;
    const delivered = this.#delivered;
    this.#isCut = true;
    await this.end(new AbortController().signal);
    const ended = this.choice;
    const kept = this.#original.startsWith(delivered) ? delivered.length : null;
    this.#delivered = delivered;
    this.#choice = {
      ...ended,
      answer: delivered,
      ...(kept === null ? {} : { released: span(0, kept), withheld: span(kept, this.#original.length) }),
    };
  }

  /** What is recorded of this output, after `end` or `cut`. */
  get choice(): RecordedChoice {
    if (this.#choice === null) throw new Error('the output has not ended');
    return this.#choice;
  }

  get original(): string {
    return this.#original;
  }

  get language(): Language | null {
    return this.#language;
  }

  get knowledgeVersion(): string | null {
    return this.#knowledgeVersion;
  }

  /** Whether the bot went on so far beyond the limit that it need not be heard out. */
  get isRunaway(): boolean {
    return this.#receivedChars > RUNAWAY_FACTOR * this.#options.answerCharsMax;
  }

  get #isShadow(): boolean {
    return this.#options.request.mode === 'shadow';
  }

  /** What a session that failed leads to. Where only verified claims pass on some topic, nothing passes unread. */
  #faultOf(cause: unknown): OutputFault {
    const { fail_mode, strict_topics } = this.#options.request;
    const action = FAULT_ACTION[fail_mode];
    return {
      action: action === 'pass' && strict_topics.length > 0 ? 'escalate' : action,
      reason:
        cause instanceof GroundingError
          ? `check_failed:${cause.code.replaceAll('-', '_')}`
          : 'check_failed:session',
      cause,
    };
  }

  /** The bot's words that were not delivered yet, under a fault that lets them pass. */
  #openText(): string {
    return this.#fault?.action === 'pass' ? this.#original.slice(this.#delivered.length) : '';
  }

  #fail(caught: OutputFault): void {
    // After a rewrite nobody can say where in the bot's words to go on.
    const canGoOn = this.#original.startsWith(this.#delivered);
    const fault: OutputFault =
      caught.action === 'pass' && !canGoOn ? { ...caught, action: 'escalate' } : caught;
    this.#fault = fault;
    this.#options.onFault(fault);
  }

  async #endInFault(fault: OutputFault): Promise<string> {
    const { request, index, delivery } = this.#options;
    this.#language = request.language ?? this.#guessLanguage();
    const isOpen = this.#isShadow || fault.action === 'pass';
    const before = delivery === 'whole' && !isOpen ? '' : this.#delivered;
    const text = isOpen ? this.#openText() : await this.#closingText(fault, before);
    this.#delivered = this.#isShadow ? this.#original : before + text;
    const kept = isOpen ? this.#original.length : this.#original.startsWith(before) ? before.length : 0;
    this.#choice = {
      index,
      decision: fault.action,
      reason: fault.reason,
      groundedness: null,
      original_answer: this.#original,
      answer: this.#delivered,
      claims: [],
      released: span(0, kept),
      withheld: span(kept, this.#original.length),
    };
    return this.#isShadow ? '' : text;
  }

  async #closingText(fault: OutputFault, before: string): Promise<string> {
    const lang = this.#language ?? 'en';
    const closing =
      fault.action === 'block'
        ? refusalText(this.#options.request.handoff, lang)
        : await this.#holding(fault.reason, lang);
    return before.trim() === '' ? closing : `\n\n${closing}`;
  }

  /** Adds the paragraph that follows the answer, if there is one. An answer without words has none. */
  async #follow(): Promise<string> {
    const { following, index } = this.#options;
    const { decision, answer } = this.choice;
    if (following === undefined || this.#isCut || this.#isShadow || (answer ?? '').trim() === '') return '';
    const paragraph = await following(decision, this.#language ?? 'en', index);
    if (paragraph === '') return '';
    const more = `\n\n${paragraph}`;
    this.#delivered += more;
    this.#choice = { ...this.choice, answer: this.#delivered };
    return more;
  }

  /** Nobody reads the closing message of an output that was cut: it hands nothing to anyone. */
  async #holding(reason: DecisionReason, lang: Language): Promise<string> {
    const { holding, request } = this.#options;
    if (holding === undefined || this.#isCut || this.#isShadow) return holdingText(request.handoff, lang);
    return await holding(reason, lang);
  }

  #guessLanguage(): Language {
    const question = this.#options.request.messages.findLast((message) => message.role === 'user')?.content;
    try {
      return (
        this.#options.grounding.languageOf(this.#original) ??
        this.#options.grounding.languageOf(question ?? '') ??
        'en'
      );
    } catch {
      return 'en';
    }
  }
}

const FAULT_ACTION: Record<FailMode, OutputFault['action']> = {
  closed: 'block',
  escalate: 'escalate',
  open_and_mark: 'pass',
};

const span = (start_char: number, end_char: number): { start_char: number; end_char: number }[] =>
  end_char > start_char ? [{ start_char, end_char }] : [];
