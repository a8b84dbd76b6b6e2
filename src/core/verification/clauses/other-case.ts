import type { Quantity, Reading } from '../../../schema/index.js';
import { type Clause, keysBetween } from './clause.js';

/** A clause with what it was read from. */
interface Told {
  clause: Clause;
  reading: Reading;
  text: string;
}

/** Least share of a part that the other clause must name for the part to be what it speaks of. */
const NAMED_MIN = 0.6;

const sharedBy = (part: ReadonlySet<string>, { clause }: Told): boolean =>
  part.size > 0 && [...part].filter((key) => clause.all.has(key)).length >= NAMED_MIN * part.size;

const wordsOf = ({ clause: { statement }, text }: Told): string =>
  text.slice(statement.start_char, statement.end_char);

const DENIED_INSIDE =
  /(?<!\p{L})(?:(?:that|which|who)\s+(?:(?:is|are|was|were|has|have|had|do|does|did)(?:\s+not|n['’]t)|cannot)|qui\s+(?:ne|n['’])\s*\p{L}+\s+pas)\s+/iu;

/** The word that a relative clause denies of what it tells apart: "a piece that isn't personalised". */
const deniedInside = (told: Told): string | null => {
  const words = wordsOf(told);
  const found = DENIED_INSIDE.exec(words);
  if (found === null) return null;
  const from = told.clause.statement.start_char + found.index + found[0].length;
  const [first] = keysBetween(told.reading, from, told.clause.statement.end_char);
  return first ?? null;
};

/** One speaks of the pieces that are personalised, the other of those that are not. */
const tellsApart = (one: Told, other: Told): boolean => {
  const key = deniedInside(one);
  return key !== null && other.clause.all.has(key) && deniedInside(other) === null;
};

const SET_AGAINST =
  /(?:,|,?\s(?:and|but|et|mais))\s(?:not|pas|non)\s(?=(?:in|on|at|for|to|with|during|before|after|by|per|from|pendant|dans|pour|avant|après|en|à|aux?|par|chez|sur)\s)/iu;

/** What a clause that grants leaves out itself: "…, and not in the first months", "but not at the kiosk". */
const leftOut = (told: Told): ReadonlySet<string>[] => {
  const { statement, limits } = told.clause;
  const found = SET_AGAINST.exec(wordsOf(told));
  const parts = limits.flatMap(({ role, keys }) => (role === 'exception' ? [keys] : []));
  return found === null
    ? parts
    : [
        ...parts,
        keysBetween(told.reading, statement.start_char + found.index + found[0].length, statement.end_char),
      ];
};

/** The one that says no speaks of what the other, which says yes, leaves out. */
const deniesWhatIsLeftOut = (one: Told, other: Told): boolean =>
  one.clause.stand.open === 1 &&
  other.clause.stand.open === -1 &&
  leftOut(one).some((part) => sharedBy(part, other));

/** Pronouns of a clause's own that stand for what another sentence names. */
const OF_THEM =
  /^\W*(?:(?:in|on|at|with|during|for|dans|en|sur|avec|pour|à)\s+(?:\p{L}+\s+){1,4})?(?:they|it|ils|elles?)\s/iu;
const THINGS_MIN = 2;

/** What is granted to them is granted to what stands before; with too few words in common that is another thing. */
const isGrantedToOthers = (policy: Told, claim: Told): boolean =>
  policy.clause.stand.open === 1 &&
  claim.clause.stand.open === -1 &&
  OF_THEM.test(wordsOf(policy)) &&
  [...claim.clause.told].filter((key) => policy.clause.all.has(key)).length < THINGS_MIN;

/** Numbers of a clause and of what limits it. */
const quantitiesOf = ({ clause: { statement, limits }, reading }: Told): Quantity[] =>
  reading.quantities.filter((quantity) =>
    [statement, ...limits.map((limit) => limit.statement)].some(
      ({ start_char, end_char }) => quantity.start_char >= start_char && quantity.end_char <= end_char,
    ),
  );

/** "More than two" and "no more than two": what one leaves the other takes. */
const COMPLEMENTS: ReadonlySet<string> = new Set([
  'more_than at_most',
  'at_most more_than',
  'less_than at_least',
  'at_least less_than',
]);
const areComplements = (one: Told, other: Told): boolean =>
  quantitiesOf(one).some((mine) =>
    quantitiesOf(other).some(
      (theirs) =>
        mine.kind === theirs.kind &&
        mine.value === theirs.value &&
        COMPLEMENTS.has(`${mine.comparator} ${theirs.comparator}`),
    ),
  );

/** Whether two clauses that seem opposed speak of two cases, by how each sets its own apart. */
export const isOtherCase = (claim: Told, policy: Told): boolean =>
  tellsApart(claim, policy) ||
  tellsApart(policy, claim) ||
  deniesWhatIsLeftOut(claim, policy) ||
  deniesWhatIsLeftOut(policy, claim) ||
  isGrantedToOthers(policy, claim) ||
  areComplements(claim, policy);
