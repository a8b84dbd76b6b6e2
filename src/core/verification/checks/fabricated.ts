import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { tellsOfCase } from '../customer-case/tells-of-case.js';
import { held } from '../matching/alignment.js';
import { unnamedFavour } from '../unknown/goodwill.js';
import { missingNoun } from '../unknown/missing-noun.js';

/** Least share of the claim's words that no passage near its topic holds for the claim to count as made up. */
const TOLD_MIN = 0.5;
/** The same where a thing is named that the base does not know, and the least share of that thing. */
const NOUN_TOLD_MIN = 0.5;
const NOUN_MIN = 0.15;
const FAVOUR = 0.9;
/** Policies are worded in many ways: words that are missing prove nothing by themselves. */
const HINT = 0.8;

/** Words of the claim that stand nowhere in the base, or nowhere near its topic. */
export const fabricatedCheck: Check = {
  name: 'fabricated',
  run(input): Signal | null {
    const missing = missingShare(input);
    const favour = unnamedFavour(input);
    if (favour !== null)
      return {
        relation: 'absent',
        strength: Math.max(FAVOUR, missing),
        finding: {
          kind: 'fabricated',
          message: `The answer grants ${quoted(favour)}; no policy or table in force on this gives one.`,
        },
        passages: [],
      };
    if (missing === 0) return null;
    return {
      relation: 'absent',
      strength: HINT * missing,
      finding: findingOf(input, missing),
      passages: [],
    };
  },
};

const missingShare = (input: CheckInput): number => {
  let total = 0;
  let missing = 0;
  let worst = 0;
  const nearest = input.evidence.slice(0, 6);
  for (const [key, weight] of input.focus.own) {
    total += weight;
    if (input.case_facts.keys.has(key)) continue;
    let near = 0;
    for (const { facts } of nearest)
      near = Math.max(near, held(key, facts.own, input.affinity), held(key, facts.surround, input.affinity));
    const absent = weight * (1 - near) * (input.facts.knows(key) ? 0.8 : 1);
    missing += absent;
    worst = Math.max(worst, absent);
  }
  return worst <= 0.2 || total === 0 ? 0 : Math.min(1, missing / total);
};

const findingOf = (input: CheckInput, missing: number): Signal['finding'] => {
  if (tellsOfCase(input)) return null;
  const noun = missingNoun(input);
  if (noun !== null && missing >= NOUN_TOLD_MIN && noun.weight >= NOUN_MIN)
    return {
      kind: 'fabricated',
      message: `No policy or table in force mentions ${quoted(noun.phrase)}.`,
    };
  const [nearest] = input.evidence;
  if (missing < TOLD_MIN || nearest === undefined || input.reading.quantities.length > 0) return null;
  return {
    kind: 'fabricated',
    message: `No policy or table in force says this; the nearest passage is ${quoted(nearest.passage.quote)}.`,
  };
};
