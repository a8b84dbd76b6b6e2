import { isKindOf, isOpposite } from '../../lexicon/index.js';
import type { AlignedPassage } from '../alignment.js';
import type { Check, CheckInput, Signal } from '../check.js';

const LIMITING = new Set(['quantifier.only', 'quantifier.except', 'quantifier.some', 'quantifier.most']);

/** Wrong fare class, route, person or channel; all where the policy says some; only where it says all. */
export const scopeCheck: Check = {
  name: 'scope',
  run(input): Signal | null {
    const signals = [otherSlot(input), widened(input), narrowed(input)].filter((signal) => signal !== null);
    return signals.sort((a, b) => b.strength - a.strength)[0] ?? null;
  },
};

/** "slot:column" of a slot value key, else null. */
const columnOf = (key: string): string | null => {
  if (!key.startsWith('slot:')) return null;
  const at = key.indexOf('=');
  return at < 0 ? null : key.slice(0, at);
};

const FAMILIES = new Set(['person', 'channel', 'fare', 'cabin', 'plan', 'payment', 'place', 'animal']);
const familyOf = (key: string): string | null => {
  const column = columnOf(key);
  if (column !== null) return column;
  const at = key.indexOf('.');
  if (at < 0) return null;
  const family = key.slice(0, at);
  return FAMILIES.has(family) ? family : null;
};

/** The evidence speaks of another value of the same slot than the claim, and not of the claim's. */
const otherSlot = (input: CheckInput): Signal | null => {
  let strongest: Signal | null = null;
  let supported = 0;
  for (const [key] of input.focus.own) {
    const family = familyOf(key);
    if (family === null) continue;
    for (const passage of input.evidence.slice(0, 4)) {
      const here = passage.facts.own.has(key) || passage.facts.surround.has(key);
      if (here) {
        supported = Math.max(supported, passage.coverage);
        continue;
      }
      for (const other of [...passage.facts.own]) {
        if (other === key || familyOf(other) !== family || input.focus.own.has(other)) continue;
        if (isKindOf(key, other) || isKindOf(other, key)) continue;
        const strength = passage.coverage * (isOpposite(key, other) ? 1 : 0.7);
        if (strength > (strongest?.strength ?? 0))
          strongest = {
            relation: 'contradicts',
            strength,
            finding: {
              kind: 'scope',
              message: `The policy says this of ${wordsOf(other)}; the answer says it of ${wordsOf(key)}.`,
            },
            passages: [passage.passage],
          };
      }
    }
  }
  return strongest !== null && strongest.strength > supported
    ? { ...strongest, strength: strongest.strength - 0.5 * supported }
    : null;
};

const wordsOf = (key: string): string =>
  key
    .replace(/^slot:[^=]*=/, '')
    .replace(/^[a-z]+\./, '')
    .replaceAll('_', ' ');

const limits = (passage: AlignedPassage): boolean =>
  passage.reading.quantifiers.some((quantifier) => LIMITING.has(quantifier)) ||
  passage.reading.statements.some((statement) => statement.role === 'exception');

const widened = (input: CheckInput): Signal | null => {
  const best = input.evidence[0];
  if (best === undefined || !input.reading.quantifiers.includes('quantifier.all')) return null;
  const passage = input.evidence.slice(0, 3).find((item) => item.coverage >= 0.4 && limits(item));
  if (passage === undefined || passage.reading.quantifiers.includes('quantifier.all')) return null;
  return {
    relation: 'contradicts',
    strength: passage.coverage * 0.8,
    finding: { kind: 'scope', message: 'The policy grants this to some only; the answer grants it to all.' },
    passages: [passage.passage],
  };
};

const narrowed = (input: CheckInput): Signal | null => {
  if (!input.reading.quantifiers.includes('quantifier.only')) return null;
  const best = input.evidence[0];
  if (best === undefined || best.coverage < 0.4) return null;
  if (input.evidence.slice(0, 3).some((item) => item.coverage >= 0.35 && limits(item))) return null;
  const opens = best.reading.quantifiers.includes('quantifier.all');
  return {
    relation: 'contradicts',
    strength: best.coverage * (opens ? 0.9 : 0.45),
    finding: {
      kind: 'scope',
      message: 'The answer limits this with “only”; the policy names no such limit.',
    },
    passages: [best.passage],
  };
};
