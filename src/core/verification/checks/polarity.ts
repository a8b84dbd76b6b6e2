import type { Statement } from '../../../schema/index.js';
import type { Check, CheckInput, Signal } from '../check.js';
import { quoted } from '../check.js';
import type { StatementPair } from '../statement-pairs.js';

/** Least share of the claim's clause that a clause of the evidence must cover to speak against it. */
const COVERED_MIN = 0.45;

/** Can or cannot, must or need not, is or is not: clauses about the same thing whose modality excludes the claim's. */
export const polarityCheck: Check = {
  name: 'polarity',
  run(input): Signal | null {
    let against: { pair: StatementPair; strength: number } | null = null;
    let supporting = 0;
    let supportPair: StatementPair | null = null;
    for (const pair of input.pairs) {
      const strength = pair.covered * (pair.same_act ? 1 : 0.8) * (0.6 + 0.4 * pair.reverse);
      if (pair.opposed !== hasOppositeAct(pair)) {
        if (pair.covered >= COVERED_MIN && (against === null || strength > against.strength))
          against = { pair, strength };
      } else if (strength > supporting) {
        supporting = strength;
        supportPair = pair;
      }
    }
    if (against !== null && against.strength > supporting)
      return {
        relation: 'contradicts',
        strength: Math.min(1, against.strength * (0.5 + (against.strength - supporting))),
        finding: { kind: 'polarity', message: messageOf(input, against.pair) },
        passages: [against.pair.passage.passage],
      };
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

const hasOppositeAct = (pair: StatementPair): boolean => pair.opposite_words;

const WORDS: Record<Statement['modality'], string> = {
  allowed: 'allows it',
  forbidden: 'rules it out',
  required: 'requires it',
  not_required: 'does not require it',
  stated: 'says that it is so',
};
const said = (statement: Statement): string =>
  statement.modality === 'stated' && statement.negated ? 'says that it is not so' : WORDS[statement.modality];

const messageOf = (input: CheckInput, pair: StatementPair): string => {
  const { claim, evidence } = pair;
  const clause = input.claim.text.slice(claim.start_char, claim.end_char);
  return said(claim) === said(evidence)
    ? `The policy says the opposite of ${quoted(clause)}.`
    : `The policy ${said(evidence)}; the answer ${said(claim)}: ${quoted(clause)}.`;
};
