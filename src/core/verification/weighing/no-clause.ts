import type { Finding } from '../../../schema/index.js';
import { type CheckInput, quoted } from '../check.js';
import { statesBesideRules, tellsOfCase } from '../customer-case/tells-of-case.js';
import { keyOfToken } from '../denials.js';
import { held } from '../matching/alignment.js';
import { suspectedWord } from '../network/index.js';
import { BY_RISK_ALONE } from './lanes.js';

/** Words to name, and the least share of the claim's weight that each has. */
const WORDS_MAX = 2;
const WEIGHT_MIN = 0.1;
/** Up to which degree a passage holds a word that it is told to lack. */
const HELD_MAX = 0.3;

/** Whether the policies' silence on a claim says anything: not of the customer's own case, which tools told of, nor of what is no rule beside it. */
export const isForPolicies = (input: CheckInput): boolean => !tellsOfCase(input) && !statesBesideRules(input);

/** How much of the way to certainty a risk must go further beside tool results. */
const SURER_BESIDE_TOOLS = 0.3;

/**
 * From which risk on a claim fails by it alone, in [0, 1]: few of the answers that the model was learned from were of bots with tools, and
 * what such bots say beside the rules, of what they will look up or need to know, is more various than those.
 */
export const riskAloneFor = ({ case_facts }: CheckInput, least: number): number =>
  case_facts.records.length === 0 ? least : least + SURER_BESIDE_TOOLS * (1 - least);

/** Says that no clause bears a claim out: the nearest passage, and what of the claim it has nothing of, or else what the network suspects. */
export const noClauseFinding = (input: CheckInput): Finding => {
  const passage = input.evidence[0]?.passage;
  return {
    kind: 'fabricated',
    check: BY_RISK_ALONE,
    message: [
      'No policy or table in force bears this out',
      ...(passage === undefined ? [] : [`; the nearest passage is ${quoted(passage.quote)}`]),
      ...(passage === undefined ? [] : [whatSpeaksAgainst(input)]),
      '.',
    ].join(''),
  };
};

const whatSpeaksAgainst = (input: CheckInput): string => {
  const lacking = wordsLacking(input);
  if (lacking.length > 0) return `, which says nothing of ${lacking.map(quoted).join(' or ')}`;
  const suspected = suspectedWord(input);
  return suspected === null ? '' : `, which does not bear out ${quoted(suspected)}`;
};

/** The weightiest words of the claim that the nearest passage holds in no form, in the claim's order. */
const wordsLacking = ({ reading, focus, evidence, affinity }: CheckInput): string[] => {
  const [nearest] = evidence;
  if (nearest === undefined) return [];
  const total = [...focus.own.values()].reduce((sum, weight) => sum + weight, 0);
  const { own, surround } = nearest.facts;
  const lacking = [...focus.own]
    .filter(
      ([key, weight]) =>
        weight >= WEIGHT_MIN * total && !surround.has(key) && held(key, own, affinity) < HELD_MAX,
    )
    .sort(([, a], [, b]) => b - a)
    .slice(0, WORDS_MAX)
    .map(([key]) => key);
  const named = new Map<string, string>();
  for (const token of reading.tokens) {
    const key = keyOfToken(token);
    if (token.is_content && lacking.includes(key) && !named.has(key)) named.set(key, token.text);
  }
  return [...named.values()];
};
