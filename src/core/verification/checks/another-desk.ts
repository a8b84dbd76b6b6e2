import type { ReadToken } from '../../../schema/index.js';
import { startsWithNumber } from '../../lexicon/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { clausesOf, shareOf } from '../clauses/index.js';
import { tellsOfCase } from '../customer-case/tells-of-case.js';
import { type AlignedPassage, held } from '../matching/alignment.js';
import { comparable, sameValue } from '../numbers/quantities.js';
import { type DeskName, deskNames, sameDesk } from '../unknown/desk-names.js';

/** Least share of what the claim says beside the desk that the policy's sentence holds. */
const REST_MIN = 0.35;
/** How much more of it that sentence holds than any that names the claim's desk. */
const LEAD_MIN = 0.15;
const SHARED_MIN = 2;
/** "Not the", "instead of our": who it is not. */
const SET_ASIDE =
  /(?<!\p{L})(?:not|nor|instead of|rather than|without|pas|non|ni|plutôt que|au lieu d[eu]|sans)\s+(?:(?:by|to|from|at|with|through|the|our|your|par|à|au|du|de|le|la|les|notre|votre)\s+)*$/iu;

/** One desk, office or team in a sentence that the policy has with another. */
export const anotherDeskCheck: Check = {
  name: 'another-desk',
  run(input): Signal | null {
    if (tellsOfCase(input)) return null;
    const { text } = input.claim;
    const named = deskNames(input.reading, text);
    const mine = named.filter(({ start_char }) => !SET_ASIDE.test(text.slice(0, start_char)));
    let best: Exchanged | null = null;
    for (const desk of mine) {
      const { name } = desk;
      const rest = restOf(input, named, desk);
      if (rest.length < SHARED_MIN) continue;
      const own = Math.max(
        0,
        ...input.evidence.filter((item) => isNamed(name, item)).map((item) => shareIn(input, item, rest)),
      );
      for (const passage of input.evidence) {
        if (isNamed(name, passage)) continue;
        const theirs = deskNames(passage.reading, passage.passage.text).find(
          (other) => !named.some((each) => sameDesk(each.name, other.name)),
        );
        if (theirs === undefined) continue;
        const share = shareIn(input, passage, rest);
        if (share < REST_MIN || share < own + LEAD_MIN || share <= (best?.share ?? 0)) continue;
        best = { passage, desk: name, theirs: theirs.name, share };
      }
    }
    best ??= byNumber(input, named, mine);
    if (best === null) return null;
    return {
      relation: 'contradicts',
      strength: Math.min(0.95, best.share),
      finding: {
        kind: 'entity',
        message: `The policy names ${quoted(best.theirs)}, in ${quoted(best.passage.passage.quote)}; the answer says ${quoted(best.desk)}.`,
      },
      passages: [best.passage.passage],
    };
  },
};

/** A desk of the claim, and the one that the policy names in its place. */
interface Exchanged {
  passage: AlignedPassage;
  desk: string;
  theirs: string;
  /** How much of what the claim says besides the policy's sentence holds, in [0, 1]. */
  share: number;
}

/** How sure a number makes it that the sentence is the one meant. */
const BY_NUMBER = 0.8;

/** "Tell the Guest Desk within 48 hours" where the number is another desk's, and no passage on the claim's desk has it. */
const byNumber = (
  input: CheckInput,
  named: readonly DeskName[],
  mine: readonly DeskName[],
): Exchanged | null => {
  for (const { name } of mine)
    for (const { equal, quantity, is_premise } of input.quantities) {
      if (equal === null || is_premise || isNamed(name, equal.passage)) continue;
      const { passage } = equal;
      const theirs = deskNames(passage.reading, passage.passage.text).find(
        (other) => !named.some((each) => sameDesk(each.name, other.name)),
      );
      if (theirs === undefined) continue;
      const isOwn = input.evidence.some(
        (item) =>
          isNamed(name, item) &&
          item.reading.quantities.some((other) => comparable(other, quantity) && sameValue(other, quantity)),
      );
      if (!isOwn) return { passage, desk: name, theirs: theirs.name, share: BY_NUMBER };
    }
  return null;
};

const isNamed = (name: string, { reading, passage }: AlignedPassage): boolean =>
  passage.text.toLowerCase().includes(name.toLowerCase()) ||
  passage.heading_path.some((heading) => heading.toLowerCase().includes(name.toLowerCase())) ||
  reading.names.some((other) => sameDesk(name, other));

/** Keys of the claim's clause about a desk without the names of desks, numbers among them. */
const restOf = (
  { reading, claim }: CheckInput,
  desks: readonly DeskName[],
  { start_char: at }: DeskName,
): string[] => {
  const clause = clausesOf(reading, claim.text).find(
    ({ statement }) => statement.start_char <= at && at < statement.end_char,
  );
  const parts =
    clause === undefined
      ? [{ start_char: 0, end_char: claim.text.length }]
      : [clause.statement, ...clause.limits.map(({ statement }) => statement)];
  const isIn = (token: ReadToken, part: { start_char: number; end_char: number }): boolean =>
    token.start_char >= part.start_char && token.end_char <= part.end_char;
  return [
    ...new Set(
      reading.tokens
        .filter(
          (token) =>
            token.is_content &&
            parts.some((part) => isIn(token, part)) &&
            !desks.some((desk) => isIn(token, desk)),
        )
        .map(({ concept, stem }) => concept ?? stem),
    ),
  ];
};

const shareIn = (
  { facts, affinity }: CheckInput,
  { facts: theirs, reading }: AlignedPassage,
  rest: readonly string[],
): number =>
  shareOf(
    rest,
    (key) =>
      startsWithNumber(key)
        ? Number(reading.tokens.some(({ stem }) => stem === key))
        : Math.max(held(key, theirs.own, affinity), 0.85 * held(key, theirs.surround, affinity)),
    facts.weight,
  );
