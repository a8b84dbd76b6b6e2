import type { Statement } from '../../../schema/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { clausesOf, isDeniedOf, keysBetween, SAYING, tellsOfBound } from '../clauses/index.js';
import { limitsItself } from '../limiting-words.js';
import type { AlignedPassage } from '../matching/alignment.js';
import type { StatementPair } from '../matching/statement-pairs.js';

/** Least share of the claim's clause that the policy's clause, its headings and its sentence cover. */
const COVERED_MIN = 0.45;
const SHARED_MIN = 2;
/** From this share on the clauses speak of the same thing. */
const SAME = { covered: 0.65, strength: 0.75 } as const;
const VOTE = 0.55;
/** Share of the ruling clause that the claim must hold: what else it denies is another thing. */
const REVERSE_MIN = 0.4;
/** Fit of an equal number in another passage, which then is what the claim is about. */
const ELSEWHERE_MIN = 0.3;
const EVIDENCE_MAX = 4;

/** "…, not per account", "unless", "otherwise": the policy's clause rules out a part, or on a condition. */
const PARTLY =
  /,\s*(?:not|non|pas)(?!\p{L})|(?<!\p{L})(?:only|except|unless|otherwise|other than|without|if|when|until|sauf|sans|si|quand|uniquement|seulement|autrement)(?!\p{L})/iu;

/** Something granted that a clause of the policy on the same thing rules out, and no clause grants. */
export const exclusionCheck: Check = {
  name: 'exclusion',
  run(input): Signal | null {
    if (limitsItself(input.claim.text)) return null;
    const excepted = exceptedToo(input);
    if (excepted !== null) return excepted;
    const granted = Math.max(0, ...input.pairs.filter(grants).map(({ covered }) => covered));
    const pair = input.pairs.find(
      (each) =>
        rulesOut(each) &&
        deniesIt(input, each) &&
        !isExceptedFrom(input, each) &&
        each.covered > granted &&
        !isAboutANumberElsewhere(input, each),
    );
    if (pair === undefined) return null;
    const isSame = pair.covered >= SAME.covered;
    return {
      relation: 'contradicts',
      strength: isSame ? SAME.strength + 0.2 * pair.clause_reverse : VOTE,
      finding: {
        kind: 'scope',
        message: `The policy rules this out: ${quoted(textOf(pair))}; the answer grants it.`,
      },
      passages: [pair.passage.passage],
    };
  },
};

/** "Books as well", "even students", "aussi": the claim widens what holds to a further case. */
const WIDENS =
  /(?<!\p{L})(?:also|too|as well|even|including|included|aussi|également|même|y compris)(?!\p{L})/iu;
/** Weight from which a word names a case of its own. */
const CASE_MIN = 0.45;

/** A further case to which the claim widens a rule, where the rule excepts that very case. */
const exceptedToo = (input: CheckInput): Signal | null => {
  const [main] = input.reading.statements;
  if (!WIDENS.test(input.claim.text) || main === undefined || !affirms(main)) return null;
  for (const passage of input.evidence.slice(0, EVIDENCE_MAX)) {
    if (passage.passage.row !== null || passage.coverage < COVERED_MIN) continue;
    for (const limit of passage.reading.statements) {
      if (limit.role !== 'exception' || !isOnRule(input, passage, limit)) continue;
      const keys = [...keysBetween(passage.reading, limit.start_char, limit.end_char)];
      const named = keys.filter((key) => input.focus.own.has(key) && input.facts.weight(key) >= CASE_MIN);
      if (named.length === 0 || named.length < keys.length / 3) continue;
      return {
        relation: 'contradicts',
        strength: Math.min(0.95, 0.5 * passage.coverage + 0.4),
        finding: {
          kind: 'scope',
          message: `The policy excepts this: ${quoted(passage.passage.text)}; the answer grants it all the same.`,
        },
        passages: [passage.passage],
      };
    }
  }
  return null;
};

/** The claim shares a word with the clause that the exception is made from, which does not deny: what is excepted then is granted. */
const isOnRule = ({ focus }: CheckInput, { reading, passage }: AlignedPassage, limit: Statement): boolean =>
  clausesOf(reading, passage.text).some(
    ({ topic, limits, stand }) =>
      stand.open !== -1 &&
      limits.some(({ statement }) => statement === limit) &&
      [...topic].some((key) => focus.own.has(key)),
  );

const textOf = ({ passage, evidence }: StatementPair): string =>
  passage.passage.text.slice(evidence.start_char, evidence.end_char);

const denies = ({ modality, negated }: Statement): boolean =>
  modality === 'forbidden' || (modality === 'stated' && negated);
const affirms = ({ modality, negated }: Statement): boolean =>
  (modality === 'stated' && !negated) || modality === 'allowed' || modality === 'required';

const grants = ({ evidence, opposed, opposite_words }: StatementPair): boolean =>
  !opposed && !opposite_words && affirms(evidence);

/** "Does not include" is one word to the lexicon, the opposite of "includes". */
const RULED_OUT =
  /(?<!\p{L})(?:not|no|never|exclud\p{L}*|refus\p{L}*|reject\p{L}*|void|pas|exclu\p{L}*|ne)(?!\p{L})/iu;

/** Whether what the policy's clause denies is what the claim says. */
const deniesIt = ({ focus, reach }: CheckInput, { evidence, passage }: StatementPair): boolean =>
  isDeniedOf(
    { statement: evidence, denying: NONE },
    passage.reading,
    passage.passage.text,
    (key) => SAYING.has(key) || focus.own.has(key) || reach.relatedToOwn(key) > 0,
  );
const NONE: ReadonlySet<string> = new Set();

/** "Never backdated, unless you were in hospital": the exception that the claim or the question names is granted. */
const isExceptedFrom = ({ focus, facts }: CheckInput, { evidence, passage }: StatementPair): boolean =>
  clausesOf(passage.reading, passage.passage.text).some(
    ({ statement, limits, told }) =>
      statement === evidence &&
      limits.some(
        ({ role, keys }) =>
          role === 'exception' &&
          [...keys].some(
            (key) =>
              !told.has(key) &&
              facts.weight(key) >= CASE_MIN &&
              (focus.own.has(key) || focus.context.has(key)),
          ),
      ),
  );

/** ", which does not guarantee a seat,": what is denied of a thing beside what is said of it. */
const ASIDE = /,\s*(?:which|who|that|qui|que|dont)(?!\p{L})[^,]*,/giu;

const rulesOut = (pair: StatementPair): boolean =>
  pair.opposed !== pair.opposite_words &&
  (!pair.opposed || denies(pair.evidence)) &&
  RULED_OUT.test(textOf(pair).replace(ASIDE, ',')) &&
  !tellsOfBound(textOf(pair)) &&
  pair.passage.passage.row === null &&
  pair.covered >= COVERED_MIN &&
  pair.shared >= SHARED_MIN &&
  pair.clause_reverse >= REVERSE_MIN &&
  // "Does not expire" rules out no giving: what is denied must be what is granted.
  (pair.evidence.acts.length === 0 || pair.same_act) &&
  !PARTLY.test(textOf(pair));

/** The claim's number stands in another passage, or follows from the figures of the case. */
const isAboutANumberElsewhere = ({ quantities }: CheckInput, { passage }: StatementPair): boolean =>
  quantities.some(
    ({ equal, derived }) =>
      derived !== null ||
      (equal !== null && equal.bind >= ELSEWHERE_MIN && equal.passage.passage.id !== passage.passage.id),
  );
