import type { Reading } from '../../../schema/index.js';
import { type Check, type CheckInput, quoted, type Signal } from '../check.js';
import { denialsOf, keyOfToken } from '../denials.js';

/** Passages looked at: a denial that decides a claim is about its very thing. */
const PASSAGES_MAX = 12;
/** Concepts that take in several things. */
const COLLECTIVE = /^(?:bag|animal|goods|food|insure|gym|hotel)\./;
/** Words by which a claim denies, doubts or excepts by itself. */
const DENYING = new Set([
  'no',
  'not',
  'none',
  'never',
  'without',
  'neither',
  'nor',
  'cannot',
  'nt',
  'pas',
  'aucun',
  'aucune',
  'sans',
  'jamais',
  'ni',
  'non',
  'ne',
  'zero',
  'unless',
  'except',
  'sauf',
]);

const denies = (reading: Reading): boolean =>
  reading.statements.some((statement) => statement.negated || statement.modality === 'forbidden') ||
  reading.quantities.some((quantity) => quantity.value === 0) ||
  reading.tokens.some(
    (token) => DENYING.has(token.text.toLowerCase().replace(/['’]/g, '')) || token.concept === 'fee.free',
  );

/** Whether the keys stand next to each other in the claim, in either order of the two languages. */
const speaksOf = (input: CheckInput, thing: readonly string[]): boolean => {
  const keys = input.reading.tokens.filter((token) => token.is_content).map(keyOfToken);
  for (let at = 0; at + thing.length <= keys.length; at += 1) {
    const window = new Set(keys.slice(at, at + thing.length));
    if (thing.every((key) => window.has(key))) return true;
  }
  return false;
};

/** The thing that a clause says does not exist, in a claim that speaks of it as there. */
export const deniedExistenceCheck: Check = {
  name: 'denied-existence',
  run(input): Signal | null {
    if (denies(input.reading)) return null;
    const told = [input.reading, ...(input.question === null ? [] : [input.question])];
    const named = new Set(told.flatMap(({ keys }) => keys));
    const stems = new Set(told.flatMap(({ tokens }) => tokens.map(({ stem }) => stem)));
    for (const { passage, reading } of input.evidence.slice(0, PASSAGES_MAX)) {
      if (passage.row !== null) continue;
      const denial = denialsOf(reading, passage.text).find(
        ({ thing, ...of }) =>
          thing.length >= 2 &&
          of.limits.every((key) => named.has(key)) &&
          // Skis and surfboards are one concept, and not one thing.
          of.limits.every(
            (key, i) =>
              !COLLECTIVE.test(key) || passage.lang !== input.claim.lang || stems.has(of.stems[i] ?? ''),
          ) &&
          speaksOf(input, thing),
      );
      if (denial === undefined) continue;
      return {
        relation: 'contradicts',
        strength: 1,
        finding: {
          kind: 'polarity',
          message: `The policy says that there is none: ${quoted(passage.quote)}; the answer speaks of one.`,
        },
        passages: [passage],
      };
    }
    return null;
  },
};
