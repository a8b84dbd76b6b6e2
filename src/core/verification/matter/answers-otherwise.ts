import type { Quantity, QuantityKind, Reading } from '../../../schema/index.js';
import { sectionId } from '../../indexing/index.js';
import type { IndexedPassage } from '../../retrieval/index.js';
import {
  type Clause,
  clausesOf,
  costsExclude,
  deniedIn,
  SAYING,
  shareOf,
  standsExclude,
} from '../clauses/index.js';
import type { KnowledgeFacts } from '../knowledge-facts.js';
import { comparable, sameValue } from '../numbers/quantities.js';
import { isOfFamily } from '../windows/index.js';
import type { AskedMatter, Holds } from './asked-matter.js';
import { goesOn } from './goes-on.js';

export interface OtherwiseInput {
  asked: AskedMatter;
  reading: Reading;
  text: string;
  /** What bears the claim out. */
  passage: IndexedPassage;
  holds: Holds;
  facts: KnowledgeFacts;
  /** Whether the sentence before one in its paragraph has a key. */
  saidBefore: (passage: IndexedPassage, key: string) => boolean;
  /** False where no clause of a passage can speak of a key, told without reading it. */
  mayMention: (passage: IndexedPassage, key: string) => boolean;
  /** The other sentences and items of its section. */
  beside: (passage: IndexedPassage) => Iterable<IndexedPassage>;
}

/** Least share of the special clause's conditions that the question or the claim states. */
const STATED_MIN = 0.5;
/** Numbers that answer what was asked: how much, how long. */
const ANSWERING: ReadonlySet<QuantityKind> = new Set(['money', 'percent', 'points', 'duration']);
/** Clauses of a case of their own: of a list of conditions, of what is ruled out, of what is not. */
const LISTED =
  /(?<!\p{L})(?:if|when|where|unless|except|not|no|never|cannot|si|lorsque?|quand|sauf|pas|aucune?|jamais)(?!\p{L})/iu;

/**
 * Whether a clause on a thing that the question names, and that the passage does not, says otherwise what the claim says: the
 * special rule decides. It denies what the claim grants, has another number for it, or takes the thing out of what stands in
 * the passage's own section.
 */
export const answersOtherwise = (input: OtherwiseInput): boolean => {
  const { asked, passage, holds, facts, beside, saidBefore, mayMention } = input;
  const lacking = [...asked.things].filter((key) => !holds(passage, key));
  const special = lacking.reduce<string | null>(
    (best, key) => (best === null || facts.weight(key) > facts.weight(best) ? key : best),
    null,
  );
  if (special === null) return false;
  const mine = clausesOf(input.reading, input.text);
  const isOtherwise = (other: IndexedPassage): boolean => {
    const { id, lead_in, text } = other.passage;
    // A clause speaks of a thing that it names, or goes on from the sentence before that does.
    const isNamed = mayMention(other, special);
    const isGoneOn = goesOn(text) && saidBefore(other, special);
    if (id === passage.passage.id || !(isNamed || isGoneOn)) return false;
    if (lead_in !== null && LISTED.test(lead_in)) return false;
    return clausesOf(other.reading, text).some(
      (clause) =>
        (isGoneOn || clause.all.has(special)) &&
        mine.some((claim) => saysOtherwise(claim, { other, clause, special }, input)),
    );
  };
  if (asked.clauses.some(isOtherwise)) return true;
  for (const other of beside(passage)) if (isOtherwise(other)) return true;
  return false;
};

interface Special {
  other: IndexedPassage;
  clause: Clause;
  /** The thing that the question names. */
  special: string;
}

const saysOtherwise = (
  claim: Clause,
  { other, clause, special }: Special,
  input: OtherwiseInput,
): boolean => {
  const { asked, passage, facts } = input;
  const isTold = (key: string): number => (asked.things.has(key) || claim.all.has(key) ? 1 : 0);
  if (clause.limits.some(({ keys }) => keys.size > 0 && shareOf(keys, isTold, facts.weight) < STATED_MIN))
    return false;
  const isHere = sectionId(other.passage) === sectionId(passage.passage);
  const isDenied = clause.stand.open === -1 && claim.stand.open !== -1;
  const listed = new Set(clause.listed.flatMap((thing) => [...thing]));
  const rest = [...clause.told].filter((key) => key !== special && !listed.has(key) && !SAYING.has(key));
  if (isDenied && isHere && (goesOn(other.passage.text) || (rest.length === 0 && takesOut(clause))))
    return true;
  // What the question, the claim and the special clause all speak of.
  const isShared = (key: string): boolean => key !== special && claim.all.has(key) && clause.all.has(key);
  if (![...asked.things].some(isShared) && !asked.acts.some((act) => !isOfFamily(act) && isShared(act)))
    return false;
  const denied = deniedIn(clause, other.reading, other.passage.text);
  const isOneAct = [...denied].some(
    (key) => SAYING.has(key) || claim.all.has(key) || asked.acts.includes(key),
  );
  if (isDenied && isOneAct && isHere) return true;
  if (isOfItsOwn(claim, clause, asked)) return false;
  // When it is denied and when not is for the times to say.
  if (isDenied && isOneAct && standsExclude(claim.stand, clause.stand) && !clause.is_dated) return true;
  if (costsExclude(claim.stand, clause.stand) && isOneFee(claim, clause)) return true;
  return hasOtherNumber(claim, clause, other, input);
};

/** "With Span there is no late fee": a claim that names a class or term of the operator's tells of what it holds. */
const isOfItsOwn = (claim: Clause, clause: Clause, { things }: AskedMatter): boolean =>
  [...claim.all].some((key) => /^(?:slot|term):/.test(key) && !things.has(key) && !clause.all.has(key));

/** "No change fee" says nothing of the difference in fare. */
const isOneFee = (claim: Clause, clause: Clause): boolean => {
  const feesOf = ({ all }: Clause): string[] =>
    [...all].filter((key) => key.startsWith('fee.') && key !== 'fee.free');
  const [mine, theirs] = [feesOf(claim), feesOf(clause)];
  return mine.length === 0 || theirs.length === 0 || mine.some((fee) => theirs.includes(fee));
};

/** "Group bookings are excluded", "does not apply to them": a clause that takes a thing out of what stands before it. */
const takesOut = ({ all }: Clause): boolean => TAKING_OUT.some((key) => all.has(key));
const TAKING_OUT: readonly string[] = [
  'act.exclude',
  'act.apply_rule',
  'quality.eligible',
  'quality.ineligible',
];

/** Whether both clauses say how much or how long the same act is, with no number in common. */
const hasOtherNumber = (
  claim: Clause,
  clause: Clause,
  { reading: theirs }: IndexedPassage,
  { reading }: OtherwiseInput,
): boolean => {
  if (!claim.statement.acts.some((act) => clause.statement.acts.includes(act))) return false;
  const others = numbersIn(clause, theirs);
  return numbersIn(claim, reading).some((number) => {
    const alike = others.filter((other) => comparable(number, other));
    return alike.length > 0 && !alike.some((other) => sameValue(number, other));
  });
};

/** Numbers of a clause without those of its conditions. */
const numbersIn = ({ statement, limits }: Clause, { quantities }: Reading): Quantity[] =>
  quantities.filter(
    ({ kind, start_char }) =>
      ANSWERING.has(kind) &&
      isWithin(start_char, statement) &&
      !limits.some((limit) => isWithin(start_char, limit.statement)),
  );

const isWithin = (at: number, { start_char, end_char }: Clause['statement']): boolean =>
  start_char <= at && at < end_char;
