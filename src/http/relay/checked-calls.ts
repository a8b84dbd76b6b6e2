import { severity, worstChoice } from '../../core/decision/index.js';
import { refusalText } from '../../core/escalation/index.js';
import type { HoldingWords } from '../../core/pipeline.js';
import type { GroundingRequest, Language, RecordedChoice } from '../../schema/index.js';
import { type CheckedTools, isChecked, saidByCall } from '../checked-tools.js';
import type { GuardedText, OutputFault } from '../guarded-output.js';
import type { ToolCallEvent } from './events.js';

export interface CheckedCallsOptions {
  tools: CheckedTools;
  request: GroundingRequest;
  answerCharsMax: number;
  /** Words in place of calls that escalate. */
  holding: HoldingWords;
  /** Opens the check of what a call says, as of an answer that is delivered whole. */
  openOutput(index: number, fault?: OutputFault): GuardedText;
}

type CallPiece = Pick<ToolCallEvent, 'call' | 'index' | 'name' | 'text' | 'whole'>;

interface ToolCall {
  index: number;
  name: string;
  arguments: string;
  /** Whether frames of the bot tell different arguments. */
  isTorn: boolean;
}

/** Arguments over the limit, of all calls of an answer, fail under every fail mode; so do those that can't be read. */
const TOO_LONG: OutputFault = { action: 'escalate', reason: 'check_failed:answer_too_long' };
const UNREADABLE: OutputFault = { action: 'escalate', reason: 'check_failed:tool_arguments' };

/** A bot that goes on this many times over the limit is cut off. */
const RUNAWAY_FACTOR = 4;

/**
 * The tool calls of one answer that the route checks. What each says, in the operator's words, is held against the
 * policies; they go out together as the bot made them, or none does and the customer reads a closing message.
 */
export class CheckedCalls {
  readonly #options: CheckedCallsOptions;
  readonly #calls = new Map<string, ToolCall>();
  #receivedChars = 0;
  #isTooLong = false;
  #outputs: GuardedText[] = [];
  #choices: RecordedChoice[] | null = null;
  #isWithheld = false;

  constructor(options: CheckedCallsOptions) {
    this.#options = options;
  }

  receive({ call: key, index, name, text, whole }: CallPiece): void {
    let call = this.#calls.get(key);
    if (call === undefined) {
      call = { index, name: '', arguments: '', isTorn: false };
      this.#calls.set(key, call);
    }
    if (name !== '') call.name = name;
    const rest = text === '' && call.arguments === '' ? (whole ?? '') : text;
    this.#receivedChars += rest.length;
    if (this.#receivedChars > this.#options.answerCharsMax) this.#isTooLong = true;
    if (!this.#isTooLong) call.arguments += rest;
    if (whole !== null && whole !== '' && whole !== call.arguments) call.isTorn = true;
  }

  /** Whether the calls fail unread: over the limit, nothing more of them is kept. */
  get isTooLong(): boolean {
    return this.#isTooLong;
  }

  /** Fails the calls: so much came after them that it can't be held until they are whole. */
  giveUp(): void {
    this.#isTooLong = true;
  }

  get isRunaway(): boolean {
    return this.#receivedChars > RUNAWAY_FACTOR * this.#options.answerCharsMax;
  }

  get isDecided(): boolean {
    return this.#choices !== null;
  }

  /** Whether calls go out unheld: in shadow mode they are recorded only. */
  get isOpen(): boolean {
    return this.#options.request.mode === 'shadow';
  }

  /** After `decide`: whether none of them goes out. */
  get isWithheld(): boolean {
    return this.#isWithheld;
  }

  /** Whether a call goes out: one that turned out not to be listed always does. */
  isReleased(key: string): boolean {
    if (this.isOpen) return true;
    return this.isDecided && (!this.#isWithheld || !this.#isListed(this.#calls.get(key)));
  }

  get choices(): readonly RecordedChoice[] {
    return this.#choices ?? [];
  }

  get outputs(): readonly GuardedText[] {
    return this.#outputs;
  }

  /** What the bot said in the calls. */
  get originals(): string[] {
    return [...this.#calls.values()].map((call) => call.arguments);
  }

  async decide(signal: AbortSignal): Promise<void> {
    if (this.#choices !== null) return;
    const outputs: GuardedText[] = [];
    for (const call of this.#calls.values()) {
      if (this.#isListed(call)) outputs.push(await this.#judge(call, signal));
    }
    this.#outputs = outputs;
    const choices = outputs.map((output) => output.choice);
    const worst = worstChoice(choices);
    const isFailing = worst !== null && severity(worst.decision) > severity('pass');
    this.#isWithheld = isFailing && !this.isOpen;
    const reason = worst?.reason ?? 'no_checkable_claim';
    const decision = worst?.decision === 'rewrite' ? 'escalate' : (worst?.decision ?? 'pass');
    this.#choices = choices.map((choice) => {
      const all = spanOf(choice.original_answer ?? '');
      return this.#isWithheld
        ? { ...choice, decision, reason, answer: '', released: [], withheld: all }
        : {
            ...choice,
            decision: choice.decision === 'rewrite' ? 'escalate' : choice.decision,
            answer: choice.original_answer,
            released: all,
            withheld: [],
          };
    });
  }

  /** What the customer reads in place of the calls; `isSaid`: a text of the answer has ended so already. */
  async closing(isSaid: boolean): Promise<string> {
    const [first, ...others] = this.#choices ?? [];
    if (!this.#isWithheld || first === undefined || isSaid) return '';
    const { request, holding } = this.#options;
    const lang = this.#language ?? 'en';
    const answer =
      first.decision === 'block' ? refusalText(request.handoff, lang) : await holding(first.reason, lang);
    this.#choices = [{ ...first, answer }, ...others];
    return answer;
  }

  /** The bot or the reader went away: what was not decided is withheld, and recorded as that. */
  cut(): void {
    this.#isWithheld ||= this.#choices === null && !this.isOpen;
    this.#choices ??= [...this.#calls.values()].map((call) => {
      const all = spanOf(call.arguments);
      return {
        index: call.index,
        decision: 'pass',
        reason: 'not_verified',
        groundedness: null,
        original_answer: call.arguments,
        answer: this.isOpen ? call.arguments : '',
        claims: [],
        released: this.isOpen ? all : [],
        withheld: this.isOpen ? [] : all,
      };
    });
  }

  get #language(): Language | null {
    return this.#outputs.find((output) => output.language !== null)?.language ?? null;
  }

  /** A call that was never named could be any. */
  #isListed(call: ToolCall | undefined): boolean {
    return call === undefined || call.name === '' || isChecked(this.#options.tools, call.name);
  }

  async #judge(call: ToolCall, signal: AbortSignal): Promise<GuardedText> {
    const tool = this.#options.tools[call.name];
    const said = tool === undefined || call.isTorn ? null : saidByCall(tool, call.arguments);
    const fault = this.#isTooLong ? TOO_LONG : said === null ? UNREADABLE : undefined;
    const output = this.#options.openOutput(call.index, fault);
    await output.push(fault === undefined && said !== null ? said : call.arguments, signal);
    await output.end(signal);
    return output;
  }
}

const spanOf = (text: string): RecordedChoice['released'] =>
  text === '' ? [] : [{ start_char: 0, end_char: text.length }];
