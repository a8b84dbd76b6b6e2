import { worstChoice } from '../core/decision/index.js';
import { holdingText, refusalText } from '../core/escalation/index.js';
import { addUse } from '../core/verification/judge/index.js';
import type { Language, ModelUse, RecordedChoice, StructuredOutput, Verdict } from '../schema/index.js';
import { GuardedOutput, type GuardedText, type OutputOptions } from './guarded-output.js';
import { inPlaceOfJson } from './in-place-of-json.js';
import { type JsonLeaf, languageLeaves } from './json-leaves.js';

/**
 * Structured output on its way to the customer. It is held until it is whole, and the words in it are held against the
 * policies string by string. It goes out byte for byte or not at all: nothing in it is rewritten, since a program reads
 * it; what would be rewritten escalates.
 */
export class GuardedJson implements GuardedText {
  readonly #options: OutputOptions;
  readonly #settings: StructuredOutput;
  #original = '';
  #receivedChars = 0;
  #refusal: string | null = null;
  #choice: RecordedChoice | null = null;
  #language: Language | null = null;
  #knowledgeVersion: string | null = null;
  #isCut = false;

  constructor(options: OutputOptions, settings: StructuredOutput) {
    this.#options = options;
    this.#settings = settings;
  }

  push(delta: string): Promise<string> {
    if (this.#choice !== null) return Promise.resolve('');
    this.#receivedChars += delta.length;
    if (this.#original.length <= this.#options.answerCharsMax || this.#isShadow) this.#original += delta;
    return Promise.resolve(this.#isShadow ? delta : '');
  }

  async end(signal: AbortSignal): Promise<string> {
    if (this.#choice !== null) return '';
    const decided = await this.#decide(signal);
    const isOut = decided.decision === 'pass' || this.#isShadow;
    const answer = isOut ? this.#original : await this.#closing(decided);
    const all = this.#original === '' ? [] : [{ start_char: 0, end_char: this.#original.length }];
    this.#choice = { ...decided, answer, released: isOut ? all : [], withheld: isOut ? [] : all };
    return this.#isShadow || this.#refusal !== null ? '' : answer;
  }

  async cut(): Promise<void> {
    if (this.#choice !== null) return;
    this.#isCut = true;
    await this.end(new AbortController().signal);
    this.#refusal = null;
    if (this.#isShadow) return;
    const all = this.#original === '' ? [] : [{ start_char: 0, end_char: this.#original.length }];
    this.#choice = { ...this.choice, answer: '', released: [], withheld: all };
  }

  get choice(): RecordedChoice {
    if (this.#choice === null) throw new Error('the output has not ended');
    return this.#choice;
  }

  get original(): string {
    return this.#original;
  }

  get refusal(): string | null {
    return this.#refusal;
  }

  get language(): Language | null {
    return this.#language;
  }

  get knowledgeVersion(): string | null {
    return this.#knowledgeVersion;
  }

  get isRunaway(): boolean {
    return this.#receivedChars > this.#options.answerCharsMax;
  }

  get #isShadow(): boolean {
    return this.#options.request.mode === 'shadow';
  }

  async #decide(signal: AbortSignal): Promise<RecordedChoice> {
    const { index, answerCharsMax, fault } = this.#options;
    const text = this.#original;
    const isBeyondReading = fault !== undefined || this.#receivedChars > answerCharsMax;
    const leaves = (isBeyondReading ? null : languageLeaves(text)) ?? [plainLeaf(text)];
    const choices: RecordedChoice[] = [];
    const claims: Verdict[] = [];
    for (const leaf of leaves) {
      // What stands in place of one string is not read: the closing message is that of all of them.
      const { holding: _, following: __, ...options } = this.#options;
      const request = { ...options.request, is_rewritten: false };
      const output = new GuardedOutput({ ...options, request, delivery: 'whole' });
      await output.push(leaf.text, signal);
      await output.end(signal);
      choices.push(output.choice);
      claims.push(...output.choice.claims.map((claim) => inPlace(claim, leaf, text)));
      this.#language ??= output.language;
      this.#knowledgeVersion ??= output.knowledgeVersion;
    }
    const worst = worstChoice(choices);
    const scores = claims.map((claim) => claim.score);
    const models = choices.flatMap((choice) => choice.models ?? []).reduce<ModelUse[]>(addUse, []);
    const isGrounded =
      worst?.reason === 'no_checkable_claim' && choices.some((one) => one.reason === 'grounded');
    return {
      index,
      decision: worst === null ? 'pass' : worst.decision === 'rewrite' ? 'escalate' : worst.decision,
      reason: isGrounded ? 'grounded' : (worst?.reason ?? 'no_checkable_claim'),
      groundedness: scores.length === 0 ? null : Math.min(...scores),
      original_answer: text,
      answer: null,
      claims,
      released: [],
      withheld: [],
      ...(models.length === 0 ? {} : { models }),
    };
  }

  /** What stands in place of the output: a refusal, or the configured object with the message in it. */
  async #closing({ decision, reason }: RecordedChoice): Promise<string> {
    const { request, holding } = this.#options;
    const lang = this.#language ?? 'en';
    const isStored = decision !== 'block' && holding !== undefined && !this.#isCut;
    const say = decision === 'block' ? refusalText : holdingText;
    const message = isStored ? await holding(reason, lang) : say(request.handoff, lang);
    const { answer, refusal } = inPlaceOfJson(message, this.#settings);
    this.#refusal = refusal;
    return answer;
  }
}

/** What is no JSON is read as words: nobody knows what a program makes of it. */
const plainLeaf = (text: string): JsonLeaf => ({
  text,
  offsets: Array.from({ length: text.length + 1 }, (_, at) => at),
});

/** A claim about a string, with its span in the JSON text. */
const inPlace = (claim: Verdict, { offsets }: JsonLeaf, json: string): Verdict => {
  const start_char = offsets[claim.start_char] ?? 0;
  const end_char = offsets[claim.end_char] ?? json.length;
  return { ...claim, start_char, end_char, text: json.slice(start_char, end_char) };
};
