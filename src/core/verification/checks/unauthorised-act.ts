import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { held } from '../matching/alignment.js';
import type { QuantityComparison } from '../numbers/quantity-comparison.js';

/** The policies speak of such an act: sympathy and offers to explain are none. */
const namesAnAct = (input: CheckInput): boolean =>
  input.reading.statements.some((statement) => statement.acts.some((act) => input.facts.knows(act)));

/** "I've removed", "j'ai lancé", "je viens de": what is said to be done needs no policy that speaks of it. */
const DONE =
  /(?<!\p{L})(?:(?:i|we)(?:['’]ve| have)|j['’]ai|(?:je|nous) (?:vous |l['’]|le |la |les |lui )*(?:ai|avons|viens d|venons d)['’e]?)(?!\p{L})/iu;

/** Whether a number is the tools' own, the customer's or worked out of theirs; what amounts add up to shows nothing of what was done. */
const isTold = (
  { quantity, is_premise, is_worked_out }: QuantityComparison,
  { case_facts }: CheckInput,
): boolean => case_facts.states(quantity) || is_premise || is_worked_out;

/** Whether a number is nowhere to be found. One of a policy may be of another thing: it shows nothing of what was done. */
const isNowhere = (number: QuantityComparison, input: CheckInput): boolean =>
  !isTold(number, input) && !number.is_case_fact && number.equal === null && number.derived === null;

/** Share of the claim's words that one tool result must hold to show the act. */
const SHOWN_MIN = 0.6;
/** How sure it is that an act was not done as told where tools show the act and a number is nowhere to be found. */
const OTHER_NUMBER = 0.5;

/** An act that the bot says it did or will do: only a tool result of this case can show it, and none that says that it failed. */
export const unauthorisedActCheck: Check = {
  name: 'unauthorised-act',
  run(input): Signal | null {
    if (input.claim.subject !== 'act' || !(DONE.test(input.claim.text) || namesAnAct(input))) return null;
    let best = 0;
    for (const { keys, failed } of input.case_facts.results) {
      if (failed) continue;
      let total = 0;
      let sum = 0;
      for (const [key, weight] of input.focus.own) {
        total += weight;
        sum += weight * held(key, keys, input.affinity);
      }
      best = Math.max(best, total === 0 ? 0 : sum / total);
    }
    const { quantities } = input;
    if (best >= SHOWN_MIN && quantities.every((number) => isTold(number, input)))
      return { relation: 'supports', strength: best, finding: null, passages: [] };
    if (best >= SHOWN_MIN && !quantities.some((number) => isNowhere(number, input))) return null;
    if (best >= SHOWN_MIN)
      return {
        relation: 'absent',
        strength: OTHER_NUMBER,
        finding: {
          kind: 'unauthorised_act',
          message: `The answer says that this was done: ${quoted(input.claim.text)}. No tool result, policy or table has one of its numbers.`,
        },
        passages: [],
      };
    return {
      relation: 'absent',
      strength: 1,
      finding: {
        kind: 'unauthorised_act',
        message: `The answer says that this was or will be done: ${quoted(input.claim.text)}. Nothing in the conversation shows it, and no policy lets the bot promise it.`,
      },
      passages: [],
    };
  },
};
