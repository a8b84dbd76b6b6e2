import { GroundingError } from '../core/errors.js';
import { holdingText, refusalText } from '../core/escalation/index.js';
import type { AnswerSession, Delivery } from '../core/pipeline.js';
import type { DecisionReason, GroundingRequest, Language, RecordedChoice } from '../schema/index.js';
import type { Grounding } from './deps.js';

/** Why an output ends in a closing message that no session decided. */
export interface OutputFault {
  action: 'escalate' | 'block';
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
  onFault(fault: OutputFault): void;
}

/** A bot that goes on this many times over the limit is cut off. */
const RUNAWAY_FACTOR = 4;

/**
 * One text of a bot on its way to the customer. Whatever fails on the way (a session that throws, an answer over
 * the limit) ends in a closing message: words that no check saw are never given out, except in shadow mode, which
 * delivers the bot's own words always.
 */
export class GuardedOutput {
  readonly #options: OutputOptions;
  readonly #session: AnswerSession | null;
  #fault: OutputFault | null = null;
  #original = '';
  #delivered = '';
  #receivedChars = 0;
  #language: Language | null = null;
  #knowledgeVersion: string | null = null;
  #choice: RecordedChoice | null = null;

  constructor(options: OutputOptions) {
    this.#options = options;
    if (options.fault !== undefined) this.#fail(options.fault);
    let session: AnswerSession | null = null;
    try {
      if (this.#fault === null) session = options.grounding.open(options.request, options.delivery);
    } catch (cause) {
      this.#fail(faultOf(cause));
    }
    this.#session = session;
  }

  /** The text that may go out now. */
  async push(delta: string, signal: AbortSignal): Promise<string> {
    if (this.#choice !== null || delta === '') return '';
    const { answerCharsMax } = this.#options;
    this.#receivedChars += delta.length;
    if (this.#original.length <= answerCharsMax || this.#isShadow) this.#original += delta;
    if (this.#receivedChars > answerCharsMax && this.#fault === null) {
      this.#fail({ action: 'escalate', reason: 'check_failed:answer_too_long' });
    }
    let text = '';
    try {
      if (this.#fault === null) text = (await this.#session?.push(delta, signal)) ?? '';
    } catch (cause) {
      if (signal.aborted) throw cause;
      this.#fail(faultOf(cause));
    }
    if (this.#isShadow) text = delta;
    this.#delivered += text;
    return text;
  }

  /** The rest of the text; what the customer sees in all is `choice.answer`. Call it once. */
  async end(signal: AbortSignal): Promise<string> {
    if (this.#choice !== null) return '';
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
        };
        return this.#isShadow ? '' : text;
      }
    } catch (cause) {
      if (signal.aborted) throw cause;
      this.#fail(faultOf(cause));
    }
    return this.#endInFault(this.#fault ?? { action: 'block', reason: 'check_failed:session' });
  }

  /** Ends an output whose bot or reader went away: nothing more is delivered, what was delivered is recorded. */
  async cut(): Promise<void> {
    if (this.#choice !== null) return;
    const delivered = this.#delivered;
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

  #fail(fault: OutputFault): void {
    this.#fault = fault;
    this.#options.onFault(fault);
  }

  #endInFault(fault: OutputFault): string {
    const { request, index } = this.#options;
    this.#language = request.language ?? this.#guessLanguage();
    const say = fault.action === 'block' ? refusalText : holdingText;
    const closing = this.#isShadow ? '' : say(request.handoff, this.#language);
    const isWhole = this.#options.delivery === 'whole';
    const before = isWhole ? '' : this.#delivered;
    const text = closing === '' || before.trim() === '' ? closing : `\n\n${closing}`;
    this.#delivered = this.#isShadow ? this.#original : before + text;
    const kept = this.#isShadow
      ? this.#original.length
      : this.#original.startsWith(before)
        ? before.length
        : 0;
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
    return text;
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

const faultOf = (cause: unknown): OutputFault => ({
  action: 'block',
  reason:
    cause instanceof GroundingError
      ? `check_failed:${cause.code.replaceAll('-', '_')}`
      : 'check_failed:session',
  cause,
});

const span = (start_char: number, end_char: number): { start_char: number; end_char: number }[] =>
  end_char > start_char ? [{ start_char, end_char }] : [];
