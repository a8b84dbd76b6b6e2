import { seededRandom } from './metrics.js';

/** Gives the risk of a claim from its words alone. */
export type ClaimOnly = (claim: string) => number;

const OCCURRENCES_MIN = 3;
const EPOCHS = 12;
const LEARNING_RATE = 0.15;
const L2 = 1e-5;
const SEED = 5;

/**
 * Logistic regression on the words and word pairs of claims, no evidence: what a claim's wording gives away. A checker
 * has to be better than this to show that it reads the policies. Both classes weigh the same; deterministic.
 */
export const trainClaimOnly = (claims: readonly { claim: string; label: string }[]): ClaimOnly => {
  const counts = new Map<string, number>();
  const grams = claims.map(({ claim }) => gramsOf(claim));
  for (const own of grams) for (const gram of own) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  const places = new Map<string, number>();
  for (const [gram, count] of counts) if (count >= OCCURRENCES_MIN) places.set(gram, places.size);
  const rows = grams.map((own, i) => ({
    features: placesOf(own, places),
    wrong: claims[i]?.label !== 'supported',
  }));
  const wrongShare = rows.filter((row) => row.wrong).length / Math.max(1, rows.length);
  const weights = new Float64Array(places.size + 1);
  const squares = new Float64Array(places.size + 1).fill(1e-8);
  const random = seededRandom(SEED);
  const order = rows.map((_, i) => i);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const other = Math.floor(random() * (i + 1));
      [order[i], order[other]] = [order[other] ?? 0, order[i] ?? 0];
    }
    for (const i of order) {
      const row = rows[i];
      if (row === undefined) continue;
      const gap = chance(row.features, weights) - (row.wrong ? 1 : 0);
      const balance = row.wrong ? 0.5 / wrongShare : 0.5 / (1 - wrongShare);
      for (const place of row.features) {
        const gradient = balance * gap + L2 * (weights[place] ?? 0);
        const square = (squares[place] ?? 0) + gradient * gradient;
        squares[place] = square;
        // AdaGrad (Duchi et al. 2011): rare words keep their step.
        weights[place] = (weights[place] ?? 0) - (LEARNING_RATE * gradient) / Math.sqrt(square);
      }
    }
  }
  return (claim) => chance(placesOf(gramsOf(claim), places), weights);
};

const gramsOf = (text: string): Set<string> => {
  const words = text.toLowerCase().match(/\p{L}+|\d+/gu) ?? [];
  return new Set(words.flatMap((word, i) => (i === 0 ? [word] : [word, `${words[i - 1] ?? ''} ${word}`])));
};

/** The bias has the last place. */
const placesOf = (grams: ReadonlySet<string>, places: ReadonlyMap<string, number>): number[] => {
  const known = [...grams].flatMap((gram) => places.get(gram) ?? []);
  return [...known, places.size];
};

const chance = (features: readonly number[], weights: Float64Array): number =>
  1 / (1 + Math.exp(-features.reduce((sum, place) => sum + (weights[place] ?? 0), 0)));
