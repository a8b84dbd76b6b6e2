import type { Language, RecordedChoice, StructuredOutput } from '../../schema/index.js';
import type { GuardedText } from '../guarded-output.js';
import { inPlaceOfJson } from '../in-place-of-json.js';
import type { TextForm } from '../relay/index.js';
import type { FloorWatch } from './floor-watch.js';
import type { OwnWords } from './own-answer.js';

export interface FloorTextOptions {
  floor: FloorWatch;
  form: TextForm;
  structured: StructuredOutput;
  /** What is said in place of the rest of a late answer. */
  displaced(): Promise<OwnWords>;
}

/** A text of a streamed answer whose words go out only while the bot has the floor. */
export class FloorText implements GuardedText {
  readonly #text: GuardedText;
  readonly #options: FloorTextOptions;
  #delivered = '';
  #choice: RecordedChoice | null = null;
  #refusal: string | null = null;

  constructor(text: GuardedText, options: FloorTextOptions) {
    this.#text = text;
    this.#options = options;
  }

  async push(delta: string, signal: AbortSignal): Promise<string> {
    const text = await this.#text.push(delta, signal);
    if (text === '' || !(await this.#options.floor.holds())) return '';
    this.#delivered += text;
    return text;
  }

  async end(signal: AbortSignal): Promise<string> {
    if (this.#options.floor.floor !== 'bot') return await this.#endDisplaced();
    const text = await this.#text.end(signal);
    return (await this.#options.floor.holds()) ? text : await this.#endDisplaced();
  }

  async cut(): Promise<void> {
    if (this.#choice === null) await this.#text.cut();
  }

  get choice(): RecordedChoice {
    return this.#choice ?? this.#text.choice;
  }

  get original(): string {
    return this.#text.original;
  }

  get refusal(): string | null {
    return this.#choice === null ? this.#text.refusal : this.#refusal;
  }

  get language(): Language | null {
    return this.#text.language;
  }

  get knowledgeVersion(): string | null {
    return this.#text.knowledgeVersion;
  }

  get isRunaway(): boolean {
    return this.#text.isRunaway;
  }

  /** The rest of the text: that a person has taken over. What went out before stays. */
  async #endDisplaced(): Promise<string> {
    const { form, structured, displaced } = this.#options;
    await this.#text.cut();
    const { text, decision, reason } = await displaced();
    const before = this.#delivered;
    const said =
      form === 'json'
        ? inPlaceOfJson(text, structured)
        : { answer: before.trim() === '' ? text : `\n\n${text}`, refusal: null };
    this.#refusal = said.refusal;
    const { original } = this;
    const kept = original.startsWith(before) ? before.length : 0;
    this.#choice = {
      ...this.#text.choice,
      decision,
      reason,
      answer: before + said.answer,
      released: kept === 0 ? [] : [{ start_char: 0, end_char: kept }],
      withheld: kept === original.length ? [] : [{ start_char: kept, end_char: original.length }],
    };
    return said.refusal === null ? said.answer : '';
  }
}
