/** Weights by number, for one text after the other without a map a text. */
export interface ScratchCounts {
  /** Adds to the weight of a number; −1 stands for nothing. */
  add(number: number, weight: number): void;
  /** Calls back with each number and its weight, in the order in which they came, and forgets them. */
  drain(each: (number: number, weight: number) => void): void;
}

export function scratchCounts(): ScratchCounts {
  let weights = new Float64Array(1_024);
  const seen: number[] = [];
  return {
    add(number, weight) {
      if (number < 0) return;
      if (number >= weights.length) {
        const longer = new Float64Array(2 * Math.max(number, weights.length));
        longer.set(weights);
        weights = longer;
      }
      const before = weights[number] ?? 0;
      if (before === 0) seen.push(number);
      weights[number] = before + weight;
    },
    drain(each) {
      for (const number of seen) {
        const weight = weights[number] ?? 0;
        weights[number] = 0;
        each(number, weight);
      }
      seen.length = 0;
    },
  };
}
