import type { RouteConfig } from '../../../schema/index.js';
import { keptAnnotations } from '../../annotations.js';
import { HeldLogprobs } from '../../held-logprobs.js';
import { isNonEmptyString, isObject, type JsonObject } from '../../json.js';
import type { BotEvent, DeliveredText, EndedText, ReplyOptions, TextForm } from '../../relay/index.js';
import {
  answerText,
  callsTools,
  isCallFinish,
  stripUnchecked,
  TEXT_FIELDS,
  type TextField,
} from './chat-message.js';
import { StreamedCalls } from './streamed-calls.js';

/** What becomes of a choice of one frame: first its released words, then the rest of it; null where there is none. */
export interface ChoiceFrames {
  words: JsonObject | null;
  rest: JsonObject | null;
}

interface ChoiceText {
  logprobs: HeldLogprobs;
  verbatimChars: number;
}

/** A choice of a streamed completion: reads the bot's deltas, writes those that carry verified words. */
export class StreamedChoice {
  readonly #index: number;
  readonly #reasoning: RouteConfig['reasoning'];
  readonly #form: TextForm;
  readonly #texts = new Map<TextField, ChoiceText>();
  /** Verified words that wait for the frame that they came with. */
  #words: JsonObject = {};
  #annotations: unknown[] = [];
  #hasRole = false;
  #callsTools = false;
  #hasLogprobs = false;
  #isFinished = false;
  readonly #calls: StreamedCalls;
  #hasSaid = false;
  #isWithheld = false;
  /** Whether the client has a tool call that it must answer. */
  #hasGivenCall = false;

  constructor(index: number, { reasoning, form, route }: ReplyOptions) {
    this.#index = index;
    this.#reasoning = reasoning;
    this.#form = form;
    this.#calls = new StreamedCalls(index, route.config.checked_tools);
  }

