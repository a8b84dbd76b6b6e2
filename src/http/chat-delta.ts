import type { RecordedChoice } from '../schema/index.js';
import { answerText, keptAnnotations, stripUnchecked } from './chat-message.js';
import { withoutWords } from './chat-whole.js';
import type { GuardedOutput } from './guarded-output.js';
import { commonPrefixLength, isNonEmptyString, isObject, type JsonObject } from './json.js';

type TextField = 'content' | 'refusal';
const TEXT_FIELDS: readonly TextField[] = ['content', 'refusal'];

/** A token of a bot with its probability, and where in the text it ends. */
interface HeldLogprob {
  entry: unknown;
  end: number;
}

/** One text of a streamed choice, with what the bot said about its tokens and spans. */
class StreamedText {
  readonly output: GuardedOutput;
  #logprobs: HeldLogprob[] = [];
  #logprobChars = 0;
  #deliveredChars = 0;
  #isVerbatim = true;

  constructor(output: GuardedOutput) {
    this.output = output;
  }

  hold(entries: readonly unknown[]): void {
    if (!this.#isVerbatim) return;
    for (const entry of entries) {
      const token = isObject(entry) && typeof entry['token'] === 'string' ? entry['token'] : '';
      this.#logprobChars += token.length;
      this.#logprobs.push({ entry, end: this.#logprobChars });
    }
  }

  /** Notes what went out; while it is the bot's own text, the token probabilities of it may follow. */
  delivered(text: string): void {
    if (!this.#isVerbatim) return;
    const own = this.output.original.slice(this.#deliveredChars, this.#deliveredChars + text.length);
    const unchanged = commonPrefixLength(own, text);
    this.#isVerbatim = unchanged === text.length;
    this.#deliveredChars += unchanged;
    if (!this.#isVerbatim) this.#logprobs = this.#logprobs.filter(({ end }) => end <= this.#deliveredChars);
  }

  takeLogprobs(): unknown[] {
    // Tokens that do not add up to the text can't be placed in it.
    if (this.#logprobChars !== this.output.original.length) return [];
    const count = this.#logprobs.findIndex(({ end }) => end > this.#deliveredChars);
    return this.#logprobs.splice(0, count === -1 ? this.#logprobs.length : count).map(({ entry }) => entry);
  }

  /** Characters at the start of the answer that are the bot's own. */
  get verbatimChars(): number {
    return this.#deliveredChars;
  }
}

/** What becomes of a choice of one frame: first its released words, then the rest of it; null where there is none. */
export interface RelayedChoice {
  words: JsonObject | null;
  rest: JsonObject | null;
}

export interface StreamedChoiceOptions {
  index: number;
  reasoning: 'strip' | 'pass_unchecked';
  openOutput(index: number): GuardedOutput;
}

/** A choice of a streamed completion: reads the bot's deltas, gives out those that carry verified words. */
export class StreamedChoice {
  readonly #options: StreamedChoiceOptions;
  readonly #texts = new Map<TextField, StreamedText>();
  #annotations: unknown[] = [];
  #hasRole = false;
  #callsTools = false;
  #hasLogprobs = false;
  #isFinished = false;

  constructor(options: StreamedChoiceOptions) {
    this.#options = options;
  }

  /** Whether the bot said that this choice is finished; words after it are dropped. */
  get isFinished(): boolean {
    return this.#isFinished;
  }

  get isRunaway(): boolean {
    return this.outputs.some((output) => output.isRunaway);
  }

  get outputs(): GuardedOutput[] {
    return [...this.#texts.values()].map((text) => text.output);
  }

  /** What is recorded, after `finish` or `cut`. */
  get recorded(): RecordedChoice[] {
    return this.#texts.size === 0
      ? [withoutWords(this.#options.index)]
      : this.outputs.map((output) => output.choice);
  }

  /** Relays the choice of one frame. The frame's object is changed. */
  async relay(choice: JsonObject, signal: AbortSignal): Promise<RelayedChoice> {
    const delta = isObject(choice['delta']) ? choice['delta'] : {};
    stripUnchecked(delta, this.#options.reasoning);
    for (const field of ['text', 'message', 'plumbline']) delete choice[field];
    this.#callsTools ||= 'tool_calls' in delta || 'function_call' in delta;
    if (Array.isArray(delta['annotations'])) {
      this.#annotations.push(...delta['annotations']);
      delete delta['annotations'];
    }
    const words: JsonObject = {};
    for (const field of TEXT_FIELDS) {
      const text = answerText(delta[field]);
      this.#holdLogprobs(field, choice['logprobs']);
      if (isNonEmptyString(text)) {
        delete delta[field];
        if (!this.#isFinished) await this.#push(field, text, words, signal);
      } else if (field in delta && delta[field] !== null && delta[field] !== '') delete delta[field];
    }
    const isFinishing = choice['finish_reason'] !== null && choice['finish_reason'] !== undefined;
    if (isFinishing && !this.#isFinished) {
      await this.#end(words, signal);
      const annotations = keptAnnotations(this.#annotations, this.#texts.get('content')?.verbatimChars ?? 0);
      if (annotations.length > 0) delta['annotations'] = annotations;
    }
    return this.#frames(choice, delta, words, isFinishing);
  }

  /** Ends a choice that the bot left without a finish; the words still to go out. */
  async finish(signal: AbortSignal): Promise<JsonObject | null> {
    if (this.#isFinished) return null;
    const words: JsonObject = {};
    await this.#end(words, signal);
    return Object.keys(words).length === 0
      ? null
      : { index: this.#options.index, delta: words, finish_reason: null };
  }

  /** Ends a choice whose bot or reader went away: nothing more goes out. */
  async cut(): Promise<void> {
    this.#isFinished = true;
    for (const output of this.outputs) await output.cut();
  }

  async #push(field: TextField, text: string, words: JsonObject, signal: AbortSignal): Promise<void> {
    const streamed = this.#text(field);
    const released = await streamed.output.push(text, signal);
    this.#say(field, streamed, released, words);
  }

  async #end(words: JsonObject, signal: AbortSignal): Promise<void> {
    this.#isFinished = true;
    // A choice without a word is an answer too, unless it calls tools.
    if (this.#texts.size === 0 && !this.#callsTools) this.#text('content');
    for (const [field, streamed] of this.#texts) {
      this.#say(field, streamed, await streamed.output.end(signal), words);
    }
  }

  #text(field: TextField): StreamedText {
    let text = this.#texts.get(field);
    if (text === undefined) {
      text = new StreamedText(this.#options.openOutput(this.#options.index));
      this.#texts.set(field, text);
    }
    return text;
  }

  #say(field: TextField, streamed: StreamedText, text: string, words: JsonObject): void {
    if (text === '') return;
    streamed.delivered(text);
    const before = words[field];
    words[field] = typeof before === 'string' ? before + text : text;
  }

  #holdLogprobs(field: TextField, logprobs: unknown): void {
    if (!isObject(logprobs)) return;
    this.#hasLogprobs = true;
    const entries = logprobs[field];
    if (Array.isArray(entries) && entries.length > 0 && !this.#isFinished) this.#text(field).hold(entries);
  }

  #frames(choice: JsonObject, delta: JsonObject, words: JsonObject, isFinishing: boolean): RelayedChoice {
    const index = this.#options.index;
    const hasWords = Object.keys(words).length > 0;
    const isFirst = !this.#hasRole && 'role' in delta;
    if (isFirst) this.#hasRole = true;
    const carries = Object.keys(delta).some(
      (key) => (key !== 'role' && key !== 'content' && key !== 'refusal') || (key === 'role' && isFirst),
    );
    if (!hasWords && !carries && !isFinishing) return { words: null, rest: null };
    const logprobs = this.#hasLogprobs ? { logprobs: this.#takeLogprobs() } : {};
    // A bot's first frame often carries its role and first word together: so do we.
    if (hasWords && !isFinishing) {
      return { words: { ...choice, index, delta: { ...delta, ...words }, ...logprobs }, rest: null };
    }
    return {
      words: hasWords ? { index, delta: words, ...logprobs, finish_reason: null } : null,
      rest: { ...choice, index, delta, ...('logprobs' in choice ? { logprobs: null } : {}) },
    };
  }

  #takeLogprobs(): JsonObject | null {
    const taken: JsonObject = {};
    for (const [field, text] of this.#texts) {
      const entries = text.takeLogprobs();
      if (entries.length > 0) taken[field] = entries;
    }
    return Object.keys(taken).length === 0 ? null : { content: null, refusal: null, ...taken };
  }
}
