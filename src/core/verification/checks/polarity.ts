import type { Modality, Statement } from '../../../schema/index.js';
import type { Check, CheckInput, Signal } from '../check.js';
import { quoted } from '../check.js';
import { clausesOf, deniesTheWay, isSaidOfAnother, SAYING } from '../clauses/index.js';
import { isSaidByClaim } from '../matching/said-by-claim.js';
import type { StatementPair } from '../matching/statement-pairs.js';

/** Least share of the claim's clause that a clause of the evidence must cover to speak against it. */
const COVERED_MIN = 0.45;
/** The same for a finding, from clause to clause and in both directions. */
const SAME_CLAIM_MIN = 0.6;
const SAME_POLICY_MIN = 0.5;
const SHARED_MIN = 2;
const PROOF_MIN = 0.7;
const PROVEN = 0.95;
const TOLD_MAX = 0.85;

interface Against {
  pair: StatementPair;
  strength: number;
  /** Both clauses say the same of the same thing but for their modality. */
  is_same: boolean;
}

/** Can or cannot, must or need not, is or is not: clauses about the same thing whose modality excludes the claim's. */
export const polarityCheck: Check = {
  name: 'polarity',
  run(input): Signal | null {
    let against: Against | null = null;
    let supporting = 0;
    let supportPair: StatementPair | null = null;
    for (const pair of input.pairs) {
      const strength = pair.covered * (pair.same_act ? 1 : 0.8) * (0.6 + 0.4 * pair.reverse);
      if (pair.opposed !== pair.opposite_words) {
        if (pair.covered < COVERED_MIN) continue;
        const is_same = sayTheSame(input, pair);
        if (against === null || rank(is_same, strength) > rank(against.is_same, against.strength))
          against = { pair, strength, is_same };
      } else if (strength > supporting) {
        supporting = strength;
        supportPair = pair;
      }
    }
    if (against?.is_same && supporting < 0.95 * against.pair.covered)
      return told(input, against.pair, supporting);
    if (against !== null && against.strength > supporting) return null;
    return supportPair === null
      ? null
      : {
          relation: 'supports',
          strength: supporting,
          finding: null,
          passages: [supportPair.passage.passage],
        };
  },
};

const rank = (isSame: boolean, strength: number): number => (isSame ? 1 : 0) + strength;

const told = (input: CheckInput, pair: StatementPair, supporting: number): Signal => {
  const proven =
    pair.same_act &&
    pair.clause_covered >= PROOF_MIN &&
    pair.clause_reverse >= PROOF_MIN &&
    supporting < 0.6 * pair.covered;
  return {
    relation: 'contradicts',
    strength: proven ? PROVEN : TOLD_MAX * Math.min(pair.clause_covered, 0.5 + pair.clause_reverse / 2),
    finding: { kind: 'polarity', message: messageOf(input, pair) },
    passages: [pair.passage.passage],
  };
};

/** Modalities of claim and policy that exclude each other whatever else their sentences say. */
const EXCLUDING: ReadonlySet<string> = new Set([
  'allowed forbidden',
  'allowed stated-',
  'forbidden allowed',
  'required not_required',
  'not_required required',
  'stated stated-',
  'stated forbidden',
]);
const stanceOf = (statement: Statement): string =>
  `${statement.modality}${statement.modality === 'stated' && statement.negated ? '-' : ''}`;

/** "…, not per account", "not until", "later cancellations": what is negated is not the clause. */
const NEGATES_A_PART =
  /(?:,|\bet|\band|\bmais|\bbut)\s+(?:not|non|pas)\b|\bnot until\b|\b(?:otherwise|later|ensuite|sinon|another|autres?|without|sans|neither|ni|longer|only|except|unless|seulement|uniquement|sauf)\b|\b(?:never|jamais)\s*(?:$|when|if|at\b|quand|si\b)|^\s*(?:all|tout ce)/i;

/** "… count as one bag, and the fee is not charged": the negation belongs to the second half. */
const negatesTheNext = (text: string): boolean =>
  text.split('\n').some((line) => {
    const joint = JOINS_HALVES.exec(line);
    return joint !== null && DENIES.test(line.slice(joint.index + joint[0].length));
  });
const JOINS_HALVES = /(?<=.{20})\s(?:and|et)\s/i;
const DENIES = /\b(?:not|no|pas|aucune?)\b/i;
const EITHER = /\b(?:or|whether|ou|que ce soit)\b/i;
/** "A lesson missed is gone": it says no without a negation. */
const LOSES =
  /(?<!\p{L})(?:is|are|be|est|sont|sera|seront) (?:then |alors )?(?:gone|lost|forfeit\p{L}*|perdue?s?)(?!\p{L})/iu;
