import type { JsonObject } from '../../json.js';

/** A citation that waits until the words that it stands for went out as the bot wrote them. */
interface HeldCitation {
  delta: unknown;
  /** Where its block ends in the run; null while the block goes on. */
  end: number | null;
}

/**
 * Neighbouring text blocks of a streamed message: one text with a session of its own, since a bot that cites cuts its
 * sentences into blocks. A cut between two blocks is kept where every word before it went out unchanged.
 */
export class TextRun {
  readonly part: string;
  /** Index of the run's first block at the bot: that of the record. */
  readonly index: number;
  receivedChars = 0;
  deliveredChars = 0;
  verbatimChars = 0;
  /** Index of the block that the client has open. */
  openIndex: number | null = null;
  #citations: HeldCitation[] = [];

  constructor(index: number) {
    this.part = `run:${index}`;
    this.index = index;
  }

  holdCitation(delta: unknown): void {
    this.#citations.push({ delta, end: null });
  }

  /** The bot's block is over. */
  endBlock(): void {
    for (const citation of this.#citations) citation.end ??= this.receivedChars;
  }

  /** Whether all that the bot has said so far went out, as it said it. */
  get isAllOut(): boolean {
    return this.verbatimChars === this.receivedChars && this.deliveredChars === this.receivedChars;
  }

  /** Citations of words that went out unchanged, each once, as frames of the open block. */
  takeCitations(): JsonObject[] {
    const isDue = ({ end }: HeldCitation): boolean => end !== null && end <= this.verbatimChars;
    const due = this.#citations.filter(isDue);
    this.#citations = this.#citations.filter((citation) => !isDue(citation));
    return due.map(({ delta }) => ({ type: 'content_block_delta', index: this.openIndex, delta }));
  }
}
