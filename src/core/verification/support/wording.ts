import type { ReadToken } from '../../../schema/index.js';
import type { CheckInput } from '../check.js';
import type { ClauseWindow } from '../clauses/index.js';
import type { AlignedPassage } from '../matching/alignment.js';

/** How closely a claim keeps to the wording of a passage; shares in [0, 1]. */
export interface Wording {
  /** Weight of the claim's words that stand in the passage or its headings themselves, without related words. */
  exact: number;
  /** Share of the claim's words that come in the passage's order. */
  order: number;
  /** Weight of the passage's words that the claim, its question or the headings hold. */
  back: number;
  /** Words that bound, quantify, deny or place in time: the same in both. */
  same_frame: boolean;
}

const HEADING_WEIGHT = 0.85;

/** What a claim's wording is compared with: a passage, or a part of one. */
interface Written {
  keys: ReadonlySet<string>;
  tokens: readonly ReadToken[];
  /** Headings and labels that say what it is about. */
  around: ReadonlySet<string>;
}

/** Compares a claim with a passage word by word. */
export const wordingOf = (input: CheckInput, { facts, reading }: AlignedPassage): Wording =>
  compare(input, { keys: facts.own, tokens: reading.tokens, around: facts.surround });

/** Least share of a label, "Classic: …", that the claim or its context must name. */
const LABEL_MIN = 0.5;

/** The same with a part of a passage; null where the part is said of something that the claim does not name. */
export const wordingOfPart = (
  input: CheckInput,
  passage: AlignedPassage,
  part: ClauseWindow,
): Wording | null => {
  const { own, context } = input.focus;
  const named = [...part.label].filter((key) => own.has(key) || context.has(key)).length;
  if (named < LABEL_MIN * part.label.size) return null;
  return compare(input, {
    keys: part.keys,
    tokens: part.tokens,
    around: new Set([...passage.facts.surround, ...part.label]),
  });
};

const compare = ({ reading, focus, facts }: CheckInput, written: Written): Wording => {
  let total = 0;
  let exact = 0;
  for (const [key, weight] of focus.own) {
    total += weight;
    if (written.keys.has(key)) exact += weight;
    else if (written.around.has(key)) exact += HEADING_WEIGHT * weight;
  }
  let all = 0;
  let back = 0;
  for (const key of written.keys) {
    const weight = facts.weight(key);
    all += weight;
    if (focus.own.has(key) || focus.context.has(key)) back += weight;
  }
  const shared = sequence(reading.tokens).filter((key) => written.keys.has(key));
  return {
    exact: total === 0 ? 0 : exact / total,
    order: shared.length === 0 ? 0 : longestCommon(shared, sequence(written.tokens)) / shared.length,
    back: all === 0 ? 0 : back / all,
    same_frame: sameSet(frameOf(reading.tokens), frameOf(written.tokens)),
  };
};

const sequence = (tokens: readonly ReadToken[]): string[] =>
  tokens.filter((token) => token.is_content).map((token) => token.concept ?? token.stem);

const FRAME = /^(?:quantifier|rel|cmp|neg|modal|conj|range|per|fee)\./;
/** "Ne" beside "pas", "may" beside "can": they frame nothing of their own. */
const UNFRAMED = new Set(['neg.ne', 'modal.may', 'rel.during', 'conj.then']);

/** The words of a text that bound, quantify, deny, condition or place in time. */
export const frameOf = (tokens: readonly ReadToken[]): Set<string> => {
  const frame = new Set<string>();
  for (const { concept } of tokens)
    if (concept !== null && FRAME.test(concept) && !UNFRAMED.has(concept)) frame.add(concept);
  return frame;
};

const sameSet = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((each) => b.has(each));

const LONGEST = 120;

/** Length of the longest common subsequence of the first 120 words of each. */
const longestCommon = (a: readonly string[], b: readonly string[]): number => {
  const [first, second] = [a.slice(0, LONGEST), b.slice(0, LONGEST)];
  let previous = new Array<number>(second.length + 1).fill(0);
  for (const word of first) {
    const row = [0];
    second.forEach((other, j) => {
      row.push(word === other ? (previous[j] ?? 0) + 1 : Math.max(previous[j + 1] ?? 0, row[j] ?? 0));
    });
    previous = row;
  }
  return previous[second.length] ?? 0;
};
