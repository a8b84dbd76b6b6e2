import { isOpposite } from '../../lexicon/index.js';
import { type Clause, SAYING } from './clause.js';

/** Opposites that tell of one event from either side: what one sends the other receives. */
const TWO_SIDES: ReadonlySet<string> = new Set([
  'act.send act.receive',
  'act.buy act.sell',
  'act.borrow act.lend',
  'act.earn act.redeem',
  'person.customer person.seller',
  'person.employer person.staff',
]);
const isOneEvent = (a: string, b: string): boolean =>
  TWO_SIDES.has(`${a} ${b}`) || TWO_SIDES.has(`${b} ${a}`);

/** A word of the claim's clause and the opposite that the policy's has in its place. */
export interface Exchange {
  claim: string;
  policy: string;
}

/**
 * An act, or what it is done with, that stands in the claim's clause where the policy's has its opposite: kept and
 * deleted, refuse and accept. `heldByPolicy` and `heldByClaim` tell how well the other side holds a key, in [0, 1].
 */
export const exchangedWords = (
  claim: Clause,
  policy: Clause,
  heldByPolicy: (key: string) => number,
  heldByClaim: (key: string) => number,
): Exchange | null => {
  for (const mine of wordsOf(claim))
    if (heldByPolicy(mine) === 0)
      for (const theirs of wordsOf(policy))
        if (isOpposite(mine, theirs) && !isOneEvent(mine, theirs) && heldByClaim(theirs) === 0)
          return { claim: mine, policy: theirs };
  return null;
};

/** Without the words that say whether it holds: where the clause stands tells that. */
const wordsOf = ({ topic, denying }: Clause): string[] =>
  [...topic].filter((key) => !SAYING.has(key) && !denying.has(key));
