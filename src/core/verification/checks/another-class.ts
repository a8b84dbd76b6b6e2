import type { Reading } from '../../../schema/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import type { ClausePair } from '../clauses/index.js';
import { contentKeys } from '../knowledge-facts.js';
import { held } from '../matching/alignment.js';

/** Least share of the claim's clause that the clause for another class holds, and least agreement of the two. */
const COVERED_MIN = 0.6;
const FIT_MIN = 0.6;
/** From here on a passage holds a class by another name for it. */
const HELD_MIN = 0.3;
const CLASS = /^slot:([^=]+)=/;

/** What the policy grants or rules out for one of the operator's own classes, told to a customer who named another one. */
export const anotherClassCheck: Check = {
  name: 'another-class',
  run(input): Signal | null {
    if (input.question === null) return null;
    const nearest = input.clauses.find(
      ({ relation, covered }) => relation === 'agrees' && covered >= COVERED_MIN,
    );
    if (nearest === undefined || nearest.fit < FIT_MIN) return null;
    const classes = exchangedClass(input, nearest);
    if (classes === null) return null;
    const { policy, passage } = nearest;
    const words = passage.passage.text.slice(policy.statement.start_char, policy.statement.end_char);
    return {
      relation: 'contradicts',
      strength: Math.min(0.95, nearest.fit),
      finding: {
        kind: 'scope',
        message: `The policy says this of ${quoted(classes.theirs)}: ${quoted(words)}; the question is about ${quoted(classes.told)}.`,
      },
      passages: [passage.passage],
    };
  },
};

/**
 * A class of the policy's clause that nobody named, with one of the same kind that the customer named and that the passage
 * does not have. A claim that names a class itself tells of what it holds.
 */
const exchangedClass = (
  { premises, focus, affinity }: CheckInput,
  { policy, passage: { facts, reading, passage } }: ClausePair,
): { theirs: string; told: string } | null => {
  const told = [...new Set(premises.flatMap((reading) => [...contentKeys(reading)]))];
  const isNamed = (key: string): boolean => focus.own.has(key) || told.includes(key);
  for (const theirs of policy.told) {
    const kind = CLASS.exec(theirs)?.[1];
    if (kind === undefined || isAside(theirs, reading, passage.text)) continue;
    const isOfKind = (key: string): boolean => CLASS.exec(key)?.[1] === kind;
    if ([...policy.told].some((key) => isOfKind(key) && isNamed(key))) continue;
    if ([...focus.own.keys()].some(isOfKind)) continue;
    const others = told.filter(isOfKind);
    const isHere = (key: string): boolean =>
      Math.max(held(key, facts.own, affinity), held(key, facts.surround, affinity)) >= HELD_MIN;
    const [other] = others;
    if (other !== undefined && !others.some(isHere)) return { theirs: nameOf(theirs), told: nameOf(other) };
  }
  return null;
};

/** "At least three weeks ahead (for the Dome, five)": the class in brackets is the one for which the clause does not hold. */
const isAside = (key: string, { tokens }: Reading, text: string): boolean =>
  tokens
    .filter(({ concept }) => concept === key)
    .every(({ start_char }) => {
      const before = text.slice(0, start_char);
      return before.lastIndexOf('(') > before.lastIndexOf(')');
    });

const nameOf = (key: string): string => key.replace(CLASS, '').replaceAll('_', ' ');
