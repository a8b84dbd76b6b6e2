import { isKindOf } from '../../lexicon/index.js';
import { held } from '../alignment.js';
import { type Check, quoted, type Signal } from '../check.js';

/** Families of concepts of which a sentence names one and not another: by post or by phone, a passport or a licence. */
const FAMILIES: ReadonlySet<string> = new Set([
  'person',
  'channel',
  'doc',
  'payment',
  'animal',
  'place',
  'time',
  'travel',
  'bag',
  'service',
  'goods',
  'food',
  'insure',
  'event',
  'work',
  'media',
  'telecom',
]);

const familyOf = (key: string): string | null => {
  const equals = key.indexOf('=');
  if (key.startsWith('slot:') && equals > 0) return key.slice(0, equals);
  const family = key.slice(0, Math.max(0, key.indexOf('.')));
  return FAMILIES.has(family) ? family : null;
};

/** How much of the rest must agree for one exchanged word to matter. */
const REST_MIN = 0.6;

/** One word exchanged for another of its family in a sentence that otherwise agrees: who, how, with which document. */
export const substitutionCheck: Check = {
  name: 'substitution',
  run(input): Signal | null {
    let strongest: Signal | null = null;
    for (const passage of input.evidence.slice(0, 5)) {
      for (const [key, weight] of input.focus.own) {
        const family = familyOf(key);
        if (family === null || passage.facts.own.has(key) || passage.facts.surround.has(key)) continue;
        if (held(key, passage.facts.own, input.affinity) > 0) continue;
        let total = 0;
        let rest = 0;
        for (const [other, otherWeight] of input.focus.own) {
          if (other === key) continue;
          total += otherWeight;
          rest +=
            otherWeight *
            Math.max(
              held(other, passage.facts.own, input.affinity),
              0.85 * held(other, passage.facts.surround, input.affinity),
            );
        }
        if (total === 0 || rest / total < REST_MIN) continue;
        const stranger = [...passage.facts.own].find(
          (other) =>
            familyOf(other) === family &&
            !input.focus.own.has(other) &&
            !input.focus.context.has(other) &&
            !isKindOf(key, other) &&
            !isKindOf(other, key),
        );
        if (stranger === undefined) continue;
        const strength = Math.min(1, (rest / total) * (0.5 + 0.5 * weight) * (0.6 + 0.4 * passage.reverse));
        if (strength > (strongest?.strength ?? 0))
          strongest = {
            relation: 'contradicts',
            strength,
            finding: {
              kind: family === 'person' || family.startsWith('slot:') ? 'scope' : 'entity',
              message: `The policy names ${quoted(wordOf(stranger, passage.reading.tokens))} here; the answer names ${quoted(wordOf(key, input.reading.tokens))}.`,
            },
            passages: [passage.passage],
          };
      }
    }
    return strongest;
  },
};

const wordOf = (
  key: string,
  tokens: readonly { text: string; concept: string | null; stem: string }[],
): string =>
  tokens
    .filter((token) => (token.concept ?? token.stem) === key)
    .slice(0, 4)
    .map((token) => token.text)
    .join(' ') || key.replace(/^slot:[^=]*=/, '').replaceAll('_', ' ');
