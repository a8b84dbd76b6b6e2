import { MARKS, MATCHES } from './encode.js';
import type { Matrix } from './vectors/index.js';
import { TRAIT_VALUES } from './word-traits.js';

/** Numbers beside a compared word: kinds of matches, marks or whether it was asked about, share aligned with nothing, unknown. */
export const CLAIM_FLAGS = MATCHES - 1 + MARKS + 2;
export const PASSAGE_FLAGS = MATCHES - 1 + 1 + 2;
export const ASKED_FLAGS = MATCHES - 1 + 2;
/** Numbers of a passage beside its words: coverage, how the search found it, row of a table, one. */
export const EXTRAS = 4;
/** Heads of the last layer beside the risk: supported, contradicted, unsupported. */
export const LABELS = 3;
/** Numbers of a claim beside its pooled passages: the largest suspicion of its words, and their sum as odds. */
export const SUSPICIONS = 2;

/** Where each part of the network lies in one array of weights; matrices row by row. */
export interface Layout {
  /** Words of the vocabulary, those of `UNKNOWN` and nothing included. */
  words: number;
  /** Length of a word's vector, and of each layer. */
  width: number;
  /** Numbers of a passage: mean and largest of what the claim's words, its own and those of what was asked say, and the extras. */
  pooled: number;
  /** Numbers that go into the last layer: passages as weighed, the largest of each number over them, and `SUSPICIONS`. */
  joined: number;
  at: Readonly<Record<Part, number>>;
  size: Readonly<Record<Part, number>>;
  total: number;
}

const PARTS = [
  'word',
  'mark',
  'mark_bias',
  'heading',
  'trait',
  'before',
  'here',
  'after',
  'context_bias',
  'match',
  'nothing',
  'claim_own',
  'claim_bias',
  'claim_aligned',
  'claim_product',
  'claim_flags',
  'passage_own',
  'passage_bias',
  'passage_aligned',
  'passage_product',
  'passage_flags',
  'asked',
  'asked_own',
  'asked_bias',
  'asked_aligned',
  'asked_product',
  'asked_flags',
  'gate',
  'gate_bias',
  'suspicion',
  'suspicion_bias',
  'hidden',
  'hidden_bias',
  'out',
  'out_bias',
  'head',
  'head_bias',
] as const;
export type Part = (typeof PARTS)[number];

/** `kinds`: further heads, behind those of the labels, that only training has. */
export const layoutOf = (words: number, width: number, kinds = 0): Layout => {
  const heads = LABELS + kinds;
  const square = width * width;
  const pooled = 6 * width + EXTRAS;
  const joined = 2 * pooled + SUSPICIONS;
  const size: Record<Part, number> = {
    word: words * width,
    mark: width * MARKS,
    mark_bias: width,
    heading: 2 * width,
    trait: TRAIT_VALUES * width,
    before: square,
    here: square,
    after: square,
    context_bias: width,
    match: MATCHES,
    nothing: 3,
    claim_own: square,
    claim_bias: width,
    claim_aligned: square,
    claim_product: square,
    claim_flags: width * CLAIM_FLAGS,
    passage_own: square,
    passage_bias: width,
    passage_aligned: square,
    passage_product: square,
    passage_flags: width * PASSAGE_FLAGS,
    asked: width,
    asked_own: square,
    asked_bias: width,
    asked_aligned: square,
    asked_product: square,
    asked_flags: width * ASKED_FLAGS,
    gate: pooled,
    gate_bias: 1,
    suspicion: 2 * width,
    suspicion_bias: 1,
    hidden: width * joined,
    hidden_bias: width,
    out: width,
    out_bias: 1,
    head: heads * width,
    head_bias: heads,
  };
  const at = {} as Record<Part, number>;
  let total = 0;
  for (const part of PARTS) {
    at[part] = total;
    total += size[part];
  }
  return { words, width, pooled, joined, at, size, total };
};

/** Columns of the parts that are matrices of `width` rows; `gate` is a row. */
const columnsOf = ({ width, joined }: Layout) => ({
  mark: MARKS,
  before: width,
  here: width,
  after: width,
  claim_own: width,
  claim_aligned: width,
  claim_product: width,
  claim_flags: CLAIM_FLAGS,
  passage_own: width,
  passage_aligned: width,
  passage_product: width,
  passage_flags: PASSAGE_FLAGS,
  asked_own: width,
  asked_aligned: width,
  asked_product: width,
  asked_flags: ASKED_FLAGS,
  hidden: joined,
});

export type Matrices = Readonly<Record<keyof ReturnType<typeof columnsOf>, Matrix>>;

/** The matrices of a network, or of its gradient, as they lie in one array. */
export const matricesOf = (layout: Layout, values: Float64Array): Matrices =>
  Object.fromEntries(
    Object.entries(columnsOf(layout)).map(([part, columns]) => [
      part,
      { values, at: layout.at[part as Part], rows: layout.width, columns },
    ]),
  ) as Matrices;
