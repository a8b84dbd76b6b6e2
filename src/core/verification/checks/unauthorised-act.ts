import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { held } from '../matching/alignment.js';

/** The policies speak of such an act: sympathy and offers to explain are none. */
const namesAnAct = (input: CheckInput): boolean =>
  input.reading.statements.some((statement) => statement.acts.some((act) => input.facts.knows(act)));

/** "I've removed", "j'ai lancé", "je viens de": what is said to be done needs no policy that speaks of it. */
const DONE =
  /(?<!\p{L})(?:(?:i|we)(?:['’]ve| have)|j['’]ai|(?:je|nous) (?:vous |l['’]|le |la |les |lui )*(?:ai|avons|viens d|venons d)['’e]?)(?!\p{L})/iu;

/** An act that the bot says it did or will do: only a tool result of this case can show it. */
export const unauthorisedActCheck: Check = {
  name: 'unauthorised-act',
  run(input): Signal | null {
    if (input.claim.subject !== 'act' || !(DONE.test(input.claim.text) || namesAnAct(input))) return null;
    let best = 0;
    for (const keys of input.case_facts.results) {
      let total = 0;
      let sum = 0;
      for (const [key, weight] of input.focus.own) {
        total += weight;
        sum += weight * held(key, keys, input.affinity);
      }
      best = Math.max(best, total === 0 ? 0 : sum / total);
    }
    if (best >= 0.6) return { relation: 'supports', strength: best, finding: null, passages: [] };
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
