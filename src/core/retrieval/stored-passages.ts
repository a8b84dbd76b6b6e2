import type { Passage, Reading } from '../../schema/index.js';
import type { StoredReadings } from './stored-readings.js';

/** A passage with its reading; `reading` is of `passage.text`, and has the contacts of `passage.links` too. */
export interface IndexedPassage {
  readonly passage: Passage;
  readonly reading: Reading;
}

/**
 * Readings that are kept as objects, with all that the checks remember of them; of more the oldest are made again when they
 * are asked for. A reading with what is remembered takes about 10 kB.
 */
export const READINGS_HELD = 8_192;

/** The passages of an index, each with its reading as it is asked for. */
export const storedPassages = (
  passages: readonly Passage[],
  readings: StoredReadings,
  heldMax = READINGS_HELD,
): IndexedPassage[] => {
  const shelf = new Shelf(readings, heldMax);
  return passages.map((passage, ordinal) => new StoredPassage(passage, ordinal, shelf));
};

/** Which passages hold their reading: the latest that were asked for it. */
class Shelf {
  readonly #readings: StoredReadings;
  readonly #heldMax: number;
  readonly #held: StoredPassage[] = [];
  #oldest = 0;

  constructor(readings: StoredReadings, heldMax: number) {
    this.#readings = readings;
    this.#heldMax = heldMax;
  }

  take(passage: StoredPassage): Reading {
    if (this.#held.length < this.#heldMax) this.#held.push(passage);
    else {
      this.#held[this.#oldest]?.release();
      this.#held[this.#oldest] = passage;
      this.#oldest = (this.#oldest + 1) % this.#heldMax;
    }
    return this.#readings.readingAt(passage.ordinal, passage.passage.text);
  }
}

class StoredPassage implements IndexedPassage {
  readonly passage: Passage;
  readonly ordinal: number;
  readonly #shelf: Shelf;
  #reading: Reading | null = null;

  constructor(passage: Passage, ordinal: number, shelf: Shelf) {
    this.passage = passage;
    this.ordinal = ordinal;
    this.#shelf = shelf;
  }

  get reading(): Reading {
    this.#reading ??= this.#shelf.take(this);
    return this.#reading;
  }

  release(): void {
    this.#reading = null;
  }
}
