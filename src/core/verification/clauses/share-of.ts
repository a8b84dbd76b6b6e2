/** Share of the weight of keys that is held, each as well as `holds` says, in [0, 1]. */
export const shareOf = (
  keys: Iterable<string>,
  holds: (key: string) => number,
  weight: (key: string) => number,
): number => {
  let total = 0;
  let sum = 0;
  for (const key of keys) {
    const w = weight(key);
    total += w;
    sum += w * holds(key);
  }
  return total === 0 ? 0 : sum / total;
};
