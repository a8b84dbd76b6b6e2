/** Strings by number: each is kept once, however often it stands in a knowledge base. */
export class StringTable {
  readonly #numbers = new Map<string, number>();
  readonly #strings: string[] = [];

  get size(): number {
    return this.#strings.length;
  }

  /** The number of a string, a new one where it is new. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#strings.length;
    this.#numbers.set(text, number);
    this.#strings.push(text);
    return number;
  }

  /** The number of a string, −1 where it has none. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }

  /** The string of a number that `numberOf` gave. */
  text(number: number): string {
    return this.#strings[number] ?? '';
  }
}
