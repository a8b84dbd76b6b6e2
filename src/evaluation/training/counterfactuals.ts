import type { KnowledgeIndex } from '../../core/retrieval/index.js';
import type { TrainingClaim } from './training-claims.js';

const FALSE_FRIENDS: readonly (readonly [RegExp, string])[] = [
  [/\b(may|can|will|must|does|do|is|are|has|have) not\b/i, '$1'],
  [/\bcannot\b/i, 'can'],
  [/\b(can|won|don|isn|aren|doesn)['’]t\b/i, 'will'],
  [/\bno longer\b/i, 'still'],
  [/\bnever\b/i, 'always'],
  [/\bne (\p{L}+) (?:pas|plus|jamais)\b/iu, '$1'],
  [/\bn['’](\p{L}+) (?:pas|plus|jamais)\b/iu, '$1'],
];
const NEGATIONS: readonly (readonly [RegExp, string])[] = [
  [/\b(may|can|will|must|is|are|was|has|have)\b(?! not)/i, '$1 not'],
  [/\b(peut|peuvent|doit|doivent|sera|seront|sont)\b/iu, 'ne $1 pas'],
  [/\b(est|a)\b/iu, "n'$1 pas"],
];
const SWAPS: readonly (readonly [RegExp, string])[] = [
  [/\bbefore\b/i, 'after'],
  [/\bafter\b/i, 'before'],
  [/\bat least\b/i, 'at most'],
  [/\bat most\b/i, 'at least'],
  [/\bavant\b/i, 'après'],
  [/\baprès\b/i, 'avant'],
  [/\bonly\b/i, 'not only'],
];

/** The statement with its negation turned round, or null where no simple word does it. */
export const negated = (text: string): string | null => replaceFirst(text, [...FALSE_FRIENDS, ...NEGATIONS]);

/** The statement with before and after, or at least and at most, exchanged; null where it has neither. */
export const swapped = (text: string): string | null => replaceFirst(text, SWAPS);

const replaceFirst = (text: string, rules: readonly (readonly [RegExp, string])[]): string | null => {
  for (const [pattern, replacement] of rules)
    if (pattern.test(text)) return text.replace(pattern, replacement);
  return null;
};

/** The statement with one of its numbers changed by a plausible amount; `pick` chooses in [0, 1). Null without numbers. */
export const renumbered = (text: string, pick: () => number): string | null => {
  const numbers = [...text.matchAll(/(?<![\p{L}\d.,:-])\d{1,5}(?![\d.,:-]*\d|\p{L})/gu)];
  const chosen = numbers[Math.floor(pick() * numbers.length)];
  if (chosen === undefined) return null;
  const value = Number(chosen[0]);
  const factors = [0.5, 2, 1.5, 1.2, 3];
  let changed = Math.round(value * (factors[Math.floor(pick() * factors.length)] ?? 2));
  if (changed === value || changed === 0) changed = value + 1;
  return text.slice(0, chosen.index) + String(changed) + text.slice(chosen.index + chosen[0].length);
};

/** A sentence of the base, plain: what a claim in the policy's own words would be. */
export const sentencesOf = (
  index: KnowledgeIndex,
): { text: string; lang: 'en' | 'fr'; quote: string; ordinal: number }[] =>
  index.entries.flatMap(({ passage }, ordinal) =>
    passage.row === null &&
    passage.text.length >= 30 &&
    passage.text.length <= 220 &&
    !passage.text.includes('|')
      ? [
          {
            text: passage.text,
            lang: passage.lang.startsWith('fr') ? ('fr' as const) : ('en' as const),
            quote: passage.quote,
            ordinal,
          },
        ]
      : [],
  );

/** A training claim made from another text. */
export const variant = (
  base: Pick<TrainingClaim, 'kb' | 'group' | 'as_of' | 'question'>,
  change: Pick<TrainingClaim, 'id' | 'claim' | 'lang' | 'label' | 'kind' | 'quote'>,
): TrainingClaim => ({ ...base, ...change, evidence: [] });