const NOT = /\b(?:not|no|never|cannot|pas|ne|aucune?|jamais)\b|n['’]t\b/i;

const sayTheSame = (input: CheckInput, pair: StatementPair): boolean => {
  const { passage } = pair.passage;
  if (passage.row !== null) return false;
  if (pair.clause_covered < SAME_CLAIM_MIN || pair.clause_reverse < SAME_POLICY_MIN) return false;
  if (pair.shared < SHARED_MIN || !namesAThing(pair.claim) || !namesAThing(pair.evidence)) return false;
  const [claim, policy] = [clauseOf(input.claim.text, pair.claim), clauseOf(passage.text, pair.evidence)];
  if (claim.length < input.claim.text.length / 2) return false;
  if (!pair.same_act && pair.evidence.acts.some((act) => !SAYING.has(act))) return false;
  if (isSaidOfAnother(policy)) return false;
  if (pair.claim.negated && namesAnother(input, pair, policy)) return false;
  if (isExcepted(input, pair) || isOfAnotherCase(input, pair)) return false;
  // "Cover stays as before" denies nothing of "cover is not affected".
  if (input.reading.tokens.some(({ concept }) => concept === 'quality.unchanged')) return false;
  if (LOSES.test(claim) !== LOSES.test(policy)) return false;
  if (NEGATES_A_PART.test(input.claim.text) || NEGATES_A_PART.test(policy)) return false;
  if (deniesTheWay(policy, claim)) return false;
  // A policy that names a day, a sum or a number says it of these; a claim without them says something else.
  if (numbersOf(policy).join() !== numbersOf(claim).join()) return false;
  // What the claim makes depend on something may be the policy's own exception.
  if (input.reading.statements.some(({ role }) => role === 'condition' || role === 'exception')) return false;
  if (stanceOf(pair.evidence) === 'required' && NOT.test(policy)) return false;
  if (pair.evidence.negated && !pair.claim.negated && NOT.test(input.claim.text)) return false;
  if (negatesTheNext(policy) || (pair.opposite_words && EITHER.test(policy))) return false;
  const stances = `${stanceOf(pair.claim)} ${stanceOf(pair.evidence)}`;
  return pair.opposite_words
    ? stances === 'stated stated' || stances === 'allowed allowed'
    : EXCLUDING.has(stances);
};

/** "Steady and Open tickets can be upgraded" says nothing against "Lean tickets can't". */
const namesAnother = ({ claim }: CheckInput, { passage }: StatementPair, policy: string): boolean =>
  passage.reading.names.some((name) => policy.includes(name) && !claim.text.includes(name));

/** "Accompanying persons get nothing, except one parent": what is denied may be granted to the one that is spoken of. */
const isExcepted = (input: CheckInput, { evidence, passage }: StatementPair): boolean =>
  passage.reading.statements.some(
    ({ role, start_char, end_char, objects, acts }) =>
      role === 'exception' &&
      start_char >= evidence.end_char &&
      start_char <= evidence.end_char + 2 &&
      (numbersOf(passage.passage.text.slice(start_char, end_char)).some((number) =>
        numbersOf(input.claim.text).includes(number),
      ) ||
        [...objects, ...acts].some((key) => isSaidByClaim(input, key))),
  );

/** Share of a condition's words from which claim or question speak of the case that it is on. */
const CASE_MIN = 0.34;

/** "If the price falls, we do not refund the difference": of a case that neither claim nor question speaks of. */
const isOfAnotherCase = ({ focus }: CheckInput, { evidence, passage }: StatementPair): boolean =>
  clausesOf(passage.reading, passage.passage.text).some(
    ({ statement, limits }) =>
      statement === evidence &&
      limits.some(({ role, keys }) => {
        if (role !== 'condition' || keys.size === 0) return false;
        const named = [...keys].filter((key) => focus.own.has(key) || focus.context.has(key));
        return named.length < CASE_MIN * keys.size;
      }),
  );

const namesAThing = (statement: Statement): boolean => statement.objects.length > 0;
const numbersOf = (text: string): string[] => text.match(/\d+/g) ?? [];
const clauseOf = (text: string, { start_char, end_char }: Statement): string =>
  text.slice(start_char, end_char);

const SAYS: Record<Modality, string> = {
  allowed: 'allows it',
  forbidden: 'rules it out',
  required: 'requires it',
  not_required: 'does not require it',
  stated: 'says that it is so',
};
const said = (statement: Statement): string =>
  statement.modality === 'stated' && statement.negated ? 'says that it is not so' : SAYS[statement.modality];

const messageOf = (input: CheckInput, { claim, evidence, passage }: StatementPair): string => {
  const policy = quoted(clauseOf(passage.passage.text, evidence));
  return said(claim) === said(evidence)
    ? `The policy says the opposite, ${policy}: the answer says ${quoted(clauseOf(input.claim.text, claim))}.`
    : `The policy ${said(evidence)}: ${policy}; the answer ${said(claim)}.`;
};
