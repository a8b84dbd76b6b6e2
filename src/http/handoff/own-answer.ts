import type { DecisionReason, Language, RecordedChoice, StructuredOutput } from '../../schema/index.js';
import type { GuardedText } from '../guarded-output.js';
import { inPlaceOfJson } from '../in-place-of-json.js';
import type { TextForm } from '../relay/index.js';

/** Words of Plumbline, or of a person, in place of a bot's. */
export interface OwnWords {
  text: string;
  decision: 'escalate' | 'block';
  reason: DecisionReason;
  language: Language;
}

/** An answer for which no bot is asked. */
export interface OwnAnswer {
  /** The words, as soon as there are any; the same for whoever asks again. */
  say(signal: AbortSignal): Promise<OwnWords>;
}

/** An answer whose words are there. */
export const saying = (words: OwnWords): OwnAnswer => ({ say: () => Promise.resolve(words) });

/** One text of an own answer, where a bot's would stand. */
export class OwnText implements GuardedText {
  readonly original = '';
  readonly knowledgeVersion = null;
  readonly isRunaway = false;
  readonly #place: { index: number; form: TextForm; structured: StructuredOutput };
  readonly #answer: OwnAnswer;
  #refusal: string | null = null;
  #language: Language | null = null;
  #choice: RecordedChoice | null = null;

  constructor(answer: OwnAnswer, place: { index: number; form: TextForm; structured: StructuredOutput }) {
    this.#answer = answer;
    this.#place = place;
  }

  push(): Promise<string> {
    return Promise.resolve('');
  }

  async end(signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const words = await this.#answer.say(signal);
    const { form, structured } = this.#place;
    const said =
      form === 'json' ? inPlaceOfJson(words.text, structured) : { answer: words.text, refusal: null };
    this.#refusal = said.refusal;
    this.#language = words.language;
    this.#choice = ownChoice(this.#place.index, words, { answer: said.answer });
    return said.refusal === null ? said.answer : '';
  }

  async cut(): Promise<void> {
    this.#choice ??= ownChoice(
      this.#place.index,
      { decision: 'escalate', reason: 'with_person:unanswered' },
      { answer: '' },
    );
  }

  get choice(): RecordedChoice {
    if (this.#choice === null) throw new Error('the text has not ended');
    return this.#choice;
  }

  get refusal(): string | null {
    return this.#refusal;
  }

  get language(): Language | null {
    return this.#language;
  }
}

/** What is recorded of own words; `original`: what a bot said all the same, of which nothing went out. */
export const ownChoice = (
  index: number,
  { decision, reason }: Pick<OwnWords, 'decision' | 'reason'>,
  { answer, original = '' }: { answer: string; original?: string },
): RecordedChoice => ({
  index,
  decision,
  reason,
  groundedness: null,
  original_answer: original,
  answer,
  claims: [],
  released: [],
  withheld: original === '' ? [] : [{ start_char: 0, end_char: original.length }],
});
