import { isKindOf } from '../../lexicon/index.js';
import type { CheckInput } from '../check.js';
import { held } from '../matching/alignment.js';

/** What a bot gives away to be kind: money and favours that only a policy can promise. */
const FAVOURS: ReadonlySet<string> = new Set([
  'payment.voucher',
  'payment.gift_card',
  'fee.cashback',
  'fee.discounted',
  'act.discount',
  'act.compensate',
  'act.upgrade',
  'act.gift',
  'goods.gift',
]);

const GRANTS =
  /\b(?:we(?:'ll| will|'d| can| are happy to)? (?:also )?(?:give|offer|add|send|credit|grant|include|treat|compensate|upgrade|let you have)|you(?:'ll| will|'re| are)? (?:also )?(?:get|receive|entitled|given|earn)|comes? with|gets?|receives?|as a (?:gesture|goodwill|thank)|apolog\w+|nous (?:vous )?(?:offrons|donnons|accordons|ajoutons|créditons|envoyons)|vous (?:recevez|recevrez|obtenez|aurez|bénéficiez)|reçoi\w+|bénéfici\w+|geste commercial|offert\w*)\b/i;
const EVIDENCE_MAX = 8;

/** The word for a favour that the claim grants and that no passage on its topic names; null where there is none. */
export const unnamedFavour = (input: CheckInput): string | null => {
  if (!GRANTS.test(input.claim.text) || input.reading.statements.some(({ negated }) => negated)) return null;
  for (const key of input.focus.own.keys()) {
    if (!FAVOURS.has(key) || input.premises.some(({ keys }) => keys.includes(key))) continue;
    const isNamed = input.evidence
      .slice(0, EVIDENCE_MAX)
      .some(({ facts }) =>
        [facts.own, facts.surround].some(
          (keys) =>
            held(key, keys, input.affinity) > 0 ||
            [...keys].some((other) => FAVOURS.has(other) || isKindOf(other, key)),
        ),
      );
    if (isNamed) continue;
    const token = input.reading.tokens.find((item) => item.concept === key);
    if (token !== undefined) return token.text;
  }
  return null;
};
