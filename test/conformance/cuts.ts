import { seededRandom } from '../../src/bench/seeded-random.js';

/** How a streamed answer is cut on its way: its words into deltas, and its events into lines and chunks of bytes. */
export interface Cut {
  id: string;
  /** The words of each delta; joined they are the text. */
  pieces(text: string): string[];
  /** The bytes that are sent at a time; joined they are what the events say. */
  chunks(events: readonly string[]): Uint8Array[];
}

/** About a token. */
const PIECE_CHARS = 5;
/** Longest delta, chunk of a random cut: several words, and less than most events. */
const RANDOM_PIECE_CHARS = 24;
const RANDOM_CHUNK_BYTES = 60;

const encoder = new TextEncoder();
const bytesOf = (events: readonly string[]): Uint8Array => encoder.encode(events.join(''));

const every = (text: string, size: number): string[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size));

const anEventEach = (events: readonly string[]): Uint8Array[] => events.map((event) => encoder.encode(event));

const lengthsOf = (total: number, max: number, random: () => number): number[] => {
  const lengths: number[] = [];
  for (let left = total; left > 0; left -= lengths.at(-1) ?? left) {
    lengths.push(Math.min(left, 1 + Math.floor(random() * max)));
  }
  return lengths;
};

/** Other ways to write the same events that the standard allows (WHATWG HTML, 9.2.6). */
const rewritten = (event: string, random: () => number): string => {
  const comment = random() < 0.2 ? ': upstream ping\n\n' : '';
  const tight = random() < 0.3 ? event.replace(/^data: /gm, 'data:') : event;
  return comment + (random() < 0.3 ? tight.replaceAll('\n', '\r\n') : tight);
};

/** Anywhere: within words, characters of UTF-8 and lines, with other line ends and comments between events. */
const randomCut = (seed: number): Cut => ({
  id: `random-${seed}`,
  pieces(text) {
    let at = 0;
    return lengthsOf(text.length, RANDOM_PIECE_CHARS, seededRandom(seed)).map((length) => {
      at += length;
      return text.slice(at - length, at);
    });
  },
  chunks(events) {
    const random = seededRandom(seed + 1);
    const bytes = bytesOf(events.map((event) => rewritten(event, random)));
    let at = 0;
    return lengthsOf(bytes.length, RANDOM_CHUNK_BYTES, random).map((length) => {
      at += length;
      return bytes.subarray(at - length, at);
    });
  },
});

const FIXED_CUTS: readonly Cut[] = [
  { id: 'tokens', pieces: (text) => every(text, PIECE_CHARS), chunks: anEventEach },
  { id: 'one-delta', pieces: (text) => [text], chunks: (events) => [bytesOf(events)] },
  // Half a surrogate pair is a delta of its own.
  { id: 'units', pieces: (text) => every(text, 1), chunks: anEventEach },
  {
    id: 'bytes',
    pieces: (text) => every(text, PIECE_CHARS),
    chunks: (events) => Array.from(bytesOf(events), (byte) => Uint8Array.of(byte)),
  },
];

/** The fixed cuts, and `count` random ones from a seed. */
export const cutsOf = (seed: number, count: number): Cut[] => [
  ...FIXED_CUTS,
  ...Array.from({ length: count }, (_, i) => randomCut(seed + 2 * i)),
];

/** The cut of an id, as the scripted bot reads it off a request. @throws {Error} for an id that is none. */
export const cutOf = (id: string): Cut => {
  const random = /^random-(\d+)$/.exec(id)?.[1];
  const cut = random === undefined ? FIXED_CUTS.find((one) => one.id === id) : randomCut(Number(random));
  if (cut === undefined) throw new Error(`The suite has no cut "${id}".`);
  return cut;
};
