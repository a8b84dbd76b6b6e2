/** Weighted key counts of one passage: its own words count fully, those of its headings less. */
export type KeyCounts = ReadonlyMap<string, number>;

interface Postings {
  ordinals: Uint32Array;
  /** The BM25 part of each passage for this key, inverse document frequency included. */
  scores: Float32Array;
}

/** BM25 over the keys of readings (stems, and concepts shared by both languages), with everything but the query precomputed. */
export interface LexicalIndex {
  /** Adds `weight` × BM25 of every query key to `scores`, which is as long as there are passages. */
  addScores(query: ReadonlyMap<string, number>, scores: Float32Array): void;
  /** Score of a text outside the index (caller evidence) on the same scale. */
  scoreOf(query: ReadonlyMap<string, number>, counts: KeyCounts): number;
  /** Inverse document frequency; that of an unseen key is the greatest. */
  rarity(key: string): number;
}

/** BM25 constants (Robertson and Zaragoza 2009), with length counting less than usual: policy sentences are short. */
const K1 = 1.2;
const B = 0.5;

export function buildLexicalIndex(passages: readonly KeyCounts[]): LexicalIndex {
  const lengths = passages.map(lengthOf);
  const meanLength = Math.max(
    1,
    lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, passages.length),
  );
  const lists = new Map<string, { ordinal: number; count: number }[]>();
  passages.forEach((counts, ordinal) => {
    for (const [key, count] of counts) {
      const list = lists.get(key);
      if (list === undefined) lists.set(key, [{ ordinal, count }]);
      else list.push({ ordinal, count });
    }
  });
  const rarityOf = (documents: number) =>
    Math.log(1 + (passages.length - documents + 0.5) / (documents + 0.5));
  const part = (count: number, length: number) =>
    (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / meanLength));

  const postings = new Map<string, Postings>();
  for (const [key, list] of lists) {
    const rarity = rarityOf(list.length);
    postings.set(key, {
      ordinals: Uint32Array.from(list, ({ ordinal }) => ordinal),
      scores: Float32Array.from(list, ({ ordinal, count }) => rarity * part(count, lengths[ordinal] ?? 0)),
    });
  }
  const rarity = (key: string) => rarityOf(lists.get(key)?.length ?? 0);

  return {
    addScores(query, scores) {
      for (const [key, weight] of query) {
        const list = postings.get(key);
        if (list === undefined) continue;
        const { ordinals, scores: parts } = list;
        for (let i = 0; i < ordinals.length; i += 1) {
          const ordinal = ordinals[i] ?? 0;
          scores[ordinal] = (scores[ordinal] ?? 0) + weight * (parts[i] ?? 0);
        }
      }
    },
    scoreOf(query, counts) {
      const length = lengthOf(counts);
      let score = 0;
      for (const [key, weight] of query) {
        const count = counts.get(key);
        if (count !== undefined) score += weight * rarity(key) * part(count, length);
      }
      return score;
    },
    rarity,
  };
}

function lengthOf(counts: KeyCounts): number {
  let length = 0;
  for (const count of counts.values()) length += count;
  return length;
}
