import { held } from '../alignment.js';
import { type Check, quoted, type Signal } from '../check.js';

/** Words of the claim that stand nowhere in the base, or nowhere near its topic. */
export const fabricatedCheck: Check = {
  name: 'fabricated',
  run(input): Signal | null {
    let total = 0;
    let missing = 0;
    let worst: { key: string; weight: number } | null = null;
    for (const [key, weight] of input.focus.own) {
      total += weight;
      const near = input.evidence
        .slice(0, 6)
        .reduce(
          (best, passage) =>
            Math.max(
              best,
              held(key, passage.facts.own, input.affinity),
              held(key, passage.facts.surround, input.affinity),
            ),
          0,
        );
      const absent = weight * (1 - near) * (input.facts.knows(key) ? 0.8 : 1);
      missing += absent;
      if (absent > (worst?.weight ?? 0.2)) worst = { key, weight: absent };
    }
    if (worst === null || total === 0) return null;
    const { key } = worst;
    const token = input.reading.tokens.find((item) => (item.concept ?? item.stem) === key);
    return {
      relation: 'absent',
      strength: Math.min(1, missing / total),
      finding: {
        kind: 'fabricated',
        message: `No policy or table says this of ${quoted(token?.text ?? key)}.`,
      },
      passages: [],
    };
  },
};
