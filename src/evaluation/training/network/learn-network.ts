import {
  encode,
  FIRST_WORD,
  forward,
  layoutOf,
  type Network,
  type NetworkModel,
  type NetworkSays,
  type NetworkText,
  networkModelOf,
  networkOf,
  networkWith,
  saysOfPass,
  UNDECIDED,
  type Vocabulary,
  vocabularyKey,
} from '../../../core/verification/network/index.js';
import type { VerdictLabel } from '../../../schema/index.js';
import type { EvaluationJobs } from '../jobs.js';
import { changedWords } from './changed-words.js';
import type { Target } from './losses.js';
import { packClaims } from './packed-claims.js';
import { NETWORK, type NetworkRow } from './train-network.js';

/** A claim to learn from, with the operator that it is of and the fold that this operator is in. */
export interface TextRow {
  /** A `NetworkText` as JSON. */
  text: string;
  kb: string;
  fold: number;
  label: VerdictLabel;
  /** Its kind of error, as whoever labelled it said. */
  kind: string;
  /** What a wrong claim and the right one that it is made of have in common (`changedWords`). */
  about: string | null;
  weight: number;
}

export interface LearnedNetwork {
  model: NetworkModel;
  /** By row: what a network that saw nothing of its fold says. */
  held_out: readonly NetworkSays[];
}

/** How many operators have to use a word for it to be learned. */
const OPERATORS_MIN = 5;

/** Learns the network from all rows, and for each fold one from the others to tell what it is worth. */
export const learnNetwork = async (
  rows: readonly TextRow[],
  { network: fitNetwork }: Pick<EvaluationJobs, 'network'>,
  tell: (line: string) => void,
): Promise<LearnedNetwork> => {
  const texts = rows.map(({ text }) => JSON.parse(text) as NetworkText);
  const words = wordsOf(rows, texts);
  const vocabulary: Vocabulary = new Map(words.map((word, i) => [word, i + FIRST_WORD]));
  const layout = layoutOf(words.length + FIRST_WORD, NETWORK.width);
  const encoded = texts.map((text) => encode(text, vocabulary));
  const claims = packClaims(encoded);
  const { targets, kinds } = targetsOf(rows, texts);
  const rowsWithout = (fold: number | null): NetworkRow[] =>
    targets.flatMap((target, place) => (rows[place]?.fold === fold ? [] : [{ ...target, place }]));
  const folds = [...new Set(rows.map(({ fold }) => fold))].sort((a, b) => a - b);
  let fitted = 0;
  const fits = await Promise.all(
    // The longest first, so that no core waits for it alone.
    [null, ...folds].map(async (fold) => {
      const weights = await fitNetwork({ claims, rows: rowsWithout(fold), words: layout.words, kinds });
      tell(`networks fitted: ${++fitted} of ${folds.length + 1}`);
      return [fold, networkWith(layout, weights)] as const;
    }),
  );
  const networks = new Map<number | null, Network>(fits);
  const whole = networks.get(null);
  if (whole === undefined) throw new Error('no network was fitted to all rows');
  return {
    model: networkModelOf(whole, words),
    held_out: rows.map(({ fold }, i) => {
      const [network, input] = [networks.get(fold), encoded[i]];
      if (network === undefined || input === undefined) return UNDECIDED;
      const shipped = rounded(network, words);
      return saysOfPass(forward(input, shipped), shipped);
    }),
  };
};

const LABEL_PLACES: readonly VerdictLabel[] = ['supported', 'contradicted', 'unsupported'];

const targetsOf = (
  rows: readonly TextRow[],
  texts: readonly NetworkText[],
): { targets: Target[]; kinds: number } => {
  const isWrong = ({ label }: TextRow): boolean => label !== 'supported';
  const kinds = [...new Set(rows.filter(isWrong).map(({ kind }) => kind))].sort();
  const changed = changedWords(
    rows.map((row, i) => ({ text: texts[i] as NetworkText, is_wrong: isWrong(row), about: row.about })),
  );
  const targets = rows.map((row, i) => ({
    is_wrong: isWrong(row),
    label: LABEL_PLACES.indexOf(row.label),
    kind: isWrong(row) ? kinds.indexOf(row.kind) : -1,
    changed: changed[i] ?? null,
    weight: row.weight,
  }));
  return { targets, kinds: kinds.length };
};

const asShipped = new WeakMap<Network, Network>();

/** A network as it is once it was written down. */
const rounded = (network: Network, words: readonly string[]): Network => {
  const shipped = asShipped.get(network) ?? networkOf(networkModelOf(network, words)).network;
  asShipped.set(network, shipped);
  return shipped;
};

/** Words that enough operators use, in the order of the alphabet. */
const wordsOf = (rows: readonly TextRow[], texts: readonly NetworkText[]): string[] => {
  const users = new Map<string, Set<string>>();
  for (const [i, text] of texts.entries()) {
    const kb = rows[i]?.kb ?? '';
    for (const { keys } of [text.claim, ...text.passages.map(({ words }) => words)])
      for (const key of keys) {
        const word = vocabularyKey(key);
        const known = users.get(word);
        if (known === undefined) users.set(word, new Set([kb]));
        else known.add(kb);
      }
  }
  return [...users]
    .filter(([word, { size }]) => size >= OPERATORS_MIN && !/\s/.test(word))
    .map(([word]) => word)
    .sort();
};
