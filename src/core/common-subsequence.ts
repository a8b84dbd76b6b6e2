/** Places of what two lists have in common, in the order of both. */
export interface CommonPlaces {
  before: Set<number>;
  after: Set<number>;
}

/** The longest common subsequence of two lists (Wagner and Fischer, 1974); time and space are their lengths' product. */
export const commonSubsequence = (before: readonly string[], after: readonly string[]): CommonPlaces => {
  const width = after.length + 1;
  const lengths = new Uint16Array((before.length + 1) * width);
  for (let row = before.length - 1; row >= 0; row -= 1) {
    for (let column = after.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        before[row] === after[column]
          ? (lengths[(row + 1) * width + column + 1] ?? 0) + 1
          : Math.max(lengths[(row + 1) * width + column] ?? 0, lengths[row * width + column + 1] ?? 0);
    }
  }
  const kept: CommonPlaces = { before: new Set(), after: new Set() };
  for (let row = 0, column = 0; row < before.length && column < after.length; ) {
    if (before[row] === after[column]) {
      kept.before.add(row);
      kept.after.add(column);
      row += 1;
      column += 1;
    } else if ((lengths[(row + 1) * width + column] ?? 0) >= (lengths[row * width + column + 1] ?? 0))
      row += 1;
    else column += 1;
  }
  return kept;
};
