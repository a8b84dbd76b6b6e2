/** Probabilities from the outputs of a classifier: they sum to 1. */
export const softmax = (logits: readonly number[]): number[] => {
  const highest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(logit - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
};

/** Probability from a single output. */
export const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
