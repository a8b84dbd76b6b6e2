interface Span {
  start_char: number;
  end_char: number;
}

/** Which characters of a bot's answer went out as they were. */
export class ReleasedSpans {
  #spans: Span[] = [];

  /** Adds the next span; spans come in order, and neighbours become one. */
  add({ start_char, end_char }: Span): void {
    const last = this.#spans.at(-1);
    if (last !== undefined && last.end_char === start_char) last.end_char = end_char;
    else if (end_char > start_char) this.#spans.push({ start_char, end_char });
  }

  /** Nothing went out, or with a length the whole of so many characters. */
  reset(lengthChars = 0): void {
    this.#spans = lengthChars === 0 ? [] : [{ start_char: 0, end_char: lengthChars }];
  }

  get released(): Span[] {
    return this.#spans;
  }

  /** The gaps between the released spans of an answer of `lengthChars` characters. */
  withheld(lengthChars: number): Span[] {
    const gaps: Span[] = [];
    let at = 0;
    for (const span of this.#spans) {
      if (span.start_char > at) gaps.push({ start_char: at, end_char: span.start_char });
      at = span.end_char;
    }
    if (at < lengthChars) gaps.push({ start_char: at, end_char: lengthChars });
    return gaps;
  }
}
