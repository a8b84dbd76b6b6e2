import type { Quantity, Reading, Statement } from '../../../schema/index.js';
import type { CheckInput } from '../check.js';
import { clausesOf, type Limit, shareOf } from '../clauses/index.js';
import { type AlignedPassage, held } from '../matching/alignment.js';
import { isSaidByClaim } from '../matching/said-by-claim.js';
import { comparable, sameValue } from '../numbers/quantities.js';

/** Least share of a condition that the other side must have for both to be one condition. */
const SAME_MIN = 0.3;

/**
 * Whether a claim keeps to the conditions of the clause of a passage that is nearest to it: each number of them is said, none
 * is exchanged for another condition, what goes without something is not said to demand it, and what holds of some is not
 * said of everyone. Words of a condition may be left out: people call that right.
 */
export const conditionsHeld = (input: CheckInput, passage: AlignedPassage): boolean => {
  const nearest = input.clauses.find((pair) => pair.passage.passage.id === passage.passage.id)?.policy;
  const limits = nearest?.limits ?? [];
  return (
    limits.every((limit) => numbersSaid(input, passage, limit)) &&
    limitsOf(input).every((limit) => isKept(input, passage, limit, limits)) &&
    !demandsWhatIsLeft(input, passage) &&
    (!OF_EVERYONE.test(input.claim.text) || OF_ALL.test(passage.passage.text))
  );
};

const limitsOf = ({ reading, claim }: CheckInput): Limit[] =>
  clausesOf(reading, claim.text).flatMap(({ limits }) => limits);

const numbersIn = ({ quantities }: Reading, { start_char, end_char }: Statement): Quantity[] =>
  quantities.filter((number) => start_char <= number.start_char && number.start_char < end_char);

/** "If it is more than 20 minutes late": the claim, or what the customer said, has the 20 minutes. */
const numbersSaid = (
  { reading, premises }: CheckInput,
  passage: AlignedPassage,
  { statement }: Limit,
): boolean => {
  const said = [reading, ...premises].flatMap(({ quantities }) => quantities);
  return numbersIn(passage.reading, statement).every((number) =>
    said.some((other) => comparable(other, number) && sameValue(other, number)),
  );
};

/** Who it is and which class says little of what the condition is. */
const telling = ({ keys }: Limit): string[] => [...keys].filter((key) => !/^(?:person\.|slot:)/.test(key));

/** Whether the passage has some of a condition of the claim, or the claim some of the passage's; one with a number is compared by it. */
const isKept = (
  input: CheckInput,
  { facts }: AlignedPassage,
  limit: Limit,
  theirs: readonly Limit[],
): boolean => {
  const keys = telling(limit);
  const { affinity, focus } = input;
  const isHeld = (key: string): number =>
    Math.max(held(key, facts.own, affinity, focus.own), held(key, facts.surround, affinity, focus.own));
  const isSaid = (key: string): number => (isSaidByClaim(input, key) ? 1 : 0);
  const { weight } = input.facts;
  return (
    keys.length === 0 ||
    numbersIn(input.reading, limit.statement).length > 0 ||
    shareOf(keys, isHeld, weight) >= SAME_MIN ||
    theirs.some((other) => shareOf(telling(other), isSaid, weight) >= SAME_MIN)
  );
};

const WITHOUT = /(?<!\p{L})(?:without|sans)\s/iu;
const SAYS_NOT = /(?<!\p{L})(?:without|sans|no|not|pas|free)(?!\p{L})/iu;

/** "Without giving reasons" bears out no claim that reasons are to be given; "without charge" is free, and "2 months' notice, none in case of fraud" has both. */
const demandsWhatIsLeft = (input: CheckInput, { passage, reading }: AlignedPassage): boolean => {
  const without = WITHOUT.exec(passage.text);
  if (without === null || SAYS_NOT.test(input.claim.text)) return false;
  const from = without.index + without[0].length;
  const next = reading.tokens.find(({ is_content, start_char }) => is_content && start_char >= from);
  const key = next?.concept ?? next?.stem;
  return (
    key !== undefined &&
    !key.startsWith('fee.') &&
    reading.tokens.filter(({ concept, stem }) => (concept ?? stem) === key).length === 1 &&
    isSaidByClaim(input, key)
  );
};

/** "Either of you", "in every pack"; "every day" and "every November" tell how often. */
const OF_EVERYONE =
  /(?<!\p{L})(?:everyone|everybody|either|whoever|tout le monde|quiconque)(?!\p{L})|(?<!\p{L})(?:[Ee]very|[Cc]haque) (?!(?:day|night|week|weekend|month|quarter|year|time|hour|minute|one|other|jour|nuit|semaine|mois|année|fois|heure)(?!\p{L})|\p{Lu}|\p{N})\p{L}/u;
const OF_ALL =
  /(?<!\p{L})(?:all|each|every|everyone|everybody|any|anyone|anybody|either|both|per|whoever|tous|toutes|toute?|chacune?|chaque|par|quiconque|les deux|n['’]importe)(?!\p{L})/iu;
