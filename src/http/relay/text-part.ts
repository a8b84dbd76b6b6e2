import type { GuardedText } from '../guarded-output.js';
import { commonPrefixLength } from '../json.js';
import type { DeliveredText, EndedText } from './events.js';

/** One text of a streamed answer on its way, and how much of what went out is the bot's own wording. */
export class TextPart {
  /** Which of several answers to choose from it is of. */
  readonly answer: number;
  readonly output: GuardedText;
  readonly #part: string;
  #verbatimChars = 0;
  #isVerbatim = true;
  #isEnded = false;

  constructor(part: string, answer: number, output: GuardedText) {
    this.#part = part;
    this.answer = answer;
    this.output = output;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  async push(text: string, signal: AbortSignal): Promise<DeliveredText> {
    return this.#delivered(await this.output.push(text, signal));
  }

  async end(signal: AbortSignal): Promise<EndedText> {
    this.#isEnded = true;
    const last = this.#delivered(await this.output.end(signal));
    const answer = this.output.choice.answer ?? '';
    return { ...last, answer, isChanged: answer !== this.output.original, refusal: this.output.refusal };
  }

  #delivered(text: string): DeliveredText {
    if (this.#isVerbatim && text !== '') {
      const from = this.#verbatimChars;
      const unchanged = commonPrefixLength(this.output.original.slice(from, from + text.length), text);
      this.#isVerbatim = unchanged === text.length;
      this.#verbatimChars += unchanged;
    }
    return { part: this.#part, text, verbatimChars: this.#verbatimChars };
  }
}