  /** Whether the bot said that this choice is finished; words after it are dropped. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  /** Takes the words out of the choice of one frame. The frame's object is changed. */
  read(choice: JsonObject): BotEvent[] {
    const delta = isObject(choice['delta']) ? choice['delta'] : {};
    choice['delta'] = delta;
    choice['index'] = this.#index;
    stripUnchecked(delta, this.#reasoning);
    for (const field of ['text', 'message', 'plumbline']) delete choice[field];
    this.#callsTools ||= 'tool_calls' in delta || 'function_call' in delta;
    if (Array.isArray(delta['annotations'])) {
      this.#annotations.push(...delta['annotations']);
      delete delta['annotations'];
    }
    const events: BotEvent[] = [];
    for (const field of TEXT_FIELDS) {
      const text = answerText(delta[field]);
      this.#holdLogprobs(field, choice['logprobs']);
      if (isNonEmptyString(text)) {
        delete delta[field];
        if (this.#isFinished) continue;
        this.#text(field).logprobs.received(text);
        events.push({ kind: 'text', ...this.#part(field), text });
      } else if (field in delta && delta[field] !== null && delta[field] !== '') delete delta[field];
    }
    const calls = this.#calls.take(choice, delta);
    if (!this.#isFinished) events.push(...calls);
    if (isFinishing(choice)) events.push(...this.end());
    return events;
  }

  /** Ends every text of the choice. One without a word is an answer too, unless it calls tools. */
  end(): BotEvent[] {
    if (this.#isFinished) return [];
    this.#isFinished = true;
    const callsEnd: BotEvent[] = this.#calls.isEmpty ? [] : [{ kind: 'calls_end', answer: this.#index }];
    if (this.#texts.size === 0 && this.#callsTools) {
      return [{ kind: 'silent', index: this.#index }, ...callsEnd];
    }
    if (this.#texts.size === 0) this.#text('content');
    const ends = [...this.#texts.keys()].map((field) => ({
      kind: 'text_end' as const,
      ...this.#part(field),
    }));
    return [...ends, ...callsEnd];
  }

  /** Notes the closing message in place of tool calls; beside structured output it is the vendor's refusal. */
  withhold(closing: string): void {
    this.#isWithheld = true;
    if (closing === '') return;
    if (this.#form === 'json' && this.#hasSaid) this.#words['refusal'] = closing;
    else this.#words['content'] = `${this.#words['content'] ?? ''}${this.#hasSaid ? '\n\n' : ''}${closing}`;
  }

  /** Notes verified words; they go out with the next frame of the choice. */
  say(field: TextField, { text, verbatimChars, refusal = null }: DeliveredText & Partial<EndedText>): void {
    this.#text(field).verbatimChars = verbatimChars;
    if (refusal !== null) this.#words['refusal'] = refusal;
    if (text === '') return;
    this.#hasSaid ||= text.trim() !== '';
    const before = this.#words[field];
    this.#words[field] = typeof before === 'string' ? before + text : text;
  }

  /** The frames of a choice that `read` has read, with the words that were verified since. */
  write(choice: JsonObject): ChoiceFrames {
    const delta = isObject(choice['delta']) ? choice['delta'] : {};
    const words = this.#words;
    this.#words = {};
    const index = this.#index;
    const isLast = isFinishing(choice);
    this.#hasGivenCall ||= callsTools(delta);
    this.#calls.place(delta);
    if (isLast) {
      if (this.#isWithheld && !this.#hasGivenCall && isCallFinish(choice['finish_reason'])) {
        choice['finish_reason'] = 'stop';
      }
      const kept = keptAnnotations(this.#annotations, this.#texts.get('content')?.verbatimChars ?? 0);
      this.#annotations = [];
      if (kept.length > 0) delta['annotations'] = kept;
    }
    const hasWords = Object.keys(words).length > 0;
    const isFirst = !this.#hasRole && 'role' in delta;
    if (isFirst) this.#hasRole = true;
    const carries = Object.keys(delta).some(
      (key) => (key !== 'role' && key !== 'content' && key !== 'refusal') || (key === 'role' && isFirst),
    );
    if (!hasWords && !carries && !isLast) return { words: null, rest: null };
    const logprobs = this.#hasLogprobs ? { logprobs: this.#takeLogprobs() } : {};
    // A bot's first frame often carries its role and first word together: so do we.
    if (hasWords && !isLast) {
      return { words: { ...choice, index, delta: { ...delta, ...words }, ...logprobs }, rest: null };
    }
    return {
      words: hasWords ? { index, delta: words, ...logprobs, finish_reason: null } : null,
      rest: { ...choice, index, delta, ...('logprobs' in choice ? { logprobs: null } : {}) },
    };
  }

  #part(field: TextField): { part: string; index: number; form: TextForm; answer: number } {
    const index = this.#index;
    const form = field === 'content' ? this.#form : 'words';
    return { part: `${index}:${field}`, index, form, answer: index };
  }

  #text(field: TextField): ChoiceText {
    let text = this.#texts.get(field);
    if (text === undefined) {
      text = { logprobs: new HeldLogprobs(), verbatimChars: 0 };
      this.#texts.set(field, text);
    }
    return text;
  }

  #holdLogprobs(field: TextField, logprobs: unknown): void {
    if (!isObject(logprobs)) return;
    this.#hasLogprobs = true;
    const entries = logprobs[field];
    if (Array.isArray(entries) && entries.length > 0 && !this.#isFinished) {
      this.#text(field).logprobs.hold(entries);
    }
  }

  #takeLogprobs(): JsonObject | null {
    const taken: JsonObject = {};
    for (const [field, { logprobs, verbatimChars }] of this.#texts) {
      const entries = logprobs.take(verbatimChars);
      if (entries.length > 0) taken[field] = entries;
    }
    return Object.keys(taken).length === 0 ? null : { content: null, refusal: null, ...taken };
  }
}

const isFinishing = (choice: JsonObject): boolean =>
  choice['finish_reason'] !== null && choice['finish_reason'] !== undefined;
