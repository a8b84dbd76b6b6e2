import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { held } from '../matching/alignment.js';

/** The policies speak of such an act: sympathy and offers to explain are none. */
const namesAnAct = (input: CheckInput): boolean =>
  input.reading.statements.some((statement) => statement.acts.some((act) => input.facts.knows(act)));

/** "I've removed", "j'ai lancé", "je viens de": what is said to be done needs no policy that speaks of it. */
const DONE =
  /(?<!\p{L})(?:(?:i|we)(?:['’]ve| have)|j['’]ai|(?:je|nous) (?:vous |l['’]|le |la |les |lui )*(?:ai|avons|viens d|venons d)['’e]?)(?!\p{L})/iu;

/** Whether each number of the claim was told, stands in a policy or follows from what does. */
const numbersAreKnown = ({ quantities }: CheckInput): boolean =>
  quantities.every(
    ({ is_case_fact, is_premise, is_worked_out, equal, derived }) =>
      is_case_fact || is_premise || is_worked_out || equal !== null || derived !== null,
  );

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
    if (best >= SHOWN_MIN && numbersAreKnown(input))
      return { relation: 'supports', strength: best, finding: null, passages: [] };
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
