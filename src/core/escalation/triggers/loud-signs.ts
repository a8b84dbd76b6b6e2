/** A sign in how a message is written, with its weight and place. */
export interface LoudSign {
  readonly sign: 'capitals' | 'marks' | 'stretched' | 'hammered';
  readonly weight: number;
  readonly start_char: number;
  readonly end_char: number;
}

/** Weights of what is loud: two of them together, or one beside a word, make a frustrated message. */
export const LOUD_WEIGHTS = { capitals: 1, marks: 1, stretched: 0.5, hammered: 1 } as const;

const LETTERS_MIN = 12;
const CAPITALS_MIN = 0.7;
const WORDS_MIN = 3;
/** Capitals are looked for in the first part of a message: one look is enough. */
const LOOKED_AT_CHARS = 4_000;

const WORD = /\p{L}+/gu;
const MARKS = /[!?]{3,}|!!|\?!|!\?/gu;
const STRETCHED = /(\p{L})\1\1/u;
/** Shorter words are "www" and "III". */
const STRETCHED_CHARS_MIN = 4;

const first = (text: string, pattern: RegExp): { start: number; end: number } | null => {
  const start = text.search(pattern);
  const found = start < 0 ? null : text.slice(start).match(pattern);
  return found === null ? null : { start, end: start + found[0].length };
};

/** Capitals, "!!!", stretched words and a short word hammered three times: each counts once for a message. */
export const loudSigns = (message: string): LoudSign[] => {
  const text = message.slice(0, LOOKED_AT_CHARS);
  const found: LoudSign[] = [];
  const add = (sign: LoudSign['sign'], place: { start: number; end: number } | null) => {
    if (place !== null)
      found.push({ sign, weight: LOUD_WEIGHTS[sign], start_char: place.start, end_char: place.end });
  };
  add('capitals', shouted(text));
  add('marks', first(text, new RegExp(MARKS.source, 'u')));
  add('stretched', stretched(text));
  add('hammered', hammered(text));
  return found;
};

const shouted = (text: string): { start: number; end: number } | null => {
  const words = [...text.matchAll(WORD)];
  const letters = words.reduce((sum, [word]) => sum + word.length, 0);
  const capitals = words.reduce(
    (sum, [word]) => sum + (word.length > 1 && word === word.toUpperCase() ? word.length : 0),
    0,
  );
  const isShouted = words.length >= WORDS_MIN && letters >= LETTERS_MIN && capitals >= letters * CAPITALS_MIN;
  return isShouted ? { start: 0, end: text.length } : null;
};

const stretched = (text: string): { start: number; end: number } | null => {
  for (const match of text.matchAll(WORD))
    if (match[0].length >= STRETCHED_CHARS_MIN && STRETCHED.test(match[0]))
      return { start: match.index, end: match.index + match[0].length };
  return null;
};

const hammered = (text: string): { start: number; end: number } | null => {
  const words = [...text.matchAll(WORD)];
  for (let at = 2; at < words.length; at += 1) {
    const [one, two, three] = [words[at - 2], words[at - 1], words[at]];
    if (one === undefined || two === undefined || three === undefined) continue;
    const [a, b, c] = [one[0].toLowerCase(), two[0].toLowerCase(), three[0].toLowerCase()];
    if (a === b && b === c) return { start: one.index, end: three.index + c.length };
  }
  return null;
};
