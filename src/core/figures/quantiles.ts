/** Nearest-rank quantile of sorted values; null of none. */
const quantile = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;

/** How many durations there are, and which half and nine tenths of them do not exceed; milliseconds in, seconds out. */
export const quantilesOf = (
  durationsMs: readonly number[],
): { cases: number; p50_s: number | null; p90_s: number | null } => {
  const sorted = durationsMs.map((duration) => Math.max(0, duration) / 1_000).sort((a, b) => a - b);
  return { cases: sorted.length, p50_s: quantile(sorted, 0.5), p90_s: quantile(sorted, 0.9) };
};
