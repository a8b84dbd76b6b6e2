/** Digits of a score's bits, the first ones first: what they are shifted by, and how many values they have. */
const DIGITS = [
  { shift: 21, values: 2_048 },
  { shift: 10, values: 2_048 },
  { shift: 0, values: 1_024 },
] as const;

const counts = new Uint32Array(2_048);

interface Selection {
  limit: number;
  /** Room for all ordinals. */
  room: Uint32Array;
}

/**
 * The ordinals with the greatest scores, in no order; of equal ones the lowest. Scores are not negative. Selected by the digits of
 * their bits, which rise with them, so that each is looked at about once, however many are kept. Reorders `ordinals`; the
 * result lies in it or in `room`, until the next selection.
 */
export function bestScored(
  ordinals: Uint32Array,
  scores: Float32Array,
  { limit, room }: Selection,
): Uint32Array {
  if (ordinals.length <= limit) return ordinals;
  const bits = new Uint32Array(scores.buffer, scores.byteOffset, scores.length);
  let kept = 0;
  let left = ordinals;
  for (const { shift, values } of DIGITS) {
    const mask = values - 1;
    counts.fill(0);
    for (let i = 0; i < left.length; i += 1) {
      const digit = ((bits[left[i] ?? 0] ?? 0) >>> shift) & mask;
      counts[digit] = (counts[digit] ?? 0) + 1;
    }
    const least = digitOf(limit - kept, mask);
    let count = 0;
    for (let i = 0; i < left.length; i += 1) {
      const ordinal = left[i] ?? 0;
      const digit = ((bits[ordinal] ?? 0) >>> shift) & mask;
      if (digit > least) {
        room[kept] = ordinal;
        kept += 1;
      } else if (digit === least) {
        left[count] = ordinal;
        count += 1;
      }
    }
    left = left.subarray(0, count);
    if (left.length === limit - kept) break;
  }
  // All that are left have the same score.
  if (left.length > limit - kept) left.sort();
  for (let i = 0; kept < limit; i += 1, kept += 1) room[kept] = left[i] ?? 0;
  return room.subarray(0, limit);
}

/** The digit of the last of so many greatest. */
function digitOf(wanted: number, greatest: number): number {
  let digit = greatest;
  for (let seen = counts[digit] ?? 0; seen < wanted && digit > 0; seen += counts[digit] ?? 0) digit -= 1;
  return digit;
}
