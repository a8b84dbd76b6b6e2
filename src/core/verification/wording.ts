import type { Reading } from '../../schema/index.js';
import type { AlignedPassage } from './alignment.js';
import type { CheckInput } from './check.js';

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

/** Compares a claim with a passage word by word. */
export const wordingOf = ({ reading, focus, facts }: CheckInput, passage: AlignedPassage): Wording => {
  let total = 0;
  let exact = 0;
  for (const [key, weight] of focus.own) {
    total += weight;
    if (passage.facts.own.has(key)) exact += weight;
    else if (passage.facts.surround.has(key)) exact += HEADING_WEIGHT * weight;
  }
  let all = 0;
  let back = 0;
  for (const key of passage.facts.own) {
    const weight = facts.weight(key);
    all += weight;
    if (focus.own.has(key) || focus.context.has(key)) back += weight;
  }
  const [said, written] = [sequence(reading), sequence(passage.reading)];
  const shared = said.filter((key) => passage.facts.own.has(key));
  return {
    exact: total === 0 ? 0 : exact / total,
    order: shared.length === 0 ? 0 : longestCommon(shared, written) / shared.length,
    back: all === 0 ? 0 : back / all,
    same_frame: sameSet(frameOf(reading), frameOf(passage.reading)),
  };
};

const sequence = (reading: Reading): string[] =>
  reading.tokens.filter((token) => token.is_content).map((token) => token.concept ?? token.stem);

const FRAME = /^(?:quantifier|rel|cmp|neg|modal|conj|range|per|fee)\./;
/** "Ne" beside "pas", "may" beside "can": they frame nothing of their own. */
const UNFRAMED = new Set(['neg.ne', 'modal.may', 'rel.during', 'conj.then']);

const frameOf = (reading: Reading): Set<string> => {
  const frame = new Set<string>();
  for (const { concept } of reading.tokens)
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
