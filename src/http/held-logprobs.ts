import { isObject } from './json.js';

/** The token probabilities of one text, given out only with tokens that went out as the bot wrote them. */
export class HeldLogprobs {
  #held: { entry: unknown; end: number }[] = [];
  #tokenChars = 0;
  #textChars = 0;

  /** Notes words of the bot. */
  received(text: string): void {
    this.#textChars += text.length;
  }

  hold(entries: readonly unknown[]): void {
    for (const entry of entries) {
      const token = isObject(entry) && typeof entry['token'] === 'string' ? entry['token'] : '';
      this.#tokenChars += token.length;
      this.#held.push({ entry, end: this.#tokenChars });
    }
  }

  /** Those of tokens within the first `verbatimChars` of the text, each once. */
  take(verbatimChars: number): unknown[] {
    // Tokens that do not add up to the text can't be placed in it.
    if (this.#tokenChars !== this.#textChars) return [];
    const count = this.#held.findIndex(({ end }) => end > verbatimChars);
    return this.#held.splice(0, count === -1 ? this.#held.length : count).map(({ entry }) => entry);
  }
}
