import type { CheckInput } from '../check.js';
import { shareOf } from '../clauses/index.js';
import { type AlignedPassage, held } from '../matching/alignment.js';
import { comparable, sameValue } from '../numbers/quantities.js';

/** A name of the claim with a number that the base has with another name only. */
export interface NameExchange {
  name: string;
  /** The name in its place. */
  theirs: string;
  /** The number as the claim writes it. */
  text: string;
  passage: AlignedPassage;
  /** How much of the claim that passage holds, in [0, 1]. */
  share: number;
}

/** Least share of the claim's words that the passage with its number holds. */
const SHARE_MIN = 0.5;

/**
 * "Slate members bring one guest" where the guest is Amber's: the number stands in a sentence on another name, the claim's name
 * is one that the base knows, and no passage near has both.
 */
export const exchangedName = (input: CheckInput): NameExchange | null => {
  const { reading, quantities, evidence, claim, question } = input;
  let best: NameExchange | null = null;
  for (const { equal, derived, is_premise, quantity } of quantities) {
    if (equal === null || derived !== null || is_premise || equal.passage.passage.row !== null) continue;
    const { passage } = equal;
    const share = shareIn(input, passage);
    if (share < SHARE_MIN || share <= (best?.share ?? 0)) continue;
    for (const name of reading.names) {
      if (isNamedIn(name, passage) || !evidence.some((item) => isSaidIn(name, item))) continue;
      const theirs = passage.reading.names.find(
        (other) =>
          !isLabel(other, passage) &&
          !claim.text.includes(other) &&
          !name.includes(other) &&
          !other.includes(name) &&
          question?.names.includes(other) !== true,
      );
      const hasBoth = evidence.some(
        (item) =>
          isSaidIn(name, item) &&
          item.reading.quantities.some((other) => comparable(other, quantity) && sameValue(other, quantity)),
      );
      if (theirs === undefined || hasBoth) continue;
      best = { name, theirs, text: quantity.text, passage, share };
    }
  }
  return best;
};

const isSaidIn = (name: string, { passage }: AlignedPassage): boolean => passage.text.includes(name);

const isNamedIn = (name: string, item: AlignedPassage): boolean =>
  isSaidIn(name, item) || item.passage.heading_path.some((heading) => heading.includes(name));

/** "2.7 Lockers. …", "D1: …": it heads the sentence and names nobody. */
const isLabel = (name: string, { passage }: AlignedPassage): boolean => {
  const at = passage.text.indexOf(name);
  return (
    /^[\d.*\s]*$/.test(passage.text.slice(0, at)) &&
    /^[.:*\s]*[.:]/.test(passage.text.slice(at + name.length))
  );
};

const shareIn = ({ focus, facts, affinity }: CheckInput, { facts: theirs }: AlignedPassage): number =>
  shareOf(
    focus.own.keys(),
    (key) => Math.max(held(key, theirs.own, affinity), 0.85 * held(key, theirs.surround, affinity)),
    facts.weight,
  );
