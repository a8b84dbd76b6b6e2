/** Milliseconds; the smallest sample that at least that share of the samples does not exceed. */
export interface Latency {
  p50: number;
  p95: number;
  p99: number;
  samples: number;
}

/** @throws {RangeError} without samples. */
export function latencyOf(samplesMs: readonly number[]): Latency {
  const sorted = [...samplesMs].sort((a, b) => a - b);
  const at = (share: number): number => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
    if (value === undefined) throw new RangeError('There are no samples.');
    return rounded(value);
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), samples: sorted.length };
}

/** To hundredths. */
export const rounded = (value: number): number => Math.round(value * 100) / 100;
