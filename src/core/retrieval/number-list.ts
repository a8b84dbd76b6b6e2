/** Whole numbers one after the other in a typed array that grows; four bytes each. */
export class NumberList {
  #numbers = new Int32Array(1_024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const longer = new Int32Array(Math.ceil(1.5 * this.#length));
      longer.set(this.#numbers);
      this.#numbers = longer;
    }
    this.#numbers[this.#length] = number;
    this.#length += 1;
  }

  /** The numbers so far; the list is not to be added to any more. */
  finish(): Int32Array {
    this.#numbers = this.#numbers.slice(0, this.#length);
    return this.#numbers;
  }
}
